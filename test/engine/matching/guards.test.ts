import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FATE, isAsked } from '../../../engine/matching/fates.ts'
import {
  areOne,
  BIT,
  drawn,
  edgesOf,
  graphs,
  naming,
  numbersTo,
  PAIRS,
  pair,
  RECORDS,
  solve,
  told,
} from '../../support/weighted-graph.ts'

const fatesOf = (
  graph: ReturnType<typeof drawn>,
  ...more: Parameters<typeof solve> extends [unknown, ...infer R] ? R : never
) => told(solve(graph, ...more))

describe('fates', () => {
  test('an edge is joined exactly where its ends are one, and no fate is left open', () => {
    const some = fc.array(pair, { maxLength: 4 })
    fc.assert(
      fc.property(graphs, numbersTo(4), some, some, (graph, held, vetoes, same) => {
        const found = solve(
          graph,
          { held, same, veto: naming('v', vetoes) },
          { size: 5, weakest: -9 * BIT, margin: BIT },
        )
        const { left, right } = edgesOf(graph)
        found.fate.forEach((fate, e) => {
          expect(fate === FATE.joined).toBe(areOne(found, [left[e]!, right[e]!]))
          expect(fate).toBeGreaterThan(FATE.undecided)
        })
      }),
    )
  })

  test('between review and link a person is asked; where the groups as a whole say no, only a strong pair asks', () => {
    expect(fatesOf(drawn({ '0 1': 5, '2 3': -1, '4 5': -2 }))).toEqual(['joined', 'review', 'outvoted'])
    const twoCouples = { '0 1': 9, '0 2': 4, '1 3': -1, '2 3': 9 }
    expect(fatesOf(drawn(twoCouples))).toEqual(['joined', 'weight', 'outvoted', 'joined'])
  })

  test('a veto anywhere across two groups keeps them apart and is told with its code', () => {
    const graph = drawn({ '0 1': 20, '1 2': 19 }, 10)
    expect(fatesOf(graph, { veto: naming('two IDs', [[0, 2]]) })).toEqual(['joined', 'never: two IDs'])
    expect(fatesOf(graph, { dispute: naming('name', [[0, 2]]) })).toEqual(['joined', 'dispute: name'])
    expect(fatesOf(graph, { different: [[2, 0]] })).toEqual(['joined', 'decided apart'])
  })

  test('two verified identities settle it, unless the domain leaves these two records to a person', () => {
    const graph = drawn({ '0 1': 20 }, 10)
    const identities = [new Int32Array(RECORDS).fill(-1)]
    identities[0]!.set([1, 2])
    const dispute = naming('one person, two IDs', [[0, 1]])
    const same: [number, number][] = [[0, 1]]
    expect(fatesOf(graph, { identities })).toEqual(['two verified identities'])
    expect(fatesOf(graph, { identities, dispute })).toEqual(['dispute: one person, two IDs'])
    expect(fatesOf(graph, { identities, dispute, same })).toEqual(['joined'])
    expect(fatesOf(graph, { identities, same })).toEqual(['two verified identities'])
  })

  test('two held ids matter only where the machine would have joined', () => {
    const held = new Int32Array(RECORDS).fill(-1)
    held.set([1, 2, 3, 4])
    expect(fatesOf(drawn({ '0 1': 5, '2 3': -3 }), { held })).toEqual(['two held ids', 'outvoted'])
  })

  test('only what people settle is asked', () => {
    const asked = Object.entries(FATE).flatMap(([name, fate]) => (isAsked(fate) ? [name] : []))
    expect(asked).toEqual(['dispute', 'heldIds', 'size', 'weight', 'margin', 'review'])
  })
})

describe('guards', () => {
  test('no cluster of the machine is larger than the guard allows, and the edge says why', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { clusterOf } = solve(graph, {}, { size: 3 })
        for (let i = 0; i < RECORDS; i++) expect(clusterOf.filter((name) => name === i).length).toBeLessThanOrEqual(3)
      }),
    )
    expect(fatesOf(drawn({ '0 1': 9, '1 2': 8 }, 8), {}, { size: 2 })).toEqual(['joined', 'size'])
  })

  test('one pair under the weight guard keeps two groups apart', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const found = solve(graph, {}, { weakest: -4 * BIT })
        PAIRS.forEach((one, n) => {
          if (areOne(found, one)) expect(graph.weights[n]).toBeGreaterThanOrEqual(-4)
        })
      }),
    )
    expect(fatesOf(drawn({ '0 1': 9, '1 2': 12 }, -5), {}, { weakest: -4 * BIT })).toEqual(['weight', 'joined'])
  })

  test('of two groups that fit about equally and cannot be one, a record joins neither', () => {
    const torn = drawn({ '0 1': 9, '0 2': 8 }, -30)
    expect(fatesOf(torn, {}, { margin: BIT })).toEqual(['margin', 'margin'])
    expect(fatesOf(torn)).toEqual(['joined', 'weight'])
    const friends = drawn({ '0 1': 9, '0 2': 8 }, 0)
    expect(fatesOf(friends, {}, { margin: BIT })).toEqual(['joined', 'joined'])
  })

  test('an exact tie is not broken by the order of records, unless that is asked for', () => {
    const tied = drawn({ '0 2': 8, '1 2': 8 }, -30)
    expect(fatesOf(tied)).toEqual(['margin', 'margin'])
    expect(fatesOf(tied, {}, { margin: null })).toEqual(['joined', 'weight'])
  })

  test('in one-to-one linking a tie is dropped and reported, though the margin guard is off', () => {
    const sources = Int32Array.from({ length: RECORDS }, (_, i) => i % 2)
    const clean = { sources, numbers: new Set([0, 1]) }
    const tied = drawn({ '0 1': 8, '0 3': 8, '4 5': 8, '4 7': 9 }, -1)
    expect(fatesOf(tied, { clean }, { margin: null })).toEqual(['margin', 'margin', 'clean source', 'joined'])
  })

  test('with a margin of zero, whoever is named first, equal rivals stay out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: -20, max: 12 }), (weight, between) => {
        const [a, b, c] = [
          drawn({ '0 1': weight, '0 2': weight }, between),
          drawn({ '0 1': weight, '1 2': weight }, between),
          drawn({ '0 2': weight, '1 2': weight }, between),
        ].map((graph) => new Set(solve(graph).clusterOf.slice(0, 3)).size)
        expect([b, c]).toEqual([a, a])
      }),
    )
  })
})
