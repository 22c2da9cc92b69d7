import { describe, expect, test } from 'vitest'
import { cluster } from '../../../engine/matching/cluster.ts'
import { FATE } from '../../../engine/matching/fates.ts'
import { GROUPS_MOST } from '../../../engine/matching/queue.ts'

const BIT = 1e6

function edgesOf(list: readonly (readonly [number, number, number])[]) {
  return {
    left: Int32Array.from(list, ([a]) => a),
    right: Int32Array.from(list, ([, b]) => b),
    weight: Int32Array.from(list, ([, , bits]) => bits * BIT),
  }
}
const count = (values: Int32Array | Uint8Array, wanted: number): number => {
  let found = 0
  for (const value of values) if (value === wanted) found++
  return found
}
const path = (records: number, bits: number) => Array.from({ length: records - 1 }, (_, i) => [i, i + 1, bits] as const)

describe('a component that is too large to be looked at whole', () => {
  test('a million records on one chain end in couples, as a short chain does', () => {
    const records = 1_000_000
    const edges = edgesOf(path(records, 5))
    const { clusterOf, fate } = cluster(records, edges, { floor: 0, score: () => -6 * BIT, guards: { margin: null } })
    expect(clusterOf.every((name, i) => name === i - (i % 2))).toBe(true)
    expect(count(fate, FATE.joined)).toBe(records / 2)
    expect(count(fate, FATE.weight)).toBe(records / 2 - 1)
  })

  test('records that are all alike end in clusters of bounded size, and what was cut is a question of size', () => {
    const records = 20 * GROUPS_MOST
    let scored = 0
    const score = (): number => {
      scored++
      return 9 * BIT
    }
    const { clusterOf, fate } = cluster(records, edgesOf(path(records, 9)), { floor: 0, score })
    expect(new Set(clusterOf).size).toBe(20)
    expect(count(clusterOf, 0)).toBe(GROUPS_MOST)
    expect(count(fate, FATE.size)).toBe(19)
    expect(scored).toBeLessThan((records * GROUPS_MOST) / 2)
  })

  test('the weakest edges are cut: two large groups on a weak edge are found whole, and the edge is outvoted', () => {
    const half = 1500
    const ring = (from: number) =>
      Array.from({ length: half }, (_, i) => {
        const [a, b] = [from + i, from + ((i + 1) % half)]
        return [Math.min(a, b), Math.max(a, b), 8] as const
      })
    const list = [...ring(0), [half - 1, half, 1] as const, ...ring(half)]
    const score = (a: number, b: number): number => (a < half === b < half ? 7 : -7) * BIT
    const { clusterOf, fate } = cluster(2 * half, edgesOf(list), { floor: 2 * BIT, review: 0, score })
    expect(clusterOf.every((name, i) => name === (i < half ? 0 : half))).toBe(true)
    expect(fate[half]).toBe(FATE.outvoted)
    const shuffled = list.toReversed()
    const again = cluster(2 * half, edgesOf(shuffled), { floor: 2 * BIT, review: 0, score })
    expect([...again.clusterOf]).toEqual([...clusterOf])
    expect([...again.fate].reverse()).toEqual([...fate])
  })

  test('people and vetoes bind across pieces as within them', () => {
    const records = 2 * GROUPS_MOST
    const last = records - 1
    const { clusterOf, fate, reasons, reason } = cluster(records, edgesOf(path(records, 5)), {
      floor: 0,
      score: () => -6 * BIT,
      constraints: {
        same: [[0, last]],
        different: [[10, 11]],
        veto: (a, b) => (a === 20 && b === 21 ? 'twins' : null),
      },
      guards: { margin: null },
    })
    expect(clusterOf[last]).toBe(0)
    expect([fate[10], fate[20]]).toEqual([FATE.apart, FATE.veto])
    expect(reasons[reason[20]!]).toBe('twins')
  })

  test('a hundred thousand records that people declared one are one', () => {
    const records = 100_000
    const same = Array.from({ length: records - 1 }, (_, i) => [0, i + 1] as const)
    const edges = edgesOf([...path(records, 5), [7, records, 4]])
    const { clusterOf, fate } = cluster(records + 1, edges, {
      floor: 0,
      score: (_, b) => (b === records ? -3 * BIT : 5 * BIT),
      constraints: { same },
    })
    expect(count(clusterOf, 0)).toBe(records)
    expect([fate[0], fate[records - 1]]).toEqual([FATE.joined, FATE.weight])
  })
})
