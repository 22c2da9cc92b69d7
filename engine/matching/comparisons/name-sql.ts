import type { SqlForm, SqlSide } from '../../../core/comparison.ts'
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
const [GRAVE, ACUTE, TILDE, HOOK, DOT] = ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323']
const TONES = [GRAVE, ACUTE, TILDE, HOOK, DOT]
const TONED = TONES.map((tone) => [...VOWELS].map((vowel) => (vowel + tone).normalize('NFC')).join('')).join('')
const DIGITS = TONES.map((_, tone) => String(tone + 1).repeat(VOWELS.length)).join('')

const text = (cell: string): string => `trim(regexp_replace(${lower(cell)}, '[\\s.,;:/()|''’‘ʼ\`´-]+', ' ', 'g'))`
const letters = (cell: string): string =>
  `regexp_replace(translate(${text(cell)}, '${TONED}', '${VOWELS.repeat(TONES.length)}'), '([bcdghklmnpqrstvx]|qu)y( |$)', '\\1i\\2', 'g')`
const bare = (cell: string): string => `replace(strip_accents(${letters(cell)}), 'đ', 'd')`

/** Syllables that are one name in two regions, by their letters: southern form first. */
const DOUBLETS = [
  ['huynh', 'hoang'],
  ['vo', 'vu'],
  ['phuoc', 'phuc'],
  ['kieng', 'canh'],
  ['chau', 'chu'],
  ['tanh', 'tinh'],
] as const

/**
 * A Vietnamese name: its letters without tones and, apart, the tone of each syllable, so that where in its syllable a tone
 * stands does not show (hoà = hòa); bare letters; syllables, northern forms for southern ones. Forms of address and keys that
 * never became marks stay in it.
 */
export const SYLLABLES: SqlForm = {
  parts: {
    letters,
    tones: (cell) => `regexp_replace(translate(${text(cell)}, '${TONED}', '${DIGITS}'), '[^1-5 ]', '', 'g')`,
    bare,
    syllables: (cell) => `string_split(${bare(cell)}, ' ')`,
    region: (cell) =>
      DOUBLETS.reduce(
        (sql, [south, north]) => `replace(${sql}, ' ${south} ', ' ${north} ')`,
        `' ' || replace(${bare(cell)}, ' ', '  ') || ' '`,
      ),
  },
  missing: (side) => `coalesce(${side('bare')} = '', TRUE)`,
  term: 'bare',
}

const at = (place: number): Condition =>
  over('syllables', (a, b) => equal(`list_extract(${a}, ${place})`, `list_extract(${b}, ${place})`))
const several: Condition = over('syllables', (a, b) => `least(len(${a}), len(${b})) > 1`)
const isMarked = (side: SqlSide): string => `(${side('letters')} <> ${side('bare')} OR trim(${side('tones')}) <> '')`

/** Marks are only missing, on one side or the other: letter by letter, and syllable by syllable for the tones. */
const marksAgree: Condition = (a, b) => {
  const letter = (side: SqlSide, part: string): string => `substr(${side(part)}, i, 1)`
  const [x, y] = [letter(a, 'letters'), letter(b, 'letters')]
  const alike = `${x} = ${y} OR ${x} = ${letter(a, 'bare')} OR ${y} = ${letter(b, 'bare')}`
  const tone = (side: SqlSide): string => `list_extract(string_split(${side('tones')}, ' '), i)`
  return [
    `length(${a('letters')}) = length(${b('letters')})`,
    `len(list_filter(range(1, length(${a('letters')}) + 1), lambda i: NOT (${alike}))) = 0`,
    `len(list_filter(range(1, len(${a('syllables')}) + 1), lambda i: ${tone(a)} <> ${tone(b)} AND ${tone(a)} <> '' AND ${tone(b)} <> '')) = 0`,
  ].join(' AND ')
}

/** The syllables of the shorter name stand in the longer one in their order. */
const isDropped = over('syllables', (a, b) => {
  const within = (short: string, long: string): string =>
    `len(${short}) BETWEEN 2 AND len(${long}) - 1 AND '  ' || array_to_string(${long}, '  ') || '  ' LIKE '% ' || array_to_string(${short}, ' % ') || ' %'`
  return `((${within(a, b)}) OR (${within(b, a)}))`
})

/** The given names are alike: one in two regions, or one slip apart. */
const givenAlike: Condition = over('syllables', (a, b) => {
  const [x, y] = [`list_extract(${a}, -1)`, `list_extract(${b}, -1)`]
  const regional = DOUBLETS.map(
    ([south, north]) => `(${x}, ${y}) IN (('${south}', '${north}'), ('${north}', '${south}'))`,
  )
  return `(damerau_levenshtein(${x}, ${y}) <= 1 OR ${regional.join(' OR ')})`
})
const near = (bound: number): Condition =>
  both(
    givenAlike,
    over('bare', (a, b) => {
      const slip = `(least(length(${a}), length(${b})) >= 6 AND damerau_levenshtein(${a}, ${b}) <= 1)`
      return `(jaro_winkler_similarity(${a}, ${b}) >= ${bound} OR ${slip})`
    }),
  )

/** The levels of `vietnameseNames` by code; initials and misspelt syllables have no SQL form. */
export const SYLLABLE_CONDITIONS: Readonly<Record<string, Condition>> = {
  same: both(over('letters', equal), over('tones', equal)),
  unmarked: both(over('bare', equal), (a, b) => `${isMarked(a)} <> ${isMarked(b)}`),
  'lost-marks': both(over('bare', equal), marksAgree),
  'hook-tilde': both(
    over('letters', equal),
    over('tones', (a, b) => equal(`replace(${a}, '3', '4')`, `replace(${b}, '3', '4')`)),
  ),
  marks: over('bare', equal),
  regional: over('region', equal),
  reordered: over('syllables', (a, b) => equal(`list_sort(${a})`, `list_sort(${b})`)),
  dropped: both(at(-1), isDropped),
  'near-.92': near(0.92),
  'near-.88': near(0.88),
  ends: both(several, at(1), at(-1)),
  given: at(-1),
}
