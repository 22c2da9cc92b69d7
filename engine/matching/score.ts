import type { AnyComparison } from '../../core/comparison.ts'
import type { Encoded } from './encode.ts'
import { type TermTable, termBits } from './terms.ts'

/** One comparison with the column it reads and the weights it gives, in micro-bits; level 0 is `missing`, the last `else`. */
export interface Scored {
  readonly comparison: AnyComparison
  readonly column: Pick<Encoded, 'ids' | 'values'>
  readonly terms: TermTable
  readonly weights: Int32Array
  /** Prepared form of each value, filled as values are met; share the array to prepare once for several scorers. */
  readonly forms: unknown[]
}

/** Compares two records. Not re-entrant: `levels` and `bits` hold the answer until the next call. */
export interface Scorer {
  /** Total weight of the pair in micro-bits, prior included, or `PRUNED` when it cannot reach `atLeast` any more. */
  readonly score: (a: number, b: number, atLeast: number) => number
  readonly records: number
  /** Level of each comparison for the pair last scored. */
  readonly levels: Int32Array
  /** Micro-bits that term frequency added to each. */
  readonly bits: Int32Array
}

export const PRUNED = -0x7fffffff
export const MISSING_LEVEL = 0

/** Slots of the memo of one comparison, 16 bytes each, as a power of two: beyond that it forgets, which costs time and changes nothing. */
const MEMO_BITS = 15
const memoBits = (values: number): number => Math.min(MEMO_BITS, 36 - Math.clz32(values))

interface Lane {
  readonly resolve: (a: number, b: number) => number
  /** Level, term bits, and the two values, four numbers a slot. */
  readonly memo: Int32Array
  /** Level and term bits of each value against itself, -1 where not yet judged. */
  readonly equals: Int32Array
  readonly weights: Int32Array
}

/**
 * A scorer over encoded columns. Each distinct pair of values is judged once while the memo remembers it; levels and
 * term bits are pure functions of the two values, so the answer never depends on what was forgotten.
 */
export function createScorer(scored: readonly Scored[], prior: number, records: number): Scorer {
  const count = scored.length
  const levels = new Int32Array(count)
  const bits = new Int32Array(count)
  const lanes = scored.map(laneOf)
  const rows = rowMajor(scored, records)
  const most = scored.map(highest)
  const rest = new Float64Array(count + 1)
  for (let c = count - 1; c >= 0; c--) rest[c] = rest[c + 1]! + most[c]!
  const implied = scored.map(({ comparison }) => impliedMasks(comparison, scored))
  const implies = implied.some((masks) => masks.some((mask) => mask !== 0))
  const score = (a: number, b: number, atLeast: number): number => {
    let total = prior
    let mask = 0
    const left = a * count
    const right = b * count
    for (let c = 0; c < count; c++) {
      const x = rows[left + c]!
      const y = rows[right + c]!
      if (x < 0 || y < 0) {
        levels[c] = MISSING_LEVEL
        bits[c] = 0
        continue
      }
      const lane = lanes[c]!
      const slot = x === y && lane.equals[2 * x]! >= 0 ? 2 * x : lane.resolve(x, y)
      const facts = x === y ? lane.equals : lane.memo
      const level = facts[slot]!
      const extra = facts[slot + 1]!
      levels[c] = level
      bits[c] = extra
      total += lane.weights[level]! + extra
      if (implies) mask |= implied[c]![level]!
      if (total + rest[c + 1]! < atLeast) return PRUNED
    }
    if (mask === 0) return total
    for (let c = 0; c < count; c++) {
      if (!(mask & (1 << c))) continue
      const own = lanes[c]!.weights[levels[c]!]! + bits[c]!
      if (own > 0) total -= own
    }
    return total
  }
  return { score, records, levels, bits }
}

/** Ids of one record side by side, so that a pair touches two cache lines however many columns it compares. */
function rowMajor(scored: readonly Scored[], records: number): Int32Array {
  const rows = new Int32Array(records * scored.length)
  scored.forEach(({ column }, c) => {
    for (let row = 0; row < records; row++) {
      rows[row * scored.length + c] = column.ids[row]!
    }
  })
  return rows
}

/** The most that a comparison can add: no term is rarer than one that was seen once, nor than the floor. */
function highest({ weights, comparison, terms }: Scored): number {
  let most = 0
  comparison.levels.forEach((level, l) => {
    const { k, floor, most: shared = 1 } = level.tf ?? { k: 0, floor: 1 }
    const rarest = Math.max(1 / Math.max(terms.total, 1), floor)
    const extra = k === 0 ? 0 : Math.max(0, k * Math.log2(terms.mean / rarest) * 1e6 + 1)
    most = Math.max(most, weights[l + 1]! + shared * extra)
  })
  return most
}

function impliedMasks(comparison: AnyComparison, scored: readonly Scored[]): Int32Array {
  const masks = new Int32Array(comparison.levels.length + 2)
  comparison.levels.forEach((level, l) => {
    for (const name of level.implies ?? []) {
      const c = scored.findIndex((other) => other.comparison.name === name)
      if (c >= 0) masks[l + 1]! |= 1 << c
    }
  })
  return masks
}

function laneOf({ comparison, column, terms, weights, forms }: Scored): Lane {
  const shift = 32 - memoBits(column.values.length)
  const memo = new Int32Array(4 << (32 - shift)).fill(-1)
  const equals = new Int32Array(2 * column.values.length).fill(-1)
  const form = (id: number): unknown => {
    const known = forms[id]
    return known === undefined ? (forms[id] = comparison.prepare(column.values[id])) : known
  }
  const judge = (a: number, b: number, into: Int32Array, at: number): number => {
    const left = form(a)
    const right = form(b)
    const level = left === null || right === null ? MISSING_LEVEL : levelOf(comparison, left, right)
    const tf = comparison.levels[level - 1]?.tf
    into[at] = level
    into[at + 1] = tf ? termBits(terms, tf.shared(left, right), tf.k, tf.floor) : 0
    return at
  }
  const resolve = (a: number, b: number): number => {
    if (a === b) return judge(a, a, equals, 2 * a)
    const low = a < b ? a : b
    const high = a < b ? b : a
    const slot = ((Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> shift) << 2
    if (memo[slot + 2] === low && memo[slot + 3] === high) return slot
    memo[slot + 2] = low
    memo[slot + 3] = high
    return judge(low, high, memo, slot)
  }
  return { resolve, memo, equals, weights }
}

/** Level of two prepared values: 1 for the strictest, `levels.length + 1` for `else`. */
export function levelOf(comparison: AnyComparison, a: unknown, b: unknown): number {
  const { levels } = comparison
  for (let l = 0; l < levels.length; l++) if (levels[l]!.test(a, b)) return l + 1
  return levels.length + 1
}
