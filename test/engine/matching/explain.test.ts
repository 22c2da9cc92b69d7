import { beforeAll, expect, test } from 'vitest'
import { barChart, lineChart, waterfall } from '../../../engine/matching/charts.ts'
import { createExplainer } from '../../../engine/matching/explain.ts'
import { recordsOf, type Table } from '../../../engine/matching/intake.ts'
import { meetingsOf } from '../../../engine/matching/meetings.ts'
import { type Model, untrained } from '../../../engine/matching/model.ts'
import { type Resolution, resolve } from '../../../engine/matching/resolve.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'
import { edgeOf, membersOf, whyOf } from '../../../engine/matching/why.ts'

const spec = readSpec({
  format: 'match-spec/1',
  name: 'small',
  key: 'id',
  block: {
    pid: ['pid'],
    year: { parts: ['year'], limit: 5, hot: [{ column: 'name', words: 'last' }] },
    word: [{ column: 'name', words: 'all' }],
  },
  compare: {
    pid: { kind: 'identifiers', column: 'pid' },
    name: { kind: 'vietnamese-names', column: 'name' },
    year: { kind: 'exact', column: 'year' },
  },
})
const rows: readonly (readonly string[])[] = [
  ['a', 'Nguyễn Văn An', '1970', '048070000111'],
  ['b', 'NGUYEN VAN AN', '1970', '048070000111'],
  ['c', 'Trần Thị Bình', '1970', ''],
  ['d', 'Lê Hoàng Cường', '1980', '048080000222'],
  ['e', 'Phạm Xuân Diệu', '', ''],
  ['f', 'Vũ Hoàng Dũng', '1970', ''],
  ['g', 'Đỗ Minh Dũng', '1970', ''],
  ['h', 'Hồ Thị Giang', '1970', ''],
]
const table: Table = { name: 'small', columns: ['id', 'name', 'year', 'pid'], rows }
const comparisons = comparisonsOf(spec)
const taken = recordsOf(spec, [table])
const { records } = taken
const blocking = records.blocks.map(({ name }) => name)
const model: Model = untrained({ name: 'small', comparisons, blocking, link: 0, review: 0 }, -8)
let done: Resolution
beforeAll(async () => {
  done = await resolve(comparisons, records, model)
})
const at = (key: string): number => records.names.search(key)
const why = (a: string, b: string) => whyOf(model, done, at(a), at(b))

test('records that joined are said to have joined, by their own pair', () => {
  expect(why('a', 'b')).toEqual({ code: 'joined' })
  expect(membersOf(done.clustering.clusterOf, at('b'))).toEqual([at('a'), at('b')])
  expect(edgeOf(done.edges, at('b'), at('a'))).toBe(0)
  expect(edgeOf(done.edges, at('a'), at('e'))).toBe(-1)
})

test('records that no rule brought together are said never to have met', () => {
  expect(why('a', 'e')).toMatchObject({ code: 'never-met', wouldWeigh: expect.any(Number) })
})

test('of records that met and are two the level that spoke loudest is named', () => {
  expect(why('d', 'f')).toMatchObject({ code: 'too-weak', comparison: 'name', level: 'else' })
})

test('every rule is told: key shared, key too common, keys that differ, no key', () => {
  const meetings = meetingsOf(spec, taken, { layout: done.layout, hot: done.hot }, at('f'), at('g'))
  expect(meetings.map(({ rule, outcome, key, records: n }) => [rule, outcome, key, n])).toEqual([
    ['pid', 'no key', null, null],
    ['year', 'hot', ['1970'], 6],
    ['word', 'shared', ['dũng'], 2],
    ['year+', 'shared', ['1970', 'dũng'], 2],
  ])
  const others = meetingsOf(spec, taken, { layout: done.layout, hot: done.hot }, at('a'), at('d'))
  expect(others.map(({ rule, outcome }) => [rule, outcome])).toEqual([
    ['pid', 'differ'],
    ['year', 'differ'],
    ['word', 'differ'],
    ['year+', 'differ'],
  ])
  expect(others[0]).toMatchObject({ left: [['048070000111']], right: [['048080000222']] })
})

const isWellFormed = (svg: string): boolean => {
  const open: string[] = []
  for (const [, closes, name, , self] of svg.matchAll(/<(\/?)([a-z]+)((?:[^<>"]|"[^"<]*")*?)(\/?)>/g)) {
    if (closes) {
      if (open.pop() !== name) return false
    } else if (!self) open.push(name!)
  }
  return open.length === 0 && svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')
}

test('charts stand alone, are well formed, and take any name', () => {
  const explained = createExplainer(records.names, model, done)(at('a'), at('b'))
  const names = { ...explained, left: 'a<b>&"c"\u0000', right: "H' Yên" }
  const drawn = waterfall(names)
  expect(drawn).toContain('a&lt;b>&amp;&quot;c&quot; ')
  const bars = barChart('t', [{ name: 'x', parts: [3, 0], note: '3' }], ['một', 'hai'])
  const lines = lineChart('t', 'bit', [0, 1, 2], { P: [1, null, 0.5] })
  for (const svg of [drawn, bars, lines, barChart('t', []), lineChart('t', '', [], {})])
    expect(isWellFormed(svg)).toBe(true)
  expect(lines).toMatch(/<polyline[^>]*points="[\d.]+,[\d.]+ [\d.]+,[\d.]+"/)
})

test('the bars of a waterfall end where the total does', () => {
  const explained = createExplainer(records.names, model, done)(at('a'), at('b'))
  const ends = [...waterfall(explained).matchAll(/<rect x="([\d.]+)" y="\d+(?:\.\d+)?" width="([\d.]+)"/g)]
  expect(ends).toHaveLength(explained.bars.length + 2)
})
