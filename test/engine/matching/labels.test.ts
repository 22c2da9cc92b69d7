import { beforeAll, expect, test } from 'vitest'
import { persons } from '../../../bench/matching/persons.ts'
import { recordsOf } from '../../../engine/matching/intake.ts'
import { countLabelled, withLabels } from '../../../engine/matching/labelled.ts'
import { labelsOfDecisions, placeLabels, readLabels } from '../../../engine/matching/labels.ts'
import { type Model, modelOf } from '../../../engine/matching/model.ts'
import { resolve } from '../../../engine/matching/resolve.ts'
import type { Scorer } from '../../../engine/matching/score.ts'
import { comparisonsOf, readSpec } from '../../../engine/matching/spec.ts'
import { train } from '../../../engine/matching/train.ts'

const table = (text: string): readonly [string[], string[][]] => {
  const [header, ...rows] = text.split('\n').map((line) => line.split(','))
  return [header!, rows]
}
const read = (text: string) => readLabels(...table(text))
const names = ['a', 'b', 'c', 'd']

test('pairs, partitions and the labels of Splink are read by their header', () => {
  const pairs = read('left,right,label,who,when,reason\na,b,1,mai,2026-11-01,random\nb,c,0,,,review\nc,d,0.25,,,')
  expect(placeLabels(pairs, names)).toEqual({
    pairs: [
      { left: 0, right: 1, share: 1, reason: 'random' },
      { left: 1, right: 2, share: 0, reason: 'review' },
      { left: 2, right: 3, share: 0.25, reason: 'given' },
    ],
    unknown: 0,
  })
  expect(pairs.pairs[0]).toMatchObject({ who: 'mai', when: '2026-11-01' })
  const clusters = read('record,cluster\na,x\nb,x\nc,x\nd,\nnobody,x')
  expect(placeLabels(clusters, names).unknown).toBe(1)
  expect(placeLabels(clusters, names).pairs.map(({ left, right, share }) => [left, right, share])).toEqual([
    [0, 1, 1],
    [0, 2, 1],
    [1, 2, 1],
  ])
  const splink = read(
    'unique_id_l,source_dataset_l,unique_id_r,source_dataset_r,clerical_match_score\n7,left,7,right,0.9\n8,left,9,gone,1',
  )
  expect(placeLabels(splink, ['left:7', 'left:8', 'right:7'])).toEqual({
    pairs: [{ left: 0, right: 2, share: 0.9, reason: 'given' }],
    unknown: 1,
  })
})

test('what is no label is named with its line, what is no label file with its columns', () => {
  expect(() => read('left,right,label\na,b,maybe\na,b,1\na,,1\na,b,2')).toThrow(/3 dòng.*dòng 2, 4, 5/)
  expect(() => read('id,name\n1,x')).toThrow(/id, name/)
})

test('decisions become labels that say why they were seen', () => {
  const labels = labelsOfDecisions([
    { kind: 'different', groups: [['a', 'b'], ['c']], actor: 'lan' },
    { kind: 'cannot tell', groups: [['c'], ['d']] },
    { kind: 'same', groups: [['c', 'd']] },
  ])
  expect(labels.map(({ left, right, share, reason, who }) => [left.key, right.key, share, reason, who])).toEqual([
    ['a', 'b', 1, 'review', 'lan'],
    ['a', 'c', 0, 'review', 'lan'],
    ['b', 'c', 0, 'review', 'lan'],
    ['c', 'd', 1, 'review', ''],
  ])
})

const spec = readSpec({
  format: 'match-spec/1',
  name: 'people',
  key: 'id',
  block: { pid: ['pid'], given: ['given', 'birth_date'] },
  compare: {
    name: { kind: 'vietnamese-names', column: 'full_name' },
    pid: { kind: 'identifiers', column: 'pid' },
    sex: { kind: 'exact', column: 'sex', floor: 0 },
  },
})
let model: Model
let scorer: Scorer
let truth: ReturnType<typeof readLabels>
let records: ReturnType<typeof recordsOf>['records']
beforeAll(async () => {
  const { columns } = persons(1500, 3)
  const own = Object.keys(columns)
  const rows = columns.id!.map((_, row) => own.map((name) => columns[name]![row]!))
  const comparisons = comparisonsOf(spec)
  records = recordsOf(spec, [{ name: 'people', columns: own, rows }]).records
  const declared = { name: 'people', comparisons, blocking: ['pid', 'given'], link: 0, review: 0 }
  model = modelOf(train(comparisons, records, { chancePairs: 50_000 }), declared)
  ;({ scorer } = await resolve(comparisons, records, model))
  truth = readLabels(
    ['record', 'cluster'],
    columns.id!.map((id, row) => [id, columns.truth![row]!]),
  )
})

test('m from the whole truth is the share of true pairs in each level; u, prior and rules stay', () => {
  const placed = placeLabels(truth, records.names)
  const counts = countLabelled(model, scorer, placed.pairs)
  const { model: own, moves } = withLabels(model, counts, { how: 'replace' })
  let same = 0
  let both = 0
  for (const { left, right } of placed.pairs) {
    scorer.judge(left, right)
    if (scorer.levels[2] === 1) same++
    if (scorer.levels[2]! > 0) both++
  }
  expect(counts.matches).toBe(placed.pairs.length)
  expect(own.comparisons[2]!.levels[0]!.m).toBeCloseTo((same + 0.5) / (both + 1), 10)
  expect(own.comparisons.flatMap(({ levels }) => levels.map(({ u }) => u))).toEqual(
    model.comparisons.flatMap(({ levels }) => levels.map(({ u }) => u)),
  )
  expect({ ...own, comparisons: [], training: {} }).toEqual({ ...model, comparisons: [], training: {} })
  for (const { levels } of own.comparisons) expect(levels.reduce((sum, { m }) => sum + m, 0)).toBeCloseTo(1, 9)
  const move = moves.find(({ comparison, level }) => comparison === 'sex' && level === 'same')!
  expect(move).toMatchObject({ before: model.comparisons[2]!.levels[0]!.m, labels: same / both })
  expect(move.moved).toBeCloseTo(Math.log2(move.after / move.before), 5)
})

test('few labels move a model little when they are blended, and not at all when there are none', () => {
  const few = placeLabels(truth, records.names).pairs.slice(0, 5)
  const { moves } = withLabels(model, countLabelled(model, scorer, few))
  const most = Math.max(...moves.filter(({ before }) => before > 0.1).map(({ moved }) => Math.abs(moved)))
  expect(most).toBeLessThan(0.3)
  const none = withLabels(model, countLabelled(model, scorer, []), { how: 'replace' })
  expect(none.model.comparisons).toEqual(model.comparisons)
  expect(none.moves.every(({ labels, moved }) => labels === null && moved === 0)).toBe(true)
})

test('labels of doubtful pairs stay aside unless they are asked for', () => {
  const doubtful = placeLabels(truth, records.names).pairs.map((label) => ({ ...label, reason: 'review' as const }))
  expect(countLabelled(model, scorer, doubtful)).toMatchObject({ matches: 0, aside: doubtful.length })
  expect(countLabelled(model, scorer, doubtful, ['review'])).toMatchObject({ matches: doubtful.length, aside: 0 })
})
