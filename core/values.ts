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
/** Names and places repeat, and every block rule asks for the same ones again. */
const known = new Map<string, string>()
const KNOWN_AT_MOST = 100_000

/** Letters without marks, lower case, đ as d, one space between words: for keys and comparison, never for display. */
export function bare(text: string): string {
  let own = known.get(text)
  if (own === undefined) {
    if (known.size >= KNOWN_AT_MOST) known.clear()
    own = withoutMarks(text)
    known.set(text, own)
  }
  return own
}

function withoutMarks(text: string): string {
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
