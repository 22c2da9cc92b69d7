import { copyIn, rows, run, type Tx } from './sql.ts'

export interface EdgeRow {
  readonly left_id: number
  readonly right_id: number
  readonly weight: number
  readonly pattern: string
  readonly rule: string
  readonly fate: string
}

/** Forgets the edges of records whose values changed. */
export const dropEdges = async (tx: Tx, domain: string, recordIds: readonly number[]): Promise<void> => {
  await run(
    tx,
    `delete from edge e
      using unnest($2::bigint[]) as touched (id)
      where e.domain = $1
        and e.left_id = touched.id`,
    [domain, recordIds],
  )
  await run(
    tx,
    `delete from edge e
      using unnest($2::bigint[]) as touched (id)
      where e.domain = $1
        and e.right_id = touched.id`,
    [domain, recordIds],
  )
}

export const dropAllEdges = (tx: Tx, domain: string): Promise<number> =>
  run(tx, 'delete from edge where domain = $1', [domain])

export function saveEdges(tx: Tx, domain: string, edges: readonly EdgeRow[]): Promise<number> {
  function* cells() {
    for (const { left_id, right_id, weight, pattern, rule, fate } of edges)
      yield [domain, left_id, right_id, weight, pattern, rule, fate]
  }
  return copyIn(tx, 'edge (domain, left_id, right_id, weight, pattern, rule, fate)', cells())
}

/** Edges with both ends among the given records. */
export const edgesAmong = (tx: Tx, domain: string, recordIds: readonly number[]): Promise<readonly EdgeRow[]> =>
  rows<EdgeRow>(
    tx,
    `select left_id, right_id, weight, pattern, rule, fate
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

export async function updateFates(
  tx: Tx,
  domain: string,
  edges: readonly Pick<EdgeRow, 'left_id' | 'right_id' | 'fate'>[],
): Promise<void> {
  if (edges.length === 0) return
  await run(
    tx,
    `update edge e
        set fate = f.fate
       from unnest($2::bigint[], $3::bigint[], $4::text[]) as f (left_id, right_id, fate)
      where e.domain = $1
        and e.left_id = f.left_id
        and e.right_id = f.right_id
        and e.fate <> f.fate`,
    [domain, edges.map(({ left_id }) => left_id), edges.map(({ right_id }) => right_id), edges.map(({ fate }) => fate)],
  )
}
