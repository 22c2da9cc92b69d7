import type { TextEncoding } from './encoding.ts'
import { isSyllable } from './syllable.ts'
import { tcvn3 } from './tcvn3.ts'

/**
 * TCVN3 whose `ư` is gone: the byte 0xAD is a soft hyphen to editors, spreadsheets and PDF readers, and they drop it, so that
 * `M\xadêng` (Mường) becomes `Mêng`. A word gets its `ư` back where that is the one way to make it a syllable; words that stay
 * legal without it (`mười` becomes `mời`) cannot be told and stand as they are, with the raw text beside them; and a word that
 * kept no letter of its own of TCVN3 (`Hưng` becomes `Hng`) looks like an abbreviation. That leaves words with an `ơ`.
 */
const words = /[A-Za-zĐđ]*[ơờớởỡợƠỜỚỞỠỢ][A-Za-z]*/g
const known = new Map<string, string>()
const KNOWN_AT_MOST = 20_000

function restored(word: string): string {
  let answer = known.get(word)
  if (answer === undefined) {
    if (known.size >= KNOWN_AT_MOST) known.clear()
    answer = withHorn(word)
    known.set(word, answer)
  }
  return answer
}

function withHorn(word: string): string {
  if (isSyllable(word)) return word
  const horn = word.length > 1 && word === word.toUpperCase() ? 'Ư' : 'ư'
  const ways = new Set<string>()
  for (let at = 0; at <= word.length; at++) {
    const way = word.slice(0, at) + horn + word.slice(at)
    if (isSyllable(way)) ways.add(way)
  }
  return ways.size === 1 ? [...ways][0]! : word
}

export const tcvn3LostHyphen: TextEncoding = {
  ...tcvn3,
  name: 'tcvn3-lost-hyphen',
  margin: 2,
  decode: (text) => (text.includes('\xad') ? null : (tcvn3.decode(text)?.replace(words, restored) ?? null)),
}
