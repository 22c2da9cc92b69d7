import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CodeMove, type Crosswalk, type MoveKind, wayOf } from '../../../core/code-list.ts'
import type { ListSpec } from '../../../core/field.ts'
import { carrierOf, carryValues, fieldCarrier } from '../../../engine/survivorship/carry.ts'

const move = (from: string, to: string | null, kind: MoveKind, more: Partial<CodeMove> = {}): CodeMove => ({
  fromVersion: '2025-06-30',
  from,
  to,
  kind,
  assurance: 'register-complete',
  authority: 'NQ',
  ...more,
})
const byCode = (moves: readonly CodeMove[]) => {
  const found = new Map<string, CodeMove[]>()
  for (const one of moves) found.set(one.from, [...(found.get(one.from) ?? []), one])
  return found
}

const walk: Crosswalk = {
  current: '2026-04-30',
  versions: ['2025-06-30', '2025-07-01', '2026-04-30'].map((version) => ({ version, from: version })),
  codes: new Set(['A', 'B', 'P', 'Q']),
  moves: new Map([
    [
      wayOf('2025-06-30', '2025-07-01'),
      byCode([
        move('A', 'A', 'unchanged'),
        move('M', 'B', 'merged'),
        move('D', 'B', 'merged', { assurance: 'base-only' }),
        move('S', 'P', 'ambiguous'),
        move('S', 'Q', 'ambiguous'),
        move('F', 'P', 'split-by-population'),
        move('F', 'Q', 'ambiguous'),
        move('R', null, 'retired'),
        move('L', 'P', 'ambiguous'),
      ]),
    ],
    [
      wayOf('2025-07-01', '2026-04-30'),
      byCode(['A', 'B', 'P', 'Q'].map((code) => move(code, code, 'unchanged', { fromVersion: '2025-07-01' }))),
    ],
  ]),
}
const people: ListSpec = { name: 'commune', version: null, followsPeople: true }
const land: ListSpec = { ...people, followsPeople: false }

describe('a place', () => {
  test.each([
    ['unchanged', 'A', 'A'],
    ['merged by a complete register', 'M', 'B'],
    ['split, but all its people went to one side', 'F', 'P'],
  ])('%s is carried, and the way is told', (_, from, to) => {
    expect(carrierOf(walk, people)(`${from}@2025-06-30`)).toEqual({
      value: `${to}@2026-04-30`,
      via: '2025-06-30→2026-04-30',
      stays: null,
    })
  })

  test.each([
    ['split', 'S', 'có thể là P, Q'],
    ['one candidate that nobody has proven', 'L', 'có thể là P'],
    ['merged by one public list only', 'D', 'chưa xác nhận: B'],
    ['retired', 'R', 'đã bỏ, không có mã thay'],
    ['never listed', 'Z', 'không có trong danh mục'],
  ])('%s stays as it is, with the reason', (_, code, stays) => {
    const value = `${code}@2025-06-30`
    expect(carrierOf(walk, people)(value)).toEqual({ value, via: null, stays })
  })

  test('a parcel does not follow the people of a split commune', () => {
    expect(carrierOf(walk, land)('F@2025-06-30')).toMatchObject({ value: 'F@2025-06-30', stays: 'có thể là P, Q' })
  })

  test('of the current version is right as it is, when the version knows it', () => {
    expect(carrierOf(walk, land)('A@2026-04-30')).toEqual({ value: 'A@2026-04-30', via: null, stays: null })
    expect(carrierOf(walk, land)('Z@2026-04-30').stays).toBe('không có trong danh mục')
  })

  test('is read by the version in force on the day that it names', () => {
    expect(carrierOf(walk, land)('A@2025-09-01')).toMatchObject({ value: 'A@2026-04-30', via: '2025-09-01→2026-04-30' })
    expect(carrierOf(walk, land)('A@2020-01-01').stays).toBe('không rõ danh mục')
    expect(carrierOf({ ...walk, current: '2025-07-01' }, land)('A@2026-05-01').stays).toBe('danh mục chưa hiện hành')
  })
})

test('a place that is certain for a part of the way is carried that far', () => {
  const split = byCode([move('B', 'P', 'ambiguous', { fromVersion: '2025-07-01' })])
  const torn = { ...walk, moves: new Map([...walk.moves, [wayOf('2025-07-01', '2026-04-30'), split]]) }
  expect(carrierOf(torn, people)('M@2025-06-30')).toEqual({
    value: 'B@2025-07-01',
    via: '2025-06-30→2025-07-01',
    stays: 'có thể là P',
  })
})

test('a bare code is of the version that its field reads by; left behind, it says which', () => {
  const bare: ListSpec = { name: 'ethnicity', version: '2025-06-30', followsPeople: false }
  expect(carrierOf(walk, bare)('M')).toEqual({ value: 'B', via: '2025-06-30→2026-04-30', stays: null })
  expect(carrierOf(walk, bare)('S')).toMatchObject({ value: 'S@2025-06-30', stays: 'có thể là P, Q' })
})

test('what was carried once is carried to itself', () => {
  const codes = fc.constantFrom('A', 'M', 'D', 'S', 'F', 'R', 'L', 'Z')
  const days = fc.constantFrom('2025-06-30', '2025-07-01', '2026-04-30', '2025-09-01', '1999-01-01', 'x')
  fc.assert(
    fc.property(codes, days, fc.constantFrom(people, land), (code, day, list) => {
      const carry = carrierOf(walk, list)
      const once = carry(`${code}@${day}`)
      const again = carry(once.value)
      expect(again.value).toBe(once.value)
      expect(again.stays).toBe(once.stays)
    }),
  )
})

test('the values of a golden record are carried in place; fields without a carrier are left alone', () => {
  const values = { commune: 'M@2025-06-30', birthplace: 'S@2025-06-30', home: 'A@2025-06-30', name: 'M@2025-06-30' }
  const carriers = ['commune', 'birthplace', 'home', 'nowhere'].map((field) =>
    fieldCarrier(field, carrierOf(walk, people)),
  )
  expect(carryValues(values, carriers)).toEqual({
    via: { commune: '2025-06-30→2026-04-30', home: '2025-06-30→2026-04-30' },
    stays: { birthplace: 'có thể là P, Q' },
  })
  expect(values).toEqual({
    commune: 'B@2026-04-30',
    birthplace: 'S@2025-06-30',
    home: 'A@2026-04-30',
    name: 'M@2025-06-30',
  })
  expect(carryValues({ commune: 'A@2026-04-30' }, carriers)).toEqual({})
})
