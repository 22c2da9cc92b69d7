import fc from 'fast-check'
import { expect, test } from 'vitest'
import { levelOf } from '../../../engine/matching/lane.ts'
import { damerauLevenshtein } from '../../../engine/matching/similarity/damerau.ts'
import { levenshtein } from '../../../engine/matching/similarity/edits.ts'
import { codesOf } from '../../../engine/matching/similarity/text.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'

const comparisonOf = (options: Readonly<Record<string, unknown>>) =>
  comparisonsOf(
    readSpec({
      format: 'match-spec/1',
      name: 'x',
      key: 'id',
      block: { a: ['id'] },
      compare: { own: { kind: 'levels', column: 'own', ...options } },
    }),
  )[0]!

function levelBetween(options: Readonly<Record<string, unknown>>, a: string, b: string): string {
  const own = comparisonOf(options)
  const [left, right] = [own.prepare(a), own.prepare(b)]
  if (left === null || right === null) return 'missing'
  return own.levels[levelOf(own, left, right) - 1]?.code ?? 'else'
}

// as DuckDB 2.0.0 answers
test.each([
  ['ca', 'abc', 2],
  ['', 'abc', 3],
  ['ab', 'ba', 1],
  ['abcd', 'acbd', 1],
  ['a cat', 'an abct', 3],
  ['kitten', 'sitting', 3],
  ['0123456789', '1032547698', 5],
  ['nguyễn', 'nguyên', 1],
])('the Damerau distance of %s and %s is %i', (a, b, distance) => {
  expect(damerauLevenshtein(codesOf(a), codesOf(b))).toBe(distance)
})

test('the Damerau distance is a metric between that of Levenshtein and its half', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 }).map(codesOf)
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      const direct = damerauLevenshtein(a, b)
      expect(direct).toBe(damerauLevenshtein(b, a))
      expect(direct).toBeLessThanOrEqual(levenshtein(a, b))
      expect(2 * direct).toBeGreaterThanOrEqual(levenshtein(a, b))
      expect(direct).toBeLessThanOrEqual(damerauLevenshtein(a, c) + damerauLevenshtein(c, b))
    }),
  )
})

test('levels hold in the order in which they are written', () => {
  const levels = [
    { by: 'same' },
    { by: 'damerau', at: 1 },
    { by: 'levenshtein', at: 2 },
    { by: 'jaro-winkler', at: 0.8 },
  ]
  expect(levelBetween({ levels }, 'martha', 'martha')).toBe('same')
  expect(levelBetween({ levels }, 'martha', 'marhta')).toBe('damerau-1')
  expect(levelBetween({ levels }, 'martha', 'matta')).toBe('levenshtein-2')
  expect(levelBetween({ levels }, 'dixon', 'dicksonx')).toBe('jaro-winkler-0.8')
  expect(levelBetween({ levels: [{ by: 'jaro-winkler', at: 0.92 }] }, 'john birchensha', 'jean birchensha')).toBe(
    'jaro-winkler-0.92',
  )
  expect(levelBetween({ levels }, 'Martha', 'XYZ')).toBe('else')
  expect(levelBetween({ levels }, '', 'martha')).toBe('missing')
})

test('a level by days reads its own format, and what is no date counts as missing only where that is said', () => {
  const levels = [{ by: 'same' }, { by: 'days', at: 31, date: '%d/%m/%Y' }]
  expect(levelBetween({ levels }, '01/02/1990', '28/02/1990')).toBe('days-31')
  expect(levelBetween({ levels }, '01/02/1990', '28/03/1990')).toBe('else')
  expect(levelBetween({ levels }, '31/02/1990', '28/02/1990')).toBe('else')
  expect(levelBetween({ levels, date: '%d/%m/%Y' }, '31/02/1990', '28/02/1990')).toBe('missing')
  expect(levelBetween({ levels, date: '%Y%m%d' }, '19900201', '19900228')).toBe('else')
})

test('a level may look at a part: values without the part do not agree in it', () => {
  const levels = [{ by: 'same' }, { by: 'same', part: '^[A-Z]+[0-9]+' }, { by: 'levenshtein', at: 1, part: '^[A-Z]+' }]
  expect(levelBetween({ levels }, 'PE37 7SH', 'PE37 1AA')).toBe('same-part-1')
  expect(levelBetween({ levels }, 'PE37 7SH', 'PX2 1AA')).toBe('levenshtein-1-part-2')
  expect(levelBetween({ levels }, '37', '38')).toBe('else')
})

test.each([
  [{ levels: [{ by: 'days', at: 1, date: '%Y' }] }, /%Y, %m/],
  [{ levels: [{ by: 'days', at: 1 }] }, /levels\.0\.date/],
  [{ levels: [{ by: 'same', part: '(' }] }, /regular expression/],
  [{ levels: [{ by: 'same' }, { by: 'same' }] }, /two levels are the same/],
  [{ levels: [{ by: 'same', part: 'a', tf: { k: 1, floor: 0 } }] }, /whole value/],
  [{ levels: [{ by: 'soundex' }] }, /levels\.0/],
  [{ levels: [] }, /levels/],
])('the levels %j are refused', (options, why) => {
  expect(() => comparisonOf(options)).toThrow(why)
})
