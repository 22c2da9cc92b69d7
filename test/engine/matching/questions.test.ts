import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cluster } from '../../../engine/matching/cluster.ts'
import { isAsked } from '../../../engine/matching/fates.ts'
import { questions } from '../../../engine/matching/questions.ts'
import {
  drawn,
  edgesOf,
  type Graph,
  graphs,
  keysOf,
  naming,
  numbersTo,
  optionsOf,
  orders,
  pair,
  RECORDS,
  solve,
} from '../../support/weighted-graph.ts'

type Options = Parameters<typeof solve> extends [unknown, ...infer R] ? R : never

const ask = (graph: Graph, ...options: Options) =>
  questions(edgesOf(graph), solve(graph, ...options)).map(({ members, edges, ...rest }) => ({
    ...rest,
    members: [...members],
    edges: [...edges],
  }))

describe('questions', () => {
  test('one per group, however many pairs are open', () => {
    const graph = drawn({ '0 1': 5, '0 2': -1, '1 2': -1, '2 3': -1, '5 6': -1, '8 9': -2 })
    expect(ask(graph)).toEqual([
      { kind: 'duplicate', reasons: ['review'], members: [0, 1, 2, 3], edges: [1, 2, 3], pairs: [] },
      { kind: 'duplicate', reasons: ['review'], members: [5, 6], edges: [4], pairs: [] },
    ])
  })

  test('named by the most severe reason, with all reasons told', () => {
    const held = new Int32Array(RECORDS).fill(-1)
    held.set([1], 1)
    held.set([2], 2)
    const graph = drawn({ '0 1': -1, '1 2': 8, '2 3': -8 })
    expect(ask(graph, { held, dispute: naming('other name', [[2, 3]]) })).toEqual([
      {
        kind: 'dispute',
        reasons: ['dispute: other name', 'two held ids', 'review'],
        members: [0, 1, 2, 3],
        edges: [0, 1, 2],
        pairs: [],
      },
    ])
    expect(ask(graph, { held }).map(({ kind }) => kind)).toEqual(['two held ids'])
  })

  test('guards are reasons of a duplicate', () => {
    expect(ask(drawn({ '0 1': 8, '0 2': 8 }, -30))).toMatchObject([{ kind: 'duplicate', reasons: ['margin'] }])
    expect(ask(drawn({ '0 1': 8, '1 2': 7 }, 9), {}, { size: 2 })).toMatchObject([
      { kind: 'duplicate', reasons: ['size'], members: [0, 1, 2] },
    ])
  })

  test('decisions that contradict each other or a veto are a question, with or without an edge', () => {
    const graph = drawn({})
    const same = [
      [0, 1],
      [1, 2],
    ] as const
    expect(ask(graph, { same, different: [[0, 2]] })).toEqual([
      {
        kind: 'contradiction',
        reasons: ['decided apart'],
        members: [0, 1, 2],
        edges: [],
        pairs: [{ left: 1, right: 2, fate: 3, reason: '' }],
      },
    ])
  })

  test('a key that gives way to a veto is a dispute between registers, to a decision it is settled', () => {
    const keys = keysOf([
      [0, 1],
      [4, 5],
    ])
    expect(ask(drawn({}), { keys, veto: naming('sex', [[0, 1]]), different: [[4, 5]] })).toMatchObject([
      { kind: 'dispute', reasons: ['never: sex'], members: [0, 1] },
    ])
  })

  test('nothing is asked of what people decided, what a veto settles, and weak pairs', () => {
    const graph = drawn({ '0 1': 8, '2 3': 8, '4 5': -2 })
    expect(ask(graph, { different: [[0, 1]], veto: naming('v', [[2, 3]]) })).toEqual([])
  })
})

describe('every question', () => {
  const some = fc.array(pair, { maxLength: 4 })
  const most = fc.integer({ min: 2, max: RECORDS })

  test('has whole clusters, each record is in one at most, and every open edge is asked or waits for one', () => {
    fc.assert(
      fc.property(graphs, some, some, numbersTo(5), most, (graph, same, disputes, held, limit) => {
        const edges = edgesOf(graph)
        const found = solve(graph, { same, dispute: naming('d', disputes), held }, { size: 4 })
        const asked = questions(edges, found, limit)
        const where = new Map(asked.flatMap(({ members }, q) => Array.from(members, (member) => [member, q] as const)))
        expect(where.size).toBe(asked.reduce((sum, { members }) => sum + members.length, 0))
        found.clusterOf.forEach((name, record) => {
          expect(where.get(record)).toBe(where.get(name))
        })
        const told = new Set(asked.flatMap(({ edges: own }) => [...own]))
        found.fate.forEach((fate, e) => {
          const ends = [edges.left[e]!, edges.right[e]!].map((end) => where.get(end))
          if (!isAsked(fate)) expect(told).not.toContain(e)
          else if (ends[0] === ends[1]) expect(told).toContain(e)
          else expect(ends.some((end) => end !== undefined)).toBe(true)
        })
        for (const { members } of asked) {
          const clusters = new Set(members.map((member) => found.clusterOf[member]!))
          expect(clusters.size).toBeGreaterThan(1)
          expect(members.length <= limit || clusters.size === 2).toBe(true)
        }
      }),
    )
  })

  test('is the same in whatever order the edges came', () => {
    fc.assert(
      fc.property(graphs, orders, some, most, (graph, order, disputes, limit) => {
        const options = optionsOf(graph, { dispute: naming('d', disputes) }, { size: 4 })
        const of = (edges: ReturnType<typeof edgesOf>) =>
          questions(edges, cluster(RECORDS, edges, options), limit).map((own) => ({
            ...own,
            edges: Array.from(own.edges, (e) => `${edges.left[e]} ${edges.right[e]}`).sort(),
          }))
        expect(of(edgesOf(graph, order))).toEqual(of(edgesOf(graph)))
      }),
    )
  })
})
