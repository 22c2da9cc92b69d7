import { stageWanted } from './records.ts'
import { copyIn, copyOut, literal, maybeOne, one, rows, run, script, type Tx } from './sql.ts'

export interface KnownGolden {
  readonly golden_id: string
  readonly state: 'active' | 'retired'
  readonly anchor_id: number
  readonly held: boolean
  readonly members: readonly number[]
}

/** Whether a domain has ever given a golden id. */
export async function hasGolden(tx: Tx, domain: string): Promise<boolean> {
  return (await maybeOne(tx, 'select from golden_counter where domain = $1 and last > 0', [domain])) !== null
}

/**
 * Golden ids that any of the given records has, and retired ones that were minted for one (a split may revive them), with all
 * their members and whether a national system holds them. Ids that still wait for their first merge count as well.
 */
export const goldenOf = (tx: Tx, domain: string, recordIds: readonly number[]): Promise<readonly KnownGolden[]> =>
  rows<KnownGolden>(
    tx,
    `with own as (
       select golden_id from crosswalk where record_id = any($2)
        union
       select golden_id from golden where domain = $1 and state = 'retired' and anchor_id = any($2)
     )
     select o.golden_id, coalesce(g.state, 'active') as state, coalesce(g.anchor_id, s.anchor_id) as anchor_id,
            exists (select from sent_state t where t.golden_id = o.golden_id and t.state = 'active') as held,
            array(select record_id from crosswalk c where c.golden_id = o.golden_id order by record_id) as members
       from own o
       left join golden g on g.golden_id = o.golden_id
       left join stale_golden s on s.domain = $1 and s.golden_id = o.golden_id
      order by o.golden_id`,
    [domain, recordIds],
  )

/** Takes the next `n` numbers of a domain; never given again. Runs under the lock of the match stage. */
export async function mintNumbers(tx: Tx, domain: string, n: number): Promise<number> {
  const { last } = await one<{ last: number }>(
    tx,
    `insert into golden_counter (domain, last) values ($1, $2)
         on conflict (domain) do update set last = golden_counter.last + excluded.last
     returning last`,
    [domain, n],
  )
  return last - n + 1
}

export type Minted = readonly [goldenId: string, anchorId: number]

/** Queues new golden ids for the merge, which writes their records. */
export function queueMinted(tx: Tx, domain: string, minted: readonly Minted[]): Promise<number> {
  function* cells() {
    for (const [id, anchor] of minted) yield [domain, id, anchor]
  }
  return copyIn(tx, 'stale_golden (domain, golden_id, anchor_id)', cells())
}

/** Says that the merge is to look for the new golden ids of a domain by itself. */
export const markUnmerged = (tx: Tx, domain: string): Promise<number> =>
  run(tx, 'insert into unmerged_domain (domain) values ($1) on conflict do nothing', [domain])

/** Queues one by one what the merge was to look for by itself and has not: it failed, and matching goes on. */
export async function queueUnmerged(tx: Tx, domain: string): Promise<void> {
  if ((await run(tx, 'delete from unmerged_domain where domain = $1', [domain])) === 0) return
  await run(
    tx,
    `insert into stale_golden (domain, golden_id, anchor_id)
     select distinct on (c.golden_id) $1, c.golden_id, c.record_id
       from crosswalk c
       join source_record r using (record_id)
       left join golden g on g.golden_id = c.golden_id
      where r.domain = $1
        and g.golden_id is null
      order by c.golden_id, r.source collate "C", r.key
         on conflict (domain, golden_id) do update set anchor_id = excluded.anchor_id`,
    [domain],
  )
}

export type Membership = readonly [recordId: number, goldenId: string]

/** Points records to their golden ids; what they pointed to before goes to the history. `isFirst`: they pointed nowhere. */
export async function saveCrosswalk(
  tx: Tx,
  runId: string,
  memberships: Iterable<Membership>,
  isFirst: boolean,
): Promise<void> {
  if (isFirst) {
    function* cells() {
      for (const [record, id] of memberships) yield [record, id, runId]
    }
    await copyIn(tx, 'crosswalk (record_id, golden_id, since_run)', cells())
    return
  }
  await script(
    tx,
    'create temp table if not exists staged_link (record_id bigint, golden_id text) on commit drop; truncate staged_link',
  )
  await copyIn(tx, 'staged_link', memberships)
  await run(
    tx,
    `insert into crosswalk_history (record_id, golden_id, from_run, to_run)
     select c.record_id, c.golden_id, c.since_run, $1
       from crosswalk c
       join staged_link s using (record_id)
      where c.golden_id <> s.golden_id`,
    [runId],
  )
  await run(
    tx,
    `insert into crosswalk (record_id, golden_id, since_run)
     select record_id, golden_id, $1 from staged_link
         on conflict (record_id) do update
        set golden_id = excluded.golden_id, since_run = excluded.since_run
      where crosswalk.golden_id <> excluded.golden_id`,
    [runId],
  )
}

/** Golden ids of the records of a domain, in any order. */
export async function crosswalkOf(
  tx: Tx,
  domain: string,
  onRecord: (recordId: number, goldenId: string) => void,
): Promise<void> {
  await copyOut(
    tx,
    `select c.record_id, c.golden_id
       from crosswalk c
       join source_record r using (record_id)
      where r.domain = ${literal(domain)}`,
    ([id, golden]) => onRecord(Number(id), golden ?? ''),
  )
}

