import fc from 'fast-check'
import { expect, test } from 'vitest'
import { birthDates } from '../../../../engine/matching/comparisons/birth-dates.ts'
import { certificates } from '../../../../engine/matching/comparisons/certificates.ts'
import { oldCardNumbers, personalIds } from '../../../../engine/matching/comparisons/personal-ids.ts'
import { phones } from '../../../../engine/matching/comparisons/phones.ts'
import { packDigits } from '../../../../engine/matching/similarity/digits.ts'
import { levelOf } from '../../../support/level.ts'

const ids = personalIds({ implies: ['birthDate', 'sex'] })

test.each([
  ['048085001234', '048 085 001 234', 'same'],
  ['048085001234', '048085001235', 'slip'],
  ['048085001234', '048085001243', 'slip'],
  ['048085001234', '048185001234', 'slip'],
  ['048085001234', '048172001234', 'tail'],
  ['048085001234', '049085001234', 'slip'],
  ['048085001234', '001090001234', 'tail'],
  ['048085001234', '048085104321', 'else'],
  // another series is no disagreement, and what fills a cell is no number
  ['048085001234', '201234567', 'missing'],
  ['048085001234', 'C1234567', 'missing'],
  ['201234567', '201234576', 'slip'],
  ['C1234567', 'c 1234567', 'same'],
  ['000000000000', '000000000000', 'missing'],
  ['111111111', '111111111', 'missing'],
  ['123456789', '123456789', 'missing'],
  ['987654321', '201234567', 'missing'],
  ['012345678901', '048085001234', 'missing'],
  ['', '', 'missing'],
])('ID %s and %s: %s', (a, b, level) => expect(levelOf(ids, a, b)).toBe(level))

test('an equal ID, and nothing less, answers for birth date and sex', () => {
  expect(ids.levels.filter(({ implies }) => implies?.length).map(({ code }) => code)).toEqual(['same'])
})

test('old cards with one number weigh less than the odds against two people of a province', () => {
  const [same] = oldCardNumbers().levels
  expect(Math.log2(same!.m / same!.u)).toBeLessThan(20)
})

const dates = birthDates({ fillers: ['01-01'] })

test.each([
  ['1960-05-17', '1960-05-17', 'day'],
  ['1960-05-07', '1960-07-05', 'swapped'],
  ['1960-05-17', '1960-05-18', 'one-digit'],
  ['1957-05-17', '1975-05-17', 'one-digit'],
  ['1960-05-17', '1970-05-17', 'one-digit'],
  ['1960-05-17', '1960-05-29', 'month'],
  ['1960-05-17', '1960-05', 'month'],
  ['1960-05-17', '1960', 'year-only'],
  ['1960-05-17', '1960-01-01', 'year-only'],
  ['1960-01-01', '1960-01-01', 'year-only'],
  ['1960', '1960-05', 'year-only'],
  ['1960-05-17', '1960-11-28', 'year'],
  ['1960-05', '1960-11', 'year-only'],
  ['1960-05-17', '1961-11-28', 'else'],
  ['1960', '1961', 'else'],
  ['17/05/1960', '1960-05-17', 'missing'],
])('born %s and %s: %s', (a, b, level) => expect(levelOf(dates, a, b)).toBe(level))

test('1 January is a day like others unless declared a filler', () => {
  expect(levelOf(birthDates(), '1960-01-01', '1960-01-01')).toBe('day')
})

test('only whole days are counted as terms', () => {
  const terms = (text: string) => {
    const form = dates.prepare(text)
    return form && dates.terms?.(form)
  }
  expect(terms('1960-05-17')).toEqual(['19600517'])
  expect(terms('1960-01-01')).toEqual([])
})

test.each([
  ['0905123456', '+84 905.123.456', 'same'],
  ['0905123456', '0084905123456', 'same'],
  ['0905123456', '905123456', 'same'],
  ['01621234567', '0321234567', 'same'],
  ['0511 3123456', '0236.3123456', 'same'],
  ['054 3123456', '02343123456', 'same'],
  ['0905123456', '0905123465', 'slip'],
  ['0905123456', '0913654321', 'else'],
  ['0000000000', '0000000000', 'missing'],
  ['113', '113', 'missing'],
])('phone %s and %s: %s', (a, b, level) => expect(levelOf(phones(), a, b)).toBe(level))

test.each([
  ['BĐ 123456', 'BD123456', 'same'],
  ['AA 12345678', 'aa 12345678', 'same'],
  ['BĐ 123456', 'BĐ 123465', 'slip'],
  ['BĐ 123456', 'BĐ 12345', 'missing'],
  ['BĐ 123456', 'CS 05494', 'missing'],
  ['BĐ 123456', 'AA 654321', 'else'],
  ['BĐ 000000', 'BĐ 000000', 'missing'],
])('certificate %s and %s: %s', (a, b, level) => expect(levelOf(certificates(), a, b)).toBe(level))

test('an ID packed as digits is judged as its text is', () => {
  const low = new Int32Array(2)
  const high = new Int32Array(2)
  const pack = (text: string, at: number): boolean =>
    packDigits(
      Uint16Array.from(text, (letter) => letter.charCodeAt(0)),
      0,
      text.length,
      low,
      high,
      at,
    )
  const codes = ['missing', ...ids.levels.map(({ code }) => code), 'else']
  const digit = fc.constantFrom(...'0123456789')
  const number = fc.oneof(
    fc.string({ unit: digit, minLength: 1, maxLength: 14 }),
    fc.string({ unit: digit, minLength: 12, maxLength: 12 }),
    fc.string({ unit: fc.constantFrom('0', '1'), minLength: 9, maxLength: 12 }),
    fc.constantFrom('123456789', '999999999999', '210987654321', '048 085 001-234', '048085001243', '049172001234'),
  )
  const change = fc
    .tuple(number, fc.nat(13), digit)
    .map(([text, at, by]) => [text, text.slice(0, at) + by + text.slice(at + 1)])
  const swap = fc
    .tuple(number, fc.nat(13))
    .map(([text, at]) => [text, text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)])
  fc.assert(
    fc.property(fc.oneof(fc.tuple(number, number), change, swap), ([a = '', b = '']) => {
      fc.pre(pack(a, 0) && pack(b, 1))
      const holds = [0, 1].every((at) => ids.digits?.holds(low[at]!, high[at]!))
      const level = holds ? ids.digits?.level(low[0]!, high[0]!, low[1]!, high[1]!) : 0
      expect(codes[level ?? 0]).toBe(levelOf(ids, a, b))
    }),
    { numRuns: 20_000 },
  )
})

test('every kind is symmetric and total over digits, dates and signs', () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom('0', '1', '4', '9', '-', ' ', 'B', 'Đ', '+'), maxLength: 14 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  fc.assert(
    fc.property(text, text, (a, b) => {
      for (const comparison of [ids, oldCardNumbers(), dates, phones(), certificates()]) levelOf(comparison, a, b)
    }),
    { numRuns: 2000 },
  )
})
