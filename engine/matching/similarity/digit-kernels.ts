import type { DigitKernel } from '../../../core/comparison.ts'
import { differing, lengthOf } from './digits.ts'

const left = new Uint8Array(14)
const right = new Uint8Array(14)

/** Digit n of a packed number. */
export const digitAt = (low: number, high: number, n: number): number =>
  n < 7 ? (low >>> (24 - 4 * n)) & 15 : (high >>> (24 - 4 * (n - 7))) & 15

function unpack(low: number, high: number, into: Uint8Array): number {
  const length = lengthOf(low)
  for (let n = 0; n < length; n++) into[n] = digitAt(low, high, n)
  return length
}

/** At most `edits` insertions, deletions, changes or swaps of neighbours between the unpacked numbers from i and j on. */
function within(i: number, a: number, j: number, b: number, edits: number): boolean {
  const surplus = a - i - (b - j)
  if (surplus > edits || surplus < -edits) return false
  while (i < a && j < b && left[i] === right[j]) {
    i++
    j++
  }
  if (i === a || j === b) return a - i + b - j <= edits
  if (edits === 0) return false
  if (within(i + 1, a, j + 1, b, edits - 1)) return true
  if (within(i + 1, a, j, b, edits - 1) || within(i, a, j + 1, b, edits - 1)) return true
  const swap = i + 1 < a && j + 1 < b && left[i] === right[j + 1] && left[i + 1] === right[j]
  return swap && within(i + 2, a, j + 2, b, edits - 1)
}

/** One digit over and over, or a run like 123456789: nobody's number. */
function isFiller(low: number, high: number): boolean {
  const length = unpack(low, high, left)
  if (length < 2) return false
  let same = true
  let run = length > 4
  for (let n = 1; n < length; n++) {
    same &&= left[n] === left[0]
    run &&= left[n] === (left[n - 1]! + 1) % 10
  }
  return same || run
}

/**
 * Whether two numbers of one length could differ by a digit lost at one place and one gained at another: between the first
 * and the last place where they differ, one is the other moved by a digit.
 */
function hasMoved(aLow: number, aHigh: number, bLow: number, bHigh: number): boolean {
  const lowDiffers = (aLow ^ bLow) & DIGITS
  const highDiffers = (aHigh ^ bHigh) & DIGITS
  // at the first difference one of them has what the other has a place later: most pairs end here
  const first = lowDiffers === 0 ? 7 + firstAt(highDiffers) : firstAt(lowDiffers)
  if (
    digitAt(bLow, bHigh, first) !== digitAt(aLow, aHigh, first + 1) &&
    digitAt(aLow, aHigh, first) !== digitAt(bLow, bHigh, first + 1)
  )
    return false
  // masks of the places from the first difference on and, of those, without the last one
  const lowFrom = lowDiffers === 0 ? 0 : ((1 << (28 - 4 * firstAt(lowDiffers))) - 1) & DIGITS
  const highFrom = lowDiffers === 0 ? ((1 << (28 - 4 * firstAt(highDiffers))) - 1) & DIGITS : DIGITS
  const lowTo = highDiffers === 0 ? before(lowDiffers) : DIGITS
  const highTo = highDiffers === 0 ? 0 : before(highDiffers)
  const lowMask = lowFrom & lowTo
  const highMask = highFrom & highTo
  const low = aLow & DIGITS
  const other = bLow & DIGITS
  const up = (((low << 4) & DIGITS) | (aHigh >>> 24)) ^ other
  if ((up & lowMask) === 0 && ((((aHigh << 4) & DIGITS) ^ bHigh) & highMask) === 0) return true
  const down = (((other << 4) & DIGITS) | (bHigh >>> 24)) ^ low
  return (down & lowMask) === 0 && ((((bHigh << 4) & DIGITS) ^ aHigh) & highMask) === 0
}

const DIGITS = 0x0fffffff
/** Place, from 0, of the first digit that is not zero. */
const firstAt = (word: number): number => (Math.clz32(word) - 4) >> 2
/** Mask of the places before the last digit that is not zero. */
const before = (word: number): number => {
  const last = (31 - Math.clz32(word & -word)) >> 2
  return (DIGITS << (4 * last + 4)) & DIGITS
}

/** Numbers that name one thing: equal, within one edit, within two, else. */
export const identifierDigits: DigitKernel = {
  holds: (low, high) => !isFiller(low, high),
  level(aLow, aHigh, bLow, bHigh) {
    const a = lengthOf(aLow)
    const b = lengthOf(bLow)
    if (a - b > 2 || b - a > 2) return 4
    if (a === b) {
      const digits = differing(aLow, aHigh, bLow, bHigh)
      if (digits < 2) return digits + 1
      // two changes or swaps touch four digits at most; more can only be a stretch that moved by one place
      if (digits > 4 && !hasMoved(aLow, aHigh, bLow, bHigh)) return 4
    }
    unpack(aLow, aHigh, left)
    unpack(bLow, bHigh, right)
    if (!within(0, a, 0, b, 2)) return 4
    return within(0, a, 0, b, 1) ? 2 : 3
  },
}

/** Digits of a year, the first four. */
const year = (low: number): number => (low >>> 12) & 0xffff

/** Digits of the month and of the day of a full date, as two nibbles. */
const month = (low: number): number => (low >>> 4) & 0xff
const day = (low: number, high: number): number => ((low & 15) << 4) | (high >>> 24)

/** Dates as `YYYYMMDD`, `YYYYMM` or `YYYY`: same, day and month swapped, one digit, year only, two digits, same year, else. */
export const dateDigits: DigitKernel = {
  holds: (low, high) => {
    const length = lengthOf(low)
    return length >= 4 && length <= 8 && ((low & 0x0fffffff) !== 0 || high !== 0)
  },
  level(aLow, aHigh, bLow, bHigh) {
    const a = lengthOf(aLow)
    const b = lengthOf(bLow)
    const digits = a === b && a > 4 ? differing(aLow, aHigh, bLow, bHigh) : 99
    if (digits === 0) return 1
    if (a === 8 && b === 8 && year(aLow) === year(bLow)) {
      if (month(aLow) === day(bLow, bHigh) && day(aLow, aHigh) === month(bLow)) return 2
    }
    if (digits === 1) return 3
    if ((a < 8 || b < 8) && startsAlike(aLow, aHigh, bLow, bHigh, Math.min(a, b))) return 4
    if (digits === 2) return 5
    return year(aLow) === year(bLow) ? 6 : 7
  },
}

function startsAlike(aLow: number, aHigh: number, bLow: number, bHigh: number, length: number): boolean {
  for (let n = 0; n < length; n++) if (digitAt(aLow, aHigh, n) !== digitAt(bLow, bHigh, n)) return false
  return true
}
