import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineDomain } from '../../../core/domain.ts'
import { field } from '../../../core/field.ts'
import { compileMerge, type Member, winnerOf } from '../../../engine/survivorship/merge.ts'
import { latest, mostPrecise, prefer } from '../../../engine/survivorship/picks.ts'

const text = field({
  type: 'text',
  label: 'Chữ',
  schema: z.string(),
  family: 'E1',
  findings: {},
  read: (raw) => raw || null,
})
const domain = defineDomain({
  name: 'thing',
  label: 'Vật',
  after: [],
  fields: { name: text, born: text, phone: text },
  sources: {},
  quality: [],
  matching: { block: {}, compare: {}, never: [], dispute: [], prior: 0, link: 8, review: 3 },
  survivorship: { name: prefer('a', 'b'), born: mostPrecise('a', 'b'), phone: latest },
  targets: {},
} as never)

const mergeMembers = compileMerge(domain)

const member = (source: string, key: string, asOf: string, values: Record<string, string | null>): Member => ({
  source,
  key,
  asOf,
  values,
})
const members = [
  member('b', '1', '2026-02-01', { name: 'NGUYEN VAN AN', born: '1960-05-17', phone: '0905000001' }),
  member('a', '9', '2026-01-01', { name: 'Nguyễn Văn An', born: '1960', phone: null }),
  member('a', '2', '2025-01-01', { name: 'Nguyễn Văn Ân', born: null, phone: '0905000002' }),
]

test('each value has its own winner, and the losers are kept with it', () => {
  const { values, lineage } = mergeMembers(members)
  expect(values).toEqual({ name: 'Nguyễn Văn An', born: '1960-05-17', phone: '0905000001' })
  expect(winnerOf(lineage, 'name')).toEqual({
    winner: 'a:9',
    rule: 'prefer a > b',
    losers: [
      { from: 'a:2', value: 'Nguyễn Văn Ân', asOf: '2025-01-01' },
      { from: 'b:1', value: 'NGUYEN VAN AN', asOf: '2026-02-01' },
    ],
  })
  expect(winnerOf(lineage, 'born').winner).toBe('b:1')
})

test('the same members give the same golden record in any order', () => {
  const { hash } = mergeMembers(members)
  fc.assert(
    fc.property(fc.shuffledSubarray(members, { minLength: 3 }), (shuffled) => mergeMembers(shuffled).hash === hash),
  )
})

test('another member or another value is another hash', () => {
  const { hash } = mergeMembers(members)
  expect(mergeMembers(members.slice(1)).hash).not.toBe(hash)
})

test('a golden record of one member names it once', () => {
  const { values, lineage } = mergeMembers(members.slice(0, 1))
  expect(values).toEqual({ name: 'NGUYEN VAN AN', born: '1960-05-17', phone: '0905000001' })
  expect(lineage).toEqual({ sole: 'b:1' })
  expect(winnerOf(lineage, 'phone')).toEqual({ winner: 'b:1', rule: 'sole member' })
})
