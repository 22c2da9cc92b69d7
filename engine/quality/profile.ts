import type { FieldSpec, Scalar } from '../../core/field.ts'
import { Distinct } from './distinct.ts'

export interface Counted {
  readonly value: string
  readonly count: number
}

/** A field type that a column may hold. */
export interface LikelyType {
  readonly type: string
  readonly label: string
  /** Share of the sampled cells that it reads without a finding, 0 to 1. */
  readonly share: number
}

export interface ColumnProfile {
  readonly column: string
  readonly filled: number
  /** Share of the rows, 0 to 1. */
  readonly fill: number
  readonly distinct: number
  /** An estimate within a few percent where false. */
  readonly isExact: boolean
  /** Of the filled cells, in characters; 0 where there are none. */
  readonly minLength: number
  readonly maxLength: number
  /** Most frequent shapes: 9 for a digit, A and a for letters, everything else as it stands. */
  readonly patterns: readonly { readonly pattern: string; readonly count: number }[]
  /** Most frequent values, only of a column of few that repeat and that names no person. */
  readonly values: readonly Counted[]
  /** Best first. */
  readonly types: readonly LikelyType[]
  /** Cells that are a full date, and those of 1 January: a spike is a filler for a known year. Null without dates. */
  readonly newYear: { readonly dates: number; readonly count: number; readonly isSpike: boolean } | null
}

const SHOWN = 5
const MOST_PATTERNS = 500
const LONGEST_PATTERN = 40
/** Cells of a column that the field types are tried on. */
const SAMPLE = 500
/** Values that a column of codes has at most; each stands twice or more on average. */
const FEW = 50

/** Types whose values are about one person or holding: shown by shape only, as are numbers that long. */
const PERSONAL: ReadonlySet<string> = new Set([
  'person-name',
  'owner-text',
  'personal-id',
  'old-id',
  'passport',
  'phone',
  'email',
  'insurance-no',
  'tax-code',
  'address-text',
  'partial-date',
  'past-date',
  'certificate-serial',
  'register-no',
  'parcel-id',
])
const LONG_NUMBER = /^\D*(?:\d\D?){9,}$/

interface Tally {
  filled: number
  minLength: number
  maxLength: number
  dates: number
  newYear: number
  readonly distinct: Distinct
  readonly patterns: Map<string, number>
  readonly sample: string[]
}

/** Profiles the columns of one extract in one pass, in memory that does not grow with its rows. */
export class ExtractProfile {
  readonly #columns: readonly string[]
  readonly #tallies: readonly Tally[]
  rows = 0

  constructor(columns: readonly string[]) {
    this.#columns = columns
    this.#tallies = columns.map(() => ({
      filled: 0,
      minLength: Number.POSITIVE_INFINITY,
      maxLength: 0,
      dates: 0,
      newYear: 0,
      distinct: new Distinct(),
      patterns: new Map(),
      sample: [],
    }))
  }

  add(cells: readonly string[]): void {
    this.rows++
    for (let i = 0; i < this.#tallies.length; i++) {
      const text = (cells[i] ?? '').trim()
      if (text !== '') tally(this.#tallies[i]!, text)
    }
  }

  /** `specs`: the field types to try, each once. `asOf`: business date of the extract. */
  columns(specs: readonly FieldSpec<Scalar>[], asOf: string): readonly ColumnProfile[] {
    const tried = specs.map((spec) => ({ spec, breadth: shareRead(spec, PROBES, asOf) }))
    return this.#columns.map((column, i) =>
      profileOf(column, this.#tallies[i]!, this.rows, (sample) => likelyTypes(sample, tried, asOf)),
    )
  }
}

function tally(own: Tally, text: string): void {
  own.filled++
  own.minLength = Math.min(own.minLength, text.length)
  own.maxLength = Math.max(own.maxLength, text.length)
  own.distinct.add(text)
  if (own.sample.length < SAMPLE) own.sample.push(text)
  const pattern = patternOf(text)
  const count = own.patterns.get(pattern)
  if (count !== undefined || own.patterns.size < MOST_PATTERNS) own.patterns.set(pattern, (count ?? 0) + 1)
  if (!DATE_PATTERN.test(pattern)) return
  own.dates++
  if (NEW_YEAR.test(text)) own.newYear++
}

