import type { TextEncoding } from './encoding.ts'
import { isSyllable } from './syllable.ts'

/** How a set of words reads before and after decoding. Shares are of the distinct words that the decoding would change. */
export interface Evidence {
  readonly encoding: TextEncoding
  /** Distinct words that the encoding reads differently. */
  readonly words: number
  /** Share of legal syllables as the words stand. */
  readonly before: number
  /** Share of legal syllables once decoded; a word that does not decode is not legal. */
  readonly after: number
  /** Distinct words that are legal once decoded. */
  readonly legal: number
  /** Words that become legal. */
  readonly gained: number
  /** Share of the words that decode at all. */
  readonly decodable: number
  /** The words that do not become legal. */
  readonly unread: readonly string[]
}

const WORDS_AT_MOST = 5_000
/** ASCII that is no letter, and typographic signs: they may stand in and around any word. */
const signs = /[^A-Za-z\x80-\uffff]+|[€‚„…†‡‰‹‘’“”•–—™›\xa0]+/

/** Signs that follow a letter in no spelling but VIQR's. */
const hatted = /[A-Za-z][\^(+~`]/

/** Every stretch between signs is a syllable, and there is at least one. */
export function readsWell(text: string): boolean {
  if (hatted.test(text)) return false
  const words = text.split(signs).filter((word) => word !== '')
  return words.length > 0 && words.every(isSyllable)
}

/** The distinct words of the texts that this encoding would read differently; single signs are no evidence (`©`, `£`). */
export function touchedWords({ touches, between }: TextEncoding, texts: Iterable<string>): Set<string> {
  const words = new Set<string>()
  for (const text of texts) {
    if (!touches.test(text)) continue
    for (const word of text.split(between)) if (word.length > 1 && touches.test(word)) words.add(word)
    if (words.size >= WORDS_AT_MOST) break
  }
  return words
}

/** Whether the encoding makes this word legal. */
export function explains(encoding: TextEncoding, word: string): boolean {
  const decoded = encoding.decode(word)
  return decoded !== null && decoded !== word && readsWell(decoded)
}

export function judge(encoding: TextEncoding, texts: Iterable<string>): Evidence {
  let words = 0
  let before = 0
  let legal = 0
  let gained = 0
  let decodable = 0
  const unread: string[] = []
  for (const word of touchedWords(encoding, texts)) {
    const decoded = encoding.decode(word)
    if (decoded !== null && !/\p{L}/u.test(decoded)) continue
    const wasWell = readsWell(word)
    const isWell = decoded !== null && readsWell(decoded)
    words++
    if (wasWell) before++
    if (isWell) legal++
    else unread.push(word)
    if (isWell && !wasWell) gained++
    if (decoded !== null) decodable++
  }
  const share = (count: number) => (words === 0 ? 0 : count / words)
  return {
    encoding,
    words,
    before: share(before),
    after: share(legal),
    legal,
    gained,
    decodable: share(decodable),
    unread,
  }
}
