import fc from 'fast-check'
import { type Clustering, type ClusterOptions, cluster } from '../../engine/matching/cluster.ts'
import type { Constraints, Guards, Pair } from '../../engine/matching/constraints.ts'
import { fateName } from '../../engine/matching/fates.ts'

export const RECORDS = 14
export const BIT = 1e6

/** Weights of all pairs in bits, and which of them a rule made. */
export interface Graph {
  readonly weights: readonly number[]
  readonly kept: readonly boolean[]
}

export const PAIRS: readonly Pair[] = Array.from({ length: RECORDS }, (_, a) => a).flatMap((a) =>
  Array.from({ length: RECORDS - a - 1 }, (_, n): Pair => [a, a + 1 + n]),
)
const place = new Map(PAIRS.map(([a, b], n) => [a * RECORDS + b, n]))
export const placeOf = (a: number, b: number): number => place.get(Math.min(a, b) * RECORDS + Math.max(a, b))!

const all = { minLength: PAIRS.length, maxLength: PAIRS.length }

const weights = fc.array(fc.integer({ min: -12, max: 12 }), all)

/** Any weights; edges are pairs of -2 bits or more, few or many of them. */
const loose: fc.Arbitrary<Graph> = fc
  .record({ weights, draws: fc.array(fc.integer({ min: 0, max: 9 }), all), share: fc.integer({ min: 1, max: 9 }) })
  .map(({ weights: own, draws, share }) => ({
    weights: own,
    kept: own.map((weight, n) => weight >= -2 && draws[n]! <= share),
  }))
/** Small groups with an edge between any two of them, as records of one entity have, few of them weak. */
const tight: fc.Arbitrary<Graph> = fc
  .record({ weights, size: fc.integer({ min: 2, max: 4 }), isWeak: fc.array(fc.integer({ min: 0, max: 9 }), all) })
  .map(({ weights: own, size, isWeak }) => ({
    weights: own.map((weight, n) => (isWeak[n] === 0 ? weight : Math.abs(weight))),
    kept: PAIRS.map(([a, b]) => Math.floor(a / size) === Math.floor(b / size)),
  }))
export const graphs: fc.Arbitrary<Graph> = fc.oneof(loose, tight)
export const pair: fc.Arbitrary<Pair> = fc
  .tuple(fc.nat(RECORDS - 1), fc.nat(RECORDS - 1))
  .filter(([a, b]) => a !== b)
  .map(([a, b]): Pair => [a, b])
/** A number from -1 to `most` for each record. */
export const numbersTo = (most: number): fc.Arbitrary<Int32Array> =>
  fc
    .array(fc.integer({ min: -1, max: most }), { minLength: RECORDS, maxLength: RECORDS })
    .map((numbers) => Int32Array.from(numbers))
export const orders = fc.shuffledSubarray(
  PAIRS.map((_, n) => n),
  all,
)

/** Bits by pair, written `"0 3": 8`; pairs left out were made by no rule and have `otherwise`. */
export const drawn = (given: Readonly<Record<string, number>>, otherwise = -8): Graph => ({
  weights: PAIRS.map(([a, b]) => given[`${a} ${b}`] ?? otherwise),
  kept: PAIRS.map(([a, b]) => `${a} ${b}` in given),
})

export function edgesOf({ weights, kept }: Graph, order: readonly number[] = PAIRS.map((_, n) => n)) {
  const made = order.filter((n) => kept[n])
  return {
    left: Int32Array.from(made, (n) => PAIRS[n]![0]),
    right: Int32Array.from(made, (n) => PAIRS[n]![1]),
    weight: Int32Array.from(made, (n) => weights[n]! * BIT),
  }
}

export const keysOf = (pairs: readonly Pair[]) => ({ left: pairs.map(([a]) => a), right: pairs.map(([, b]) => b) })

/** A test of two records that names some pairs. */
export const naming =
  (code: string, pairs: readonly Pair[]) =>
  (a: number, b: number): string | null =>
    pairs.some(([x, y]) => Math.min(x, y) === a && Math.max(x, y) === b) ? code : null

/** Groups join at 0 bits, people are asked from -1. Who asks with the larger record first gets no number. */
export const optionsOf = (graph: Graph, constraints: Constraints = {}, guards: Guards = {}): ClusterOptions => ({
  floor: 0,
  review: -BIT,
  score: (a, b) => (a < b ? graph.weights[placeOf(a, b)]! * BIT : Number.NaN),
  constraints,
  guards,
})

export const solve = (graph: Graph, constraints: Constraints = {}, guards: Guards = {}): Clustering =>
  cluster(RECORDS, edgesOf(graph), optionsOf(graph, constraints, guards))

export const areOne = ({ clusterOf }: Pick<Clustering, 'clusterOf'>, [a, b]: Pair): boolean =>
  clusterOf[a] === clusterOf[b]

/** Fates by name, in the order of the edges. */
export const told = ({ fate, reason, reasons }: Clustering): readonly string[] =>
  Array.from(fate, (own, e) => fateName(own, reasons[reason[e]!]))
