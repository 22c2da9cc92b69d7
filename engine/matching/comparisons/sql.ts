import type { SqlForm, SqlSide } from '../../../core/comparison.ts'
import { SLIP } from './words.ts'

// Forms and tests of the comparisons as DuckDB expressions, the dialect in which a model is carried to Splink. DuckDB
// compares texts by bytes of UTF-8, the engine by code points: on letters with marks the similarities differ.

export type Condition = (a: SqlSide, b: SqlSide) => string
type Values = (a: string, b: string) => string

/** A condition over one part of both sides. */
export const over =
  (part: string, own: Values): Condition =>
  (a, b) =>
    own(a(part), b(part))
export const equal: Values = (a, b) => `${a} = ${b}`

/** A cell as the plain kinds compare it: NFC, lower case, trimmed; blank is missing. */
export const FOLDED: SqlForm = {
  parts: { text: (cell) => `trim(lower(nfc_normalize(${cell})))` },
  missing: (side) => `coalesce(${side('text')} = '', TRUE)`,
  term: 'text',
}
export const SAME = over('text', equal)

/** Letters and digits in upper case; filler (one character repeated, a run of digits) is missing. */
export const IDENTIFIER: SqlForm = {
  parts: { text: (cell) => `regexp_replace(upper(nfc_normalize(${cell})), '[^\\p{L}\\p{N}]+', '', 'g')` },
  missing: (side) => {
    const text = side('text')
    const repeated = `length(${text}) > 1 AND ltrim(${text}, left(${text}, 1)) = ''`
    const run = `length(${text}) > 4 AND contains('01234567890123456789', ${text})`
    return `coalesce(${text} = '' OR (${repeated}) OR (${run}), TRUE)`
  },
  term: 'text',
}

/** The digits of a date; other than four to eight of them, or only zeros, are missing. */
export const DIGITS: SqlForm = {
  parts: { text: (cell) => `regexp_replace(${cell}, '[^0-9]+', '', 'g')` },
  missing: (side) => `coalesce(length(${side('text')}) NOT BETWEEN 4 AND 8 OR ltrim(${side('text')}, '0') = '', TRUE)`,
  term: 'text',
}

/** At most so many slips. DuckDB's distance also allows an edit inside a swap, which the engine counts as one more. */
export const withinEdits = (edits: number): Condition =>
  over('text', (a, b) => `damerau_levenshtein(${a}, ${b}) <= ${edits}`)

/** Likeness as `nearness` judges it: Jaro–Winkler, or one slip in four letters or more. */
export const likeness =
  (bound: number): Values =>
  (a, b) => {
    const similar = `jaro_winkler_similarity(${a}, ${b}) >= ${bound}`
    if (bound > SLIP) return similar
    return `(${similar} OR (least(length(${a}), length(${b})) >= 4 AND damerau_levenshtein(${a}, ${b}) <= 1))`
  }
export const near = (bound: number): Condition => over('text', likeness(bound))

/** So many digits differ in two dates of one precision. */
export const digitsOff = (count: number): Condition =>
  over('text', (a, b) => {
    // padded, as the distance is an error between lengths that differ
    const differing = `hamming(rpad(${a}, 8, '0'), rpad(${b}, 8, '0'))`
    return `length(${a}) > 4 AND length(${a}) = length(${b}) AND ${differing} = ${count}`
  })

/** A quoted SQL text. */
export const quoted = (text: string): string => `'${text.replace(/'/g, "''")}'`

/** The words of a lower-case text as a list: runs of so many letters and digits or more, some left out. */
export function wordList(text: string, least: number, without: readonly string[]): string {
  const words = (from: string): string => `regexp_extract_all(${from}, '[\\p{L}\\p{N}]{${least},}')`
  if (without.length === 0) return words(text)
  const out = without.filter((word) => /^[\p{L}\p{N}]+$/u.test(word)).join('|')
  // every word stands between blanks of its own, so that one that is left out takes none from its neighbour
  const spaced = `' ' || array_to_string(${words(text)}, '  ') || ' '`
  return words(`regexp_replace(${spaced}, ' (?:${out}) ', '', 'g')`)
}
