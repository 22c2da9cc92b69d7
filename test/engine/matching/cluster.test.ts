import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Constraints, cluster } from '../../../engine/matching/cluster.ts'
import { columnsOf, type Edges } from '../../../engine/matching/predict.ts'

const RECORDS = 14
const BIT = 1e6

interface Case {
  readonly weights: readonly number[]
  readonly kept: readonly boolean[]
}

const pairs = Array.from({ length: RECORDS }, (_, a) => a).flatMap((a) =>
  Array.from({ length: RECORDS - a - 1 }, (_, n) => [a, a + 1 + n] as const),
)
const cases = fc.record({
  weights: fc.array(fc.integer({ min: -12, max: 12 }), { minLength: pairs.length, maxLength: pairs.length }),
  kept: fc.array(fc.boolean(), { minLength: pairs.length, maxLength: pairs.length }),
})

/** Edges are the kept pairs of weight 0 or more; every pair has a weight when asked. */
function setUp({ weights, kept }: Case): { edges: Edges; score: (a: number, b: number) => number } {
  const of = new Map(pairs.map(([a, b], n) => [a * RECORDS + b, weights[n]! * BIT]))
  const found = pairs.flatMap(([a, b], n) => (kept[n] && weights[n]! >= 0 ? [a, b, weights[n]! * BIT, 0] : []))
  return {
    edges: columnsOf([Int32Array.from(found)], 0),
    score: (a, b) => of.get(Math.min(a, b) * RECORDS + Math.max(a, b))!,
  }
}

const solve = (own: Case, constraints: Constraints = {}) =>
  cluster(RECORDS, setUp(own).edges, { floor: 0, score: setUp(own).score, constraints })
const pair = fc
  .tuple(fc.integer({ min: 0, max: RECORDS - 1 }), fc.integer({ min: 0, max: RECORDS - 1 }))
  .filter(([a, b]) => a !== b)

test('two records that people declared different are never together', () => {
  fc.assert(
    fc.property(cases, fc.array(pair, { maxLength: 5 }), (own, different) => {
      const { clusterOf } = solve(own, { different })
      for (const [a, b] of different) expect(clusterOf[a]).not.toBe(clusterOf[b])
    }),
  )
})

test('two records that people declared the same are together, unless that is reported as a conflict', () => {
  fc.assert(
    fc.property(cases, fc.array(pair, { maxLength: 4 }), fc.array(pair, { maxLength: 3 }), (own, same, different) => {
      const { clusterOf, conflicts } = solve(own, { same, different })
      for (const [a, b] of different) expect(clusterOf[a]).not.toBe(clusterOf[b])
      if (conflicts.length === 0) for (const [a, b] of same) expect(clusterOf[a]).toBe(clusterOf[b])
    }),
  )
})

test('a cluster never holds two verified identities, nor two records of a clean source', () => {
  const numbers = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: RECORDS, maxLength: RECORDS })
  fc.assert(
    fc.property(cases, numbers, numbers, (own, identity, sources) => {
      const { clusterOf } = solve(own, {
        identities: [Int32Array.from(identity)],
        clean: { sources: Int32Array.from(sources), numbers: new Set([0]) },
      })
      for (const [a, b] of pairs) {
        if (clusterOf[a] !== clusterOf[b]) continue
        if (identity[a]! >= 0 && identity[b]! >= 0) expect(identity[a]).toBe(identity[b])
        expect(sources[a] === 0 && sources[b] === 0).toBe(false)
      }
    }),
  )
})

test('a cluster is named by its smallest record and no cluster exceeds the size that is allowed', () => {
  fc.assert(
    fc.property(cases, (own) => {
      const { clusterOf } = solve(own, { sizeMost: 3 })
      for (let i = 0; i < RECORDS; i++) expect(clusterOf[i]!).toBeLessThanOrEqual(i)
      for (let i = 0; i < RECORDS; i++) expect(clusterOf.filter((c) => c === i).length).toBeLessThanOrEqual(3)
    }),
  )
})

test('one stray edge does not chain two groups whose other pairs speak against it', () => {
  const weight = (a: number, b: number): number => (a === 2 && b === 3 ? 6 : a < 3 === b < 3 && b < 6 ? 10 : -8)
  const own: Case = { weights: pairs.map(([a, b]) => weight(a, b)), kept: pairs.map(() => true) }
  expect([...solve(own).clusterOf.slice(0, 6)]).toEqual([0, 0, 0, 3, 3, 3])
})

test('components are independent: clusters of one do not change with the records of another', () => {
  fc.assert(
    fc.property(cases, (own) => {
      const half = RECORDS / 2
      const apart = { ...own, kept: own.kept.map((kept, n) => kept && pairs[n]![0] < half === pairs[n]![1] < half) }
      const alone = { ...apart, kept: apart.kept.map((kept, n) => kept && pairs[n]![1] < half) }
      expect([...solve(alone).clusterOf.slice(0, half)]).toEqual([...solve(apart).clusterOf.slice(0, half)])
    }),
  )
})
