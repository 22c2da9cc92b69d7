import type { Batch } from '../../engine/matching/batches.ts'
import type { DecisionRow } from '../../store/decisions.ts'
import { goldenOf } from '../../store/identity.ts'
import { recordsOfRefs, rowsOfRecords } from '../../store/records.ts'
import type { Tx } from '../../store/sql.ts'
import type { Group, GroupEdges } from './group.ts'

/** Scored pairs between numbered records, new ones and ones that the store had. */
export interface PairColumns {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly weight: Int32Array
  readonly rule: Uint8Array
  /** Pairs from this place on were there before; they keep their row. */
  readonly isOldFrom: number
}

/** Records to cluster, numbered, with their pairs, in batches that are clustered one after another. */
export interface Work {
  readonly ids: ArrayLike<number>
  readonly pairs: PairColumns
  readonly batches: Iterable<Batch>
}

/** Records to a batch: some 100 MB while it is clustered. */
export const BATCH = 50_000

/**
 * Loads what clustering asks of the records of a batch, with the number of each. `isFirst`: no golden record is known yet.
 */
export async function loadGroup(
  tx: Tx,
  domain: string,
  { ids, pairs }: Omit<Work, 'batches'>,
  { records, edges }: Batch,
  { decisions, isFirst }: { readonly decisions: readonly DecisionRow[]; readonly isFirst: boolean },
): Promise<Group & { readonly numbers: Int32Array }> {
  const own = Array.from(records, (record) => ids[record]!)
  const rows = await rowsOfRecords(tx, own)
  const places = new Map(rows.map(({ record_id }, at) => [record_id, at]))
  const known = isFirst ? [] : await goldenOf(tx, domain, own)
  // both stand in order of source and key
  const numbers = records.filter((record) => places.has(ids[record]!))
  return { rows, numbers, edges: placed(ids, pairs, edges, places), known, decisions: decisionsAbout(decisions, rows) }
}

/** The pairs of a batch by the places of their records; a record that went away since it was scored has none. */
function placed(
  ids: ArrayLike<number>,
  { left, right, weight, rule, isOldFrom }: PairColumns,
  edges: Int32Array,
  places: ReadonlyMap<number, number>,
): GroupEdges {
  // by record, whether a pair is new or not: the order of pairs shows in questions
  const kept = edges
    .filter((e) => places.has(ids[left[e]!]!) && places.has(ids[right[e]!]!))
    .sort((a, b) => left[a]! - left[b]! || right[a]! - right[b]!)
  const ends = (column: Int32Array) => Int32Array.from(kept, (e) => places.get(ids[column[e]!]!)!)
  const [one, other] = [ends(left), ends(right)]
  return {
    left: one.map((end, n) => Math.min(end, other[n]!)),
    right: other.map((end, n) => Math.max(end, one[n]!)),
    weight: Int32Array.from(kept, (e) => weight[e]!),
    rule: Uint8Array.from(kept, (e) => rule[e]!),
    isNew: Uint8Array.from(kept, (e) => (e < isOldFrom ? 1 : 0)),
  }
}

function decisionsAbout(decisions: readonly DecisionRow[], rows: Group['rows']): readonly DecisionRow[] {
  if (decisions.length === 0) return decisions
  const here = new Set(rows.map(({ source, key }) => `${source}:${key}`))
  return decisions.filter(({ groups }) => groups.some((own) => own.some((ref) => here.has(ref))))
}

/** Ids of live records that decisions tie together: whatever is decided of one is decided beside the others. */
export async function decidedTies(
  tx: Tx,
  domain: string,
  decisions: readonly DecisionRow[],
): Promise<readonly (readonly number[])[]> {
  const refs = [...new Set(decisions.flatMap(({ groups }) => groups.flat()))]
  if (refs.length === 0) return []
  const ids = await recordsOfRefs(tx, domain, refs)
  return decisions
    .map(({ groups }) => groups.flat().flatMap((ref) => ids.get(ref) ?? []))
    .filter((own) => own.length > 1)
}

/** Pairs of numbered records that are tied together. */
export const tiesOf = (
  groups: readonly (readonly number[])[],
  numbers: ReadonlyMap<number, number>,
): readonly (readonly [number, number])[] =>
  groups.flatMap((own) => {
    const [first, ...others] = own.flatMap((id) => numbers.get(id) ?? [])
    return others.map((other) => [first!, other] as const)
  })
