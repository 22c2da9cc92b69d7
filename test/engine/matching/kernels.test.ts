import fc from 'fast-check'
import { compareTwoStrings } from 'string-similarity'
import { expect, test } from 'vitest'
import { levenshtein, twoRows, withinOneEdit, withinTwoEdits } from '../../../engine/matching/similarity/edits.ts'
import { jaroWinkler } from '../../../engine/matching/similarity/jaro-winkler.ts'
import { codesOf, TEXT_LIMIT } from '../../../engine/matching/similarity/text.ts'
import { textbookJaroWinkler } from '../../support/textbook-jaro-winkler.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ă', 'ế', 'đ', ' '), maxLength: 40 })

test.each([
  ['MARTHA', 'MARHTA', 0.9611],
  ['DIXON', 'DICKSONX', 0.8133],
  ['DWAYNE', 'DUANE', 0.84],
  ['JERALDINE', 'GERALDINE', 0.9259],
  ['ABCVWXYZ', 'CABVWXYZ', 0.9583],
  ['AB', 'BA', 0],
  ['', '', 1],
  ['A', '', 0],
])('Jaro–Winkler of %s and %s is %f, as published', (a, b, similarity) => {
  expect(jaroWinkler(codesOf(a), codesOf(b))).toBeCloseTo(similarity, 4)
})

test('Jaro–Winkler in bits equals the two-pass form, for any length', () => {
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      expect(jaroWinkler(codesOf(a), codesOf(b))).toBe(textbookJaroWinkler(codesOf(a), codesOf(b)))
    }),
    { numRuns: 2000 },
  )
})

test('Levenshtein in bits equals the table, for any length', () => {
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      expect(levenshtein(codesOf(a), codesOf(b))).toBe(twoRows(codesOf(a), codesOf(b)))
    }),
    { numRuns: 2000 },
  )
})

test('a bounded check never refuses what Levenshtein allows, and is symmetric', () => {
  const short = fc.string({ unit: fc.constantFrom('1', '2', '3'), maxLength: 9 })
  fc.assert(
    fc.property(short, short, (a, b) => {
      const distance = levenshtein(codesOf(a), codesOf(b))
      if (distance <= 1) expect(withinOneEdit(a, b)).toBe(true)
      if (distance <= 2) expect(withinTwoEdits(a, b)).toBe(true)
      if (withinOneEdit(a, b)) expect(distance).toBeLessThanOrEqual(2)
      expect(withinOneEdit(b, a)).toBe(withinOneEdit(a, b))
      expect(withinTwoEdits(b, a)).toBe(withinTwoEdits(a, b))
    }),
    { numRuns: 2000 },
  )
})

test('one letter with other marks is one edit, not the two or three bytes of it', () => {
  expect(levenshtein(codesOf('nguyễn'), codesOf('nguyên'))).toBe(1)
  expect(levenshtein(codesOf('đ'), codesOf('d'))).toBe(1)
  expect(jaroWinkler(codesOf('trần'), codesOf('trân'))).toBeCloseTo(0.867, 3)
})

test('a composed and a decomposed text are the same', () => {
  expect(codesOf('Nguyễn'.normalize('NFD'))).toEqual(codesOf('Nguyễn'))
})

test('what is equal or has nothing in common is so for string-similarity too', () => {
  fc.assert(
    fc.property(letters, (a) => {
      expect(jaroWinkler(codesOf(a), codesOf(a))).toBe(1)
      expect(compareTwoStrings(a, a)).toBe(1)
    }),
  )
  expect(compareTwoStrings('abab', 'xyxy')).toBe(0)
  expect(jaroWinkler(codesOf('abab'), codesOf('xyxy'))).toBe(0)
})

test('a megabyte of text is compared by its beginning', () => {
  expect(codesOf('x'.repeat(1_000_000)).length).toBe(TEXT_LIMIT)
})
