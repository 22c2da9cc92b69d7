import { bare } from '../../../core/values.ts'
import { letterSet } from '../similarity/letter-set.ts'
import { isLegalSyllable } from './legal-syllables.ts'

/** One syllable of a Vietnamese name with the forms in which it is compared; there are a few thousand, so each is made once. */
export interface Syllable {
  /** Lower case with marks; where the tone stands no longer shows (hoà = hòa), nor final i or y (lý = lí). */
  readonly folded: string
  /** The same with hỏi and ngã as one tone. */
  readonly hooked: string
  /** Letters without marks, đ as d. */
  readonly bare: string
  /** The bare letters of the northern form where the syllable is a regional doublet. */
  readonly region: string
  /** Letters with their own marks but without the tone, one character each, and the tone; blank for level tone. */
  readonly letters: string
  readonly tone: string
  /** Consonants alone: what stands for a whole syllable in "Ng. V. An". */
  readonly isInitial: boolean
  readonly isLegal: boolean
  /** Hashes of the texts above, and the letters of `bare`: unequal ones settle most comparisons. */
  readonly foldedHash: number
  readonly bareHash: number
  readonly regionHash: number
  readonly set: number
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/
const HOOK = '\u0309'
const TILDE = '\u0303'

/**
 * Names that two regions spell apart, southern form first, as folded here (the tone behind its syllable). Both are alive, and
 * registers write one for the other: Hoàng and Huỳnh, Vũ and Võ, Phúc and Phước, Cảnh and Kiểng, Chu and Châu, Tính and Tánh.
 */
const DOUBLETS: ReadonlyMap<string, string> = new Map(
  [
    ['huỳnh', 'hoàng'],
    ['võ', 'vũ'],
    ['phước', 'phúc'],
    ['kiểng', 'cảnh'],
    ['châu', 'chu'],
    ['tánh', 'tính'],
  ].map(([south = '', north = '']) => [hookedOf(foldedOf(south)), bare(north)] as const),
)
/** The same for names typed without marks. */
const BARE_DOUBLETS: ReadonlyMap<string, string> = new Map([...DOUBLETS].map(([south, north]) => [bare(south), north]))

/** Letters and tone apart; the tone goes behind, so that its place no longer shows. */
function parted(text: string): { readonly letters: string; readonly tone: string } {
  const decomposed = text.normalize('NFD')
  const tone = TONES.exec(decomposed)?.[0] ?? ''
  const letters = decomposed.replace(TONES, '').replace(/(?<=[bcdghklmnpqrstvx]|qu)y$/, 'i')
  return { letters: letters.normalize('NFC'), tone }
}

function foldedOf(text: string): string {
  const { letters, tone } = parted(text)
  return letters + tone
}

function hookedOf(folded: string): string {
  return folded.replace(TILDE, HOOK)
}

/** Keys that a keyboard set to plain letters leaves behind: Telex `Nguyeexn`, `Dungx`; VNI `Tra62n`. */
const TELEX = /w|aa|ee|oo|^dd|[fjrsx]$/
const VNI = /^\p{L}+[1-9]/u
const KEYS_AFTER_VOWEL = /(?<=[aeiouy][a-z]*)[fjrsxw]/g

/**
 * What was typed, without marks, where the syllable is keys that never became marks; else the syllable itself. Only what
 * becomes a Vietnamese syllable by it is taken for keys: Ksor and Zơrâm are names.
 */
function withoutKeys(text: string): string {
  if (VNI.test(text)) return bare(text.replace(/\d/g, ''))
  if (!/^[a-z]+$/.test(text) || !TELEX.test(text)) return text
  const typed = text
    .replace(KEYS_AFTER_VOWEL, '')
    .replace(/w/g, '')
    .replace(/([aeo])\1/g, '$1')
    .replace(/^dd/, 'd')
  return isLegalSyllable(typed) ? typed : text
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

const syllables = new Map<string, Syllable>()
/** Registers of a province hold a few thousand different syllables; garbage beyond that is made anew each time. */
const SYLLABLES_KEPT = 50_000

/** Loose marks, what is not seen, and letters that only look like đ. */
const UNCLEAN = /[\u0300-\u036fðÐƉɖ]|\u00ad|\u200b|\u200c|\u200d|\ufeff/
const UNSEEN = /\u00ad|\u200b|\u200c|\u200d|\ufeff/g
const LOOKALIKES = /[ðÐƉɖ]/g

const cleaned = (text: string): string =>
  UNCLEAN.test(text) ? text.normalize('NFC').replace(UNSEEN, '').replace(LOOKALIKES, 'đ') : text

/** The syllable of a text between two separators, in any case and Unicode form. */
export function syllableOf(text: string): Syllable {
  const known = syllables.get(text)
  if (known) return known
  const own = made(cleaned(text).toLowerCase())
  if (syllables.size < SYLLABLES_KEPT) syllables.set(text, own)
  return own
}

function made(text: string): Syllable {
  const { letters, tone } = parted(withoutKeys(text))
  const folded = letters + tone
  const plain = bare(letters)
  const region = (folded === plain ? BARE_DOUBLETS.get(plain) : DOUBLETS.get(hookedOf(folded))) ?? plain
  return {
    folded,
    hooked: hookedOf(folded),
    bare: plain,
    region,
    letters,
    tone,
    isInitial: /^[bcdđghklmnpqrstvx]+$/.test(letters),
    isLegal: isLegalSyllable(letters),
    foldedHash: hashOf(folded),
    bareHash: hashOf(plain),
    regionHash: hashOf(region),
    set: letterSet(plain),
  }
}

/** Whether marks are only missing, on one side or the other, and never disagree: Nguyễn and Nguyên, Đặng and Dang. */
export function marksAgree(a: Syllable, b: Syllable): boolean {
  if (a.tone !== b.tone && a.tone !== '' && b.tone !== '') return false
  if (a.letters === b.letters) return true
  if (a.letters.length !== b.letters.length || a.bare.length !== a.letters.length) return false
  for (let i = 0; i < a.letters.length; i++) {
    const [x, y] = [a.letters[i], b.letters[i]]
    if (x !== y && x !== a.bare[i] && y !== b.bare[i]) return false
  }
  return true
}

export const sameLetters = (a: Syllable, b: Syllable): boolean => a.bareHash === b.bareHash && a.bare === b.bare

/** Whether one stands for the other: the same letters, or an initial of it. */
export const abbreviates = (a: Syllable, b: Syllable): boolean =>
  sameLetters(a, b) || (a.isInitial && b.bare.startsWith(a.bare)) || (b.isInitial && a.bare.startsWith(b.bare))
