import { isUtf8 } from 'node:buffer'
import { betweenWords, notAscii, type TextEncoding } from './encoding.ts'

/**
 * UTF-8 that some program took for Windows-1252 (or Latin-1) and encoded again: `Nguyá»…n`. The five bytes that 1252 leaves
 * undefined come through as control characters (WHATWG Encoding Standard, index windows-1252).
 */
const fromWindows = new Map(
  [...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((character, i) => [
    character,
    [
      0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96,
      0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
    ][i]!,
  ]),
)
// Vietnamese Windows takes code page 1258 instead, where the one lead byte that differs reads as this letter.
fromWindows.set('Ă', 0xc3)

export const utf8Twice: TextEncoding = {
  name: 'utf-8-twice',
  family: 'utf-8',
  ofFiles: false,
  ofColumns: true,
  touches: notAscii,
  between: betweenWords,
  bytes: new Set(),
  margin: 0,
  decode(text) {
    const bytes = Buffer.allocUnsafe(text.length)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      const byte = code < 256 ? code : fromWindows.get(text[i]!)
      if (byte === undefined) return null
      bytes[i] = byte
    }
    return isUtf8(bytes) ? bytes.toString('utf8').normalize('NFC') : null
  },
}