/** Golden ids of records. */
export async function goldenOfRecords(tx: Tx, recordIds: Iterable<number>): Promise<readonly string[]> {
  await stageWanted(tx, recordIds)
  const found: string[] = []
  await copyOut(
    tx,
    'select distinct c.golden_id from wanted_record w join crosswalk c using (record_id) order by 1',
    ([id]) => found.push(id ?? ''),
  )
  return found
}

/** The records of golden ids. */
export const goldenMembers = (
  tx: Tx,
  goldenIds: readonly string[],
): Promise<readonly { readonly golden_id: string; readonly members: readonly number[] }[]> =>
  rows(
    tx,
    `select golden_id, array_agg(record_id order by record_id) as members
       from crosswalk
      where golden_id = any($1)
      group by golden_id
      order by golden_id`,
    [goldenIds],
  )

/**
 * Takes the source records that a match took up and that are gone, or name somebody else now, out of the crosswalk; an id that
 * was minted for one of these is never revived for it. Returns the golden ids they leave.
 */
export async function unlinkDeparted(tx: Tx, domain: string, runId: string): Promise<readonly string[]> {
  const left = await rows<{ golden_id: string }>(
    tx,
    `with departed as (
       delete from crosswalk c
        using source_record r, touched_record t
        where t.domain = $1
          and t.taken_by = $2
          and r.record_id = t.record_id
          and (r.gone or t.replaced)
          and c.record_id = r.record_id
       returning c.record_id, c.golden_id, c.since_run, r.group_keys
     ), ungrouped as (
       insert into uncompared_key (domain, group_key)
       select distinct $1, unnest(group_keys) from departed
           on conflict do nothing
     ), kept as (
       insert into crosswalk_history (record_id, golden_id, from_run, to_run)
       select record_id, golden_id, since_run, $2 from departed
     )
     select distinct golden_id from departed order by golden_id`,
    [domain, runId],
  )
  await run(
    tx,
    `with replaced as (
       select record_id from touched_record where domain = $1 and taken_by = $2 and replaced
     ), minted_for as (
       select golden_id from golden join replaced on anchor_id = record_id where state = 'retired'
        union
       select unnest($3::text[])
     )
     update golden
        set anchor_id = -anchor_id
      where golden_id in (select golden_id from minted_for)
        and anchor_id in (select record_id from replaced)`,
    [domain, runId, left.map(({ golden_id }) => golden_id)],
  )
  return left.map(({ golden_id }) => golden_id)
}

/** Retired ids keep answering: with their survivor, never through a chain. Ids that live again answer for themselves. */
export async function saveRedirects(
  tx: Tx,
  runId: string,
  redirects: readonly (readonly [from: string, to: string])[],
  living: readonly string[],
): Promise<void> {
  if (living.length > 0) await run(tx, 'delete from redirect where from_id = any($1)', [living])
  if (redirects.length === 0) return
  const from = redirects.map(([id]) => id)
  const to = redirects.map(([, id]) => id)
  await run(
    tx,
    `insert into redirect (from_id, to_id, run_id)
     select *, $3 from unnest($1::text[], $2::text[])
         on conflict (from_id) do update set to_id = excluded.to_id, run_id = excluded.run_id`,
    [from, to, runId],
  )
  await run(
    tx,
    'update redirect r set to_id = n.to_id from redirect n where r.to_id = n.from_id and n.to_id <> r.from_id',
    [],
  )
}

export type EventRow = readonly [
  kind: 'created' | 'changed' | 'merged' | 'split' | 'retired' | 'revived',
  goldenId: string,
  otherId: string | null,
]

/** Appends to the gap-free feed of a domain. Runs under the lock of its stage. */
export async function appendEvents(tx: Tx, domain: string, runId: string, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return
  const { last } = await one<{ last: number }>(
    tx,
    'select coalesce(max(seq), 0) as last from event where domain = $1',
    [domain],
  )
  function* cells() {
    let seq = last
    for (const [kind, id, other] of events) yield [domain, ++seq, kind, id, other, runId]
  }
  await copyIn(tx, 'event (domain, seq, kind, golden_id, other_id, run_id)', cells())
}

export const markStale = (tx: Tx, domain: string, goldenIds: readonly string[]): Promise<number> =>
  run(
    tx,
    'insert into stale_golden (domain, golden_id) select distinct $1, id from unnest($2::text[]) as ids (id) on conflict do nothing',
    [domain, goldenIds],
  )

/**
 * Queues golden records of other domains that refer to records which moved in this run: references are made by rows, so
 * they share the row.
 */
export async function markReferring(
  tx: Tx,
  runId: string,
  domain: string,
  referring: readonly string[],
): Promise<void> {
  const known = await maybeOne(tx, 'select from golden where domain = any($1) limit 1', [referring])
  if (!known) return
  await run(
    tx,
    `insert into stale_golden (domain, golden_id)
     select distinct other.domain, c.golden_id
       from crosswalk moved
       join source_record own on own.record_id = moved.record_id and own.domain = $2
       join source_record other on other.source = own.source and other.row_key = own.row_key and other.domain = any($3)
       join crosswalk c on c.record_id = other.record_id
      where moved.since_run = $1
         on conflict do nothing`,
    [runId, domain, referring],
  )
}
