import type { SqlForm } from '../../../core/comparison.ts'
import { type Condition, equal, likeness, over, wordList } from './sql.ts'

const lower = (cell: string): string => `lower(nfc_normalize(${cell}))`
const both =
  (...all: readonly Condition[]): Condition =>
  (a, b) =>
    all.map((one) => one(a, b)).join(' AND ')

/** A name as words in order: all of them, and those that are no titles. Terms are single words, hence no whole part. */
export const nameWordsSql = (titles: readonly string[]): SqlForm => ({
  parts: {
    all: (cell) => wordList(lower(cell), 2, []),
    words: (cell) => wordList(lower(cell), 2, titles),
  },
  missing: (side) => `coalesce(len(${side('all')}) = 0, TRUE)`,
})

/** The levels of `names` by code. */
export function nameConditions(bound: number) {
  const first = (words: string): string => `list_extract(${words}, 1)`
  const last = (words: string): string => `CASE WHEN len(${words}) > 1 THEN list_extract(${words}, -1) END`
  const same = (part: (words: string) => string): Condition => over('words', (a, b) => equal(part(a), part(b)))
  const alike = (part: (words: string) => string): Condition =>
    over('words', (a, b) => likeness(bound)(part(a), part(b)))
  const shared = (test: string): Condition => over('words', (a, b) => `len(list_intersect(${a}, ${b})) ${test}`)
  return {
    same: both(
      over('words', (a) => `len(${a}) > 1`),
      over('all', equal),
    ),
    ends: both(same(last), same(first)),
    'last-near-first': both(same(last), alike(first)),
    'first-near-last': both(same(first), alike(last)),
    two: shared('>= 2'),
    last: same(last),
    only: both(
      over('words', (a, b) => `least(len(${a}), len(${b})) = 1`),
      shared('> 0'),
    ),
    one: shared('> 0'),
    'ends-near': both(alike(last), alike(first)),
    'last-near': alike(last),
    near: over('words', (a, b) => {
      const other = `len(list_filter(${b}, lambda y: length(y) > 3 AND ${likeness(bound)('x', 'y')})) > 0`
      return `len(list_filter(${a}, lambda x: length(x) > 3 AND ${other})) > 0`
    }),
  }
}

const VOWELS = 'aăâeêioôơuưy'
const TONES = ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323']
const TONED = TONES.map((tone) => [...VOWELS].map((vowel) => (vowel + tone).normalize('NFC')).join('')).join('')
const DIGITS = TONES.map((_, tone) => String(tone + 1).repeat(VOWELS.length)).join('')

const text = (cell: string): string => `trim(regexp_replace(${lower(cell)}, '[\\s.,;/()-]+', ' ', 'g'))`
const bare = (cell: string): string => `replace(strip_accents(${text(cell)}), 'đ', 'd')`
const syllables = (cell: string): string => `string_split(${bare(cell)}, ' ')`

/**
 * A Vietnamese name: its letters without tones and, apart, the tones in order, so that where in its syllable a tone stands
 * does not show (hoà = hòa); bare letters; syllables; syllables with regional doublets as one.
 */
export const syllablesSql = (doublets: Readonly<Record<string, string>>): SqlForm => ({
  parts: {
    text,
    letters: (cell) =>
      `regexp_replace(translate(${text(cell)}, '${TONED}', '${VOWELS.repeat(TONES.length)}'), '([hklmst])y( |$)', '\\1i\\2', 'g')`,
    tones: (cell) => `regexp_replace(translate(${text(cell)}, '${TONED}', '${DIGITS}'), '[^1-5]', '', 'g')`,
    bare,
    syllables,
    region: (cell) =>
      Object.entries(doublets).reduce(
        (sql, [from, to]) => `replace(${sql}, ' ${from} ', ' ${to} ')`,
        `' ' || array_to_string(${syllables(cell)}, '  ') || ' '`,
      ),
  },
  missing: (side) => `coalesce(${side('bare')} = '', TRUE)`,
  term: 'bare',
})

const at = (place: number): Condition =>
  over('syllables', (a, b) => equal(`list_extract(${a}, ${place})`, `list_extract(${b}, ${place})`))

/** The levels of `vietnameseNames` by code. */
export const SYLLABLE_CONDITIONS: Readonly<Record<string, Condition>> = {
  same: both(over('letters', equal), over('tones', equal)),
  unmarked: both(over('bare', equal), (a, b) => `(${a('text')} = ${a('bare')}) <> (${b('text')} = ${b('bare')})`),
  marks: over('bare', equal),
  ends: both(
    over('syllables', (a, b) => `least(len(${a}), len(${b})) > 1`),
    (a, b) => `((${both(at(1), at(-1))(a, b)}) OR list_sort(${a('syllables')}) = list_sort(${b('syllables')}))`,
  ),
  regional: over('region', equal),
  'near-.94': over('bare', likeness(0.94)),
  'near-.88': over('bare', likeness(0.88)),
  given: at(-1),
}
