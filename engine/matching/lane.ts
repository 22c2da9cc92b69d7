import type { AnyComparison } from '../../core/comparison.ts'
import { type Column, textOf, valuesOf } from './encode.ts'
import { type TermTable, termBits } from './terms.ts'

/** One comparison with the column it reads and the weights it gives, in micro-bits; level 0 is `missing`, the last `else`. */
export interface Scored {
  readonly comparison: AnyComparison
  readonly column: Column
  readonly terms: TermTable
  readonly weights: Int32Array
}

export const MISSING_LEVEL = 0

/** Not yet judged: no weight is so low. */
export const UNJUDGED = -0x80000000

/**
 * The digits of each distinct value, packed: 0 for fillers, `UNPACKED` in `low` for what is not all digits. Words are signed:
 * a number over 2^31 that goes into a function is boxed on the way.
 */
export interface Packed {
  readonly low: Int32Array
  readonly high: Int32Array
}

/** Stands for a value that is not all digits: no packed number has fifteen of them. */
export const UNPACKED = -1

/** Slots of the memo of one comparison and of its prepared forms, as powers of two: beyond that it forgets, which costs time and changes nothing. */
const MEMO_BITS = 17
const FORM_BITS = 17

/**
 * Judges the values of one comparison. Each distinct pair of values is judged once while the memo remembers it; levels and
 * term bits are pure functions of the two values, so the answer never depends on what was forgotten. Not re-entrant:
 * `level` and `bits` speak of the pair judged last.
 */
export class Lane {
  readonly comparison: AnyComparison
  readonly weights: Int32Array
  /** Total of each value against itself, `UNJUDGED` until asked. */
  readonly self: Int32Array
  /** The most that two different values can add. */
  readonly best: number
  /** The most that two values of different folds can add. */
  readonly unlike: number
  /** Level of the pair judged last, and the micro-bits that term frequency added. */
  level = 0
  bits = 0
  readonly #column: Column
  readonly #terms: TermTable
  readonly #memo: Int32Array
  readonly #shift: number
  readonly #forms: unknown[] = []
  readonly #formIds: Int32Array
  readonly #formMask: number
  readonly #packed: Packed | null

  constructor({ comparison, column, terms, weights }: Scored, packed: Packed | null) {
    this.comparison = comparison
    this.weights = weights
    this.#column = column
    this.#terms = terms
    const values = valuesOf(column)
    this.self = new Int32Array(values).fill(UNJUDGED)
    this.best = highest(comparison, terms, weights, 0)
    this.unlike = highest(comparison, terms, weights, comparison.fold?.levels ?? 0)
    const bits = Math.min(MEMO_BITS, 36 - Math.clz32(values))
    this.#shift = 32 - bits
    this.#memo = new Int32Array(4 << bits).fill(-1)
    this.#formMask = (1 << Math.min(FORM_BITS, 32 - Math.clz32(values))) - 1
    this.#formIds = new Int32Array(this.#formMask + 1).fill(-1)
    this.#packed = packed
  }

  /** Weight of two different values with term bits, in micro-bits. */
  weigh(a: number, b: number): number {
    if (this.#packed !== null) {
      const level = levelOfDigits(this.comparison, this.#packed, a, b)
      // a shared value may have term bits: let it be judged in full
      if (level > 1 || level === MISSING_LEVEL) {
        this.level = level
        this.bits = 0
        return this.weights[level]!
      }
    }
    const low = a < b ? a : b
    const high = a < b ? b : a
    const slot = ((Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> this.#shift) << 2
    const memo = this.#memo
    if (memo[slot] !== low || memo[slot + 1] !== high) {
      this.#judge(low, high)
      memo[slot] = low
      memo[slot + 1] = high
      memo[slot + 2] = this.level
      memo[slot + 3] = this.bits
    } else {
      this.level = memo[slot + 2]!
      this.bits = memo[slot + 3]!
    }
    return this.weights[this.level]! + this.bits
  }

  /** Weight of two values, equal or not. */
  weighAny(a: number, b: number): number {
    return a === b ? this.weighSelf(a) : this.weigh(a, b)
  }

  /** Weight of a value against itself; fills `self`. */
  weighSelf(value: number): number {
    this.#judge(value, value)
    const weight = this.weights[this.level]! + this.bits
    this.self[value] = weight
    return weight
  }

  #judge(a: number, b: number): void {
    const { comparison } = this
    const left = this.#form(a)
    const right = this.#form(b)
    const says = left !== null && right !== null && comparison.comparable?.(left, right) !== false
    this.level = says ? levelOf(comparison, left, right) : MISSING_LEVEL
    const tf = comparison.levels[this.level - 1]?.tf
    this.bits = tf ? termBits(this.#terms, tf.shared(left, right), tf.k, tf.floor) : 0
  }

  #form(value: number): unknown {
    const slot = value & this.#formMask
    if (this.#formIds[slot] === value) return this.#forms[slot]
    this.#formIds[slot] = value
    return (this.#forms[slot] = this.comparison.prepare(textOf(this.#column, value)))
  }
}

/** Level of two values that are digits, -1 where one is not. */
function levelOfDigits({ digits }: AnyComparison, { low, high }: Packed, a: number, b: number): number {
  const x = low[a]!
  const y = low[b]!
  if (x === UNPACKED || y === UNPACKED || digits === undefined) return -1
  return x === 0 || y === 0 ? MISSING_LEVEL : digits.level(x, high[a]!, y, high[b]!)
}

/** Level of two prepared values: 1 for the strictest, `levels.length + 1` for `else`. */
export function levelOf({ levels }: AnyComparison, a: unknown, b: unknown): number {
  for (let l = 0; l < levels.length; l++) if (levels[l]!.test(a, b)) return l + 1
  return levels.length + 1
}

/** The most that the levels after the first `past` can add: no term is rarer than one that was seen once, nor than the floor. */
function highest({ levels }: AnyComparison, terms: TermTable, weights: Int32Array, past: number): number {
  let most = past === levels.length ? Number.NEGATIVE_INFINITY : 0
  weights.forEach((weight, l) => {
    if (l <= past && past > 0) return
    const { k, floor, most: shared = 1 } = levels[l - 1]?.tf ?? { k: 0, floor: 1 }
    const rarest = Math.max(1 / Math.max(terms.total, 1), floor)
    const extra = k === 0 ? 0 : Math.max(0, k * Math.log2(terms.mean / rarest) * 1e6 + 1)
    most = Math.max(most, weight + shared * extra)
  })
  return Math.ceil(most)
}
