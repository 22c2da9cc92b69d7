import type { Values } from '../core/domain.ts'
import { copyIn, inParts, literal, maybeOne, rows, run, script, type Tx } from './sql.ts'

/** A member of a golden record that is due for merging, with what it says. */
export interface DueMember {
  readonly source: string
  readonly key: string
  readonly asOf: string
  readonly values: Values
}

export interface DueGolden {
  readonly goldenId: string
  /** The record for which the id was minted, where no golden record is written yet. */
  readonly anchorId: number | null
  /** In order of (source, key); empty where every record has left. */
  readonly members: readonly DueMember[]
}

/** A field that holds the key of a record of another domain, to be replaced by the golden id of that record. */
export interface ReferenceField {
  readonly field: string
  readonly domain: string
}

const PART = 4_000

/**
 * Golden records of a domain that are due for merging, in parts and in order of id. Reference fields come resolved through
 * the crosswalk: null where the record they name is not there (yet).
 */
export async function* dueGolden(
  tx: Tx,
  domain: string,
  references: readonly ReferenceField[],
): AsyncGenerator<readonly DueGolden[]> {
  yield* grouped(tx, domain, references, QUEUED)
  if (await maybeOne(tx, 'select from unmerged_domain where domain = $1', [domain]))
    yield* grouped(tx, domain, references, UNMERGED)
}

const QUEUED = {
  anchor: 's.anchor_id',
  from: `stale_golden s
       left join crosswalk c on c.golden_id = s.golden_id
       left join source_record r on r.record_id = c.record_id
      where s.domain = $1`,
  id: 's.golden_id',
}
/** Members without a golden record; the first of them is the one for which the id was minted. */
const UNMERGED = {
  anchor: 'c.record_id',
  from: `source_record r
       join crosswalk c on c.record_id = r.record_id
       left join golden g on g.golden_id = c.golden_id
      where r.domain = $1
        and g.golden_id is null`,
  id: 'c.golden_id',
}

async function* grouped(
  tx: Tx,
  domain: string,
  references: readonly ReferenceField[],
  { anchor, from, id }: typeof QUEUED,
): AsyncGenerator<readonly DueGolden[]> {
  const resolved = references.map(
    ({ field, domain: other }) => `(
         select own.golden_id
           from source_record t
           join crosswalk own on own.record_id = t.record_id
          where t.domain = ${literal(other)}
            and t.source = r.source
            and t.key = r.values ->> ${literal(field)})`,
  )
  const columns = [id, anchor, 'r.source', 'r.key', 'r.as_of', 'r.values', ...resolved].join(', ')
  let last = { goldenId: '', anchorId: null as number | null, members: [] as DueMember[] }
  for await (const part of inParts(
    tx,
    `select ${columns} from ${from} order by 1, r.source collate "C", r.key`,
    [domain],
    PART,
  )) {
    const whole: DueGolden[] = []
    for (const [goldenId, anchorId, source, key, asOf, text, ...ids] of part) {
      if (last.goldenId !== goldenId) {
        if (last.goldenId !== '') whole.push(last)
        last = { goldenId: goldenId as string, anchorId: anchorId ? Number(anchorId) : null, members: [] }
      }
      if (source == null) continue
      const values = JSON.parse(text ?? '{}')
      for (let i = 0; i < references.length; i++) values[(references[i] as ReferenceField).field] = ids[i] ?? null
      last.members.push({ source, key: key as string, asOf: asOf as string, values })
    }
    yield whole
  }
  if (last.goldenId !== '') yield [last]
}

export interface MergedGolden {
  readonly goldenId: string
  readonly anchorId: number | null
  readonly state: 'active' | 'retired'
  readonly values: object
  readonly lineage: object
  readonly hash: string
  readonly members: number
}

