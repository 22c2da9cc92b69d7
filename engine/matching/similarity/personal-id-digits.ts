import type { DigitKernel } from '../../../core/comparison.ts'
import { digitAt } from './digit-kernels.ts'
import { differing, lengthOf } from './digits.ts'

const LEAST = 6
const PID = 12
const CARD = 9
/** The seventh digit stands lowest in the first word, so that the six own digits are one nibble and the second word. */
const SEVENTH = 0xf

/** Digits that stand still or count up or down fill a cell that must not be empty. */
function isFiller(low: number, high: number): boolean {
  const step = (digitAt(low, high, 1) - digitAt(low, high, 0) + 10) % 10
  if (step > 1 && step !== 9) return false
  for (let n = 2; n < lengthOf(low); n++)
    if ((digitAt(low, high, n) - digitAt(low, high, n - 1) + 10) % 10 !== step) return false
  return true
}

/** Whether two numbers that differ in two digits have two neighbours swapped. */
function isSwap(aLow: number, aHigh: number, bLow: number, bHigh: number): boolean {
  let at = 0
  while (digitAt(aLow, aHigh, at) === digitAt(bLow, bHigh, at)) at++
  return (
    digitAt(aLow, aHigh, at) === digitAt(bLow, bHigh, at + 1) &&
    digitAt(aLow, aHigh, at + 1) === digitAt(bLow, bHigh, at)
  )
}

/** Personal IDs and cards: missing where the series differ, equal, one slip, the six own digits of an ID equal, else. */
export const personalIdDigits: DigitKernel = {
  holds: (low, high) => lengthOf(low) >= LEAST && !isFiller(low, high),
  level(aLow, aHigh, bLow, bHigh) {
    const a = lengthOf(aLow)
    const b = lengthOf(bLow)
    if (a !== b) return a === PID || a === CARD || b === PID || b === CARD ? 0 : 4
    const digits = differing(aLow, aHigh, bLow, bHigh)
    if (digits < 2) return digits + 1
    if (digits === 2 && isSwap(aLow, aHigh, bLow, bHigh)) return 2
    return a === PID && ((aLow ^ bLow) & SEVENTH) === 0 && aHigh === bHigh ? 3 : 4
  },
}

/** Cards, which have no digits of their own: missing where the series differ, equal, one slip, else. */
export const oldCardDigits: DigitKernel = {
  ...personalIdDigits,
  level(aLow, aHigh, bLow, bHigh) {
    const level = personalIdDigits.level(aLow, aHigh, bLow, bHigh)
    return level > 2 ? 3 : level
  },
}
