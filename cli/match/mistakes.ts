import { grouped } from '../../engine/matching/components.ts'
import type { Column } from '../../engine/matching/encode.ts'
import { firstShared } from '../../engine/matching/layout.ts'
import { bits } from '../../engine/matching/model.ts'
import { ruleOf } from '../../engine/matching/pairs.ts'
import type { Folder } from './folder.ts'
import { cellOf, Names } from './load.ts'
import type { Run } from './run.ts'

/** Groups whose pairs are all scored to show the heaviest; of larger ones only the records are listed. */
const SCORED_MOST = 200

/**
 * `false-merges.csv`: the records of every cluster that holds several entities; `missed.csv`: those of every entity that
 * lies in several clusters. With each record the pair that tells most: the heaviest with a record of another entity of its
 * cluster, or of its entity in another cluster, and the rule under which the two meet.
 */
export function writeMistakes(folder: Folder, run: Run, truth: Column): { falseMerges: number; missed: number } {
  const { clusterOf } = run.resolution.clustering
  const clusters = clusterOf.map((cluster, record) => (truth.ids[record]! < 0 ? -1 : cluster))
  const falseMerges = list(folder, 'false-merges.csv', ['cluster', 'record', 'entity'], clusters, truth.ids, run, truth)
  const missed = list(folder, 'missed.csv', ['entity', 'record', 'cluster'], truth.ids, clusters, run, truth)
  return { falseMerges, missed }
}

function list(
  folder: Folder,
  name: string,
  header: readonly [string, 'record', string],
  by: Int32Array,
  within: Int32Array,
  run: Run,
  truth: Column,
): number {
  const names = new Names(run)
  const { clusterOf } = run.resolution.clustering
  const table = names.isSeveral ? ['table'] : []
  const file = folder.csv(name, [...header, ...table, 'other', 'bits', 'met_by'])
  let listed = 0
  for (const records of mixedGroups(by, within)) {
    listed++
    for (const record of records) {
      const pair = records.length > SCORED_MOST ? null : heaviest(run, record, records, within)
      const cluster = names.full(clusterOf[record]!)
      const entity = cellOf(truth, record)
      const [first, last] = header[0] === 'cluster' ? [cluster, entity] : [entity, cluster]
      const told = pair === null ? ['', '', ''] : [names.key(pair.other), bits(pair.weight).toFixed(3), pair.metBy]
      file.put(first, names.key(record), last, ...(names.isSeveral ? [names.table(record)] : []), ...told)
    }
  }
  file.close()
  return listed
}

/** Records of the groups of one partition, -1 in none, that are not all in one group of another. */
export function* mixedGroups(by: Int32Array, within: Int32Array): Generator<Int32Array> {
  const count = by.reduce((most, own) => Math.max(most, own + 1), 0)
  const { start, items } = grouped(by, count)
  for (let group = 0; group < count; group++) {
    const records = items.subarray(start[group]!, start[group + 1]!)
    if (records.some((record) => within[record] !== within[records[0]!])) yield records
  }
}

function heaviest({ resolution }: Run, record: number, records: Int32Array, within: Int32Array) {
  let best: { other: number; weight: number } | null = null
  for (const other of records) {
    if (within[other] === within[record]) continue
    const weight = resolution.scorer.judge(Math.min(record, other), Math.max(record, other))
    if (best === null || weight > best.weight) best = { other, weight }
  }
  if (best === null) return null
  const { layout } = resolution
  const group = firstShared(layout, record, best.other)
  return { ...best, metBy: group < 0 ? '' : layout.rules[ruleOf(layout, group)]!.name }
}
