import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reportBlocks } from '../../../engine/matching/block-report.ts'
import { blocksOf } from '../../../engine/matching/blocking.ts'
import { recordsOf } from '../../../engine/matching/intake.ts'
import { keyTexts } from '../../../engine/matching/part-keys.ts'
import { readSpec } from '../../../engine/matching/spec.ts'

const spec = readSpec({
  format: 'match-spec/1',
  name: 'small',
  key: 'id',
  block: {
    word: [{ column: 'name', words: 'all' }],
    place: { parts: ['place'], limit: 4, hot: ['year'] },
    year: ['year'],
  },
  compare: { year: { kind: 'exact', column: 'year' } },
})
const cell = (...values: string[]) => fc.constantFrom('', ...values)
const rows = fc.array(fc.tuple(cell('an binh', 'binh', 'an cuc', 'cuc'), cell('da', 'hue'), cell('70', '71', '72')), {
  maxLength: 14,
})

test('pairs, new pairs and recall of each rule are those of looking at every pair', () => {
  const truths = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 14, maxLength: 14 })
  fc.assert(
    fc.property(rows, truths, fc.boolean(), (cells, entities, isLink) => {
      const body = cells.map((own, i) => [String(10 + i), ...own])
      const columns = ['id', 'name', 'place', 'year']
      const half = Math.ceil(body.length / 2)
      const tables = [
        { name: 'a', columns, rows: body.slice(0, half) },
        { name: 'b', columns, rows: body.slice(half) },
      ]
      const { records } = recordsOf(spec, isLink ? tables : [{ name: 'a', columns, rows: body }])
      const truth = Int32Array.from({ length: records.size }, (_, i) => entities[i]!)
      const report = reportBlocks(records, blocksOf(records.blocks, records.size), truth)
      const met = meetings(cells, isLink ? half : null)
      expect(report.rules.map(({ name }) => name)).toEqual(['word', 'place', 'year', 'place+'])
      report.rules.forEach((rule, r) => {
        const own = met.filter(({ by }) => by.includes(r))
        const first = met.filter(({ by }) => by[0] === r)
        const isTrue = ({ a, b }: { a: number; b: number }) => truth[a] === truth[b]
        const all = truePairs(truth, isLink ? half : null)
        const share = (n: number) => (all ? n / all : 0)
        expect(rule.fresh).toBe(first.length)
        expect(rule.truth?.fresh).toBeCloseTo(share(first.filter(isTrue).length), 10)
        expect(rule.truth?.alone).toBeCloseTo(share(own.filter((m) => m.by.length === 1 && isTrue(m)).length), 10)
      })
      expect(report.pairs).toBe(met.length)
    }),
  )
})

const words = (text: string) => text.split(' ').filter((word) => word.length > 1)

/** Every pair that meets, with the rules under which it does. */
function meetings(cells: readonly (readonly [string, string, string])[], half: number | null) {
  const atPlace = (place: string) => cells.filter(([, own]) => own === place).length
  const found: { a: number; b: number; by: number[] }[] = []
  for (let a = 0; a < cells.length; a++)
    for (let b = a + 1; b < cells.length; b++) {
      if (half !== null && a < half === b < half) continue
      const [[name, place, year], [otherName, otherPlace, otherYear]] = [cells[a]!, cells[b]!]
      const isPlace = place !== '' && place === otherPlace
      const isYear = year !== '' && year === otherYear
      const by = [
        words(name).some((word) => words(otherName).includes(word)),
        isPlace && atPlace(place) <= 4,
        isYear,
        isPlace &&
          atPlace(place) > 4 &&
          isYear &&
          cells.filter((own) => own[1] === place && own[2] === year).length <= 4,
      ].flatMap((meets, r) => (meets ? [r] : []))
      if (by.length > 0) found.push({ a, b, by })
    }
  return found
}

function truePairs(truth: Int32Array, half: number | null): number {
  let count = 0
  for (let a = 0; a < truth.length; a++)
    for (let b = a + 1; b < truth.length; b++)
      if (truth[a] === truth[b] && !(half !== null && a < half === b < half)) count++
  return count
}

const many = (records: number) => ({
  name: 'many',
  columns: ['id', 'name', 'place', 'year'],
  rows: Array.from({ length: records }, (_, i) => [String(1000 + i), `an ${i % 7} binh`, 'hue', String(i % 3)]),
})

test('the largest keys are named, those that were set aside among them', () => {
  const { records, columns } = recordsOf(spec, [many(12)])
  const { rules } = reportBlocks(records, blocksOf(records.blocks, records.size), null)
  const [largest] = rules[1]!.largest
  expect(largest).toMatchObject({ records: 12, isHot: true })
  const texts = keyTexts(['place'], (name) => columns.get(name)!, {}, largest!.example)
  expect(texts[largest!.entry]).toEqual(['hue'])
  expect(rules[0]!.largest[0]).toMatchObject({ records: 12, isHot: false })
  expect(rules[3]!.largest.map((own) => own.records)).toEqual([4, 4, 4])
})

// every record holds two words of all others: each pair is made twice, and is new once
test('too many pairs to visit are sampled, and said to be an estimate', () => {
  const { records } = recordsOf(spec, [many(600)])
  const blocks = blocksOf(records.blocks, records.size)
  const exact = reportBlocks(records, blocks, null)
  const sampled = reportBlocks(records, blocks, null, 20_000)
  expect(exact.rules[0]).toMatchObject({ pairs: 600 * 599, fresh: (600 * 599) / 2, isEstimate: false })
  expect(sampled.rules[0]).toMatchObject({ pairs: 600 * 599, isEstimate: true })
  expect(sampled.rules[0]!.fresh / exact.rules[0]!.fresh).toBeGreaterThan(0.7)
  expect(sampled.rules[0]!.fresh / exact.rules[0]!.fresh).toBeLessThan(1.3)
})
