import { bits } from './model.ts'
import type { Edges } from './predict.ts'

/** One step in the making of a cluster: two groups of records and the mean weight, in bits, of all pairs between them. */
export interface Step {
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly mean: number
  /** Heaviest pair between them, in bits: what brought them near. */
  readonly strongest: { readonly left: number; readonly right: number; readonly bits: number }
}

/** Larger clusters are not replayed: every pair of members is scored, and nobody reads thousands of steps. */
export const REPLAY_MOST = 400

/** Position of the edge of two records, -1 where none is kept. */
export function edgeOf({ left, right }: Pick<Edges, 'left' | 'right'>, a: number, b: number): number {
  const [x, y] = a < b ? [a, b] : [b, a]
  let low = 0
  let high = left.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (left[middle]! < x || (left[middle] === x && right[middle]! < y)) low = middle + 1
    else high = middle
  }
  return left[low] === x && right[low] === y ? low : -1
}

/**
 * How a cluster came to be, step by step: always the two groups with the greatest mean, among those that a kept pair ties.
 * The members of a cluster join with nobody else, so that its steps can be told from it alone, long after the run.
 */
export function stepsOf(
  members: readonly number[],
  edges: Pick<Edges, 'left' | 'right'>,
  score: (a: number, b: number) => number,
): readonly Step[] {
  const n = members.length
  const weight = new Float64Array(n * n)
  const isTied = new Uint8Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      weight[i * n + j] = weight[j * n + i] = score(members[i]!, members[j]!)
      isTied[i * n + j] = isTied[j * n + i] = edgeOf(edges, members[i]!, members[j]!) < 0 ? 0 : 1
    }
  const sums = weight.slice()
  const groups: (number[] | null)[] = members.map((_, i) => [i])
  const steps: Step[] = []
  for (let best = closest(groups, sums, isTied); best !== null; best = closest(groups, sums, isTied)) {
    const [x, y, mean] = best
    const [left, right] = [groups[x]!, groups[y]!]
    steps.push({
      left: left.map((i) => members[i]!),
      right: right.map((i) => members[i]!),
      mean: bits(mean),
      strongest: strongest(left, right, members, weight),
    })
    for (let z = 0; z < n; z++) {
      sums[x * n + z] = sums[z * n + x] = sums[x * n + z]! + sums[y * n + z]!
      isTied[x * n + z] = isTied[z * n + x] = isTied[x * n + z]! | isTied[y * n + z]!
    }
    groups[x] = [...left, ...right].sort((a, b) => a - b)
    groups[y] = null
  }
  return steps
}

/** The two tied groups with the greatest mean; of equals the one whose smallest records come first. */
function closest(
  groups: readonly (readonly number[] | null)[],
  sums: Float64Array,
  isTied: Uint8Array,
): readonly [number, number, number] | null {
  const n = groups.length
  let best: readonly [number, number, number] | null = null
  for (let x = 0; x < n; x++)
    for (let y = x + 1; y < n; y++) {
      const [left, right] = [groups[x], groups[y]]
      if (!left || !right || !isTied[x * n + y]) continue
      const mean = sums[x * n + y]! / (left.length * right.length)
      if (best === null || mean > best[2]) best = [x, y, mean]
    }
  return best
}

function strongest(
  left: readonly number[],
  right: readonly number[],
  members: readonly number[],
  weight: Float64Array,
) {
  let best = { left: members[left[0]!]!, right: members[right[0]!]!, bits: Number.NEGATIVE_INFINITY }
  for (const i of left)
    for (const j of right) {
      const own = bits(weight[i * members.length + j]!)
      if (own > best.bits) best = { left: members[i]!, right: members[j]!, bits: own }
    }
  return best
}
