import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { chance, persons } from '../../../bench/matching/persons.ts'
import { componentsOf } from '../../../engine/matching/components.ts'
import { resolveDelta } from '../../../engine/matching/delta.ts'
import { encode } from '../../../engine/matching/encode.ts'
import { evaluate } from '../../../engine/matching/evaluate.ts'
import { createExplainer } from '../../../engine/matching/explain.ts'
import { bits, type Model, modelOf, readModel } from '../../../engine/matching/model.ts'
import { type Resolution, resolve } from '../../../engine/matching/resolve.ts'
import { readSpec, recordsOf, type Table } from '../../../engine/matching/spec.ts'
import { createPool } from '../../../engine/matching/threads.ts'
import { train } from '../../../engine/matching/train.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const spec = readSpec(
  JSON.parse(readFileSync(new URL('../../../bench/matching/persons.json', import.meta.url), 'utf8')),
)
const table = persons(2000, 11)
const { records, order } = recordsOf(spec, [table])
const declared = {
  name: spec.name,
  fields: records.compared,
  blocking: records.blocks.map(({ name }) => name),
  link: 0,
  review: 0,
}
let model: Model
let whole: Resolution

const fingerprint = (
  { edges, clustering }: Pick<Resolution, 'edges' | 'clustering'>,
  keys: readonly string[],
): string => {
  const hash = createHash('sha256')
  for (let e = 0; e < edges.left.length; e++)
    hash.update(`${keys[edges.left[e]!]} ${keys[edges.right[e]!]} ${edges.weight[e]} ${edges.rule[e]}\n`)
  for (let i = 0; i < keys.length; i++) hash.update(`${keys[i]} ${keys[clustering.clusterOf[i]!]}\n`)
  return hash.digest('hex')
}
const pick = (rows: readonly number[]): Table => ({
  name: table.name,
  rows: rows.length,
  columns: Object.fromEntries(
    Object.entries(table.columns).map(([name, cells]) => [name, rows.map((row) => cells[row]!)]),
  ),
})
function shuffled(seed: number): number[] {
  const random = chance(seed)
  const rows = Array.from({ length: table.rows }, (_, i) => i)
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[rows[i], rows[j]] = [rows[j]!, rows[i]!]
  }
  return rows
}

beforeAll(async () => {
  model = modelOf(train(records, { seed: spec.seed, chancePairs: 100_000 }), declared, spec.seed)
  whole = await resolve(records, model)
})

test('the synthetic registers are resolved without labels at the blind threshold', () => {
  const truth = encode(order.map(({ row }) => table.columns.truth![row]!)).ids
  const { pairwise } = evaluate(whole.clustering.clusterOf, truth)
  expect(model.training.converged).toBe(true)
  expect(pairwise.precision).toBeGreaterThan(0.995)
  expect(pairwise.recall).toBeGreaterThan(0.97)
})

test('rows in any order give the same model and the same answer', async () => {
  const other = recordsOf(spec, [pick(shuffled(5))]).records
  const trained = modelOf(train(other, { seed: spec.seed, chancePairs: 100_000 }), declared, spec.seed)
  expect(trained).toEqual(model)
  expect(fingerprint(await resolve(other, trained), other.keys)).toBe(fingerprint(whole, records.keys))
})

const pools = [1, 2, 4].map(createPool)
afterAll(() => Promise.all(pools.map((pool) => pool.close())))
test.each([1, 2, 4])('%i threads find what one pass finds', async (threads) => {
  const pool = pools[[1, 2, 4].indexOf(threads)]!
  const found = await resolve(records, model, {
    predict: (rules, scored, atLeast) =>
      pool.predict({ spec }, scored, rules, {
        sources: null,
        records: records.keys.length,
        prior: model.prior,
        atLeast,
      }),
  })
  expect(fingerprint(found, records.keys)).toBe(fingerprint(whole, records.keys))
})

test('a component has the same clusters when the rest of the data is not there', async () => {
  const { clusterOf } = whole.clustering
  const { start, members } = componentsOf(records.keys.length, whole.edges)
  const kept = new Set<number>()
  for (let c = 0; c + 1 < start.length; c += 2)
    for (const record of members.subarray(start[c]!, start[c + 1]!)) kept.add(record)
  const rows = order.flatMap(({ row }, i) => (kept.has(i) ? [row] : []))
  const part = recordsOf(spec, [pick(rows)]).records
  const { clustering } = await resolve(part, model)
  const name = new Map(part.keys.map((key, i) => [key, part.keys[clustering.clusterOf[i]!]]))
  for (const i of kept) expect(name.get(records.keys[i]!)).toBe(records.keys[clusterOf[i]!])
})

test('the bars of an explanation add up to the weight of the edge', () => {
  const explain = createExplainer(records.keys, model, whole)
  for (let e = 0; e < 200; e++) {
    const { prior, bars, total, rule } = explain(whole.edges.left[e]!, whole.edges.right[e]!)
    expect(bars.reduce((sum, bar) => sum + bar.bits + bar.terms, prior)).toBeCloseTo(total, 6)
    expect(total).toBeCloseTo(bits(whole.edges.weight[e]!), 6)
    expect(rule).toBe(whole.rules[whole.edges.rule[e]!]!.name)
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
  expect(() => recordsOf(missing, [table])).toThrow(/birthdate.*birth_date/s)
})

test('changes, additions and deletions in any batches end in what one run gives', async () => {
  const random = chance(3)
  const rows = Array.from({ length: table.rows }, (_, i) => i)
  let held = rows.filter(() => random() < 0.7)
  // what a register said before the latest change: another name, no number
  let stale = new Set(held.filter(() => random() < 0.2))
  const tableNow = (): Table => {
    const own = pick(held)
    const names = own.columns.full_name!.map((name, i) => (stale.has(held[i]!) ? `${name} X` : name))
    const pids = own.columns.pid!.map((pid, i) => (stale.has(held[i]!) ? '' : pid))
    return { ...own, columns: { ...own.columns, full_name: names, pid: pids } }
  }
  let now = recordsOf(spec, [tableNow()]).records
  const first = await resolve(now, model)
  let earlier = { keys: now.keys, edges: first.edges, clusterOf: first.clustering.clusterOf }
  for (let batch = 0; batch < 5; batch++) {
    const last = batch === 4
    const before = new Set(held)
    const fixed = new Set([...stale].filter(() => last || random() < 0.4))
    held = rows.filter((row) => last || (before.has(row) ? random() > 0.05 : random() < 0.3))
    stale = new Set([...stale].filter((row) => !fixed.has(row)))
    const changed = new Set(
      held.filter((row) => !before.has(row) || fixed.has(row)).map((row) => table.columns.id![row]!),
    )
    now = recordsOf(spec, [tableNow()]).records
    const { edges, clustering } = resolveDelta(now, model, earlier, changed)
    const full = await resolve(now, model)
    expect(fingerprint({ edges, clustering }, now.keys)).toBe(fingerprint(full, now.keys))
    earlier = { keys: now.keys, edges, clusterOf: clustering.clusterOf }
  }
  expect(
    fingerprint({ edges: earlier.edges, clustering: { ...whole.clustering, clusterOf: earlier.clusterOf } }, now.keys),
  ).toBe(fingerprint(whole, records.keys))
})
