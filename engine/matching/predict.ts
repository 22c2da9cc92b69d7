import { grown } from './encode.ts'
import type { Layout } from './layout.ts'
import { type Unit, walkPairs } from './pairs.ts'
import type { Scorer } from './score.ts'

/** Pairs at or over the review weight: record numbers with left < right, micro-bits, and the first rule that made each. */
export interface Edges {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly weight: Int32Array
  readonly rule: Uint8Array
  /** Pairs scored to find them. */
  readonly scored: number
}

/** Which pairs are looked at, and which are kept. */
export interface Wanted {
  /** Only pairs of which one record at least is marked, by position. */
  readonly touched?: Uint8Array
  /** Micro-bits: a pair that cannot reach it is given up early. */
  readonly atLeast: number
  /** Numbers of rules whose pairs are kept whatever they weigh (a dispute over one ID number is told by the number, not the weight). */
  readonly always?: readonly number[]
}

const FIRST_ROOM = 1 << 14

/** Scores the pairs of some units. */
export function predict(
  layout: Layout,
  units: Iterable<Pick<Unit, 'from' | 'to'>>,
  scorer: Scorer,
  wanted: Wanted,
): Edges {
  const { cells, scored } = predictCells(layout, units, scorer, wanted)
  return columnsOf([cells], scored)
}

/** The same, unsorted: rows of (left, right, weight, rule) in one array. */
export function predictCells(
  layout: Layout,
  units: Iterable<Pick<Unit, 'from' | 'to'>>,
  { score }: Scorer,
  wanted: Wanted,
): { cells: Int32Array; scored: number } {
  let cells = new Int32Array(FIRST_ROOM * 4)
  let used = 0
  const { recordAt } = layout
  const bounds = layout.rules.map((_, rule) =>
    wanted.always?.includes(rule) ? Number.NEGATIVE_INFINITY : wanted.atLeast,
  )
  const scored = walkPairs(layout, units, wanted.touched, (p, q, rule) => {
    const atLeast = bounds[rule]!
    const weight = score(p, q, atLeast)
    if (weight < atLeast) return
    if (used === cells.length) cells = grown(cells, new Int32Array(cells.length * 2))
    const a = recordAt[p]!
    const b = recordAt[q]!
    cells[used++] = a < b ? a : b
    cells[used++] = a < b ? b : a
    cells[used++] = weight
    cells[used++] = rule
  })
  return { cells: cells.subarray(0, used), scored }
}

/** Turns rows of (left, right, weight, rule) into columns sorted by left, then right: the order in which pairs came never shows. */
export function columnsOf(parts: readonly Int32Array[], scored: number): Edges {
  const [only] = parts
  const cells = only !== undefined && parts.length === 1 ? only : joined(parts)
  const count = cells.length / 4
  let most = 0
  for (let e = 0; e < count; e++) most = Math.max(most, cells[4 * e + 1]!)
  // two stable counting passes, right then left: comparison sorts of a million edges cost ten times as much
  const byRight = counted(cells, 1, most, null)
  const order = counted(cells, 0, most, byRight)
  const edges = {
    left: new Int32Array(count),
    right: new Int32Array(count),
    weight: new Int32Array(count),
    rule: new Uint8Array(count),
    scored,
  }
  for (let n = 0; n < count; n++) {
    const e = 4 * order[n]!
    edges.left[n] = cells[e]!
    edges.right[n] = cells[e + 1]!
    edges.weight[n] = cells[e + 2]!
    edges.rule[n] = cells[e + 3]!
  }
  return edges
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const cells = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    cells.set(part, at)
    at += part.length
  }
  return cells
}

function counted(cells: Int32Array, part: number, most: number, before: Int32Array | null): Int32Array {
  const count = cells.length / 4
  const start = new Int32Array(most + 2)
  for (let e = 0; e < count; e++) start[cells[4 * e + part]! + 1]!++
  for (let n = 0; n <= most; n++) start[n + 1]! += start[n]!
  const order = new Int32Array(count)
  for (let n = 0; n < count; n++) {
    const e = before ? before[n]! : n
    order[start[cells[4 * e + part]!]!++] = e
  }
  return order
}
