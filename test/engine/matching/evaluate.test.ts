import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../../../engine/matching/evaluate.ts'
import { atThresholds, thresholdsOver } from '../../../engine/matching/thresholds.ts'

const RECORDS = 12
const partition = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: RECORDS, maxLength: RECORDS })
const truths = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: RECORDS, maxLength: RECORDS })

/** The same figures by looking at every pair and every record. */
function counted(ours: readonly number[], truth: readonly number[], sources: readonly number[] | null) {
  const kept = truth.flatMap((own, record) => (own >= 0 ? [record] : []))
  let [found, predicted, real] = [0, 0, 0]
  for (const a of kept)
    for (const b of kept) {
      if (a >= b || (sources !== null && sources[a] === sources[b])) continue
      if (ours[a] === ours[b]) predicted++
      if (truth[a] === truth[b]) real++
      if (ours[a] === ours[b] && truth[a] === truth[b]) found++
    }
  const with_ = (by: readonly number[], record: number) => kept.filter((other) => by[other] === by[record])
  const mean = (share: (record: number) => number) =>
    kept.length ? kept.reduce((sum, record) => sum + share(record), 0) / kept.length : 1
  const both = (record: number) => with_(ours, record).filter((other) => truth[other] === truth[record]).length
  return {
    records: kept.length,
    pairwise: { found, predicted, true: real },
    precision: mean((record) => both(record) / with_(ours, record).length),
    recall: mean((record) => both(record) / with_(truth, record).length),
    overMerged: new Set(kept.filter((r) => with_(ours, r).some((o) => truth[o] !== truth[r])).map((r) => ours[r])).size,
    split: new Set(kept.filter((r) => with_(truth, r).some((o) => ours[o] !== ours[r])).map((r) => truth[r])).size,
  }
}

test('figures from the table of two partitions are those of counting pairs and records', () => {
  const sources = fc.option(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: RECORDS, maxLength: RECORDS }))
  fc.assert(
    fc.property(partition, truths, sources, (ours, truth, source) => {
      const one = evaluate(Int32Array.from(ours), Int32Array.from(truth), source && Int32Array.from(source))
      const other = counted(ours, truth, source)
      expect(one).toMatchObject({
        records: other.records,
        pairwise: other.pairwise,
        overMerged: other.overMerged,
        split: other.split,
      })
      expect(one.bcubed.precision).toBeCloseTo(other.precision, 10)
      expect(one.bcubed.recall).toBeCloseTo(other.recall, 10)
    }),
  )
})

test('nothing to find and nothing found is no fault', () => {
  expect(evaluate(new Int32Array(0), new Int32Array(0))).toMatchObject({
    records: 0,
    pairwise: { f1: 1 },
    bcubed: { f1: 1 },
    exactClusters: 1,
    largest: 0,
  })
})

test('an entity is exact when its cluster holds it and nothing else', () => {
  const { exactClusters, clusters, entities, largest } = evaluate(
    Int32Array.of(0, 0, 2, 2, 4),
    Int32Array.of(7, 7, 8, 9, 9),
  )
  expect({ exactClusters, clusters, entities, largest }).toEqual({
    exactClusters: 1 / 3,
    clusters: 3,
    entities: 3,
    largest: 2,
  })
})

const pairs = Array.from({ length: RECORDS }, (_, a) => a).flatMap((a) =>
  Array.from({ length: RECORDS - a - 1 }, (_, n) => [a, a + 1 + n] as const),
)

test('thresholds count the pairs at or over each, and what they connect', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: pairs.length, maxLength: pairs.length })
  fc.assert(
    fc.property(weights, partition, (weight, truth) => {
      const edges = {
        left: Int32Array.from(pairs, ([a]) => a),
        right: Int32Array.from(pairs, ([, b]) => b),
        weight: Int32Array.from(weight, (bits) => bits * 1e6),
      }
      const known = { edges, truth: Int32Array.from(truth), sources: null }
      const made = { clusterOf: Int32Array.from(truth), asked: 3 }
      for (const { bits, pairs: own, connected, clusters, under, asked } of atThresholds(
        known,
        [0, 4, 8],
        () => made,
      )) {
        const kept = pairs.filter((_, n) => weight[n]! >= bits)
        expect(own.predicted).toBe(kept.length)
        expect(own.found).toBe(kept.filter(([a, b]) => truth[a] === truth[b]).length)
        expect(connected.pairwise.predicted).toBe(closure(kept))
        expect(under).toBe(pairs.length - kept.length)
        expect([clusters?.pairwise.f1, asked]).toEqual([1, 3])
      }
    }),
    { numRuns: 50 },
  )
})

/** Pairs in the components of a graph, by flooding. */
function closure(kept: readonly (readonly [number, number])[]): number {
  let total = 0
  for (let a = 0; a < RECORDS; a++) {
    const reached = new Set([a])
    for (let grew = true; grew; ) {
      const before = reached.size
      for (const [x, y] of kept) {
        if (reached.has(x)) reached.add(y)
        if (reached.has(y)) reached.add(x)
      }
      grew = reached.size > before
    }
    total += reached.size - 1
  }
  return total / 2
}

test('thresholds begin at the lowest and never pass the heaviest pair', () => {
  expect(thresholdsOver(Int32Array.of(3e6, 5.5e6), 0)).toEqual([0, 1, 2, 3, 4, 5])
  expect(thresholdsOver(Int32Array.of(90e6), -4).slice(0, 3)).toEqual([-4, -2, 0])
  expect(thresholdsOver(new Int32Array(0), 2)).toEqual([2])
})
