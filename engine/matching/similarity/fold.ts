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
    const letter = String.fromCharCode(unit)
    if (isOther(unit) || ODD.includes(letter)) return UNKNOWN
    if (SEPARATORS.test(letter)) return SPACE
    const folded = fold(letter)
    // a sign may end a word for one comparison and mean nothing to another; a mark belongs to the letter before it
    if (folded === '') return isMark(letter) ? SKIPPED : UNKNOWN
    return folded.length === 1 ? folded.charCodeAt(0) : UNKNOWN
  })
}

/** Every sign that any comparison takes for the end of a word: those that take fewer tell more texts apart, which is safe. */
const SEPARATORS = /[\s.,;:/()|'`´ʼ-]/
/** Look-alikes of đ, and the hyphen that is not seen. */
const ODD = 'ðÐɖƉ\u00ad'

const isMark = (letter: string): boolean => letter >= '\u0300' && letter <= '\u036f'

/** Parts and units of a text beyond which it is left to the comparison itself, as that may cut it. */
const PARTS = 16
const UNITS = 200

/**
 * Hash of the folded units, runs of separators as one blank and none at the ends; 0 where a unit is unknown, or where `doubts`
 * says so of a part (its first and last unit folded, the pair before its last, and its place from 0).
 */
function hashed(folds: Uint16Array, units: Uint16Array, from: number, to: number, doubts: Doubts | null): number {
  if (to - from > UNITS) return 0
  let h = 0x811c9dc5
  let part = 0x811c9dc5
  let parts = 0
  let last = 0
  for (let i = from; i <= to; i++) {
    const unit = i < to ? units[i]! : SPACE
    const folded = unit < KNOWN ? folds[unit]! : UNKNOWN
    if (folded === UNKNOWN) return 0
    if (folded === SKIPPED) continue
    if (folded !== SPACE) {
      if (doubts?.unit(last, folded)) return 0
      part = Math.imul(part ^ folded, 0x01000193)
      last = folded
    } else if (last !== 0) {
      if (++parts > PARTS || doubts?.part(last, part, parts)) return 0
      h = Math.imul(h ^ part, 0x01000193)
      part = 0x811c9dc5
      last = 0
    }
  }
  return (h ^ (h >>> 15)) >>> 0 || 1
}

/** What makes a text one that a comparison may read otherwise than letter by letter. */
interface Doubts {
  /** A unit after another within a part, 0 for none. */
  readonly unit: (before: number, unit: number) => boolean
  /** The last unit of a part, its hash, and its place from 1. */
  readonly part: (last: number, hash: number, place: number) => boolean
}

/** Letters of names without marks; final i and y are one. */
const NAMES = table((letter) => bare(letter).replace('y', 'i'))
const hashOfWord = (word: string): number =>
  [...word].reduce((part, letter) => Math.imul(part ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5)
/** Forms of address, which may stand before a name: ông, bà, anh, chị, cụ, cô, chú, bác, hộ. */
const ADDRESS = new Set(['ong', 'ba', 'anh', 'chi', 'cu', 'co', 'chu', 'bac', 'ho'].map(hashOfWord))
const code = (letter: string): number => letter.charCodeAt(0)
const isDigit = (unit: number): boolean => unit >= code('0') && unit <= code('9')
const DOUBLED = new Set([...'aeod'].map(code))
const KEYS = new Set([...'wfjz'].map(code))
const ENDS = new Set([...'rsx'].map(code))

/** Keys that never became marks (Telex `Nguyeexn`, VNI `Tra62n`) and forms of address. */
const NAME_DOUBTS: Doubts = {
  unit: (before, unit) => isDigit(unit) || KEYS.has(unit) || (before === unit && DOUBLED.has(unit)),
  part: (last, hash, place) => ENDS.has(last) || (place <= 2 && ADDRESS.has(hash)),
}

const CASE = table((letter) => (isMark(letter) ? '??' : letter.toLowerCase()))

/** Names whose letters without marks differ never reach the first `levels` levels. */
export const nameFold = (levels: number): Fold => ({
  levels,
  hash: (units, from, to) => hashed(NAMES, units, from, to, NAME_DOUBTS),
})

/** Texts that differ in more than case and separators never reach the first `levels` levels. */
export const caseFold = (levels: number): Fold => ({
  levels,
  hash: (units, from, to) => hashed(CASE, units, from, to, null),
})
