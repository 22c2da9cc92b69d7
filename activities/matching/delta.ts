import { batchesOf } from '../../engine/matching/batches.ts'
import type { MatchRule } from '../../engine/matching/domain.ts'
import { grown } from '../../engine/matching/encode.ts'
import type { Edges } from '../../engine/matching/predict.ts'
import type { DecisionRow } from '../../store/decisions.ts'
import { affectedRecords, dropEdges, edgesAmong, type StoredEdge } from '../../store/edges.ts'
import { goldenMembers } from '../../store/identity.ts'
import { orderedRecords } from '../../store/records.ts'
import type { Tx } from '../../store/sql.ts'
import { edgesFound } from './found.ts'
import { BATCH, decidedTies, type PairColumns, tiesOf, type Work } from './groups.ts'

export interface Changed {
  /** Records that were paired, in their order: what the found edges name by number. */
  readonly ids: Float64Array
  /** Records that changed or are gone, and those whose pairs were scored anew beside them. */
  readonly touched: readonly number[]
  /** Golden ids that records which are gone, or name somebody else now, have left. */
  readonly left: readonly string[]
  readonly decisions: readonly DecisionRow[]
}

/**
 * The records that a change may affect, and no others: whoever is reached from a touched record over an edge that it had or
 * has, a golden record or a decision. Drops the edges that were scored anew.
 */
export async function changedWork(
  tx: Tx,
  domain: string,
  rules: readonly MatchRule[],
  { ids, touched, left, decisions }: Changed,
): Promise<Work> {
  const found = await edgesFound(tx, domain)
  const lost = await dropEdges(tx, domain, touched)
  const orphans = (await goldenMembers(tx, left)).flatMap(({ members }) => members)
  const start = new Set([...touched, ...lost, ...orphans])
  for (const ends of [found.left, found.right]) for (const end of ends) start.add(ids[end]!)
  const decided = await decidedTies(tx, domain, decisions)
  const reached = await orderedRecords(tx, await reachedRecords(tx, domain, [...start], decided))
  const numbers = new Map(reached.map((id, number) => [id, number]))
  const places = new Map(rules.map(({ name }, place) => [name, place]))
  const pairs = joined(found, ids, await edgesAmong(tx, domain, reached), numbers, places)
  const ties = tiesOf(decided, numbers)
  return { ids: reached, pairs, batches: batchesOf(reached.length, pairs, ties, () => true, BATCH) }
}

/** What the touched records may affect. A decision ties records together that may share no edge. */
async function reachedRecords(
  tx: Tx,
  domain: string,
  start: readonly number[],
  decided: readonly (readonly number[])[],
): Promise<readonly number[]> {
  let affected = await affectedRecords(tx, domain, start)
  for (;;) {
    const reached = new Set(affected)
    const tied = decided.filter((own) => own.some((id) => reached.has(id)) && !own.every((id) => reached.has(id)))
    if (tied.length === 0) return affected
    affected = await affectedRecords(tx, domain, [...affected, ...tied.flat()])
  }
}

/** New pairs, then those that the store has, in the numbers of the reached records. */
function joined(
  found: Edges,
  ids: Float64Array,
  stored: readonly StoredEdge[],
  numbers: ReadonlyMap<number, number>,
  places: ReadonlyMap<string, number>,
): PairColumns {
  // a record that went away since it was scored has no number
  const kept = found.left
    .map((_, e) => e)
    .filter((e) => numbers.has(ids[found.left[e]!]!) && numbers.has(ids[found.right[e]!]!))
  const size = kept.length + stored.length
  const left = grown(
    kept.map((e) => numbers.get(ids[found.left[e]!]!)!),
    new Int32Array(size),
  )
  const right = grown(
    kept.map((e) => numbers.get(ids[found.right[e]!]!)!),
    new Int32Array(size),
  )
  const weight = grown(
    kept.map((e) => found.weight[e]!),
    new Int32Array(size),
  )
  const rule = grown(
    Uint8Array.from(kept, (e) => found.rule[e]!),
    new Uint8Array(size),
  )
  stored.forEach((edge, n) => {
    left[kept.length + n] = numbers.get(edge.left_id)!
    right[kept.length + n] = numbers.get(edge.right_id)!
    weight[kept.length + n] = edge.weight
    rule[kept.length + n] = places.get(edge.rule) ?? 0
  })
  return { left, right, weight, rule, isOldFrom: kept.length }
}
