import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cluster, howOf } from '../../../engine/matching/cluster.ts'
import type { Pair } from '../../../engine/matching/constraints.ts'
import { FATE } from '../../../engine/matching/fates.ts'
import {
  areOne,
  BIT,
  edgesOf,
  type Graph,
  graphs,
  keysOf,
  naming,
  numbersTo,
  optionsOf,
  orders,
  PAIRS,
  pair,
  placeOf,
  RECORDS,
  solve,
  told,
} from '../../support/weighted-graph.ts'

/**
 * The textbook: all groups against all, the best mean joins, where an edge ties the two. With a margin in micro-bits a pair
 * with a rival stays out until one of its groups grows.
 */
function naive({ weights, kept }: Graph, margin: number | null, vetoes: readonly Pair[]): readonly number[] {
  const groups: number[][] = Array.from({ length: RECORDS }, (_, i) => [i])
  const refused = new Set<string>()
  const across = (xs: readonly number[], ys: readonly number[]) => xs.flatMap((a) => ys.map((b) => placeOf(a, b)))
  const mean = (xs: readonly number[], ys: readonly number[]): number =>
    across(xs, ys).reduce((sum, n) => sum + weights[n]! * BIT, 0) / (xs.length * ys.length)
  const isTied = (xs: readonly number[], ys: readonly number[]): boolean => across(xs, ys).some((n) => kept[n])
  const isBarred = (xs: readonly number[], ys: readonly number[]): boolean =>
    vetoes.some(([a, b]) => (xs.includes(a) && ys.includes(b)) || (xs.includes(b) && ys.includes(a)))
  const competes = (own: readonly number[], other: readonly number[], z: readonly number[]): boolean =>
    isTied(own, z) &&
    mean(own, z) >= Math.max(0, mean(own, other) - (margin ?? 0)) &&
    !isBarred(own, z) &&
    (isBarred(other, z) || (margin !== null && mean([...own, ...other], z) < 0))
  for (;;) {
    let best: { mean: number; xs: number[]; ys: number[] } | null = null
    for (const xs of groups) {
      for (const ys of groups) {
        if (xs[0]! >= ys[0]! || !isTied(xs, ys) || refused.has(`${xs}|${ys}`)) continue
        const own = mean(xs, ys)
        if (own >= 0 && (best === null || own > best.mean)) best = { mean: own, xs, ys }
      }
    }
    if (best === null) break
    const { xs, ys } = best
    const rivals = groups.filter((group) => group !== xs && group !== ys)
    if (isBarred(xs, ys) || rivals.some((z) => competes(xs, ys, z) || competes(ys, xs, z))) {
      refused.add(`${xs}|${ys}`)
      continue
    }
    groups.splice(groups.indexOf(ys), 1)
    xs.push(...ys)
    xs.sort((a, b) => a - b)
  }
  return Array.from({ length: RECORDS }, (_, record) => groups.find((group) => group.includes(record))![0]!)
}

