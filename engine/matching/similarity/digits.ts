/** Digits that fit: four bits each in 28 bits and 28 bits, the length in four more. */
const MOST = 14

const ZERO = 48
const isSeparator = (unit: number): boolean => unit === 0x2d || unit === 0x20 || unit === 0x2e || unit === 0x2f

/**
 * Packs a text of decimal digits (blanks, dots, slashes and hyphens between them are skipped): the first seven digits in the
 * low 28 bits of `low[at]`, the first of them highest, the next seven in `high[at]`, both padded with zeros behind; the
 * number of digits in the top four bits of `low[at]`. False where the text holds anything else, no digit, or too many.
 */
export function packDigits(
  units: Uint16Array,
  from: number,
  to: number,
  low: Int32Array,
  high: Int32Array,
  at: number,
): boolean {
  let digits = 0
  let first = 0
  let second = 0
  for (let i = from; i < to; i++) {
    const unit = units[i]!
    const digit = unit - ZERO
    if (digit < 0 || digit > 9) {
      if (isSeparator(unit)) continue
      return false
    }
    if (digits < 7) first |= digit << (24 - 4 * digits)
    else second |= digit << (24 - 4 * (digits - 7))
    if (++digits > MOST) return false
  }
  if (digits === 0) return false
  low[at] = first | (digits << 28)
  high[at] = second
  return true
}

export const lengthOf = (low: number): number => low >>> 28

/** Number of digits in which two packed numbers of one length differ. */
export function differing(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  return nibbles((aLow ^ bLow) & 0x0fffffff) + nibbles(aHigh ^ bHigh)
}

/** Nibbles of a word that are not zero. */
export function nibbles(word: number): number {
  const any = (word | (word >>> 1) | (word >>> 2) | (word >>> 3)) & 0x11111111
  let count = any - ((any >>> 1) & 0x55555555)
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333)
  return (Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24) & 0xff
}
