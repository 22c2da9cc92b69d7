import fc from 'fast-check'
import { expect, test } from 'vitest'
import { componentsOf } from '../../../engine/matching/components.ts'
import { healthOf } from '../../../engine/matching/health.ts'
import { areOne, BIT, drawn, edgesOf, graphs, RECORDS, solve } from '../../support/weighted-graph.ts'

const INSIDE = (edges: ReturnType<typeof edgesOf>, clusterOf: Int32Array): readonly number[] =>
  [...edges.left.keys()].filter((e) => areOne({ clusterOf }, [edges.left[e]!, edges.right[e]!]))

/** Parts that some edges connect the records to. */
function parts(edges: ReturnType<typeof edgesOf>, kept: readonly number[]): number {
  const left = Int32Array.from(kept, (e) => edges.left[e]!)
  const right = Int32Array.from(kept, (e) => edges.right[e]!)
  const { count, members } = componentsOf(RECORDS, { left, right })
  return count + RECORDS - members.length
}

test('two triangles held together by one weak edge: it is the bridge, and the weakest edge', () => {
  const edges = edgesOf(drawn({ '0 1': 9, '0 2': 9, '1 2': 9, '2 3': 2, '3 4': 9, '3 5': 9, '4 5': 9, '7 8': 1 }))
  const clusterOf = Int32Array.from({ length: RECORDS }, (_, i) => (i < 6 ? 0 : i === 8 ? 7 : i))
  const health = healthOf(edges, clusterOf, { strong: 5 * BIT, most: 1 })
  expect(health.largest).toEqual([{ cluster: 0, size: 6, edges: 7, density: 7 / 15, weakest: 2 * BIT, bridges: 1 }])
  expect([...health.weakBridges]).toEqual([3])
  expect(health.clusters).toBe(2)
  expect(health.sizes).toEqual([
    { size: 1, clusters: 6 },
    { size: 2, clusters: 1 },
    { size: 6, clusters: 1 },
  ])
  expect(health.of(8)).toEqual({ cluster: 7, size: 2, edges: 1, density: 1, weakest: BIT, bridges: 0 })
  expect(health.of(6)).toBeNull()
  expect([...healthOf(edges, clusterOf, { strong: BIT }).weakBridges]).toEqual([])
})

test('a cluster that people made has no weakest edge', () => {
  const graph = drawn({})
  const { clusterOf } = solve(graph, { same: [[3, 4]] })
  expect(healthOf(edgesOf(graph), clusterOf, { strong: 0 }).of(4)).toMatchObject({
    edges: 0,
    density: 0,
    weakest: null,
  })
})

test('bridges are the edges without which a cluster of three or more falls apart', () => {
  fc.assert(
    fc.property(graphs, fc.boolean(), (graph, isOne) => {
      const edges = edgesOf(graph)
      const clusterOf = isOne ? new Int32Array(RECORDS) : solve(graph).clusterOf
      const inside = INSIDE(edges, clusterOf)
      const size = (record: number): number => clusterOf.filter((name) => name === clusterOf[record]).length
      const bridges = inside.filter(
        (e) =>
          size(edges.left[e]!) > 2 &&
          parts(edges, inside) <
            parts(
              edges,
              inside.filter((other) => other !== e),
            ),
      )
      const health = healthOf(edges, clusterOf, { strong: Number.POSITIVE_INFINITY })
      expect([...health.weakBridges]).toEqual(bridges)
      const counted = [...new Set(clusterOf)].reduce((sum, name) => sum + (health.of(name)?.bridges ?? 0), 0)
      expect(counted).toBe(bridges.length)
    }),
  )
})

test('the largest come first, equal ones by their smallest record', () => {
  fc.assert(
    fc.property(graphs, fc.integer({ min: 1, max: 6 }), (graph, most) => {
      const { clusterOf } = solve(graph)
      const sizes = [...new Set(clusterOf)].map((cluster) => ({
        cluster,
        size: clusterOf.filter((name) => name === cluster).length,
      }))
      const expected = sizes
        .filter(({ size }) => size > 1)
        .sort((a, b) => b.size - a.size || a.cluster - b.cluster)
        .slice(0, most)
      const { largest } = healthOf(edgesOf(graph), clusterOf, { strong: 0, most })
      expect(largest.map(({ cluster, size }) => ({ cluster, size }))).toEqual(expected)
    }),
  )
})
