import { bitsOf } from './letter-set.ts'

/** Longer texts, and those with other than ASCII characters, have no sketch. */
const LONGEST = 255
const ASCII = 0x7f
const PREFIX = 4
const BITS = 6

/**
 * A text in two words, case and blanks at the ends set aside: the characters that it holds, then its length and first four
 * characters. Characters may share a bit, so that two texts seem more alike than they are, never less. The first word is 0
 * where nothing is known.
 */
export function sketch(units: ArrayLike<number>, from: number, to: number, into: Int32Array, at: number): void {
  while (from < to && units[from] === BLANK) from++
  while (from < to && units[to - 1] === BLANK) to--
  into[at] = into[at + 1] = 0
  if (to === from || to - from > LONGEST) return
  let set = 0
  let head = 0
  for (let i = from; i < to; i++) {
    const unit = units[i]!
    if (unit > ASCII || unit < BLANK) return
    const symbol = symbolOf(unit)
    set |= 1 << (symbol & 31)
    if (i - from < PREFIX) head |= symbol << (BITS * (PREFIX - 1 - (i - from)))
  }
  into[at] = set
  into[at + 1] = head | ((to - from) << (BITS * PREFIX))
}

const BLANK = 32
/** Letters 1 to 26, whatever their case; digits and signs share the places from 32 on with them. */
function symbolOf(unit: number): number {
  const lower = unit | 32
  if (lower >= 97 && lower <= 122) return lower - 96
  return unit >= 48 && unit <= 57 ? 59 + ((unit - 48) % 5) : 32 + (unit & 31)
}

/** The kernel sums in another order. */
const ROUNDING = 1e-9
/** Below it a common prefix earns nothing. */
const FLOOR = 0.7

/**
 * Whether two texts may reach `bound` in Jaro–Winkler, or be one edit apart, by their sketches: a character that the other
 * text lacks has no match. False is certain.
 */
export function mayBeNear(bound: number, aSet: number, aHead: number, bSet: number, bHead: number): boolean {
  if (aSet === 0 || bSet === 0) return true
  const a = aHead >>> (BITS * PREFIX)
  const b = bHead >>> (BITS * PREFIX)
  const onlyA = bitsOf(aSet & ~bSet)
  const onlyB = bitsOf(bSet & ~aSet)
  if (onlyA <= 1 && onlyB <= 1 && a - b <= 1 && b - a <= 1) return true
  const most = Math.min(a - onlyA, b - onlyB)
  const jaro = (most / a + most / b + 1) / 3
  if (jaro <= FLOOR) return jaro >= bound - ROUNDING
  const differs = (aHead ^ bHead) & 0xffffff
  const prefix = differs === 0 ? PREFIX : ((Math.clz32(differs) - 8) / BITS) | 0
  return jaro + prefix * 0.1 * (1 - jaro) >= bound - ROUNDING
}
