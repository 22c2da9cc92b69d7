import type { Comparison, Level } from '../../../core/comparison.ts'
import { bare } from '../../../core/values.ts'
import { jaroWinkler } from './jaro-winkler.ts'

// m and u of the starting model: shares among true and false pairs that share a block key, set by hand from the published
// error rates of provincial registers; the trained model of the engine proper replaces them.

const level = <T>(code: string, label: string, m: number, u: number, test: (a: T, b: T) => boolean): Level<T> => ({
  code,
  label,
  m,
  u,
  test,
})

/** Person names: as written, same letters with marks lost, parts reordered or dropped, near spelling. */
export const personNames: Comparison<string> = {
  prepare: (value) => value,
  name: 'person name',
  levels: [
    level('same', 'trùng', 0.72, 0.002, (a, b) => a.toLowerCase() === b.toLowerCase()),
    level('bare', 'trùng khi bỏ dấu', 0.15, 0.003, (a, b) => bare(a) === bare(b)),
    level('parts', 'cùng họ và tên, khác chữ đệm', 0.05, 0.01, (a, b) => sameEnds(bare(a), bare(b))),
    level('near', 'gần giống', 0.06, 0.02, (a, b) => jaroWinkler(bare(a), bare(b)) >= 0.92),
  ],
  otherwise: { m: 0.02, u: 0.965 },
}

function sameEnds(a: string, b: string): boolean {
  const [left, right] = [a.split(' '), b.split(' ')]
  return left[0] === right[0] && left.at(-1) === right.at(-1)
}

/** Dates with precision: nothing is compared beyond the weaker one. */
export const partialDates: Comparison<string> = {
  prepare: (value) => value,
  name: 'date',
  levels: [
    level('day', 'trùng ngày', 0.8, 0.001, (a, b) => a.length === 10 && a === b),
    level(
      'swap',
      'đảo ngày và tháng',
      0.01,
      0.0005,
      (a, b) => a.length === 10 && b === `${a.slice(0, 4)}-${a.slice(8)}-${a.slice(5, 7)}`,
    ),
    level('month', 'trùng tháng và năm', 0.02, 0.006, (a, b) => a.length >= 7 && a.slice(0, 7) === b.slice(0, 7)),
    level(
      'year only',
      'trùng năm, một bên chỉ có năm',
      0.12,
      0.03,
      (a, b) => a.slice(0, 4) === b.slice(0, 4) && (a.length === 4 || b.length === 4),
    ),
    level('year', 'trùng năm', 0.02, 0.03, (a, b) => a.slice(0, 4) === b.slice(0, 4)),
  ],
  otherwise: { m: 0.03, u: 0.9325 },
}

/** Numbers that name one entity (personal ID, certificate serial): equal, one character off, else. */
export const identifiers: Comparison<string> = {
  prepare: (value) => value,
  name: 'identifier',
  levels: [
    level('equal', 'trùng', 0.96, 0.00001, (a, b) => a === b),
    level('one off', 'khác một chữ', 0.02, 0.0001, isOneOff),
  ],
  otherwise: { m: 0.02, u: 0.9999 },
}

/** Numbers that several entities may share by old faults (CMND 9: over 7,200 shared in one city by 2015). */
export const sharedIdentifiers: Comparison<string> = {
  prepare: (value) => value,
  name: 'shared identifier',
  levels: [
    level('equal', 'trùng', 0.93, 0.0005, (a, b) => a === b),
    level('one off', 'khác một chữ', 0.03, 0.001, isOneOff),
  ],
  otherwise: { m: 0.04, u: 0.9985 },
}

/** Codes of few values (sex, commune): equal or not. */
export const codes: Comparison<string> = {
  prepare: (value) => value,
  name: 'code',
  levels: [level('same', 'trùng', 0.93, 0.4, (a, b) => a === b)],
  otherwise: { m: 0.07, u: 0.6 },
}

/** Phones and other marks of a person that change but are rarely shared. */
export const contacts: Comparison<string> = {
  prepare: (value) => value,
  name: 'contact',
  levels: [level('same', 'trùng', 0.5, 0.0005, (a, b) => a === b)],
  otherwise: { m: 0.5, u: 0.9995 },
}

/** One substitution, or two neighbours swapped, in strings of the same length. */
export function isOneOff(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const differing: number[] = []
  for (let i = 0; i < a.length && differing.length <= 2; i++) if (a[i] !== b[i]) differing.push(i)
  const [i = -1, j = -1] = differing
  if (differing.length <= 1) return differing.length === 1
  return differing.length === 2 && j === i + 1 && a[i] === b[j] && a[j] === b[i]
}
