import type { BlockIndex } from './blocking.ts'
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

const FIRST_ROOM = 1 << 14

/** Scores the pairs of some units. `atLeast` in micro-bits: a pair that cannot reach it is given up early. */
export function predict(
  rules: readonly BlockIndex[],
  units: Iterable<Unit>,
  sources: Int32Array | null,
  scorer: Scorer,
  atLeast: number,
): Edges {
  const { cells, scored } = predictCells(rules, units, sources, scorer, atLeast)
  return columnsOf(cells, scored)
}

/** The same, unsorted: rows of (left, right, weight, rule) in one array. */
export function predictCells(
  rules: readonly BlockIndex[],
  units: Iterable<Unit>,
  sources: Int32Array | null,
  scorer: Scorer,
  atLeast: number,
): { cells: Int32Array; scored: number } {
  let cells = new Int32Array(FIRST_ROOM * 4)
  let used = 0
  const { score } = scorer
  const scored = walkPairs(rules, units, scorer.records, sources, (a, b, rule) => {
    const weight = score(a, b, atLeast)
    if (weight < atLeast) return
    if (used === cells.length) {
      const wider = new Int32Array(cells.length * 2)
      wider.set(cells)
      cells = wider
    }
    cells[used++] = a
    cells[used++] = b
    cells[used++] = weight
    cells[used++] = rule
  })
  return { cells: cells.subarray(0, used), scored }
}

/** Turns rows of (left, right, weight, rule) into columns sorted by left, then right: the order in which pairs came never shows. */
export function columnsOf(cells: Int32Array, scored: number): Edges {
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
