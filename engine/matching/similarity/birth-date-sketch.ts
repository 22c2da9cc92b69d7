import type { Sketch } from '../../../core/comparison.ts'
import { nibbles } from './digits.ts'

/** Precision, as the second word has it; 1 is the year alone. */
const MONTH = 2
const DAY = 3

/** Levels of `birthDates` that different dates reach; the first is for equal days. */
const LEVEL = { swapped: 2, oneDigit: 3, month: 4, yearOnly: 5, year: 6, other: 7 } as const

const yearOf = (word: number): number => word >>> 16
const monthOf = (word: number): number => (word >>> 8) & 0xff
const dayOf = (word: number): number => word & 0xff

/** One digit changed, or two unequal neighbours swapped. */
function isSlip(a: number, b: number): boolean {
  const differs = a ^ b
  const digits = nibbles(differs)
  if (digits !== 2) return digits === 1
  const low = (31 - Math.clz32(differs & -differs)) & ~3
  if (differs >>> low > 0xff) return false
  const [x, y] = [(a >>> low) & 0xff, (b >>> low) & 0xff]
  return x >>> 4 === (y & 15) && y >>> 4 === (x & 15)
}

/** Dates of reduced precision as packed digits: `read` answers 8, 6 or 4 of them, or null. Judged as the levels of `birthDates`. */
export const birthDateSketch = (read: (text: string) => string | null): Sketch => ({
  of: (units, from, to, into, at) => {
    // no date is longer
    const digits = to - from > 10 ? null : read(String.fromCharCode(...units.subarray(from, to)))
    if (digits === null) return
    into[at] = Number.parseInt(digits.padEnd(8, '0'), 16) | 0
    into[at + 1] = digits.length / 2 - 1
  },
  level: (a, precision, b, otherPrecision) => {
    const isFull = precision === DAY && otherPrecision === DAY
    if (isFull) {
      if (a === b) return 0
      if (yearOf(a) === yearOf(b) && monthOf(a) === dayOf(b) && dayOf(a) === monthOf(b)) return LEVEL.swapped
      if (isSlip(a, b)) return LEVEL.oneDigit
    }
    if (yearOf(a) !== yearOf(b)) return LEVEL.other
    if (precision >= MONTH && otherPrecision >= MONTH && monthOf(a) === monthOf(b)) return LEVEL.month
    return isFull ? LEVEL.year : LEVEL.yearOnly
  },
})
