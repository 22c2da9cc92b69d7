import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bare } from '../../core/values.ts'

/** What `bare` promises, said at length. */
const spelledOut = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

test('bare letters are those of the decomposed text', () => {
  expect(bare('  Nguyễn-Đình  ĐỨC, số 12 ')).toBe('nguyen dinh duc so 12')
  for (let code = 0; code < 0x3000; code++) {
    const letter = String.fromCharCode(code)
    for (const text of [letter, `a${letter}b`, `${letter} Ế`])
      expect(bare(text), `U+${code.toString(16)}`).toBe(spelledOut(text))
  }
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: fc.constantFrom(...'Nguyễn Thị Đào-.,09\u0301đĐ'), maxLength: 300 }),
  )
  fc.assert(
    fc.property(text, (own) => bare(own) === spelledOut(own)),
    { numRuns: 2000 },
  )
})
