import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyOf } from '../../../core/keys.ts'
import type { MatchRule } from '../../../engine/matching/domain.ts'
import { KeyIntake, keyOfHalves } from '../../../engine/matching/key-intake.ts'
import { Lookup, pagesOf, postingsOf } from '../../../engine/matching/postings.ts'

const rule = (number: number, isSeveral: boolean): MatchRule => ({
  name: `rule ${number}`,
  number,
  limit: 2000,
  isSeveral,
  narrows: null,
  isKept: false,
})
const RULES = [rule(0, false), rule(3, true), rule(63, false)]

/** Keys of records, at most one of the rules 0 and 63, any number of rule 3; and of a rule that is no more. */
const records = fc.array(
  fc.record({
    one: fc.option(fc.nat(20)),
    several: fc.uniqueArray(fc.nat(20), { maxLength: 4 }),
    other: fc.option(fc.string()),
    gone: fc.boolean(),
  }),
  { maxLength: 60 },
)
const keysOf = (own: { one: number | null; several: readonly number[]; other: string | null; gone: boolean }) =>
  [
    ...(own.one === null ? [] : [keyOf(0, [own.one])]),
    ...own.several.map((part) => keyOf(3, [part])),
    ...(own.other === null ? [] : [keyOf(63, [own.other])]),
    ...(own.gone ? [keyOf(7, ['gone'])] : []),
  ].sort((a, b) => a - b)

function columnsOf(all: readonly (readonly number[])[]) {
  const intake = new KeyIntake(RULES)
  for (const keys of all) {
    for (const key of keys) intake.key(Math.floor(key / 2 ** 32), key >>> 0)
    intake.record()
  }
  return intake.done()
}

test('a key column holds the keys of its rule, each record its own', () => {
  fc.assert(
    fc.property(records, (own) => {
      const all = own.map(keysOf)
      const columns = columnsOf(all)
      columns.forEach(({ low, high, starts }, place) => {
        const { number } = RULES[place]!
        const held = all.map((_, record) => {
          const [from, to] = starts ? [starts[record]!, starts[record + 1]!] : [record, record + 1]
          const entries = Array.from({ length: to - from }, (__, n) => from + n)
          return entries.flatMap((entry) =>
            low[entry] === 0 && high[entry] === 0 ? [] : [keyOfHalves(low[entry]!, high[entry]!, number)],
          )
        })
        expect(held).toEqual(all.map((keys) => keys.filter((key) => key % 64 === number)))
      })
    }),
  )
})

test('a lookup finds everybody who has a key, and hardly anybody else', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 2 ** 39 }), (own, firstId) => {
      const all = own.map(keysOf)
      const ids = Float64Array.from(all, (_, n) => firstId + n)
      const { bits, count, pages } = pagesOf(postingsOf(columnsOf(all), RULES, ids))
      const stored = all.flatMap((keys, n) =>
        keys.filter((key) => key % 64 !== 7).map((key) => [key, ids[n]!] as const),
      )
      expect(count).toBe(stored.length)
      const wanted = stored.filter((_, n) => n % 2 === 0).map(([key]) => key)
      const lookup = new Lookup(new Set(wanted))
      const places = lookup.pages(bits)
      const found: (readonly [number, number])[] = []
      for (const page of pages) {
        if (!places.includes(page.page)) continue
        lookup.read(page, bits, (key, id) => found.push([key, id]))
      }
      const expected = stored.filter(([key]) => wanted.includes(key))
      expect(new Set(found.map(String))).toEqual(new Set(expected.map(String)))
    }),
  )
})

test('many keys lie in many pages', () => {
  const many = Array.from({ length: 50_000 }, (_, n) => [keyOf(0, [n])])
  const { bits, pages } = pagesOf(
    postingsOf(
      columnsOf(many),
      RULES,
      Float64Array.from(many, (_, n) => n + 1),
    ),
  )
  expect(bits).toBe(4)
  expect(pages.map(({ page }) => page)).toEqual(Array.from({ length: 16 }, (_, n) => n))
  const sizes = pages.map(({ postings }) => postings.length / 8)
  expect(Math.max(...sizes)).toBeLessThan(2 * Math.min(...sizes))
})