const DATE_PATTERN = /^(?:9{1,2}[/.-]9{1,2}[/.-]9999|9999-99-99)$/
const NEW_YEAR = /^(?:0?1[/.-]0?1[/.-]\d{4}|\d{4}-01-01)$/

/** 'Trần Văn An, 1980' -> 'Aaaa Aaa Aa, 9999'; longer texts are cut. */
export function patternOf(text: string): string {
  const cut = text.length > LONGEST_PATTERN
  const own = (cut ? text.slice(0, LONGEST_PATTERN) : text)
    .normalize('NFC')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{L}/gu, (letter) => (letter === 'A' ? 'A' : 'a'))
    .replace(/\d/g, '9')
  return cut ? `${own}…` : own
}

function profileOf(
  column: string,
  own: Tally,
  rows: number,
  typesOf: (sample: readonly string[]) => readonly LikelyType[],
): ColumnProfile {
  const { count, isExact } = own.distinct.count()
  const types = typesOf(own.sample)
  const isPersonal = PERSONAL.has(types[0]?.type ?? '') || own.sample.some((text) => LONG_NUMBER.test(text))
  const isCode = count <= FEW && own.filled >= 2 * count && !isPersonal
  return {
    column,
    filled: own.filled,
    fill: rows === 0 ? 0 : own.filled / rows,
    distinct: count,
    isExact,
    minLength: own.filled === 0 ? 0 : own.minLength,
    maxLength: own.maxLength,
    patterns: [...own.patterns]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, SHOWN)
      .map(([pattern, n]) => ({ pattern, count: n })),
    values: isCode ? (own.distinct.values() ?? []).slice(0, 2 * SHOWN).map(([value, n]) => ({ value, count: n })) : [],
    types,
    newYear: own.dates === 0 ? null : { dates: own.dates, count: own.newYear, isSpike: isSpike(own) },
  }
}

/** One day of 365 holds 0.3 % of the births: ten times that, and more than a handful, is a filler. */
const isSpike = ({ dates, newYear }: Tally): boolean => newYear >= 5 && newYear / dates > 10 / 365

/** Texts of many kinds: what reads most of them says little about a column. */
const PROBES = [
  'Abc',
  'abc def ghi',
  '1',
  '123',
  '2024',
  '01/02/2020',
  '123456789',
  '12/3 Xyz, A b',
  'x-1/y',
  '0,5',
  'AB 1234',
]

/** A type that reads so many of them is only named where nothing else fits. */
const BROAD = 0.5

interface Tried {
  readonly spec: FieldSpec<Scalar>
  readonly breadth: number
}

function likelyTypes(sample: readonly string[], tried: readonly Tried[], asOf: string): readonly LikelyType[] {
  if (sample.length === 0) return []
  return tried
    .map(({ spec, breadth }) => ({ spec, breadth, share: shareRead(spec, sample, asOf) }))
    .filter(({ share }) => share >= 0.5)
    .sort((a, b) => b.share - 0.5 * b.breadth - (a.share - 0.5 * a.breadth) || (a.spec.type < b.spec.type ? -1 : 1))
    .filter(({ breadth }, at) => at === 0 || breadth < BROAD)
    .slice(0, 3)
    .map(({ spec: { type, label }, share }) => ({ type, label, share }))
}

/** Share of the texts that the type reads without a finding. */
function shareRead(spec: FieldSpec<Scalar>, texts: readonly string[], asOf: string): number {
  let clean = 0
  for (const text of texts) {
    let isClean = true
    const say = () => {
      isClean = false
    }
    const value = spec.read(text, say, asOf)
    if (value !== null && isClean) clean++
  }
  return clean / texts.length
}
