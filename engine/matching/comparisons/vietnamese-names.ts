import type { Comparison, Level, TermFrequency } from '../../../core/comparison.ts'
import { bare } from '../../../core/values.ts'
import { bareFold } from '../similarity/fold.ts'
import { SYLLABLE_CONDITIONS, syllablesSql } from './name-sql.ts'
import type { PlainOptions } from './plain.ts'
import { nearness, type Word, wordOf } from './words.ts'

/** One syllable with its forms; there are a few thousand, so each is made once. */
interface Syllable {
  /** Lower case, tone placement folded (hoà = hòa), final y for i after a consonant folded (lý = lí). */
  readonly folded: string
  readonly bare: string
  readonly region: string
}

/** A Vietnamese full name: with its marks, as bare letters, and in syllables. */
export interface VietnameseName {
  readonly folded: string
  readonly bare: string
  readonly syllables: readonly Syllable[]
  /** Made when first compared by likeness. */
  word: Word | null
}

/** Family and given names that are one name in two regions, by bare letters. */
const DOUBLETS: Readonly<Record<string, string>> = {
  huynh: 'hoang',
  vo: 'vu',
  phuoc: 'phuc',
  canh: 'kieng',
  chau: 'chu',
  dang: 'dang',
  thoi: 'thi',
  nhan: 'nhon',
  nhat: 'nhut',
  tin: 'tan',
  hanh: 'hong',
  an: 'on',
}
const regional = (syllable: string): string => DOUBLETS[syllable] ?? syllable

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/
const syllables = new Map<string, Syllable>()

function syllableOf(text: string): Syllable {
  let own = syllables.get(text)
  if (own) return own
  const letters = text.normalize('NFD')
  const tone = TONES.exec(letters)?.[0] ?? ''
  const plain = letters.replace(TONES, '').replace(/(?<=[hklmst])y$/, 'i')
  const name = bare(text)
  // the tone goes after all letters of its syllable, so that its place no longer shows
  syllables.set(text, (own = { folded: plain.normalize('NFC') + tone, bare: name, region: regional(name) }))
  return own
}

function read(value: string): VietnameseName | null {
  const parts = value
    .normalize('NFC')
    .toLowerCase()
    .split(/[\s.,;/()-]+/)
    .filter((part) => part !== '')
    .slice(0, SYLLABLES_MOST)
    .map(syllableOf)
  const letters = parts.map((part) => part.bare).join(' ')
  return letters === ''
    ? null
    : { folded: parts.map((part) => part.folded).join(' '), bare: letters, syllables: parts, word: null }
}

/** No name has more; a 1 MB cell costs no more than one. */
const SYLLABLES_MOST = 16

const wordIn = (name: VietnameseName): Word => (name.word ??= wordOf(name.bare))
type Names = readonly Syllable[]
const marked = ({ folded, bare }: VietnameseName): boolean => folded !== bare
const given = (a: Names, b: Names): boolean => a.at(-1)!.bare === b.at(-1)!.bare
const ends = (a: Names, b: Names): boolean => a.length > 1 && b.length > 1 && a[0]!.bare === b[0]!.bare && given(a, b)
const byRegion = (a: Names, b: Names): boolean =>
  a.length === b.length && a.every((one, i) => one.region === b[i]!.region)
/** The same syllables in another order; the lengths of the bare names are compared first, as sorting costs. */
const reordered = (a: VietnameseName, b: VietnameseName): boolean =>
  a.bare.length === b.bare.length &&
  a.syllables.length > 1 &&
  a.syllables.length === b.syllables.length &&
  sorted(a) === sorted(b)
const sorted = ({ syllables }: VietnameseName): string =>
  syllables
    .map((one) => one.bare)
    .sort()
    .join(' ')

/** Vietnamese names by character, in the levels of the reference (matching.md, section 2): lost marks are not other marks. */
export function vietnameseNames({
  name = 'fullName',
  floor = 1e-6,
}: PlainOptions = {}): Comparison<string, VietnameseName> {
  const near = (a: VietnameseName, b: VietnameseName): number => nearness(wordIn(a), wordIn(b))
  const whole: TermFrequency<VietnameseName> = { k: 1, floor, shared: (a) => [a.bare] }
  type Test = (a: VietnameseName, b: VietnameseName) => boolean
  const level = (
    code: string,
    label: string,
    m: number,
    u: number,
    test: Test,
    tf?: TermFrequency<VietnameseName>,
  ): Level<VietnameseName> => ({
    code,
    label,
    m,
    u,
    test,
    ...(SYLLABLE_CONDITIONS[code] ? { sql: SYLLABLE_CONDITIONS[code] } : {}),
    ...(tf ? { tf } : {}),
  })
  return {
    name,
    prepare: read,
    sql: syllablesSql(DOUBLETS),
    terms: (value) => [value.bare],
    fold: bareFold(3),
    levels: [
      level('same', 'trùng', 0.75, 2e-4, (a, b) => a.folded === b.folded, whole),
      level(
        'unmarked',
        'trùng chữ, một bên không dấu',
        0.08,
        1e-4,
        (a, b) => a.bare === b.bare && marked(a) !== marked(b),
        whole,
      ),
      level('marks', 'trùng chữ, khác dấu', 0.03, 2e-4, (a, b) => a.bare === b.bare, whole),
      level(
        'ends',
        'trùng họ và tên, khác đệm hoặc thứ tự',
        0.03,
        2e-3,
        (a, b) => ends(a.syllables, b.syllables) || reordered(a, b),
      ),
      level('regional', 'tên gọi theo vùng', 0.01, 1e-4, (a, b) => byRegion(a.syllables, b.syllables)),
      level('near-.94', 'gần giống', 0.04, 1e-3, (a, b) => near(a, b) >= 0.94),
      level('near-.88', 'hơi giống', 0.02, 0.01, (a, b) => near(a, b) >= 0.88),
      level('given', 'trùng tên', 0.01, 0.02, (a, b) => given(a.syllables, b.syllables)),
    ],
    otherwise: { m: 0.03, u: 0.97 },
  }
}
