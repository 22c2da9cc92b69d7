import type { Comparison, TermFrequency } from '../../../core/comparison.ts'
import { dateDigits } from '../similarity/digit-kernels.ts'
import type { PlainOptions } from './plain.ts'
import { DIGITS, digitsOff, over } from './sql.ts'

/** A date as its digits, `YYYYMMDD`, `YYYYMM` or `YYYY`: the length is the precision (ISO 8601 reduced precision). */
export type DateDigits = string

const whole = (floor: number): TermFrequency<DateDigits> => ({ k: 1, floor, shared: (a) => [a] })

function differing(a: string, b: string): number {
  if (a.length !== b.length) return 99
  let count = 0
  for (let i = 0; i < a.length; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) count++
  return count
}

const swapped = (a: string, b: string): boolean =>
  a.length === 8 &&
  b.length === 8 &&
  a.slice(0, 4) === b.slice(0, 4) &&
  a.slice(4, 6) === b.slice(6) &&
  a.slice(6) === b.slice(4, 6)

/** Dates with reduced precision: same day, day and month swapped, one or two digits off, same month, same year. */
export function partialDates({ name = 'dates', floor = 1e-5 }: PlainOptions = {}): Comparison<string, DateDigits> {
  return {
    name,
    prepare: (value) => {
      const digits = value.replace(/\D/g, '')
      return digits.length >= 4 && digits.length <= 8 && !/^0+$/.test(digits) ? digits : null
    },
    sql: DIGITS,
    terms: (digits) => [digits],
    digits: dateDigits,
    levels: [
      {
        code: 'same',
        label: 'trùng',
        m: 0.6,
        u: 2e-3,
        test: (a, b) => a.length > 4 && a === b,
        sql: over('text', (a, b) => `length(${a}) > 4 AND ${a} = ${b}`),
        tf: whole(floor),
      },
      {
        code: 'swapped',
        label: 'đảo ngày và tháng',
        m: 0.02,
        u: 1e-4,
        test: swapped,
        sql: over(
          'text',
          (a, b) => `length(${a}) = 8 AND left(${a}, 4) || right(${a}, 2) || substr(${a}, 5, 2) = ${b}`,
        ),
      },
      {
        code: 'one-digit',
        label: 'lệch một chữ số',
        m: 0.15,
        u: 0.02,
        test: (a, b) => a.length > 4 && differing(a, b) === 1,
        sql: digitsOff(1),
      },
      {
        code: 'year-only',
        label: 'cùng năm, một bên chỉ có năm',
        m: 0.05,
        u: 0.01,
        test: (a, b) => Math.min(a.length, b.length) < 8 && (a.startsWith(b) || b.startsWith(a)),
        sql: over(
          'text',
          (a, b) => `least(length(${a}), length(${b})) < 8 AND (starts_with(${a}, ${b}) OR starts_with(${b}, ${a}))`,
        ),
      },
      {
        code: 'two-digits',
        label: 'lệch hai chữ số',
        m: 0.05,
        u: 0.05,
        test: (a, b) => a.length > 4 && differing(a, b) === 2,
        sql: digitsOff(2),
      },
      {
        code: 'year',
        label: 'cùng năm',
        m: 0.02,
        u: 0.01,
        test: (a, b) => a.slice(0, 4) === b.slice(0, 4),
        sql: over('text', (a, b) => `left(${a}, 4) = left(${b}, 4)`),
      },
    ],
    otherwise: { m: 0.05, u: 0.9 },
  }
}
