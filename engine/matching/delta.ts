import { type BlockIndex, indexBlock } from './blocking.ts'
import { type Clustering, cluster } from './cluster.ts'
import type { Constraints } from './constraints.ts'
import { encodeFields, type Records } from './declaration.ts'
import { type Model, microbits, scoredBy } from './model.ts'
import { columnsOf, type Edges } from './predict.ts'
import { createScorer, type Scorer } from './score.ts'

/** What an earlier run left behind, with the keys of its records. */
export interface Earlier {
  readonly keys: readonly string[]
  readonly edges: Edges
  readonly clusterOf: Int32Array
}

/**
 * The resolution of changed records on top of an earlier one: the same edges and clusters as a full run over `records`, at
 * the cost of the changed ones. `changed` names records that are new or differ; records that are gone are seen from
 * the keys. The model must be the earlier one. Where a key crossed its limit since, only a full run gives the same.
 */
export function resolveDelta(
  records: Records,
  model: Model,
  earlier: Earlier,
  changed: ReadonlySet<string>,
  constraints: Constraints = {},
): { edges: Edges; clustering: Clustering } {
  const rules = records.blocks.map(indexBlock)
  const scorer = createScorer(scoredBy(model, encodeFields(records)), model.prior, records.keys.length)
  const atLeast = microbits(Math.min(model.thresholds.review, model.thresholds.link))
  const isNew = Uint8Array.from(records.keys, (key) => (changed.has(key) ? 1 : 0))
  const place = new Map(records.keys.map((key, i) => [key, i]))
  const now = Int32Array.from(earlier.keys, (key) => place.get(key) ?? -1)
  const touched = isNew.slice()
  const cells = keptCells(earlier, now, isNew, touched)
  const sources = records.crossOnly ? records.sources : null
  isNew.forEach((flag, record) => {
    if (flag) meet(record, rules, scorer, sources, isNew, atLeast, cells)
  })
  const edges = columnsOf(Int32Array.from(cells), 0)
  const clusterOf = Int32Array.from({ length: records.keys.length }, (_, i) => i)
  // the name of an untouched cluster is its smallest record, which is still there: nothing of it changed
  for (let i = 0; i < now.length; i++)
    if (now[i]! >= 0 && now[earlier.clusterOf[i]!]! >= 0) clusterOf[now[i]!] = now[earlier.clusterOf[i]!]!
  const score = (a: number, b: number): number => scorer.score(a, b, Number.NEGATIVE_INFINITY)
  const known = { touched, clusterOf }
  return {
    edges,
    clustering: cluster(records.keys.length, edges, {
      floor: microbits(model.thresholds.link),
      review: microbits(model.thresholds.review),
      score,
      constraints,
      known,
    }),
  }
}

/** Edges between records that did not change; who lost an edge is touched. */
function keptCells({ edges, clusterOf }: Earlier, now: Int32Array, isNew: Uint8Array, touched: Uint8Array): number[] {
  const cells: number[] = []
  const stays = (record: number): boolean => record >= 0 && !isNew[record]
  for (let e = 0; e < edges.left.length; e++) {
    const left = now[edges.left[e]!]!
    const right = now[edges.right[e]!]!
    if (stays(left) && stays(right)) cells.push(left, right, edges.weight[e]!, edges.rule[e]!)
    else for (const record of [left, right]) if (record >= 0) touched[record] = 1
  }
  for (let i = 0; i < now.length; i++) if (now[i]! >= 0 && !stays(now[clusterOf[i]!]!)) touched[now[i]!] = 1
  return cells
}

/** Scores a changed record against all whom it meets; of two changed records the smaller does it. */
function meet(
  record: number,
  rules: readonly BlockIndex[],
  scorer: Scorer,
  sources: Int32Array | null,
  isNew: Uint8Array,
  atLeast: number,
  cells: number[],
): void {
  const met = new Set<number>([record])
  rules.forEach(({ of, groups, start, members }, rule) => {
    for (let n = of[record]!; n < of[record + 1]!; n++) {
      for (let m = start[groups[n]!]!; m < start[groups[n]! + 1]!; m++) {
        const other = members[m]!
        if (met.has(other)) continue
        met.add(other)
        if ((isNew[other] && other < record) || (sources !== null && sources[other] === sources[record])) continue
        const weight = scorer.score(Math.min(record, other), Math.max(record, other), atLeast)
        if (weight >= atLeast) cells.push(Math.min(record, other), Math.max(record, other), weight, rule)
      }
    }
  })
}
