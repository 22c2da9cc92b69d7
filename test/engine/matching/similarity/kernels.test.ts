import fc from 'fast-check'
import { expect, test } from 'vitest'
import { levenshtein, oneSlipApart, withinOneEdit } from '../../../../engine/matching/similarity/edits.ts'
import { jaroWinkler } from '../../../../engine/matching/similarity/jaro-winkler.ts'
import { letterSet, mayReach } from '../../../../engine/matching/similarity/letter-set.ts'
import { codesOf } from '../../../../engine/matching/similarity/text.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'n', 'ế', ' '), maxLength: 40 })

test.each([
  ['kitten', 'sitting', 3],
  ['Saturday', 'Sunday', 3],
  ['rosettacode', 'raisethysword', 8],
  ['intention', 'execution', 5],
  ['gumbo', 'gambol', 2],
  ['flaw', 'lawn', 2],
  ['', 'abc', 3],
  ['nguyễn', 'nguyên', 1],
])('Levenshtein of %s and %s is %i, as in the textbooks', (a, b, edits) => {
  expect(levenshtein(codesOf(a), codesOf(b))).toBe(edits)
})

test('Levenshtein is a metric', () => {
  fc.assert(
    fc.property(letters, letters, letters, (a, b, c) => {
      const [x, y, z] = [codesOf(a), codesOf(b), codesOf(c)]
      expect(levenshtein(x, y)).toBe(levenshtein(y, x))
      expect(levenshtein(x, y) === 0).toBe(a === b)
      expect(levenshtein(x, z)).toBeLessThanOrEqual(levenshtein(x, y) + levenshtein(y, z))
    }),
    { numRuns: 1000 },
  )
})

test('Jaro–Winkler is symmetric, between 0 and 1, and 1 for equal texts alone', () => {
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      const similar = jaroWinkler(codesOf(a), codesOf(b))
      expect(similar).toBeCloseTo(jaroWinkler(codesOf(b), codesOf(a)), 12)
      expect(similar).toBeGreaterThanOrEqual(0)
      expect(similar).toBeLessThanOrEqual(1)
      expect(similar === 1).toBe(a === b)
    }),
    { numRuns: 2000 },
  )
})

test('a pair that the bound refuses never reaches it', () => {
  const bound = fc.constantFrom(0.7, 0.8, 0.88, 0.92, 0.97)
  fc.assert(
    fc.property(letters, letters, bound, (a, b, least) => {
      if (!mayReach(least, a, letterSet(a), b, letterSet(b)))
        expect(jaroWinkler(codesOf(a), codesOf(b))).toBeLessThan(least)
    }),
    { numRuns: 5000 },
  )
  expect(mayReach(0.88, 'nguyen van an', letterSet('nguyen van an'), 'le thi bich', letterSet('le thi bich'))).toBe(
    false,
  )
})

test('one slip is one changed character or one swap of neighbours, in texts of one length', () => {
  const digits = fc.string({ unit: fc.constantFrom('1', '2', '3'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(digits, digits, fc.nat(7), (a, b, at) => {
      expect(oneSlipApart(a, b)).toBe(oneSlipApart(b, a))
      expect(oneSlipApart(a, b)).toBe(a.length === b.length && a !== b && withinOneEdit(a, b))
      const i = at % a.length
      expect(oneSlipApart(a, a.slice(0, i) + '9' + a.slice(i + 1))).toBe(true)
      const swapped = a.slice(0, i) + (a[i + 1] ?? '') + a[i] + a.slice(i + 2)
      expect(oneSlipApart(a, swapped)).toBe(a !== swapped && swapped.length === a.length)
    }),
    { numRuns: 2000 },
  )
})
