import type { Fold } from '../../../core/comparison.ts'
import { bare } from '../../../core/values.ts'

/** UTF-16 units that are looked up: Latin with all its marks ends here. */
const KNOWN = 0x1f00
/** Other alphabets in between, whose lower case may depend on the neighbours. */
const isOther = (unit: number): boolean => unit >= 0x370 && unit < 0x1e00
const SKIPPED = 0
const UNKNOWN = 0xffff
const SPACE = 32

/** What each unit becomes: a unit, nothing (a mark of its own), or unknown. */
function table(fold: (letter: string) => string): Uint16Array {
  return Uint16Array.from({ length: KNOWN }, (_, unit) => {
    if (isOther(unit)) return UNKNOWN
    if (isSeparator(unit)) return SPACE
    const folded = fold(String.fromCharCode(unit))
    return folded === '' ? SKIPPED : folded.length === 1 ? folded.charCodeAt(0) : UNKNOWN
  })
}

const isSeparator = (unit: number): boolean => /[\s.,;/()-]/.test(String.fromCharCode(unit))

/** Parts of a text beyond which it is left to the comparison itself, as that may cut it. */
const PARTS = 16

/** Hash of the folded units, runs of separators as one blank and none at the ends; 0 where a unit is unknown. */
function hashed(folds: Uint16Array, units: Uint16Array, from: number, to: number): number {
  let h = 0x811c9dc5
  let pending = false
  let any = false
  let parts = 1
  for (let i = from; i < to; i++) {
    const unit = units[i]!
    const folded = unit < KNOWN ? folds[unit]! : UNKNOWN
    if (folded === UNKNOWN) return 0
    if (folded === SKIPPED) continue
    if (folded === SPACE) {
      pending = any
      continue
    }
    if (pending) {
      h = Math.imul(h ^ SPACE, 0x01000193)
      if (++parts > PARTS) return 0
    }
    pending = false
    any = true
    h = Math.imul(h ^ folded, 0x01000193)
  }
  return (h ^ (h >>> 15)) >>> 0 || 1
}

const BARE = table(bare)
const isMark = (letter: string): boolean => letter >= '\u0300' && letter <= '\u036f'
const CASE = table((letter) => (isMark(letter) ? '??' : letter.toLowerCase()))

/** Texts whose letters without marks differ never reach the first `levels` levels. */
export const bareFold = (levels: number): Fold => ({
  levels,
  hash: (units, from, to) => hashed(BARE, units, from, to),
})

/** Texts that differ in more than case and separators never reach the first `levels` levels. */
export const caseFold = (levels: number): Fold => ({
  levels,
  hash: (units, from, to) => hashed(CASE, units, from, to),
})
