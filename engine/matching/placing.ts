import { MISSING } from './encode.ts'
import type { Packed } from './lane.ts'

/** Rows to write, shared by whoever writes them. */
export interface Rows {
  readonly width: number
  readonly words: Int32Array
  readonly positionOf: Int32Array
  readonly recordAt: Int32Array
}

/** The groups of one rule. */
export interface RuleRows {
  /** Word of a row that the rule has. */
  readonly at: number
  /** Number of its first group. */
  readonly from: number
  /** Group `from + n` holds the members from `starts[n]` up to `starts[n + 1]`. */
  readonly starts: Int32Array
  /** Record numbers of all groups; the positions of those of this rule are written to `positions`. */
  readonly members: Int32Array
  readonly positions: Int32Array
}

/** The values of one comparison. */
export interface ColumnRows {
  readonly at: number
  readonly ids: Int32Array
  /** Null: the number of the value is written, in one word. */
  readonly packed: Packed | null
}

/** One column of words to write. Each has its own, so that any may be written by any thread in any order. */
export type Placing = { readonly rule: RuleRows } | { readonly column: ColumnRows }

/** Positions of records that have several groups under one rule: position, how many groups, the groups; and so on. */
export type Several = readonly number[]

/** Writes a column of words. */
export function place(rows: Rows, placing: Placing): Several {
  if ('rule' in placing) return placeRule(rows, placing.rule)
  placeColumn(rows, placing.column)
  return []
}

function placeRule(
  { width, words, positionOf, recordAt: { length } }: Rows,
  { at, from, starts, members, positions }: RuleRows,
): Several {
  // in a small array, which a cache holds, then in order into the rows, which it does not
  const slots = new Int32Array(length).fill(MISSING)
  const several = new Map<number, number[]>()
  for (let n = 0; n + 1 < starts.length; n++) {
    const group = from + n
    for (let m = starts[n]!; m < starts[n + 1]!; m++) {
      const p = positionOf[members[m]!]!
      positions[m] = p
      const before = slots[p]!
      if (before === MISSING) slots[p] = group
      else if (before >= 0) {
        slots[p] = -2
        several.set(p, [before, group])
      } else several.get(p)?.push(group)
    }
  }
  for (let p = 0; p < length; p++) words[p * width + at] = slots[p]!
  return [...several].flatMap(([p, groups]) => [p, groups.length, ...groups])
}

function placeColumn({ width, words, recordAt }: Rows, { at, ids, packed }: ColumnRows): void {
  if (!packed) {
    for (let p = 0; p < recordAt.length; p++) words[p * width + at] = ids[recordAt[p]!]!
    return
  }
  const { low, high } = packed
  for (let p = 0; p < recordAt.length; p++) {
    const value = ids[recordAt[p]!]!
    words[p * width + at] = value < 0 ? 0 : low[value]!
    words[p * width + at + 1] = value < 0 ? 0 : high[value]!
  }
}
