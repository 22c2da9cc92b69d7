import { betweenWords, decodeBytes, meaningful, notAscii, type TextEncoding } from './encoding.ts'
import { vn1 } from './tcvn5712.ts'
import { typography, windowsTypography } from './typography.ts'

/**
 * TCVN3 / ABC fonts (`.VnTime`): the bytes of TCVN 5712-1 without its toned capitals and combining tones; these places hold
 * the font's ordinary typographic signs. A capital font (`.VnTimeH`) shows the lower-case bytes as capitals.
 */
const untoned = 'ĂÂÊÔƠƯĐ'
const table = vn1.map((character, byte) => {
  if (byte < 128 || byte === 0xa0) return String.fromCharCode(byte)
  if (byte < 0xa0) return windowsTypography[byte] ?? null
  return character !== character.toUpperCase() || untoned.includes(character) ? character : null
})
const decode = decodeBytes(table, typography)

const letters = /\p{L}+/gu
const capitals = /[A-ZĂÂÊÔƠƯĐ]{2}/
const lower = /\p{Ll}/u

/**
 * Text typed in a capital font comes out as `NGUYễN THị Hồ`: its vowels are lower case, its consonants are not. A word with two
 * capitals and nothing lower but Vietnamese letters is such a word. It, or two words in capitals, speak for the whole cell
 * when no consonant in it is lower case.
 */
export function raiseCapitals(text: string): string {
  if (!capitals.test(text) || !lower.test(text)) return text
  let raised = 0
  let upper = 0
  const out = text.replace(letters, (word) => {
    if (/[a-z]/.test(word) || !/[A-ZĂÂÊÔƠƯĐ].*[A-ZĂÂÊÔƠƯĐ]/.test(word)) return word
    if (lower.test(word)) raised++
    else upper++
    return word.toUpperCase()
  })
  return (raised > 0 || upper > 1) && !/[a-z]/.test(text) ? out.toUpperCase() : out
}

export const tcvn3: TextEncoding = {
  name: 'tcvn3',
  family: 'tcvn',
  ofFiles: true,
  ofColumns: true,
  touches: notAscii,
  between: betweenWords,
  bytes: meaningful(table),
  margin: 0,
  decode(text) {
    const decoded = decode(text)
    if (decoded === null || !capitals.test(decoded)) return decoded
    return decoded.split('\0').map(raiseCapitals).join('\0')
  },
}
