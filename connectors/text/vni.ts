import { betweenWords, fromCodes, notAscii, type TextEncoding } from './encoding.ts'
import { typography, windowsTypography } from './typography.ts'

/**
 * VNI-Windows fonts: a letter, then a byte that carries its tone, its hat, or both (`eã` is `ễ`). Written here as the
 * Latin-1 characters of the bytes, in the order grave, acute, hook, tilde, dot.
 */
const tones = ['\u0300', '\u0301', '\u0309', '\u0303', '\u0323']
const plainTones = 'øùûõï'
const hats: readonly (readonly [on: string, hat: string, alone: string, toned: string])[] = [
  ['aeo', '\u0302', 'â', 'àáåãä'],
  ['a', '\u0306', 'ê', 'èéúüë'],
]
/** Letters with a byte of their own. The vowels take tone bytes of the plain kind after them. */
const single: Readonly<Record<string, string>> = {
  ô: 'ơ',
  ö: 'ư',
  ñ: 'đ',
  ì: 'ì',
  í: 'í',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  î: 'ỵ',
}

function pairs(): Map<string, string> {
  const found = new Map<string, string>()
  const add = (letter: string, mark: string, to: string) => {
    const composed = to.normalize('NFC')
    found.set(letter + mark, composed)
    // Marks are typed in either case after a capital.
    for (const either of [mark, mark.toUpperCase()]) found.set(letter.toUpperCase() + either, composed.toUpperCase())
  }
  for (const letter of 'aeouyôö') {
    const base = single[letter] ?? letter
    for (const [i, tone] of tones.entries()) add(letter, plainTones[i]!, base + tone)
  }
  for (const [on, hat, alone, toned] of hats) {
    for (const letter of on) {
      add(letter, alone, letter + hat)
      for (const [i, tone] of tones.entries()) add(letter, toned[i]!, letter + hat + tone)
    }
  }
  return found
}

const pair = pairs()
const alone = new Map(
  Object.entries(single).flatMap(([from, to]) => [
    [from, to],
    [from.toUpperCase(), to.toUpperCase()],
  ]),
)
/** The pairs once more, at `letter * 256 + mark`, as one lookup. */
const pairCodes = new Uint16Array(65_536)
for (const [key, to] of pair) pairCodes[key.charCodeAt(0) * 256 + key.charCodeAt(1)] = to.charCodeAt(0)
const characters = new Set([...alone.keys(), ...[...pair.keys()].map((key) => key[1]!)])

export const vni: TextEncoding = {
  name: 'vni-windows',
  family: 'vni',
  ofFiles: true,
  ofColumns: true,
  touches: notAscii,
  between: betweenWords,
  bytes: new Set([...[...characters].map((c) => c.charCodeAt(0)), ...Object.keys(windowsTypography).map(Number), 0xa0]),
  margin: 0,
  decode(text) {
    const out = new Uint16Array(text.length)
    let length = 0
    for (let i = 0; i < text.length; i++) {
      const letter = text.charCodeAt(i)
      const mark = i + 1 < text.length ? text.charCodeAt(i + 1) : 0
      const both = mark > 127 && mark < 256 && letter < 256 ? pairCodes[letter * 256 + mark]! : 0
      if (both !== 0) i++
      const to = both !== 0 ? both : letter < 128 ? letter : one(letter)
      if (to === 0 && letter !== 0) return null
      out[length++] = to
    }
    return fromCodes(out, length)
  },
}

/** A letter with a byte of its own, a sign, or 0 for a mark that stands on nothing. */
function one(code: number): number {
  if (code === 0xa0) return code
  const character = String.fromCharCode(code)
  const to = alone.get(character) ?? windowsTypography[code] ?? (typography.has(character) ? character : undefined)
  return to?.charCodeAt(0) ?? 0
}
