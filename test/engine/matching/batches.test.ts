import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchesOf } from '../../../engine/matching/batches.ts'
import { chunksOf, pairsByRule } from '../../../engine/matching/chunks.ts'
import { ColumnEncoder, encode } from '../../../engine/matching/encode.ts'

const SIZE = 40
const pair = fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)).filter(([a, b]) => a !== b)

test('batches hold whole components, every edge, and those alone who are asked for', () => {
  fc.assert(
    fc.property(
      fc.array(pair),
      fc.array(pair, { maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      (pairs, ties, aim) => {
        const edges = { left: Int32Array.from(pairs, ([a]) => a), right: Int32Array.from(pairs, ([, b]) => b) }
        const alone = (record: number): boolean => record % 3 === 0
        const batches = [...batchesOf(SIZE, edges, ties, alone, aim)]
        const batchOf = new Map(batches.flatMap(({ records }, n) => [...records].map((record) => [record, n] as const)))
        expect(batches.reduce((sum, { records }) => sum + records.length, 0)).toBe(batchOf.size)
        for (const [a, b] of [...pairs, ...ties]) expect(batchOf.get(a)).toBe(batchOf.get(b))
        const tied = new Set([...pairs, ...ties].flat())
        for (let record = 0; record < SIZE; record++)
          expect(batchOf.has(record)).toBe(tied.has(record) || alone(record))
        const held = batches.flatMap((batch, n) => [...batch.edges].map((e) => [e, n] as const))
        expect(held.map(([e]) => e).sort((a, b) => a - b)).toEqual(pairs.map((_, e) => e))
        for (const [e, n] of held) expect(batchOf.get(pairs[e]![0])).toBe(n)
        for (const { records } of batches) expect([...records]).toEqual([...records].sort((a, b) => a - b))
      },
    ),
  )
})

test('chunks hold every pair of which a record is marked, in groups one after another', () => {
  const groups = fc.array(fc.uniqueArray(fc.nat(SIZE - 1), { minLength: 2, maxLength: 6 }))
  fc.assert(
    fc.property(
      groups,
      fc.option(fc.uniqueArray(fc.nat(SIZE - 1))),
      fc.integer({ min: 1, max: 30 }),
      (own, marked, aim) => {
        const members = Int32Array.from(own.flat())
        const starts = Int32Array.from([0, ...own.map((_, n) => own.slice(0, n + 1).flat().length)])
        const touched = marked ? Uint8Array.from({ length: SIZE }, (_, n) => (marked.includes(n) ? 1 : 0)) : null
        const chunks = chunksOf({ starts, members }, aim, touched)
        const pairs = own.map((group) => {
          const all = group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const))
          return all.filter(([a, b]) => !marked || marked.includes(a) || marked.includes(b)).length
        })
        const total = pairs.reduce((sum, n) => sum + n, 0)
        expect(chunks.reduce((sum, chunk) => sum + chunk.pairs, 0)).toBe(total)
        for (const { from, to, pairs: counted } of chunks)
          expect(counted).toBe(pairs.slice(from, to).reduce((sum, n) => sum + n, 0))
        const rules = [{ name: 'all', from: 0, pairs: 0, largest: 0, keyless: 0 }]
        expect(pairsByRule({ starts, members, rules, hot: [] }, touched)).toEqual([{ name: 'all', pairs: total }])
        for (const [n, chunk] of chunks.entries())
          if (n > 0) expect(chunk.from).toBeGreaterThanOrEqual(chunks[n - 1]!.to)
      },
    ),
  )
})

test('a cell in UTF-8 has the number of the same cell as text', () => {
  const cell = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'ễ', '𝔘', 'Nguyễn'))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, fc.boolean()), { maxLength: 200 }), (cells) => {
      const encoder = new ColumnEncoder()
      for (const [text, isBytes] of cells) {
        const bytes = Buffer.from(`x${text}y`)
        if (isBytes) encoder.addUtf8(bytes, 1, bytes.length - 1)
        else encoder.add(text)
      }
      expect(encoder.done()).toEqual(encode(cells.map(([text]) => text)))
    }),
  )
})
