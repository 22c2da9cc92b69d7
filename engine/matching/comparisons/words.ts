import { withinOneEdit } from '../similarity/edits.ts'
import { jaroWinkler } from '../similarity/jaro-winkler.ts'
import { mayBeNear, sketch } from '../similarity/sketch.ts'
import { codesOf } from '../similarity/text.ts'

/** A word with the symbols that kernels read. The same text is the same object, so `===` compares words. */
export interface Word {
  readonly text: string
  readonly id: number
  /** Made when first compared: most words only ever meet themselves. */
  codes: Uint16Array | null
  /** Its sketch, the same way; null where not made. */
  sketch: Int32Array | null
}

const known = new Map<string, Word>()

/** The word of a text, made once per thread. */
export function wordOf(text: string): Word {
  let word = known.get(text)
  if (!word) known.set(text, (word = { text, id: known.size, codes: null, sketch: null }))
  return word
}

const codesIn = (word: Word): Uint16Array => (word.codes ??= codesOf(word.text))

const SLOT_BITS = 16
const slots = new Int32Array(2 << SLOT_BITS).fill(-1)
const found = new Float64Array(1 << SLOT_BITS)

const sketchIn = (word: Word): Int32Array => (word.sketch ??= sketchOf(word.text))

function sketchOf(text: string): Int32Array {
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
  const words = new Int32Array(2)
  sketch(units, 0, units.length, words, 0)
  return words
}

/** Whether `nearness` of two words reaches a bound; asked first of their sketches, which most pairs do not pass. */
export function isNear(a: Word, b: Word, bound: number): boolean {
  if (a === b) return true
  const [left, right] = [sketchIn(a), sketchIn(b)]
  return mayBeNear(bound, left[0]!, left[1]!, right[0]!, right[1]!) && nearness(a, b) >= bound
}

/** Jaro–Winkler of two words; a slip of one edit in four letters or more counts at least as `SLIP`. Remembered. */
export function nearness(a: Word, b: Word): number {
  if (a === b) return 1
  if (a.id > b.id) [a, b] = [b, a]
  const slot = (Math.imul(a.id, 0x9e3779b1) ^ Math.imul(b.id, 0x85ebca6b)) >>> (32 - SLOT_BITS)
  if (slots[2 * slot] === a.id && slots[2 * slot + 1] === b.id) return found[slot]!
  slots[2 * slot] = a.id
  slots[2 * slot + 1] = b.id
  return (found[slot] = judge(a, b))
}

/** What one slip of the hand is worth whatever its place in the word. */
export const SLIP = 0.9375

function judge(a: Word, b: Word): number {
  const left = codesIn(a)
  const right = codesIn(b)
  const similar = jaroWinkler(left, right)
  return similar < SLIP && Math.min(left.length, right.length) >= 4 && withinOneEdit(a.text, b.text) ? SLIP : similar
}

/** Remembers the last answer, so that the levels of one comparison share what is costly about a pair. */
export function oncePerPair<P, F>(compute: (a: P, b: P) => F): (a: P, b: P) => F {
  let left: P
  let right: P
  let facts: F
  let known = false
  return (a, b) => {
    if (known && a === left && b === right) return facts
    left = a
    right = b
    known = true
    return (facts = compute(a, b))
  }
}

const SEPARATORS = /[^\p{L}\p{N}]+/u
/** The words of a text in order: letters and digits, lower case, NFC; `least` is the fewest symbols of a word. */
export function wordsOf(text: string, least = 1): Word[] {
  const parts = text.normalize('NFC').toLowerCase().split(SEPARATORS)
  return parts
    .filter((part) => part.length >= least)
    .slice(0, WORDS_MOST)
    .map(wordOf)
}

/** Words that are compared of one text: bounds the work that a 1 MB cell can cause. */
const WORDS_MOST = 24
