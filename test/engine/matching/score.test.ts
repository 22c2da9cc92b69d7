import { expect, test } from 'vitest'
import { blocksOf } from '../../../engine/matching/blocking.ts'
import { recordsOf } from '../../../engine/matching/intake.ts'
import { layOut } from '../../../engine/matching/layout.ts'
import { scoredBy, untrained } from '../../../engine/matching/model.ts'
import { createScorer } from '../../../engine/matching/score.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'
import { countTerms } from '../../../engine/matching/terms.ts'

const spec = readSpec({
  format: 'match-spec/1',
  name: 'people',
  key: 'id',
  block: { street: ['street'] },
  compare: {
    number: { kind: 'identifiers', column: 'number' },
    born: { kind: 'dates', column: 'born' },
    street: { kind: 'texts', column: 'street' },
    city: { kind: 'exact', column: 'city' },
    name: { kind: 'vietnamese-names', column: 'name' },
  },
})

const SIZE = 700
let state = 7
const draw = (most: number): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
  return (state >>> 8) % most
}
const one = (...of: readonly string[]): string => of[draw(of.length)] ?? ''
const row = (id: number): readonly string[] => [
  `r${id}`,
  one('', 'AB123', String(100_000 + draw(40)), String(100_000 + draw(40)).replace('1', '11')),
  one('', '1990', `19${50 + draw(5)}-0${1 + draw(9)}-${10 + draw(9)}`, '1950-10-02'),
  one('', 'Lê Lợi', 'lê lợi', `${draw(30)} Tran Phu`, `${draw(30)} Tran Phuc`),
  one('', 'Da Nang', 'DA NANG', 'Hue'),
  one('', 'Nguyễn Văn An', 'Nguyen Van An', `Lê Thị ${one('Hoa', 'Hòa', 'Hoà', 'Bích')}`, 'Nguyễn Thị An', 'Trần B'),
]

test('what is bounded step by step weighs what all comparisons together say, in whatever order they were asked', () => {
  const rows = Array.from({ length: SIZE }, (_, id) => row(id))
  const { records } = recordsOf(spec, [
    { name: 'people', columns: ['id', 'number', 'born', 'street', 'city', 'name'], rows },
  ])
  const comparisons = comparisonsOf(spec)
  const declared = { name: spec.name, comparisons, blocking: ['street'], link: 0, review: 0 }
  const terms = comparisons.map((comparison, c) => countTerms(comparison, records.columns[c]!))
  const model = untrained(declared, -12, terms)
  const scored = scoredBy(model, comparisons, records.columns)
  const layout = layOut(records, blocksOf(records.blocks, records.size), scored)
  const scorer = createScorer(scored, layout, model.prior)
  // the first change of the order falls on another pair in each, some of them on one that has lanes left to ask
  for (let first = 0; first < 40; first++) {
    const own = createScorer(scored, layout, model.prior)
    for (let q = 0; q < SIZE; q++) own.score(first, q, Number.NEGATIVE_INFINITY)
  }
  const off: (readonly number[])[] = []
  for (const atLeast of [Number.NEGATIVE_INFINITY, 0, 5e6])
    for (let p = 0; p < SIZE; p++)
      for (let q = 0; q < SIZE; q++) {
        if (p === q) continue
        const whole = scorer.judge(layout.recordAt[p]!, layout.recordAt[q]!)
        const found = scorer.score(p, q, atLeast)
        if (whole >= atLeast ? found !== whole : found >= atLeast) off.push([p, q, whole, found])
      }
  expect(off).toEqual([])
})
