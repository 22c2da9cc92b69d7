import { expect, test } from 'vitest'
import { indexBlock } from '../../../engine/matching/blocking.ts'
import { evaluate } from '../../../engine/matching/evaluate.ts'
import { KINDS } from '../../../engine/matching/kinds.ts'
import { modelOf } from '../../../engine/matching/model.ts'
import { resolve } from '../../../engine/matching/resolve.ts'
import { levelOf } from '../../../engine/matching/score.ts'
import { readSpec, recordsOf, type Table } from '../../../engine/matching/spec.ts'
import { train } from '../../../engine/matching/train.ts'

const spec = readSpec({
  format: 'match-spec/1',
  name: 'small',
  key: 'id',
  block: { name: ['name'], year: ['year'] },
  compare: { name: { kind: 'vietnamese-names', column: 'name' }, year: { kind: 'dates', column: 'year' } },
})
const tableOf = (rows: readonly (readonly [string, string])[]): Table => ({
  name: 'small',
  rows: rows.length,
  columns: {
    id: rows.map((_, i) => `r${String(i).padStart(6, '0')}`),
    name: rows.map(([name]) => name),
    year: rows.map(([, year]) => year),
  },
})
async function solve(rows: readonly (readonly [string, string])[]) {
  const { records } = recordsOf(spec, [tableOf(rows)])
  const trained = train(records, { chancePairs: 1000 })
  return resolve(
    records,
    modelOf(trained, { name: 'small', fields: trained.fields, blocking: ['name', 'year'], link: 0, review: 0 }),
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
  const { rules, edges } = await solve(Array.from({ length: 20_000 }, () => ['Nguyễn Văn A', '1970'] as const))
  expect(rules[0]!.hot).toEqual([{ key: 'nguyễn văn a', records: 20_000 }])
  expect(edges.scored).toBe(0)
})

test('a cell of a megabyte costs no more than a line', async () => {
  const long = 'Nguyễn Văn '.repeat(100_000)
  const started = Date.now()
  await solve([
    [long, '1970'],
    [`${long}x`, '1970'],
    ['Trần B', '1970'],
  ])
  expect(Date.now() - started).toBeLessThan(5000)
})

test('pairs of a rule are known before any is made', () => {
  const index = indexBlock({ name: 'r', keys: ['a', 'a', ['a', 'b'], ['b', 'b'], null, 'c'] })
  expect(index.pairs).toBe(4)
  expect(index.keyless).toBe(1)
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
    const comparison = make(kind, {})
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
  const { pairwise, bcubed } = evaluate([0, 0, 0, 1, 1], [0, 0, 1, 1, 1])
  expect(pairwise).toMatchObject({ found: 2, predicted: 4, true: 4, precision: 0.5, recall: 0.5, f1: 0.5 })
  expect(bcubed.precision).toBeCloseTo((2 * (2 / 3) + 1 / 3 + 2) / 5, 10)
})
