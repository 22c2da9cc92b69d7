import type { AnyComparison } from '../../core/comparison.ts'
import { type Column, textOf, valuesOf } from './encode.ts'
import { packDigits } from './similarity/digits.ts'
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

/** Stands for a value that is not all digits: no packed number has fifteen of them. */
export const UNPACKED = 0xffffffff

/** What a packed value may be; bits, so that the worse of two is their union. */
const DIGITS = 1
const FILLER = 3
const OTHER = 4

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
  readonly #low: Uint32Array
  readonly #high: Uint32Array
  readonly #packed: Uint8Array
  /** Equal digits reach the first level and share no term. */
  readonly #plainDigits: boolean

  constructor({ comparison, column, terms, weights }: Scored) {
    this.comparison = comparison
    this.weights = weights
    this.#column = column
    this.#terms = terms
    const values = valuesOf(column)
    this.self = new Int32Array(values).fill(UNJUDGED)
    this.best = highest(comparison, terms, weights)
    const bits = Math.min(MEMO_BITS, 36 - Math.clz32(values))
    this.#shift = 32 - bits
    this.#memo = new Int32Array(4 << bits).fill(-1)
    this.#formMask = (1 << Math.min(FORM_BITS, 32 - Math.clz32(values))) - 1
    this.#formIds = new Int32Array(this.#formMask + 1).fill(-1)
    const digits = comparison.digits ? values : 0
    this.#low = new Uint32Array(digits)
    this.#high = new Uint32Array(digits)
    this.#packed = new Uint8Array(digits)
    this.#plainDigits = comparison.digits !== undefined && comparison.levels[0]?.tf === undefined
  }

  /** Weight of two different values with term bits, in micro-bits. */
  weigh(a: number, b: number): number {
    const { digits } = this.comparison
    const packed = digits === undefined ? OTHER : this.#pack(a) | this.#pack(b)
    if (digits !== undefined && packed < OTHER) {
      const level = packed === FILLER ? 0 : digits.level(this.#low[a]!, this.#high[a]!, this.#low[b]!, this.#high[b]!)
      // a shared value may have term bits: let it be judged in full
      if (level !== 1) {
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
    if (this.#plainDigits && this.#pack(value) < OTHER) {
      this.level = this.#packed[value] === DIGITS ? 1 : MISSING_LEVEL
      this.bits = 0
    } else this.#judge(value, value)
    const weight = this.weights[this.level]! + this.bits
    this.self[value] = weight
    return weight
  }

  #judge(a: number, b: number): void {
    const { comparison } = this
    const left = this.#form(a)
    const right = this.#form(b)
    this.level = left === null || right === null ? MISSING_LEVEL : levelOf(comparison, left, right)
    const tf = comparison.levels[this.level - 1]?.tf
    this.bits = tf ? termBits(this.#terms, tf.shared(left, right), tf.k, tf.floor) : 0
  }

  #form(value: number): unknown {
    const slot = value & this.#formMask
    if (this.#formIds[slot] === value) return this.#forms[slot]
    this.#formIds[slot] = value
    return (this.#forms[slot] = this.comparison.prepare(textOf(this.#column, value)))
  }

  /** What a value is, packed where it is digits. */
  #pack(value: number): number {
    const known = this.#packed[value]!
    if (known !== 0) return known
    const { units, starts } = this.#column
    const could = packDigits(units, starts[value]!, starts[value + 1]!, this.#low, this.#high, value)
    const { digits } = this.comparison
    const kind = !could ? OTHER : digits?.holds(this.#low[value]!, this.#high[value]!) ? DIGITS : FILLER
    this.#packed[value] = kind
    return kind
  }
}

/** Level of two prepared values: 1 for the strictest, `levels.length + 1` for `else`. */
export function levelOf({ levels }: AnyComparison, a: unknown, b: unknown): number {
  for (let l = 0; l < levels.length; l++) if (levels[l]!.test(a, b)) return l + 1
  return levels.length + 1
}

/** The most that a comparison can add: no term is rarer than one that was seen once, nor than the floor. */
function highest({ levels }: AnyComparison, terms: TermTable, weights: Int32Array): number {
  let most = 0
  weights.forEach((weight, l) => {
    const { k, floor, most: shared = 1 } = levels[l - 1]?.tf ?? { k: 0, floor: 1 }
    const rarest = Math.max(1 / Math.max(terms.total, 1), floor)
    const extra = k === 0 ? 0 : Math.max(0, k * Math.log2(terms.mean / rarest) * 1e6 + 1)
    most = Math.max(most, weight + shared * extra)
  })
  return Math.ceil(most)
}