/** Writes golden records that were not there before. */
export function insertGolden(tx: Tx, domain: string, runId: string, merged: readonly MergedGolden[]): Promise<number> {
  function* cells() {
    for (const g of merged)
      yield [
        g.goldenId,
        domain,
        1,
        g.state,
        g.anchorId,
        JSON.stringify(g.values),
        JSON.stringify(g.lineage),
        g.hash,
        g.members,
        runId,
      ]
  }
  return copyIn(
    tx,
    'golden (golden_id, domain, version, state, anchor_id, values, lineage, hash, members, run_id)',
    cells(),
  )
}

/**
 * Rewrites golden records. One whose hash is what it was stays untouched; the version that is replaced goes to the history.
 * Returns the ids that changed.
 */
export async function updateGolden(tx: Tx, runId: string, merged: readonly MergedGolden[]): Promise<readonly string[]> {
  if (merged.length === 0) return []
  await script(
    tx,
    `create temp table if not exists staged_golden
       (golden_id text, state text, values jsonb, lineage jsonb, hash text, members int) on commit drop;
     truncate staged_golden`,
  )
  function* cells() {
    for (const g of merged)
      yield [g.goldenId, g.state, JSON.stringify(g.values), JSON.stringify(g.lineage), g.hash, g.members]
  }
  await copyIn(tx, 'staged_golden', cells())
  await run(
    tx,
    `insert into golden_version (golden_id, version, state, values, lineage, hash, run_id)
     select g.golden_id, g.version, g.state, g.values, g.lineage, g.hash, g.run_id
       from golden g
       join staged_golden s using (golden_id)
      where g.hash <> s.hash or g.state <> s.state`,
  )
  const changed = await rows<{ golden_id: string }>(
    tx,
    `update golden g
        set version = g.version + 1, state = s.state, members = s.members, run_id = $1, hash = s.hash,
            change_no = nextval('golden_change'),
            -- The last values of a retired record stay searchable.
            values = case s.state when 'retired' then g.values else s.values end,
            lineage = case s.state when 'retired' then g.lineage else s.lineage end
       from staged_golden s
      where g.golden_id = s.golden_id
        and (g.hash <> s.hash or g.state <> s.state)
     returning g.golden_id`,
    [runId],
  )
  return changed.map(({ golden_id }) => golden_id)
}

/** The merge has seen everything that was due. */
export async function clearDue(tx: Tx, domain: string): Promise<void> {
  await run(tx, 'delete from stale_golden where domain = $1', [domain])
  await run(tx, 'delete from unmerged_domain where domain = $1', [domain])
}

export interface GoldenRow {
  readonly golden_id: string
  readonly domain: string
  readonly version: number
  readonly state: 'active' | 'retired'
  readonly values: Values
  readonly lineage: Readonly<Record<string, unknown>>
  readonly hash: string
  readonly members: number
}

/** A golden record by id. A retired id answers with its survivor, and says so. */
export async function goldenById(
  tx: Tx,
  goldenId: string,
): Promise<(GoldenRow & { readonly requested: string }) | null> {
  const redirected = await maybeOne<{ to_id: string }>(tx, 'select to_id from redirect where from_id = $1', [goldenId])
  const found = await maybeOne<GoldenRow>(
    tx,
    'select golden_id, domain, version, state, values, lineage, hash, members from golden where golden_id = $1',
    [redirected?.to_id ?? goldenId],
  )
  return found && { ...found, requested: goldenId }
}

export interface DomainTotals {
  readonly domain: string
  readonly golden: number
  readonly records: number
}

export const domainTotals = (tx: Tx): Promise<readonly DomainTotals[]> =>
  rows<DomainTotals>(
    tx,
    `select domain, count(*) as golden, sum(members) as records
       from golden
      where state = 'active'
      group by domain
      order by domain`,
  )

/** One hash over every golden record of the store, in id order: equal stores, equal hash. */
export async function goldenHash(tx: Tx): Promise<string> {
  const found = await maybeOne<{ hash: string | null }>(
    tx,
    `select encode(sha256(string_agg(golden_id || ' ' || state || ' ' || hash, ',' order by golden_id)::bytea), 'hex') as hash
       from golden`,
  )
  return found?.hash ?? ''
}
