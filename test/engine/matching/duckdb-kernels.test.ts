import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { damerauLevenshtein } from '../../../engine/matching/similarity/damerau.ts'
import { levenshtein } from '../../../engine/matching/similarity/edits.ts'
import { jaroWinkler } from '../../../engine/matching/similarity/jaro-winkler.ts'
import { codesOf } from '../../../engine/matching/similarity/text.ts'

/** Both texts, then what DuckDB says of them: Jaro–Winkler, Levenshtein, Damerau–Levenshtein. */
type Row = readonly [a: string, b: string, similarity: number, edits: number, damerau: number]
const { ascii, marked } = JSON.parse(
  readFileSync(new URL('./fixtures/duckdb-kernels.json', import.meta.url), 'utf8'),
) as { readonly ascii: readonly Row[]; readonly marked: readonly Row[] }

type Symbols = (text: string) => Uint16Array
const bytesOf: Symbols = (text) => Uint16Array.from(Buffer.from(text))
const judged = ([a, b]: Row, symbols: Symbols): Row => {
  const [x, y] = [symbols(a), symbols(b)]
  return [a, b, Math.round(jaroWinkler(x, y) * 1e9) / 1e9, levenshtein(x, y), damerauLevenshtein(x, y)]
}

test('on names without marks the kernels say what DuckDB says', () => {
  expect(ascii.length).toBeGreaterThan(1500)
  expect(ascii.some(([a, b]) => a.length > 32 && b.length > 32)).toBe(true)
  expect(ascii.map((row) => judged(row, codesOf))).toEqual(ascii)
})

test('on names with marks DuckDB compares bytes: the kernels say the same of bytes', () => {
  expect(marked.map((row) => judged(row, bytesOf))).toEqual(marked)
})

test('by letter two names are never further apart than by byte, and mostly nearer', () => {
  const changed = marked.filter(([a, b]) => a !== b)
  const distances = changed.map((row) => ({ byLetter: judged(row, codesOf)[3], byByte: row[3] }))
  expect(distances.filter(({ byLetter, byByte }) => byLetter > byByte)).toEqual([])
  const nearer = distances.filter(({ byLetter, byByte }) => byLetter < byByte)
  expect(nearer.length / distances.length).toBeGreaterThan(0.5)
})

test.each([
  ['nguyễn', 'nguyên', 3, 1],
  ['đ', 'd', 2, 1],
])('%s and %s are %i edits apart in DuckDB and %i here', (a, b, byByte, byLetter) => {
  expect(marked.find((row) => row[0] === a && row[1] === b)?.[3]).toBe(byByte)
  expect(levenshtein(codesOf(a), codesOf(b))).toBe(byLetter)
})

test('trần and trân are .76 alike in DuckDB and .867 here', () => {
  expect(marked.find(([a, b]) => a === 'trần' && b === 'trân')?.[2]).toBeCloseTo(0.76, 3)
  expect(jaroWinkler(codesOf('trần'), codesOf('trân'))).toBeCloseTo(0.867, 3)
})
