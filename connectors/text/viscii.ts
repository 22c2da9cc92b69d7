import iconv from 'iconv-lite'
import { betweenWords, decodeBytes, meaningful, notAscii, type TextEncoding } from './encoding.ts'

/** VISCII 1.1 (RFC 1456): every letter has a byte, six capitals sit among the control bytes. */
const table = Array.from({ length: 256 }, (_, byte) => iconv.decode(Buffer.of(byte), 'viscii'))

export const viscii: TextEncoding = {
  name: 'viscii',
  family: 'viscii',
  ofFiles: true,
  ofColumns: false,
  touches: notAscii,
  between: betweenWords,
  bytes: meaningful(table),
  margin: 0,
  decode: decodeBytes(table),
}
