import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { chance, persons } from '../../../bench/matching/persons.ts'
import { componentsOf } from '../../../engine/matching/components.ts'
import { evaluate } from '../../../engine/matching/evaluate.ts'
import { createExplainer } from '../../../engine/matching/explain.ts'
import { recordsOf, type Table } from '../../../engine/matching/intake.ts'
import { bits, type Model, modelOf, readModel } from '../../../engine/matching/model.ts'
import type { Names } from '../../../engine/matching/names.ts'
import { type Resolution, resolve } from '../../../engine/matching/resolve.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'
import { createPool } from '../../../engine/matching/threads.ts'
import { train } from '../../../engine/matching/train.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const spec = readSpec(
  JSON.parse(readFileSync(new URL('../../../bench/matching/persons.json', import.meta.url), 'utf8')),
)
const comparisons = comparisonsOf(spec)
const people = persons(5000, 11)
const columns = Object.keys(people.columns)
const cellsOf = (row: number): string[] => columns.map((name) => people.columns[name]![row]!)
const everyone = Array.from({ length: people.rows }, (_, row) => row)
const pick = (rows: readonly number[]): Table => ({ name: people.name, columns, rows: rows.map(cellsOf) })
const { records, rows: order, columns: taken } = recordsOf(spec, [pick(everyone)], { keep: ['truth'] })
const declared = {
  name: spec.name,
  comparisons,
  blocking: records.blocks.map(({ name }) => name),
  link: 0,
  review: 0,
}
let model: Model
let whole: Resolution

const fingerprint = ({ edges, clustering }: Pick<Resolution, 'edges' | 'clustering'>, keys: Names): string => {
  const hash = createHash('sha256')
  for (let e = 0; e < edges.left.length; e++)
    hash.update(`${keys.at(edges.left[e]!)} ${keys.at(edges.right[e]!)} ${edges.weight[e]} ${edges.rule[e]}\n`)
  for (let i = 0; i < keys.length; i++) hash.update(`${keys.at(i)} ${keys.at(clustering.clusterOf[i]!)}\n`)
  return hash.digest('hex')
}
function shuffled(seed: number): number[] {
  const random = chance(seed)
  const rows = [...everyone]
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[rows[i], rows[j]] = [rows[j]!, rows[i]!]
  }
  return rows
}

beforeAll(async () => {
  model = modelOf(train(comparisons, records, { seed: spec.seed, chancePairs: 100_000 }), declared, spec.seed)
  whole = await resolve(comparisons, records, model)
})

test('the synthetic registers are resolved without labels at the blind threshold', () => {
  const truth = taken.get('truth')!.ids
  const { pairwise } = evaluate(whole.clustering.clusterOf, truth)
  expect(model.training.converged).toBe(true)
  expect(pairwise.precision).toBeGreaterThan(0.985)
  expect(pairwise.recall).toBeGreaterThan(0.97)
})

test('rows in any order give the same model and the same answer', async () => {
  const other = recordsOf(spec, [pick(shuffled(5))]).records
  const trained = modelOf(train(comparisons, other, { seed: spec.seed, chancePairs: 100_000 }), declared, spec.seed)
  expect(trained).toEqual(model)
  expect(fingerprint(await resolve(comparisons, other, trained), other.names)).toBe(fingerprint(whole, records.names))
})

const pools = [1, 2, 4].map(createPool)
afterAll(() => Promise.all(pools.map((pool) => pool.close())))
test.each([1, 2, 4])('%i threads find what one pass finds', async (threads) => {
  const pool = pools[[1, 2, 4].indexOf(threads)]!
  const found = await resolve(comparisons, records, model, { threads: { pool, origin: { spec } } })
  expect(fingerprint(found, records.names)).toBe(fingerprint(whole, records.names))
})

test('a component has the same clusters when the rest of the data is not there', async () => {
  const { clusterOf } = whole.clustering
  const { start, members } = componentsOf(records.size, whole.edges)
  const some = new Set<number>()
  for (let c = 0; c + 1 < start.length; c += 2)
    for (const record of members.subarray(start[c]!, start[c + 1]!)) some.add(record)
  const rows = [...order].filter((_, i) => some.has(i))
  const part = recordsOf(spec, [pick(rows)]).records
  const { clustering } = await resolve(comparisons, part, model)
  const name = new Map([...part.names].map((key, i) => [key, part.names.at(clustering.clusterOf[i]!)]))
  for (const i of some) expect(name.get(records.names.at(i))).toBe(records.names.at(clusterOf[i]!))
})

test('the bars of an explanation add up to the weight of the edge', () => {
  const explain = createExplainer(records.names, model, whole)
  for (let e = 0; e < 200; e++) {
    const { prior, bars, total, rule } = explain(whole.edges.left[e]!, whole.edges.right[e]!)
    expect(bars.reduce((sum, bar) => sum + bar.bits + bar.terms, prior)).toBeCloseTo(total, 6)
    expect(total).toBeCloseTo(bits(whole.edges.weight[e]!), 6)
    expect(rule).toBe(whole.layout.rules[whole.edges.rule[e]!]!.name)
  }
})

test('a model read back is the same, and one of another declaration is refused by name', () => {
  const copy: unknown = JSON.parse(JSON.stringify(model))
  expect(readModel(copy, declared)).toEqual(model)
  expect(() => readModel(copy, { ...declared, name: 'parcels', blocking: ['pid'] })).toThrow(/persons.*parcels/s)
  expect(() => readModel({ format: 'match-model/9' })).toThrow(/match-model\/1/)
})

test('a spec with an unknown kind or column says which, and what was meant', () => {
  const wrong = {
    format: 'match-spec/1',
    name: 'x',
    key: 'id',
    block: { a: ['id'] },
    compare: { a: { kind: 'exakt', column: 'id' } },
  }
  expect(() => readSpec(wrong)).toThrow(/exakt.*exact/s)
  const missing = readSpec({ ...wrong, compare: { a: { kind: 'exact', column: 'birthdate' } } })
  expect(() => recordsOf(missing, [pick(everyone)])).toThrow(/birthdate.*birth_date/s)
})
