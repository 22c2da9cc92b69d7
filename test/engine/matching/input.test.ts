import { expect, test } from 'vitest'
import { blocksOf } from '../../../engine/matching/blocking.ts'
import { encode } from '../../../engine/matching/encode.ts'
import { evaluate } from '../../../engine/matching/evaluate.ts'
import { recordsOf, type Table } from '../../../engine/matching/intake.ts'
import { KINDS } from '../../../engine/matching/kinds.ts'
import { levelOf } from '../../../engine/matching/lane.ts'
import { firstShared, layOut } from '../../../engine/matching/layout.ts'
import { modelOf } from '../../../engine/matching/model.ts'
import { Names } from '../../../engine/matching/names.ts'
import { unitsOf, walkPairs } from '../../../engine/matching/pairs.ts'
import { keysOf } from '../../../engine/matching/part-keys.ts'
import { resolve } from '../../../engine/matching/resolve.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'
import { train } from '../../../engine/matching/train.ts'

const spec = readSpec({
  format: 'match-spec/1',
  name: 'small',
  key: 'id',
  block: { name: ['name'], year: ['year'] },
  compare: { name: { kind: 'vietnamese-names', column: 'name' }, year: { kind: 'dates', column: 'year' } },
})
const comparisons = comparisonsOf(spec)
const tableOf = (rows: readonly (readonly [string, string])[]): Table => ({
  name: 'small',
  columns: ['id', 'name', 'year'],
  rows: rows.map(([name, year], i) => [`r${String(i).padStart(6, '0')}`, name, year]),
})
async function solve(rows: readonly (readonly [string, string])[]) {
  const { records } = recordsOf(spec, [tableOf(rows)])
  const trained = train(comparisons, records, { chancePairs: 1000 })
  return resolve(
    comparisons,
    records,
    modelOf(trained, { name: 'small', comparisons, blocking: ['name', 'year'], link: 0, review: 0 }),
  )
}

test.each([
  [[]],
  [[['', '']]],
  [
    [
      ['', ''],
      ['', ''],
    ],
  ],
  [[['A Viết', '1970']]],
] as [[string, string][]][])('few rows or empty columns are no fault: %j', async (rows) => {
  const { clustering } = await solve(rows)
  expect([...clustering.clusterOf]).toEqual(rows.map((_, i) => i))
})

test('one key of all records is set aside and named, not paired out', async () => {
  const { hot, edges } = await solve(Array.from({ length: 20_000 }, () => ['Nguyễn Văn A', '1970'] as const))
  expect(hot).toMatchObject([
    { rule: 'name', records: 20_000, example: 0 },
    { rule: 'year', records: 20_000, example: 0 },
  ])
  expect(edges.scored).toBe(0)
})

test('a cell of a megabyte costs no more than a line', async () => {
  const long = 'Nguyễn Văn '.repeat(100_000)
  const { edges } = await solve([
    [long, '1970'],
    [`${long}x`, '1970'],
    ['Trần B', '1970'],
  ])
  expect(edges.scored).toBe(3)
})

test('pairs of a rule are known before any is made', () => {
  const column = encode(['a', 'a', 'a b', 'b', null, 'c'])
  const keys = keysOf([{ column: 'word', words: 'all' }], () => column, {})
  expect(blocksOf([{ name: 'r', limit: 9, ...keys }], 6).rules).toEqual([
    { name: 'r', from: 0, pairs: 0, largest: 0, keyless: 6 },
  ])
  const letters = keysOf(['word'], () => column, {})
  const { rules } = blocksOf([{ name: 'r', limit: 9, ...letters }], 6)
  expect(rules).toEqual([{ name: 'r', from: 0, pairs: 1, largest: 2, keyless: 1 }])
})

test('a record with several keys stands in several groups, and two records meet at the first that they share', () => {
  const column = encode(['an bình', 'bình an', 'an cư', 'bình cư'])
  const keys = keysOf([{ column: 'word', words: 'all' }], () => column, {})
  const own = { name: 'r', limit: 9, ...keys }
  const blocks = blocksOf([own], 4)
  expect(blocks.rules[0]).toMatchObject({ pairs: 3 + 3 + 1, largest: 3, keyless: 0 })
  const records = { size: 4, names: Names.of('abcd'), sources: null, crossOnly: false, columns: [], blocks: [own] }
  const layout = layOut(records, blocks, [])
  const met = [
    [0, 1],
    [0, 2],
    [0, 3],
    [2, 3],
  ].map(([a, b]) => firstShared(layout, a!, b!))
  expect(met[0]).toBe(Math.min(met[1]!, met[2]!))
  expect(new Set(met).size).toBe(3)
  const seen: string[] = []
  walkPairs(layout, unitsOf(layout), undefined, (p, q) => {
    seen.push([layout.recordAt[p]!, layout.recordAt[q]!].sort().join(' '))
  })
  expect(seen.sort()).toEqual(['0 1', '0 2', '0 3', '1 2', '1 3', '2 3'])
})

test('every kind is symmetric and total, and its levels have codes of their own', () => {
  const texts = [
    'Nguyễn Thị Hòa',
    'NGUYEN THI HOA',
    'Nguyễn Thị Hoà',
    'Huỳnh Phúc',
    'Hoàng Phước',
    '1960',
    '1960-05-17',
    '1960-17-05',
    '',
    '048085001234',
    '048085001243',
    'tq13 8df',
    "H' Yên",
  ]
  for (const [kind, { make }] of Object.entries(KINDS)) {
    const comparison = make(
      kind,
      kind === 'levels' ? { levels: [{ by: 'same' }, { by: 'jaro-winkler', at: 0.9 }] } : {},
    )
    const forms = texts.map((text) => comparison.prepare(text)).filter((form) => form !== null)
    for (const a of forms) for (const b of forms) expect(levelOf(comparison, a, b)).toBe(levelOf(comparison, b, a))
    expect(new Set(comparison.levels.map(({ code }) => code)).size).toBe(comparison.levels.length)
  }
})

test.each([
  ['Nguyễn Thị Hòa', 'Nguyễn Thị Hoà', 'same'],
  ['Nguyễn Thị Hòa', 'NGUYEN THI HOA', 'unmarked'],
  ['Nguyễn Thị Hóa', 'Nguyễn Thị Hòa', 'marks'],
  ['Nguyễn Thị Thu Hòa', 'Nguyễn Hòa', 'dropped'],
  ['Huỳnh Hữu Phước', 'Hoàng Hữu Phúc', 'regional'],
  ['Trần Văn An', 'Lê Thị Bình', 'else'],
])('%s and %s end in level %s', (a, b, code) => {
  const comparison = KINDS['vietnamese-names']!.make('name', {})
  const level = levelOf(comparison, comparison.prepare(a), comparison.prepare(b))
  expect(comparison.levels[level - 1]?.code ?? 'else').toBe(code)
})

test('evaluation from the contingency table equals counting pairs', () => {
  const { pairwise, bcubed } = evaluate(Int32Array.of(0, 0, 0, 1, 1), Int32Array.of(0, 0, 1, 1, 1))
  expect(pairwise).toMatchObject({ found: 2, predicted: 4, true: 4, precision: 0.5, recall: 0.5, f1: 0.5 })
  expect(bcubed.precision).toBeCloseTo((2 * (2 / 3) + 1 / 3 + 2) / 5, 10)
})
