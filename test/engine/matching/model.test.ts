import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oldCardNumbers } from '../../../engine/matching/comparisons/personal-ids.ts'
import { phones } from '../../../engine/matching/comparisons/phones.ts'
import { bits, ENGINE, type Model, modelText, readModel, scoredBy, untrained } from '../../../engine/matching/model.ts'
import { movesBetween } from '../../../engine/matching/model-moves.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'
import { NO_TERMS, publicTerms, type TermTable, termBits } from '../../../engine/matching/terms.ts'
import { columnOf } from './column.ts'

const spec = readSpec({
  format: 'match-spec/1',
  name: 'small',
  key: 'id',
  block: { name: ['name'], born: ['born'] },
  compare: {
    name: { kind: 'texts', column: 'name', floor: 0.001, near: [0.9] },
    born: { kind: 'dates', column: 'born' },
  },
})
const comparisons = comparisonsOf(spec)
const declared = { name: 'small', comparisons, blocking: ['name', 'born'], link: 2, review: -1 }

test('a model that nobody trained gives the weights that are declared', () => {
  const model = untrained(declared, -12)
  expect(bits(model.prior)).toBe(-12)
  expect(model.lambda).toBeCloseTo(2 ** -12, 6)
  expect(model.training.how).toBe('declared')
  comparisons.forEach(({ levels, otherwise }, c) => {
    const own = model.comparisons[c]!.levels
    expect(own.map(({ code }) => code)).toEqual([...levels.map(({ code }) => code), 'else'])
    expect(own.at(-1)!.microbits).toBe(Math.round(Math.log2(otherwise.m / otherwise.u) * 1e6))
  })
  expect(readModel(JSON.parse(modelText(model)), declared)).toEqual(model)
})

test('terms that are left out of a model score as they would in it', () => {
  const name = fc.constantFrom('an', 'ba', 'ca', 'da', '2000', '1', '__proto__', 'constructor')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.integer({ min: 1, max: 3000 }))), (pairs) => {
      const counts = new Map(pairs)
      const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
      const table: TermTable = { counts, total, mean: 0.01, unseen: 1 }
      const model = readModel(JSON.parse(modelText(untrained(declared, -10, [table]))))
      const frozen = scoredBy(model, comparisons, [columnOf([]), columnOf([])])[0]!.terms
      for (const term of [...counts.keys(), 'nobody'])
        for (const floor of [0.001, 0.05])
          expect(termBits(frozen, [term], 1, floor)).toBe(termBits(table, [term], 1, floor))
    }),
  )
})

test('a name that one record has does not enter a model file', () => {
  const counts = new Map([
    ['nguyễn thị hoa', 40],
    ['alăng thị bhnướch', 1],
  ])
  const text = modelText(untrained(declared, -10, [{ counts, total: 1000, mean: 0.01, unseen: 1 }]))
  expect(text).toContain('nguyễn thị hoa')
  expect(text).not.toContain('bhnướch')
})

test('of a register only terms that twenty records hold are kept, and none that names a person', () => {
  const counts = new Map([
    ['nguyen thi hoa', 40],
    ['le thi hoa', 19],
    ['alang thi bhnuoch', 1],
  ])
  const table: TermTable = { counts, total: 60, mean: 0.5, unseen: 1 }
  const kept = publicTerms(comparisons[0]!, table)
  expect([...kept.counts]).toEqual([['nguyen thi hoa', 40]])
  // 19 of the 20 records that are left share their name with 18 others
  expect(kept.unseen).toBe(18)
  const model = readModel(JSON.parse(modelText(untrained(declared, -10, [kept]))))
  expect(scoredBy(model, comparisons, [columnOf([]), columnOf([])])[0]!.terms).toEqual(kept)
  for (const comparison of [phones(), oldCardNumbers()])
    expect(publicTerms(comparison, { ...table, counts: new Map([['0236388888', 40]]) })).toEqual(NO_TERMS)
})

test('a model of another declaration is refused with what differs', () => {
  const model = untrained(declared, -10)
  const other = { ...declared, name: 'parcels', blocking: ['name', 'phone'] }
  expect(() => readModel(model, other)).toThrow(
    /small.*parcels.*thêm luật khóa phone; bớt luật khóa born.*model train/s,
  )
  expect(() => readModel(model, { ...declared, comparisons: comparisons.slice(1) })).toThrow(/bớt so sánh name/)
  const wider = comparisonsOf(
    readSpec({ ...spec, compare: { ...spec.compare, name: { kind: 'exact', column: 'name' } } }),
  )
  expect(() => readModel(model, { ...declared, comparisons: wider })).toThrow(/name có các mức khác/)
  const rarer = comparisonsOf(
    readSpec({
      ...spec,
      compare: { ...spec.compare, name: { kind: 'texts', column: 'name', floor: 0.1, near: [0.9] } },
    }),
  )
  expect(() => readModel(model, { ...declared, comparisons: rarer })).toThrow(/tham số tần suất/)
})

test('a file of another format, or a damaged one, is refused by name', () => {
  expect(() => readModel({ format: 'match-model/9' })).toThrow(/match-model\/9.*match-model\/1/s)
  for (const nothing of [null, [], 'x', {}]) expect(() => readModel(nothing)).toThrow(/không rõ/)
  const model = JSON.parse(modelText(untrained(declared, -10))) as Model
  model.comparisons[0]!.levels[1]!.u = 0
  expect(() => readModel(model)).toThrow(/comparisons\.0\.levels\.1\.u/)
})

test('what moved between two models comes largest first, prior and thresholds with it', () => {
  const before = untrained(declared, -10)
  const after: Model = {
    ...untrained({ ...declared, link: 3 }, -14),
    comparisons: before.comparisons.map((own, c) => ({
      ...own,
      levels: own.levels.map((level, l) =>
        c === 0 && l === 0 ? { ...level, microbits: level.microbits + 500_000 } : level,
      ),
    })),
  }
  const moves = movesBetween(before, after)
  expect(moves.slice(0, 3)).toEqual([
    { what: 'prior', before: -10, after: -14, moved: -4 },
    { what: 'link', before: 2, after: 3, moved: 1 },
    expect.objectContaining({ what: 'name.same', moved: expect.closeTo(0.5, 6) }),
  ])
  const less = { ...after, comparisons: after.comparisons.slice(0, 1) }
  expect(movesBetween(before, less)[0]).toMatchObject({ after: null, moved: null })
})

test('the release that a model names is that of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(ENGINE).toBe(version)
})
