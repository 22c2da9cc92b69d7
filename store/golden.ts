import type { Values } from '../core/domain.ts'
import { copyIn, copyOut, literal, maybeOne, rows, run, script, type Tx } from './sql.ts'

/** A member of a golden record that is due for merging, with what it says. */
export interface StaleMember {
  readonly source: string
  readonly key: string
  readonly asOf: string
  readonly values: Values
}

/** Golden records of a domain that are due for merging, with their members in order of (source, key). */
export async function staleGolden(tx: Tx, domain: string): Promise<Map<string, StaleMember[]>> {
  const stale = new Map<string, StaleMember[]>()
  await copyOut(
    tx,
    `select s.golden_id, r.source, r.key, r.as_of, r.values
       from stale_golden s
       left join crosswalk c on c.golden_id = s.golden_id
       left join source_record r on r.record_id = c.record_id
      where s.domain = ${literal(domain)}
      order by s.golden_id, r.source collate "C", r.key collate "C"`,
    ([id, source, key, asOf, values]) => {
      const members = stale.get(id ?? '') ?? []
      if (members.length === 0) stale.set(id ?? '', members)
      if (source != null) members.push({ source, key: key ?? '', asOf: asOf ?? '', values: JSON.parse(values ?? '{}') })
    },
  )
  return stale
}

/** Golden ids by record ref (`source:key`) for the records that stale golden records of another domain may refer to. */
export async function referredGolden(tx: Tx, domain: string, referring: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  await copyOut(
    tx,
    `select distinct t.source, t.key, c.golden_id
       from stale_golden s
       join crosswalk own on own.golden_id = s.golden_id
       join source_record r on r.record_id = own.record_id
       join source_record t on t.domain = ${literal(domain)} and t.source = r.source and t.row_key = r.row_key
       join crosswalk c on c.record_id = t.record_id
      where s.domain = ${literal(referring)}`,
    ([source, key, id]) => ids.set(`${source}:${key}`, id ?? ''),
  )
  return ids
}

export interface MergedGolden {
  readonly goldenId: string
  readonly state: 'active' | 'retired'
  readonly values: object
  readonly lineage: object
  readonly hash: string
  readonly members: number
}

/**
 * Writes merged golden records. One whose hash is what it was stays untouched; the version that is replaced goes to the
 * history. Returns the ids that changed, with the version they now have.
 */
export async function saveGolden(
  tx: Tx,
  domain: string,
  runId: string,
  merged: readonly MergedGolden[],
): Promise<readonly { golden_id: string; version: number }[]> {
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
      where g.version > 0
        and (g.hash <> s.hash or g.state <> s.state)`,
  )
  const changed = await rows<{ golden_id: string; version: number }>(
    tx,
    `update golden g
        set version = g.version + 1, state = s.state, members = s.members, run_id = $1, hash = s.hash,
            -- The last values of a retired record stay searchable.
            values = case s.state when 'retired' then g.values else s.values end,
            lineage = case s.state when 'retired' then g.lineage else s.lineage end
       from staged_golden s
      where g.golden_id = s.golden_id
        and (g.hash <> s.hash or g.state <> s.state)
     returning g.golden_id, g.version`,
    [runId],
  )
  await run(tx, 'delete from stale_golden where domain = $1', [domain])
  return changed
}

export interface GoldenRow {
  readonly golden_id: string
  readonly domain: string
  readonly version: number
  readonly state: 'active' | 'retired'
  readonly values: Values
  readonly lineage: Readonly<Record<string, { readonly winner: string; readonly rule: string }>>
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
