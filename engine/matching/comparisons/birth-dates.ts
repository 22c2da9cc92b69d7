import type { Comparison } from '../../../core/comparison.ts'
import { birthDateSketch } from '../similarity/birth-date-sketch.ts'
import { oneSlipApart } from '../similarity/edits.ts'
import type { PlainOptions } from './plain.ts'

/** A date of reduced precision: eight, six or four digits, and its year as a number. */
export interface BirthDate {
  readonly digits: string
  readonly year: number
}

export interface BirthDateOptions extends PlainOptions {
  /** Days of the year, `MM-DD`, that a register writes where it knows the year alone; they are read as that. */
  readonly fillers?: readonly string[]
}

const ISO = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/
const DAY = 8
const MONTH = 6

const bothFull = (a: BirthDate, b: BirthDate): boolean => a.digits.length === DAY && b.digits.length === DAY

function swapped({ digits: a }: BirthDate, { digits: b }: BirthDate): boolean {
  for (let i = 0; i < 2; i++)
    if (
      a.charCodeAt(4 + i) !== b.charCodeAt(6 + i) ||
      a.charCodeAt(6 + i) !== b.charCodeAt(4 + i) ||
      a.charCodeAt(i) !== b.charCodeAt(i) ||
      a.charCodeAt(2 + i) !== b.charCodeAt(2 + i)
    )
      return false
  return true
}

function sameMonth({ digits: a }: BirthDate, { digits: b }: BirthDate): boolean {
  if (a.length < MONTH || b.length < MONTH) return false
  for (let i = 0; i < MONTH; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) return false
  return true
}

/**
 * Birth dates of registers as ISO 8601 of reduced precision (`1960`, `1960-05`, `1960-05-17`). Nothing is compared beyond the
 * weaker precision: a side that knows the year alone agrees with every day of it, and says less.
 */
export function birthDates({
  name = 'birthDate',
  floor = 1e-5,
  fillers = [],
}: BirthDateOptions = {}): Comparison<string, BirthDate> {
  const ignored = new Set(fillers)
  const read = (value: string): string | null =>
    ISO.test(value) ? (ignored.has(value.slice(5)) ? value.slice(0, 4) : value).replaceAll('-', '') : null
  return {
    name,
    prepare: (value) => {
      const digits = read(value)
      return digits === null ? null : { digits, year: Number(digits.slice(0, 4)) }
    },
    sketch: birthDateSketch(read),
    terms: ({ digits }) => (digits.length === DAY ? [digits] : []),
    levels: [
      {
        code: 'day',
        label: 'trùng ngày',
        m: 0.3,
        u: 2e-5,
        test: (a, b) => bothFull(a, b) && a.digits === b.digits,
        tf: { k: 1, floor, shared: (a) => [a.digits] },
      },
      {
        code: 'swapped',
        label: 'đảo ngày và tháng',
        m: 0.002,
        u: 5e-6,
        test: (a, b) => a.year === b.year && bothFull(a, b) && swapped(a, b),
      },
      {
        code: 'one-digit',
        label: 'lệch một chữ số',
        m: 0.006,
        u: 4e-4,
        test: (a, b) => bothFull(a, b) && oneSlipApart(a.digits, b.digits),
      },
      { code: 'month', label: 'trùng tháng và năm', m: 0.002, u: 3e-4, test: sameMonth },
      {
        code: 'year-only',
        label: 'trùng năm, một bên chỉ có năm',
        m: 0.66,
        u: 0.01,
        test: (a, b) => a.year === b.year && !bothFull(a, b),
      },
      { code: 'year', label: 'trùng năm', m: 0.005, u: 5e-3, test: (a, b) => a.year === b.year },
    ],
    otherwise: { m: 0.025, u: 0.984 },
  }
}
