import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cluster } from '../../../engine/matching/cluster.ts'
import type { Constraints, Pair } from '../../../engine/matching/constraints.ts'
import {
  drawn,
  edgesOf,
  type Graph,
  graphs,
  keysOf,
  naming,
  numbersTo,
  optionsOf,
  PAIRS,
  pair,
  RECORDS,
  told,
} from '../../support/weighted-graph.ts'

/** What a night finds: the graph, what people and keys say, and facts of the records. */
interface State {
  readonly graph: Graph
  readonly same: readonly Pair[]
  readonly keys: readonly Pair[]
  readonly different: readonly Pair[]
  readonly vetoes: readonly Pair[]
  readonly identity: Int32Array
}

const some = fc.array(pair, { maxLength: 4 })
const states: fc.Arbitrary<State> = fc.record({
  graph: graphs,
  same: some,
  keys: some,
  different: some,
  vetoes: some,
  identity: numbersTo(4),
})
const guards = { size: 4, margin: 1e6, weakest: -1e7 }
const constraintsOf = ({ same, keys, different, vetoes, identity }: State): Constraints => ({
  same,
  different,
  keys: keysOf(keys),
  veto: naming('v', vetoes),
  identities: [identity],
})
const run = (state: State, known?: { touched: Uint8Array; clusterOf: Int32Array }) =>
  cluster(RECORDS, edgesOf(state.graph), {
    ...optionsOf(state.graph, constraintsOf(state), guards),
    ...(known ? { known } : {}),
  })

/** The later state of the records that changed, the earlier one of the rest: a pair changes with either of its records. */
function mixed(before: State, after: State, changed: readonly number[]): State {
  const isNew = ([a, b]: Pair): boolean => changed.includes(a) || changed.includes(b)
  const mix = (own: keyof State & ('same' | 'keys' | 'different' | 'vetoes')): readonly Pair[] => [
    ...before[own].filter((one) => !isNew(one)),
    ...after[own].filter(isNew),
  ]
  return {
    graph: {
      weights: PAIRS.map((one, n) => (isNew(one) ? after : before).graph.weights[n]!),
      kept: PAIRS.map((one, n) => (isNew(one) ? after : before).graph.kept[n]!),
    },
    same: mix('same'),
    keys: mix('keys'),
    different: mix('different'),
    vetoes: mix('vetoes'),
    identity: before.identity.map((own, i) => (changed.includes(i) ? after.identity[i]! : own)),
  }
}

/** Changed records, and those who gained or lost an edge, a decision or a key with one. */
function touchedBy(before: State, now: State, changed: readonly number[]): Uint8Array {
  const touched = new Uint8Array(RECORDS)
  for (const record of changed) touched[record] = 1
  const mark = (one: Pair): void => {
    for (const record of one) if (one.some((own) => changed.includes(own))) touched[record] = 1
  }
  for (const { graph, same, keys, different } of [before, now]) {
    for (const one of [...same, ...keys, ...different]) mark(one)
    PAIRS.forEach((one, n) => {
      if (graph.kept[n]) mark(one)
    })
  }
  return touched
}

test('a run on what changed ends in the clusters and fates of a full run', () => {
  const changes = fc.array(fc.nat(RECORDS - 1), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(states, states, changes, (before, after, changed) => {
      const now = mixed(before, after, changed)
      const earlier = run(before)
      const full = run(now)
      const found = run(now, { touched: touchedBy(before, now, changed), clusterOf: earlier.clusterOf })
      expect([...found.clusterOf]).toEqual([...full.clusterOf])
      expect(found.contradictions).toEqual(full.contradictions)
      const fates = told(full)
      const was = new Map(PAIRS.filter((_, n) => before.graph.kept[n]).map((one, n) => [one.join(), told(earlier)[n]]))
      const { left, right } = edgesOf(now.graph)
      told(found).forEach((fate, e) => {
        expect(fate === 'unchanged' ? was.get(`${left[e]},${right[e]}`) : fate).toBe(fates[e])
      })
    }),
    { numRuns: 300 },
  )
})

test('a record that changed moves those whom people bound to it, though nothing else ties them', () => {
  const graph = drawn({ '2 3': 9 }, 3)
  const same: Pair[] = [
    [0, 1],
    [1, 2],
  ]
  const identity = new Int32Array(RECORDS).fill(-1)
  identity[2] = 7
  const before: State = { graph, same, keys: [], different: [], vetoes: [], identity }
  const now: State = { ...before, identity: identity.map((own, i) => (i === 0 ? 8 : own)) }
  const earlier = run(before)
  expect([...earlier.clusterOf.slice(0, 4)]).toEqual([0, 0, 0, 0])
  const found = run(now, {
    touched: Uint8Array.from({ length: RECORDS }, (_, i) => (i === 0 ? 1 : 0)),
    clusterOf: earlier.clusterOf,
  })
  expect([...found.clusterOf.slice(0, 4)]).toEqual([0, 0, 2, 2])
})

test('where nothing changed nothing is done again', () => {
  fc.assert(
    fc.property(states, (state) => {
      const { clusterOf } = run(state)
      const again = run(state, { touched: new Uint8Array(RECORDS), clusterOf })
      expect([...again.clusterOf]).toEqual([...clusterOf])
      expect(new Set(told(again))).not.toContain('joined')
    }),
  )
})
