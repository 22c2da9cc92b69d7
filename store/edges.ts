import { copyIn, rows, run, script, type Tx } from './sql.ts'

/** A scored pair on its way into the store. */
export interface EdgeRow {
  readonly left_id: number
  readonly right_id: number
  /** Micro-bits, prior included. */
  readonly weight: number
  /** Level of every comparison, joined by `|`; empty where a side is missing. */
  readonly pattern: string
  /** Micro-bits that every comparison added; with the prior they make the weight. */
  readonly bits: ArrayLike<number>
  readonly rule: string
  readonly fate: string
  readonly model_id: number
}

/** Forgets the edges of records that are scored anew; answers the records at their other ends. */
export async function dropEdges(tx: Tx, domain: string, recordIds: readonly number[]): Promise<readonly number[]> {
  const ends = new Set<number>()
  for (const [own, other] of [
    ['left_id', 'right_id'],
    ['right_id', 'left_id'],
  ]) {
    const dropped = await rows<{ id: number }>(
      tx,
      `delete from edge e
        using unnest($2::bigint[]) as touched (id)
        where e.domain = $1
          and e.${own} = touched.id
       returning e.${other} as id`,
      [domain, recordIds],
    )
    for (const { id } of dropped) ends.add(id)
  }
  return [...ends]
}

export const dropAllEdges = (tx: Tx, domain: string): Promise<number> =>
  run(tx, 'delete from edge where domain = $1', [domain])

export function saveEdges(tx: Tx, domain: string, edges: Iterable<EdgeRow>): Promise<number> {
  function* cells() {
    for (const { left_id, right_id, weight, pattern, bits, rule, fate, model_id } of edges)
      yield [domain, left_id, right_id, weight, pattern, `{${Array.from(bits).join(',')}}`, rule, fate, model_id]
  }
  return copyIn(tx, 'edge (domain, left_id, right_id, weight, pattern, bits, rule, fate, model_id)', cells())
}

/** A stored pair as clustering needs it. */
export interface StoredEdge {
  readonly left_id: number
  readonly right_id: number
  readonly weight: number
  readonly rule: string
}

/** Edges with both ends among the given records. */
export const edgesAmong = (tx: Tx, domain: string, recordIds: readonly number[]): Promise<readonly StoredEdge[]> =>
  rows<StoredEdge>(
    tx,
    `select left_id, right_id, weight, rule
       from edge
      where domain = $1
        and left_id = any($2)
        and right_id = any($2)
      order by left_id, right_id`,
    [domain, recordIds],
  )

/**
 * The records that may be affected when the given ones change: everything reachable over edges and common golden ids.
 * Re-clustering exactly these gives what re-clustering all would give.
 */
export async function affectedRecords(tx: Tx, domain: string, start: readonly number[]): Promise<readonly number[]> {
  const found = await rows<{ id: number }>(
    tx,
    `with recursive reached (id) as (
       select unnest($2::bigint[])
        union
       select next.id
         from reached r
        cross join lateral (
          select right_id as id from edge where domain = $1 and left_id = r.id
           union all
          select left_id from edge where domain = $1 and right_id = r.id
           union all
          select peer.record_id from crosswalk own join crosswalk peer using (golden_id) where own.record_id = r.id
        ) next
     )
     select id from reached order by id`,
    [domain, start],
  )
  return found.map(({ id }) => id)
}

/** Says what became of edges that were there before. */
export async function updateFates(
  tx: Tx,
  domain: string,
  edges: Iterable<Pick<EdgeRow, 'left_id' | 'right_id' | 'fate'>>,
): Promise<void> {
  await script(
    tx,
    'create temp table if not exists staged_fate (left_id bigint, right_id bigint, fate text) on commit drop; truncate staged_fate',
  )
  function* cells() {
    for (const { left_id, right_id, fate } of edges) yield [left_id, right_id, fate]
  }
  if ((await copyIn(tx, 'staged_fate', cells())) === 0) return
  await run(
    tx,
    `update edge e
        set fate = f.fate
       from staged_fate f
      where e.domain = $1
        and e.left_id = f.left_id
        and e.right_id = f.right_id
        and e.fate <> f.fate`,
    [domain],
  )
}
