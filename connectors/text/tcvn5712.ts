import iconv from 'iconv-lite'
import { betweenWords, decodeBytes, meaningful, notAscii, type TextEncoding } from './encoding.ts'

/**
 * TCVN 5712-1:1993 (VN1), the standard itself: toned capitals in the control ranges and in the gaps, tones also as combining
 * marks. The fonts that people call TCVN3 or ABC have none of these; see `tcvn3.ts`.
 */
export const vn1 = Array.from({ length: 256 }, (_, byte) => iconv.decode(Buffer.of(byte), 'tcvn'))
const decode = decodeBytes(vn1)

export const tcvn5712: TextEncoding = {
  name: 'tcvn5712',
  family: 'tcvn',
  ofFiles: true,
  ofColumns: false,
  touches: notAscii,
  between: betweenWords,
  bytes: meaningful(vn1),
  margin: 0,
  decode: (text) => decode(text)?.normalize('NFC') ?? null,
}
