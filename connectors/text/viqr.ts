import { isAscii } from 'node:buffer'
import type { TextEncoding } from './encoding.ts'

/** VIQR (RFC 1456): seven-bit Vietnamese, `Nguye^~n Va(n DDu+'c`. A backslash keeps the next sign as it is. */
const hats: Readonly<Record<string, string>> = { '^': '\u0302', '(': '\u0306', '+': '\u031b' }
const tones: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '?': '\u0309',
  '~': '\u0303',
  '.': '\u0323',
}
/** Only letters that carry something, so that plain ones cost nothing. */
const marked = /\\[^\0]|d[dD]|D[dD]|(?:[aeoAEO]\^|[aA]\(|[ouOU]\+)['`?~.]?|[aeiouyAEIOUY]['`?~.]/g
/** At most a few hundred: every marked letter there is. */
const known = new Map<string, string>()

function read(written: string): string {
  let letter = known.get(written)
  if (letter === undefined) {
    const marks = [...written.slice(1)].map((mark) => hats[mark] ?? tones[mark] ?? '').join('')
    letter = /^d/i.test(written) ? (written[0] === 'd' ? 'đ' : 'Đ') : (written[0]! + marks).normalize('NFC')
    if (written[0] === '\\') return written[1]!
    known.set(written, letter)
  }
  return letter
}

export const viqr: TextEncoding = {
  name: 'viqr',
  family: 'viqr',
  ofFiles: false,
  ofColumns: true,
  touches: /[aeiouy]['`?~.^(+]|dd|\\/i,
  between: /[\s\d,;:/"|]+/,
  bytes: new Set(),
  margin: 0,
  decode: (text) => (isAscii(Buffer.from(text)) ? text.replace(marked, read) : null),
}
