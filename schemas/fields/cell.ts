/** What people and exports write where a cell says nothing. Types that read one of these as a value look before they ask. */
const BLANKS: ReadonlySet<string> = new Set([
  '-',
  '--',
  '---',
  '_',
  '.',
  '..',
  '...',
  '…',
  '?',
  '*',
  'x',
  'null',
  '(null)',
  '<null>',
  '\\n',
  'n/a',
  '#n/a',
  'nan',
  'none',
  'nil',
  'không',
  'ko',
  'không có',
  'chưa có',
  'không rõ',
  'chưa rõ',
  'trống',
  '(trống)',
])
const LONGEST_BLANK = 9
const BLANK_STARTS: ReadonlySet<number> = new Set(
  [...BLANKS].flatMap((text) => [text.charCodeAt(0), text.toUpperCase().charCodeAt(0)]),
)

/** Printable ASCII and Vietnamese letters by character code: a text of nothing else needs no cleaning. */
const PLAIN = new Uint8Array(0x1f00).fill(1, 0x20, 0x7f)
for (const letter of 'đàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ') {
  for (const cased of [letter, letter.toUpperCase()]) PLAIN[cased.charCodeAt(0)] = 1
}
const SPACE = 32

/** Whether the text is plain, its words parted by one space and nothing outside them. */
function isPlain(text: string): boolean {
  let before = SPACE
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= PLAIN.length || PLAIN[code] === 0 || (code === SPACE && before === SPACE)) return false
    before = code
  }
  return before !== SPACE
}

/** Control, invisible and exotic space characters, and halves of surrogate pairs: nothing a clean cell holds. */
const ODD =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\p{Cs}]/u
const SPACES = /[\t\n\v\f\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\p{Cs}]/gu

/** No register has a cell this long: a document slipped in, or a quote was left open. */
const LONGEST_CELL = 4000
/** What an overlong cell is read as: longer than any type takes, so each refuses it without walking through a megabyte. */
const OVERLONG = '…'.repeat(LONGEST_CELL)

/** The text without outer spaces and invisible characters; NBSP, tabs and line breaks become spaces. */
export function tidy(raw: string): string {
  if (raw.length > LONGEST_CELL) {
    const text = raw.trim()
    return text.length > LONGEST_CELL ? OVERLONG : tidy(text)
  }
  if (isPlain(raw)) return raw
  if (!ODD.test(raw)) return raw.trim()
  return raw.replace(SPACES, ' ').replace(INVISIBLE, '').trim()
}

export const isBlank = (text: string): boolean =>
  text.length === 0 ||
  (text.length <= LONGEST_BLANK && BLANK_STARTS.has(text.charCodeAt(0)) && BLANKS.has(text.toLowerCase()))

/** The tidied text of a cell, or null where it says nothing (also `-`, `NULL`, `N/A`, `không`, `x`…). */
export function cellText(raw: string): string | null {
  const text = tidy(raw)
  return isBlank(text) ? null : text
}

/** The tidied text with one plain space between words, NFC. */
export function words(raw: string): string {
  if (raw.length <= LONGEST_CELL && isPlain(raw)) return raw
  const text = tidy(raw)
  return (text.includes('  ') ? text.replace(/ {2,}/g, ' ') : text).normalize('NFC')
}

/** Whether the text is ASCII digits from `from` up to `to`, at least one. */
export function digitsOnly(text: string, from = 0, to = text.length): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  return to > from
}

/** A whole number that a spreadsheet exported as a decimal: '123.0' -> '123'. */
export function withoutDecimalZeros(text: string): string {
  const dot = text.indexOf('.')
  if (dot < 1 || text.length - dot > 4 || !digitsOnly(text, 0, dot)) return text
  for (let i = dot + 1; i < text.length; i++) if (text.charCodeAt(i) !== 48) return text
  return text.slice(0, dot)
}
