import type { SqlForm } from '../../../core/comparison.ts'
import { SLIP } from './words.ts'

// Forms and tests of the comparisons as DuckDB expressions, the dialect in which a model is carried to Splink. DuckDB
// compares texts by bytes of UTF-8, the engine by code points: on letters with marks the similarities differ.

/** A cell as the plain kinds compare it: NFC, lower case, trimmed; blank is missing. */
export const FOLDED: SqlForm = {
  form: (cell) => `trim(lower(nfc_normalize(${cell})))`,
  missing: (form) => `coalesce(${form} = '', TRUE)`,
}

/** Letters and digits in upper case; filler (one character repeated, a run of digits) is missing. */
export const IDENTIFIER: SqlForm = {
  form: (cell) => `regexp_replace(upper(nfc_normalize(${cell})), '[^\\p{L}\\p{N}]+', '', 'g')`,
  missing: (form) => {
    const repeated = `length(${form}) > 1 AND ltrim(${form}, left(${form}, 1)) = ''`
    const run = `length(${form}) > 4 AND contains('01234567890123456789', ${form})`
    return `coalesce(${form} = '' OR (${repeated}) OR (${run}), TRUE)`
  },
}

/** The digits of a date; other than four to eight of them, or only zeros, are missing. */
export const DIGITS: SqlForm = {
  form: (cell) => `regexp_replace(${cell}, '[^0-9]+', '', 'g')`,
  missing: (form) => `coalesce(length(${form}) NOT BETWEEN 4 AND 8 OR ltrim(${form}, '0') = '', TRUE)`,
}

type Condition = (a: string, b: string) => string

export const equalSql: Condition = (a, b) => `${a} = ${b}`

/** At most so many slips. DuckDB's distance also allows an edit inside a swap, which the engine counts as one more. */
export const withinEditsSql =
  (edits: number): Condition =>
  (a, b) =>
    `damerau_levenshtein(${a}, ${b}) <= ${edits}`

/** Likeness as `nearness` judges it: Jaro–Winkler, or one slip in four letters or more. */
export const nearSql =
  (bound: number): Condition =>
  (a, b) => {
    const similar = `jaro_winkler_similarity(${a}, ${b}) >= ${bound}`
    if (bound > SLIP) return similar
    return `(${similar} OR (least(length(${a}), length(${b})) >= 4 AND damerau_levenshtein(${a}, ${b}) <= 1))`
  }

/** So many digits differ in two dates of one precision. */
export const digitsOffSql =
  (count: number): Condition =>
  (a, b) =>
    // padded, as the distance is an error between lengths that differ
    `length(${a}) > 4 AND length(${a}) = length(${b}) AND hamming(rpad(${a}, 8, '0'), rpad(${b}, 8, '0')) = ${count}`

/** A text in lower case, its words not yet parted; no word is missing. */
export const WORDS: SqlForm = {
  form: (cell) => `lower(nfc_normalize(${cell}))`,
  missing: (form) => `coalesce(len(${wordListSql(form, 2, [])}) = 0, TRUE)`,
}

/** A quoted SQL text. */
export const quoted = (text: string): string => `'${text.replace(/'/g, "''")}'`

/** The words of a lower-case text as a list: runs of so many letters and digits or more, some left out. */
export function wordListSql(text: string, least: number, without: readonly string[]): string {
  const words = (from: string): string => `regexp_extract_all(${from}, '[\\p{L}\\p{N}]{${least},}')`
  if (without.length === 0) return words(text)
  const out = without.filter((word) => /^[\p{L}\p{N}]+$/u.test(word)).join('|')
  // every word stands between blanks of its own, so that one that is left out takes none from its neighbour
  const spaced = `' ' || array_to_string(${words(text)}, '  ') || ' '`
  return words(`regexp_replace(${spaced}, ' (?:${out}) ', '', 'g')`)
}

/** The levels of `names` as conditions over two lower-case texts: words in order, first and last of them, shared ones. */
export function nameConditions(titles: readonly string[], near: number) {
  const words = (text: string): string => wordListSql(text, 2, titles)
  const first = (text: string): string => `list_extract(${words(text)}, 1)`
  const last = (text: string): string => `CASE WHEN len(${words(text)}) > 1 THEN list_extract(${words(text)}, -1) END`
  const same =
    (part: (text: string) => string): Condition =>
    (a, b) =>
      equalSql(part(a), part(b))
  const alike =
    (part: (text: string) => string): Condition =>
    (a, b) =>
      nearSql(near)(part(a), part(b))
  const shared: Condition = (a, b) => `len(list_intersect(${words(a)}, ${words(b)}))`
  const both =
    (one: Condition, other: Condition): Condition =>
    (a, b) =>
      `${one(a, b)} AND ${other(a, b)}`
  return {
    text: both(
      (a) => `len(${words(a)}) > 1`,
      same((text) => wordListSql(text, 2, [])),
    ),
    ends: both(same(last), same(first)),
    lastNearFirst: both(same(last), alike(first)),
    firstNearLast: both(same(first), alike(last)),
    two: ((a, b) => `${shared(a, b)} >= 2`) as Condition,
    last: same(last),
    only: ((a, b) => `least(len(${words(a)}), len(${words(b)})) = 1 AND ${shared(a, b)} > 0`) as Condition,
    one: ((a, b) => `${shared(a, b)} > 0`) as Condition,
    endsNear: both(alike(last), alike(first)),
    lastNear: alike(last),
    near: ((a, b) => {
      const other = `len(list_filter(${words(b)}, lambda y: length(y) > 3 AND ${nearSql(near)('x', 'y')})) > 0`
      return `len(list_filter(${words(a)}, lambda x: length(x) > 3 AND ${other})) > 0`
    }) as Condition,
  }
}
