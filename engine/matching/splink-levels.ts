import { z } from 'zod'
import type { Comparison, Level, SqlForm } from '../../core/comparison.ts'
import { type Condition, equal, over, quoted } from './comparisons/sql.ts'
import { damerauLevenshtein } from './similarity/damerau.ts'
import { levenshtein } from './similarity/edits.ts'
import { jaroWinkler } from './similarity/jaro-winkler.ts'
import { codesOf } from './similarity/text.ts'

const DAY = 86_400
/** What a likeness may lose in floating point: john and jean birchensha are .92 alike, not .9199999999999999. */
const ROUNDING = 1e-12
const own = {
  label: z.string().optional(),
  /** Where training starts; a model replaces both. */
  m: z.number().gt(0).max(1).optional(),
  u: z.number().gt(0).max(1).optional(),
}
/** Only what this pattern finds first in a value is compared; a value without it reaches no such level. */
const part = z
  .string()
  .refine(isPattern, { error: 'không phải biểu thức chính quy (not a regular expression)' })
  .optional()
const distance = z.number().int().positive()
/** Reads %Y, %m and %d, in any order and with any signs between. */
const format = z
  .string()
  .refine((text) => dateReader(text) !== null, { error: 'cần %Y, %m và %d, mỗi thứ một lần (needs %Y, %m and %d)' })

const step = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('same'),
    part,
    /** Term frequency: weight, and the smallest share that is believed. */
    tf: z.strictObject({ k: z.number().gt(0), floor: z.number().min(0).max(1) }).optional(),
    ...own,
  }),
  z.strictObject({ by: z.literal('jaro-winkler'), at: z.number().gt(0).max(1), part, ...own }),
  z.strictObject({ by: z.literal('levenshtein'), at: distance, part, ...own }),
  z.strictObject({ by: z.literal('damerau'), at: distance, part, ...own }),
  z.strictObject({ by: z.literal('days'), at: z.number().gt(0), date: format, ...own }),
])

/**
 * Options of the kind `levels`: a comparison written level by level, strict ones first, in the tests that Splink's comparison
 * library has. `date`: a value that is no date of this format counts as missing. A level by days reads dates in a format of
 * its own; a value that is none of it never reaches the level.
 */
export const levelsOptions = z
  .strictObject({ levels: z.array(step).min(1), date: format.optional() })
  .refine(({ levels }) => levels.every((one) => one.by !== 'same' || !one.tf || !one.part), {
    error: 'tf chỉ dùng với cả giá trị, không với "part" (tf needs the whole value)',
  })
  .refine(({ levels }) => new Set(codesOfSteps(levels)).size === levels.length, {
    error: 'hai mức như nhau (two levels are the same)',
  })

export type Step = z.output<typeof step>

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}

interface Piece {
  readonly text: string
  readonly codes: Uint16Array
}

/** A value as such a comparison reads it: as it stands (NFC), by pattern the part that levels ask for, by format its day. */
interface Read {
  readonly whole: Piece
  readonly parts: ReadonlyMap<string, Piece | null>
  readonly days: ReadonlyMap<string, number | null>
}

const pieceOf = (text: string): Piece => ({ text, codes: codesOf(text) })

/** A comparison of its own levels over one column: exact to the case of letters, by code points. */
export function levelled({
  name = 'levels',
  levels,
  date,
}: { readonly name?: string } & z.output<typeof levelsOptions>): Comparison<string, Read> {
  const patterns = new Map(
    levels.flatMap((one) => ('part' in one && one.part ? [[one.part, new RegExp(one.part, 'u')] as const] : [])),
  )
  const formats = new Set(levels.flatMap((one) => (one.by === 'days' ? [one.date] : [])))
  const readers = [...formats].map((own) => [own, dateReader(own)!] as const)
  const isDate = date === undefined ? () => true : (text: string) => dateReader(date)!(text) !== null
  const hasTerms = levels.some((one) => one.by === 'same' && one.tf)
  const codes = codesOfSteps(levels)
  const rest = 0.1 / Math.max(1, levels.length - 1)
  return {
    name,
    prepare: (value) => {
      const text = value.normalize('NFC')
      if (text === '' || !isDate(text)) return null
      const parts = [...patterns].map(([pattern, expression]) => {
        const found = expression.exec(text)?.[0] ?? ''
        return [pattern, found === '' ? null : pieceOf(found)] as const
      })
      const days = readers.map(([own, dayOf]) => [own, dayOf(text)] as const)
      return { whole: pieceOf(text), parts: new Map(parts), days: new Map(days) }
    },
    sql: formOf(date),
    ...(hasTerms ? { terms: ({ whole }: Read) => [whole.text] } : {}),
    levels: levels.map((one, n) => levelOf(one, codes[n]!, n === 0 ? 0.85 : rest)),
    otherwise: { m: 0.05, u: 0.95 },
  }
}

