/**
 * A date known to the day, the month or the year, as ISO 8601 reduced precision: `1960`, `1960-05`, `1960-05-17`. The
 * length is the precision; a year is never padded to 1 January.
 */
export type PartialDate = string

/** A commune with the catalogue in which its code is meant: `20335@2025-07-01`. Codes were re-used in 2025. */
export type UnitRef = string

export const yearOf = (date: PartialDate | null): string | null => date?.slice(0, 4) ?? null
export const isFullDate = (date: PartialDate): boolean => date.length === 10

const MARKS = /[\u0300-\u036f]/g
const LETTERS = 'aàáảãạăằắẳẵặâầấẩẫậ eèéẻẽẹêềếểễệ iìíỉĩị oòóỏõọôồốổỗộơờớởỡợ uùúủũụưừứửữự yỳýỷỹỵ dđ'
const GAP = 32
/** ASCII and Vietnamese letters by character code: the bare letter or digit, `GAP` for signs, 0 for what needs the long way. */
const BARE = new Uint8Array(0x1f00).fill(GAP, 0, 0x80)
for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789')
  for (const cased of [character, character.toUpperCase()]) BARE[cased.charCodeAt(0)] = character.charCodeAt(0)
for (const row of LETTERS.split(' ')) {
  for (const letter of row)
    for (const cased of [letter, letter.toUpperCase()]) BARE[cased.charCodeAt(0)] = row.charCodeAt(0)
}
/** Rules ask for the same name several times in a row. */
let last = ''
let lastBare = ''
/** Arguments of one call; longer texts are rare. */
const SHORT = 256

/** Letters without marks, lower case, đ as d, one space between words: for keys and comparison, never for display. */
export function bare(text: string): string {
  if (text !== last) {
    lastBare = withoutMarks(text)
    last = text
  }
  return lastBare
}

function withoutMarks(text: string): string {
  if (text.length > SHORT) return bareOfAny(text)
  const codes: number[] = []
  let before = GAP
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const plain = code < BARE.length ? BARE[code]! : 0
    if (plain === 0) return bareOfAny(text)
    if (plain !== GAP || before !== GAP) codes.push(plain)
    before = plain
  }
  if (before === GAP) codes.pop()
  return String.fromCharCode.apply(null, codes)
}

/** The same for any script; a million calls of it cost seconds, so names and addresses take the way above. */
function bareOfAny(text: string): string {
  return text
    .normalize('NFD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The given name, by which Vietnamese people are sorted and addressed: the last word. */
export const givenName = (fullName: string): string => {
  const own = bare(fullName)
  return own.slice(own.lastIndexOf(' ') + 1)
}
