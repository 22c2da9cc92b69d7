import type { Encode } from './files.ts'

/**
 * Bytes of TCVN 5712 (TCVN3, ABC fonts): lower case with marks, the six capital letters that are letters of their own,
 * Đ. Source: domain reference 5.1. Written here on its own: sharing it with the reader would hide a common fault.
 */
const BYTES =
  'à B5 á B8 ả B6 ã B7 ạ B9 ă A8 ằ BB ắ BE ẳ BC ẵ BD ặ C6 â A9 ầ C7 ấ CA ẩ C8 ẫ C9 ậ CB đ AE è CC é D0 ẻ CE ẽ CF ẹ D1 ' +
  'ê AA ề D2 ế D5 ể D3 ễ D4 ệ D6 ì D7 í DD ỉ D8 ĩ DC ị DE ò DF ó E3 ỏ E1 õ E2 ọ E4 ô AB ồ E5 ố E8 ổ E6 ỗ E7 ộ E9 ' +
  'ơ AC ờ EA ớ ED ở EB ỡ EC ợ EE ù EF ú F3 ủ F1 ũ F2 ụ F4 ư AD ừ F5 ứ F8 ử F6 ữ F7 ự F9 ỳ FA ý FD ỷ FB ỹ FC ỵ FE ' +
  'Ă A1 Â A2 Ê A3 Ô A4 Ơ A5 Ư A6 Đ A7'

const QUESTION_MARK = 0x3f
const UNITS = 0x10000

function byteTable(): Uint8Array {
  const table = new Uint8Array(UNITS).fill(QUESTION_MARK)
  for (let code = 0; code < 0x80; code++) table[code] = code
  const pairs = BYTES.split(' ')
  for (let i = 0; i < pairs.length; i += 2) table[pairs[i]!.charCodeAt(0)] = Number.parseInt(pairs[i + 1]!, 16)
  for (let i = 0; i < pairs.length; i += 2) {
    // The fonts have no capitals with tone marks: such systems show the small letter (or a capital font).
    const capital = pairs[i]!.toUpperCase().charCodeAt(0)
    if (table[capital] === QUESTION_MARK) table[capital] = table[pairs[i]!.charCodeAt(0)]!
  }
  return table
}

const TABLE = byteTable()

let units = new Uint16Array(1 << 14)
let unitBytes = Buffer.from(units.buffer)

/** NFC text to TCVN3 bytes; what the code page lacks becomes a question mark, as in those systems. */
export const tcvn3: Encode = (text, into, at) => {
  if (text.length > units.length) {
    units = new Uint16Array(text.length)
    unitBytes = Buffer.from(units.buffer)
  }
  // UTF-16 first: the runtime writes it natively, and a loop over units is twice as fast as one over a string.
  const length = unitBytes.write(text, 0, 'utf16le') >> 1
  for (let i = 0; i < length; i++) into[at + i] = TABLE[units[i]!]!
  return length
}

/** How the bytes look to a program that takes them for Latin-1: `NguyÔn V¨n ¸nh`. */
export function tcvn3AsLatin1(text: string): string {
  const bytes = Buffer.alloc(text.length)
  return bytes.toString('latin1', 0, tcvn3(text, bytes, 0))
}
