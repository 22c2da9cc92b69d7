import { blocksOf, type HotKey } from './blocking.ts'
import { type Clustering, cluster } from './cluster.ts'
import type { Constraints } from './constraints.ts'
import { eachGroup, type Layout, layOut } from './layout.ts'
import { type Model, microbits, scoredBy } from './model.ts'
import { ruleOf } from './pairs.ts'
import { columnsOf, type Edges } from './predict.ts'
import type { Comparisons, KeyColumn, Records } from './records.ts'
import { createScorer, type Scorer } from './score.ts'

/** What an earlier run left behind. */
export interface Earlier {
  readonly names: readonly string[]
  readonly edges: Edges
  readonly clusterOf: Int32Array
  /** Keys that were set aside then: where a key crosses its limit, its records are taken as changed. */
  readonly hot: readonly HotKey[]
}

/**
 * The resolution of changed records on top of an earlier one: the same edges and clusters as a full run over `records`, at
 * the cost of the changed ones. `changed` names records that are new or differ; records that are gone are seen from the
 * names. The model must be the earlier one.
 */
export function resolveDelta(
  comparisons: Comparisons,
  records: Records,
  model: Model,
  earlier: Earlier,
  changed: ReadonlySet<string>,
  constraints: Constraints = {},
): { hot: readonly HotKey[]; edges: Edges; clustering: Clustering } {
  const blocks = blocksOf(records.blocks, records.size)
  const scored = scoredBy(model, comparisons, records.columns)
  const layout = layOut(records, blocks, scored)
  const scorer = createScorer(scored, layout, model.prior)
  const isNew = Uint8Array.from(records.names, (name) => (changed.has(name) ? 1 : 0))
  markCrossed(records.blocks, blocks.hot, earlier.hot, isNew)
  const touched = isNew.slice()
  const now = placesOf(earlier.names, records.names)
  const parts = [keptCells(earlier, now, isNew, touched)]
  const atLeast = microbits(Math.min(model.thresholds.review, model.thresholds.link))
  parts.push(newCells(layout, scorer, isNew, atLeast))
  const edges = columnsOf(parts, 0)
  const clusterOf = Int32Array.from({ length: records.size }, (_, i) => i)
  // the name of an untouched cluster is its smallest record, which is still there: nothing of it changed
  for (let i = 0; i < now.length; i++)
    if (now[i]! >= 0 && now[earlier.clusterOf[i]!]! >= 0) clusterOf[now[i]!] = now[earlier.clusterOf[i]!]!
  const options = { floor: microbits(model.thresholds.link), review: atLeast, score: scorer.judge, constraints }
  const clustering = cluster(records.size, edges, { ...options, known: { touched, clusterOf } })
  return { hot: blocks.hot, edges, clustering }
}

/** Where each earlier record stands now, -1 where it is gone; both lists ascend. */
function placesOf(before: readonly string[], now: readonly string[]): Int32Array {
  let at = 0
  return Int32Array.from(before, (name) => {
    while (at < now.length && now[at]! < name) at++
    return now[at] === name ? at : -1
  })
}

/** Marks the records of keys that were set aside then or are now, but not both. */
function markCrossed(
  columns: readonly KeyColumn[],
  now: readonly HotKey[],
  before: readonly HotKey[],
  marks: Uint8Array,
): void {
  const idOf = ({ rule, low, high }: HotKey): string => `${rule}/${low}/${high}`
  const [ids, old] = [new Set(now.map(idOf)), new Set(before.map(idOf))]
  const crossed = [...now.filter((key) => !old.has(idOf(key))), ...before.filter((key) => !ids.has(idOf(key)))]
  for (const { rule, low, high } of crossed) {
    const column = columns.find(({ name }) => name === rule)
    if (!column) continue
    for (let record = 0; record < marks.length; record++) {
      const end = column.starts ? column.starts[record + 1]! : record + 1
      for (let entry = column.starts ? column.starts[record]! : record; entry < end; entry++)
        if (column.low[entry] === low && column.high[entry] === high) marks[record] = 1
    }
  }
}

/** Edges between records that did not change; who lost an edge is touched. */
function keptCells({ edges, clusterOf }: Earlier, now: Int32Array, isNew: Uint8Array, touched: Uint8Array): Int32Array {
  const cells: number[] = []
  const stays = (record: number): boolean => record >= 0 && !isNew[record]
  for (let e = 0; e < edges.left.length; e++) {
    const left = now[edges.left[e]!]!
    const right = now[edges.right[e]!]!
    if (stays(left) && stays(right)) cells.push(left, right, edges.weight[e]!, edges.rule[e]!)
    else for (const record of [left, right]) if (record >= 0) touched[record] = 1
  }
  for (let i = 0; i < now.length; i++) if (now[i]! >= 0 && !stays(now[clusterOf[i]!]!)) touched[now[i]!] = 1
  return Int32Array.from(cells)
}

/** Scores each changed record against all whom it meets; of two changed records the smaller does it. */
function newCells(layout: Layout, scorer: Scorer, isNew: Uint8Array, atLeast: number): Int32Array {
  const { starts, members, recordAt, positionOf, sources } = layout
  const cells: number[] = []
  const metBy = new Int32Array(isNew.length).fill(-1)
  for (let record = 0; record < isNew.length; record++) {
    if (!isNew[record]) continue
    const p = positionOf[record]!
    eachGroup(layout, record, (group) => {
      for (let m = starts[group]!; m < starts[group + 1]!; m++) {
        const q = members[m]!
        const other = recordAt[q]!
        if (other === record || metBy[other] === record) continue
        metBy[other] = record
        if ((isNew[other] && other < record) || (sources !== null && sources[p] === sources[q])) continue
        const weight = scorer.score(p, q, atLeast)
        if (weight < atLeast) continue
        cells.push(Math.min(record, other), Math.max(record, other), weight, ruleOf(layout, group))
      }
    })
  }
  return Int32Array.from(cells)
}
