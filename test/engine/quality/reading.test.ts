import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asked, openRow } from '../../../engine/quality/cells.ts'
import { remembering } from '../../../engine/quality/reading.ts'

test('a memory answers as the function does, however full it is', () => {
  const plain = (text: string) => `<${text}>`
  const remembered = remembering(plain)
  for (let i = 0; i < 60_000; i++) {
    const text = i % 3 === 0 ? 'often' : `${i % 20_000}`
    expect(remembered(text)).toBe(plain(text))
  }
})

test('a memory that pays is asked once for each text', () => {
  const asks = new Map<string, number>()
  const remembered = remembering((text) => asks.set(text, (asks.get(text) ?? 0) + 1).size)
  for (let i = 0; i < 50_000; i++) remembered(`${i % 50}`)
  expect([...asks.values()].every((times) => times === 1)).toBe(true)
})

test('a memory that does not pay keeps only the last answer', () => {
  let asks = 0
  const remembered = remembering(() => ++asks)
  for (let i = 0; i < 5_000; i++) remembered(`${i}`)
  const before = asks
  remembered('0')
  remembered('0')
  expect(asks).toBe(before + 1)
})

const columns = ['a', 'b', 'c'] as const
const declared = [
  (cell: (column: string) => string) => cell('b'),
  (cell: (column: string) => string) => (cell('a') === 'x' ? cell('b') : cell('a')),
  (cell: (column: string) => string) => cell('a') + cell('c'),
  (cell: (column: string) => string) => (cell('a') === 'x' && cell('a') === cell('b') ? cell('c') : 'no'),
  () => 'constant',
  (cell: (column: string) => string) => cell('missing') || cell('b'),
]

test('a declared function of the row answers as if nothing were remembered', () => {
  const text = fc.constantFrom('x', 'y', '')
  const part = fc.option(fc.record({ a: text, b: text }, { requiredKeys: [] }))
  const row = fc.tuple(fc.tuple(text, text, text), part)
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      for (const ask of declared) {
        const live = openRow(columns)
        const answer = asked(live, ask)
        for (const [cells, own] of rows) {
          live.cells = cells
          live.part = own as Record<string, string> | null
          const beside = own as Record<string, string> | null
          expect(answer()).toBe(
            ask((column) => beside?.[column] ?? cells[columns.indexOf(column as (typeof columns)[number])] ?? ''),
          )
        }
      }
    }),
    { numRuns: 500 },
  )
})