describe('linkage', () => {
  test('finds the clusters that comparing all groups with all, again and again, finds', () => {
    const margins = fc.constantFrom(null, 0, 2 * BIT)
    fc.assert(
      fc.property(graphs, margins, fc.array(pair, { maxLength: 3 }), (graph, margin, vetoes) => {
        const found = solve(graph, { veto: naming('v', vetoes) }, { margin })
        expect([...found.clusterOf]).toEqual(naive(graph, margin, vetoes))
      }),
      { numRuns: 500 },
    )
  })

  test('one stray edge does not chain two groups whose other pairs speak against it', () => {
    const weight = ([a, b]: Pair): number => (a === 2 && b === 3 ? 6 : a < 3 === b < 3 && b < 6 ? 10 : -8)
    const graph: Graph = { weights: PAIRS.map(weight), kept: PAIRS.map(() => true) }
    expect([...solve(graph).clusterOf.slice(0, 6)]).toEqual([0, 0, 0, 3, 3, 3])
  })

  test('the order of edges never shows, neither in clusters nor in fates', () => {
    fc.assert(
      fc.property(graphs, orders, fc.array(pair, { maxLength: 3 }), (graph, order, vetoes) => {
        const options = optionsOf(graph, { veto: naming('named', vetoes) })
        const fates = (edges: ReturnType<typeof edgesOf>) => {
          const found = cluster(RECORDS, edges, options)
          const lines = told(found).map((fate, e) => `${edges.left[e]} ${edges.right[e]} ${fate}`)
          return { clusterOf: [...found.clusterOf], lines: lines.sort() }
        }
        expect(fates(edgesOf(graph, order))).toEqual(fates(edgesOf(graph)))
      }),
    )
  })

  test('a pair that is named twice is refused, and a record with itself', () => {
    const of = (...pairs: readonly Pair[]) => ({ ...keysOf(pairs), weight: pairs.map(() => BIT) })
    const run = (...pairs: readonly Pair[]) => {
      const { left, right, weight } = of(...pairs)
      const edges = { left: Int32Array.from(left), right: Int32Array.from(right), weight: Int32Array.from(weight) }
      return () => cluster(3, edges, { floor: 0, score: () => 0 })
    }
    expect(run([0, 1], [1, 2], [1, 0])).toThrow(/named once/)
    expect(run([1, 1])).toThrow(/named once/)
  })

  test('components are independent: clusters of one do not change with the records of another', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const half = RECORDS / 2
        const isWithin = graph.kept.map((kept, n) => kept && PAIRS[n]![0] < half === PAIRS[n]![1] < half)
        const isAlone = isWithin.map((kept, n) => kept && PAIRS[n]![1] < half)
        expect([...solve({ ...graph, kept: isAlone }).clusterOf.slice(0, half)]).toEqual([
          ...solve({ ...graph, kept: isWithin }).clusterOf.slice(0, half),
        ])
      }),
    )
  })

  test('how a cluster came about is one join less than it has records, none of them under the floor', () => {
    fc.assert(
      fc.property(graphs, fc.nat(RECORDS - 1), (graph, record) => {
        const { clusterOf } = solve(graph)
        const how = howOf(record, RECORDS, edgesOf(graph), optionsOf(graph))
        const joins = how.filter(({ left, fate }) => fate === FATE.joined && clusterOf[left] === clusterOf[record])
        expect(joins.length).toBe(clusterOf.filter((name) => name === clusterOf[record]).length - 1)
        for (const { mean } of how) expect(mean).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('constraints', () => {
  test('two records that people declared different are never together', () => {
    fc.assert(
      fc.property(graphs, fc.array(pair, { maxLength: 5 }), (graph, different) => {
        const found = solve(graph, { different })
        for (const one of different) expect(areOne(found, one)).toBe(false)
      }),
    )
  })

  test('records declared the same are together whatever guards say, or the pair is reported as contradicted', () => {
    const some = fc.array(pair, { maxLength: 4 })
    fc.assert(
      fc.property(graphs, some, some, numbersTo(3), (graph, same, different, identity) => {
        const found = solve(graph, { same, different, identities: [identity] }, { size: 2, weakest: 0 })
        const contradicted = new Set(found.contradictions.map(({ left, right }) => placeOf(left, right)))
        for (const one of different) expect(areOne(found, one)).toBe(false)
        for (const [a, b] of same) expect(areOne(found, [a, b])).toBe(!contradicted.has(placeOf(a, b)))
      }),
    )
  })

  test('a cluster never holds two verified identities, two of a clean source, or a vetoed or disputed pair', () => {
    const some = fc.array(pair, { maxLength: 5 })
    fc.assert(
      fc.property(
        graphs,
        numbersTo(3),
        numbersTo(3),
        some,
        some,
        some,
        (graph, identity, sources, vetoes, disputes, keys) => {
          const found = solve(graph, {
            identities: [identity],
            clean: { sources: sources.map((n) => n + 1), numbers: new Set([1]) },
            veto: naming('v', vetoes),
            dispute: naming('d', disputes),
            keys: keysOf(keys),
          })
          for (const one of [...vetoes, ...disputes]) expect(areOne(found, one)).toBe(false)
          for (const [a, b] of PAIRS) {
            if (!areOne(found, [a, b])) continue
            if (identity[a]! >= 0 && identity[b]! >= 0) expect(identity[a]).toBe(identity[b])
            expect(sources[a] === 0 && sources[b] === 0).toBe(false)
          }
        },
      ),
    )
  })

  test('only people join two held ids: all that a cluster has stand in one group that they declared', () => {
    fc.assert(
      fc.property(graphs, numbersTo(4), fc.array(pair, { maxLength: 3 }), (graph, held, same) => {
        const { clusterOf } = solve(graph, { held, same })
        const declared = solve({ ...graph, kept: graph.kept.map(() => false) }, { same }).clusterOf
        const idsOf = (names: Int32Array, name: number) =>
          [...new Set(held.filter((id, i) => id >= 0 && names[i] === name))].sort().join()
        const groups = new Set(Array.from(declared, (name) => idsOf(declared, name)))
        for (const name of clusterOf) expect(groups).toContain(idsOf(clusterOf, name))
      }),
    )
  })

  test('a key of an authority binds without any edge, but yields to decisions, vetoes and disputes', () => {
    const none = { weights: PAIRS.map(() => -8), kept: PAIRS.map(() => false) }
    const keys = keysOf([
      [0, 1],
      [1, 2],
      [4, 3],
      [5, 6],
      [7, 8],
    ])
    const held = new Int32Array(RECORDS).fill(-1)
    held.set([1, 2], 7)
    const found = solve(none, {
      keys,
      different: [[0, 2]],
      veto: naming('v', [[3, 4]]),
      dispute: naming('d', [[5, 6]]),
      held,
    })
    expect([...found.clusterOf.slice(0, 9)]).toEqual([0, 0, 2, 3, 4, 5, 6, 7, 8])
    expect(found.yielded).toEqual([
      { left: 1, right: 2, fate: FATE.apart, reason: '' },
      { left: 3, right: 4, fate: FATE.veto, reason: 'v' },
      { left: 5, right: 6, fate: FATE.dispute, reason: 'd' },
      { left: 7, right: 8, fate: FATE.heldIds, reason: '' },
    ])
    expect(found.contradictions).toEqual([])
  })

  test('a key that more records have than a cluster may binds nobody and is named', () => {
    const none = { weights: PAIRS.map(() => -8), kept: PAIRS.map(() => false) }
    const keys = keysOf([
      [2, 3],
      [3, 4],
      [7, 8],
    ])
    const { clusterOf, wideKeys } = solve(none, { keys }, { size: 2 })
    expect([...clusterOf.slice(2, 9)]).toEqual([2, 3, 4, 5, 6, 7, 7])
    expect(wideKeys).toEqual([{ first: 2, records: 3 }])
  })

  test('a decision settles a dispute, and overrides a veto or a verified identity only where it says so', () => {
    const none = { weights: PAIRS.map(() => -8), kept: PAIRS.map(() => false) }
    const identity = new Int32Array(RECORDS).fill(-1)
    identity.set([1, 2], 4)
    const own = { dispute: naming('d', [[0, 1]]), veto: naming('v', [[2, 3]]), identities: [identity] }
    const pairs: Pair[] = [
      [0, 1],
      [2, 3],
      [4, 5],
    ]
    const said = solve(none, { ...own, same: pairs })
    expect([...said.clusterOf.slice(0, 6)]).toEqual([0, 0, 2, 3, 4, 5])
    expect(said.contradictions).toEqual([
      { left: 2, right: 3, fate: FATE.veto, reason: 'v' },
      { left: 4, right: 5, fate: FATE.identities, reason: '' },
    ])
    const overridden = solve(none, { ...own, same: pairs, overrides: pairs })
    expect([...overridden.clusterOf.slice(0, 6)]).toEqual([0, 0, 2, 2, 4, 4])
    expect(overridden.contradictions).toEqual([])
  })

  test('the order of decisions and keys never shows', () => {
    const some = fc.array(pair, { maxLength: 5 })
    fc.assert(
      fc.property(graphs, some, some, some, numbersTo(3), (graph, same, keys, different, identity) => {
        const of = (turn: <T>(list: readonly T[]) => readonly T[]) =>
          solve(graph, {
            same: turn(same),
            different: turn(different),
            keys: keysOf(turn(keys)),
            identities: [identity],
          })
        const { clusterOf, contradictions, yielded } = of((list) => list)
        expect(of((list) => list.toReversed())).toMatchObject({ clusterOf, contradictions, yielded })
      }),
    )
  })
})