/** `levenshtein-1`, `same-part-2`: the test, and which of the patterns it looks at. */
function codesOfSteps(levels: readonly Step[]): string[] {
  const patterns = [...new Set(levels.flatMap((one) => ('part' in one && one.part ? [one.part] : [])))]
  return levels.map((one) => {
    const at = 'at' in one ? `-${one.at}` : ''
    return 'part' in one && one.part ? `${one.by}${at}-part-${patterns.indexOf(one.part) + 1}` : `${one.by}${at}`
  })
}

function levelOf(one: Step, code: string, m: number): Level<Read> {
  return {
    code,
    label: one.label ?? code,
    m: one.m ?? m,
    u: one.u ?? 0.01,
    test: testOf(one),
    sql: sqlOf(one),
    ...(one.by === 'same' && one.tf ? { tf: { ...one.tf, shared: (a: Read) => [a.whole.text] } } : {}),
  }
}

function testOf(one: Step): (a: Read, b: Read) => boolean {
  if (one.by === 'days')
    return (a, b) => {
      const [left, right] = [a.days.get(one.date) ?? null, b.days.get(one.date) ?? null]
      return left !== null && right !== null && Math.abs(left - right) <= one.at
    }
  const { part: pattern } = one
  const side = (value: Read): Piece | null => (pattern ? (value.parts.get(pattern) ?? null) : value.whole)
  const judge = piecesTest(one)
  return (a, b) => {
    const left = side(a)
    const right = side(b)
    return left !== null && right !== null && judge(left, right)
  }
}

function piecesTest(one: Exclude<Step, { readonly by: 'days' }>): (a: Piece, b: Piece) => boolean {
  switch (one.by) {
    case 'same':
      return (a, b) => a.text === b.text
    case 'jaro-winkler':
      // greedy from the left, so that the sides matter: the smaller text is the left one
      return (a, b) =>
        (a.text <= b.text ? jaroWinkler(a.codes, b.codes) : jaroWinkler(b.codes, a.codes)) >= one.at - ROUNDING
    case 'levenshtein':
      return (a, b) => levenshtein(a.codes, b.codes) <= one.at
    case 'damerau':
      return (a, b) => damerauLevenshtein(a.codes, b.codes) <= one.at
  }
}

/** Values as they stand, in the words of Splink's own library. */
const formOf = (date: string | undefined): SqlForm => ({
  parts: { text: (cell) => cell },
  missing: (side) => (date ? `try_strptime(${side('text')}, ${quoted(date)}) IS NULL` : `${side('text')} IS NULL`),
  term: 'text',
})

function sqlOf(one: Step): Condition {
  if (one.by === 'days') {
    const seconds = (cell: string): string => `EPOCH(try_strptime(${cell}, ${quoted(one.date)}))`
    return over('text', (a, b) => `ABS(${seconds(a)} - ${seconds(b)}) <= ${one.at * DAY}`)
  }
  const { part: pattern } = one
  const test = valuesSql(one)
  const side = (cell: string): string => (pattern ? `NULLIF(regexp_extract(${cell}, ${quoted(pattern)}, 0), '')` : cell)
  return over('text', (a, b) => test(side(a), side(b)))
}

function valuesSql(one: Exclude<Step, { readonly by: 'days' }>): (a: string, b: string) => string {
  switch (one.by) {
    case 'same':
      return equal
    case 'jaro-winkler':
      return (a, b) => `jaro_winkler_similarity(${a}, ${b}) >= ${one.at}`
    case 'levenshtein':
      return (a, b) => `levenshtein(${a}, ${b}) <= ${one.at}`
    case 'damerau':
      return (a, b) => `damerau_levenshtein(${a}, ${b}) <= ${one.at}`
  }
}

/** Reads a date of a format as its day number (1970-01-01 is 0), null where it is none; null for a format that says no day. */
function dateReader(format: string): ((text: string) => number | null) | null {
  const fields = [...format.matchAll(/%(.)/g)].map(([, letter]) => letter!)
  if ([...fields].sort().join('') !== 'Ydm') return null
  const pattern = format
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace('%Y', '(\\d{4})')
    .replace(/%[md]/g, '(\\d{1,2})')
  const expression = new RegExp(`^${pattern}$`)
  return (text) => {
    const found = expression.exec(text)
    if (!found) return null
    const part = (letter: string): number => Number(found[fields.indexOf(letter) + 1])
    const at = Date.UTC(part('Y'), part('m') - 1, part('d'))
    const made = new Date(at)
    return made.getUTCMonth() === part('m') - 1 && made.getUTCDate() === part('d') ? at / (DAY * 1000) : null
  }
}
