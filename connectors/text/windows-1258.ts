import iconv from 'iconv-lite'
import { betweenWords, decodeBytes, meaningful, notAscii, type TextEncoding } from './encoding.ts'

/** Windows code page 1258: base letter, then the tone as a combining mark; composed here, so that `ê` + U+0303 is `ễ`. */
const table = Array.from({ length: 256 }, (_, byte) => {
  const character = iconv.decode(Buffer.of(byte), 'windows-1258')
  return character === '\ufffd' ? null : character
})
const decode = decodeBytes(table)

export const windows1258: TextEncoding = {
  name: 'windows-1258',
  family: 'windows-1258',
  ofFiles: true,
  ofColumns: false,
  touches: notAscii,
  between: betweenWords,
  bytes: meaningful(table),
  margin: 0,
  decode: (text) => decode(text)?.normalize('NFC') ?? null,
}
