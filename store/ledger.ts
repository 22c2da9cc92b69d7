import { one, rows, run, type Tx } from './sql.ts'

export interface LedgerLine {
  readonly source: string
  readonly batch_id: number
  readonly file: string
  readonly landed: number
  readonly unchanged: number
  readonly accepted: number
  readonly quarantined: number
  readonly superseded: number
  readonly pending: number
  readonly suspected: number
  readonly confirmed: number
}

export type LedgerState =
  | 'unchanged'
  | 'accepted'
  | 'quarantined'
  | 'superseded'
  | 'pending'
  | 'suspected missing'
  | 'confirmed missing'

export async function postLedger(
  tx: Tx,
  batchId: number,
  counts: Readonly<Partial<Record<LedgerState, number>>>,
): Promise<void> {
  const lines = Object.entries(counts)
  await run(
    tx,
    `insert into ledger (batch_id, state, rows)
     select $1, * from unnest($2::text[], $3::bigint[])
         on conflict (batch_id, state) do update set rows = excluded.rows`,
    [batchId, lines.map(([state]) => state), lines.map(([, n]) => n ?? 0)],
  )
}

/**
 * Settles every landed batch: counts accepted rows in the records themselves, quarantined and superseded rows by their
 * reasons, and what some domain has not judged yet as pending. A batch that nothing waits for is processed.
 */
export async function settleBatches(tx: Tx, domainsOf: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const open = await rows<{ batch_id: number; source: string }>(
    tx,
    `select batch_id, source from batch where state = 'landed' order by batch_id`,
  )
  for (const { batch_id, source } of open) {
    const checked = await one<{ n: number }>(
      tx,
      'select count(*) as n from batch_checked where batch_id = $1 and domain = any($2)',
      [batch_id, domainsOf[source] ?? []],
    )
    const judged = checked.n === (domainsOf[source] ?? []).length
    await postLedger(tx, batch_id, await countRows(tx, batch_id, judged))
    if (judged) await run(tx, `update batch set state = 'processed' where batch_id = $1`, [batch_id])
  }
}

async function countRows(tx: Tx, batchId: number, judged: boolean): Promise<Partial<Record<LedgerState, number>>> {
  const reasons = await one<{ quarantined: number; superseded: number }>(
    tx,
    `select count(*) filter (where state = 'quarantined') as quarantined,
            count(*) filter (where state = 'superseded') as superseded
       from ledger_row
      where batch_id = $1`,
    [batchId],
  )
  const accepted = await one<{ n: number }>(
    tx,
    `select count(*) as n
       from source_row w
      where w.batch_id = $1
        and not exists (select from ledger_row l where l.batch_id = $1 and l.seq = w.seq)
        and exists (select from source_record r where r.source = w.source and r.row_key = w.row_key and r.batch_id = $1)`,
    [batchId],
  )
  const changed = await one<{ n: number }>(
    tx,
    `select count(*) as n
       from source_row w
      where w.batch_id = $1
        and not exists (select from ledger_row l where l.batch_id = $1 and l.seq = w.seq)`,
    [batchId],
  )
  return judged
    ? { accepted: accepted.n, quarantined: reasons.quarantined, superseded: reasons.superseded, pending: 0 }
    : { accepted: 0, quarantined: reasons.quarantined, superseded: reasons.superseded, pending: changed.n }
}

/** The inbound account of a run, one line per batch. */
export const ledgerOf = (tx: Tx, runId: string): Promise<readonly LedgerLine[]> =>
  rows<LedgerLine>(
    tx,
    `select b.source, b.batch_id, b.file, b.landed_rows as landed,
            coalesce(sum(l.rows) filter (where l.state = 'unchanged'), 0)::bigint as unchanged,
            coalesce(sum(l.rows) filter (where l.state = 'accepted'), 0)::bigint as accepted,
            coalesce(sum(l.rows) filter (where l.state = 'quarantined'), 0)::bigint as quarantined,
            coalesce(sum(l.rows) filter (where l.state = 'superseded'), 0)::bigint as superseded,
            coalesce(sum(l.rows) filter (where l.state = 'pending'), 0)::bigint as pending,
            coalesce(sum(l.rows) filter (where l.state = 'suspected missing'), 0)::bigint as suspected,
            coalesce(sum(l.rows) filter (where l.state = 'confirmed missing'), 0)::bigint as confirmed
       from batch b
       left join ledger l using (batch_id)
      where b.run_id = $1
      group by b.batch_id
      order by b.source`,
    [runId],
  )

/**
 * Everything that does not add up, as sentences; an empty list is the proof (promise 1). Each check compares two counts
 * that were made in different places.
 */
export async function conservationFaults(tx: Tx, runId: string): Promise<readonly string[]> {
  const found = await rows<{ fault: string }>(
    tx,
    `select format('batch %s (%s): %s rows landed, %s in landing, %s in the ledger',
                   b.batch_id, b.source, b.landed_rows, c.n, l.n) as fault
       from batch b
      cross join lateral (select coalesce(sum(row_count), 0) as n from landing where batch_id = b.batch_id) c
      cross join lateral (select coalesce(sum(rows), 0) as n from ledger
                           where batch_id = b.batch_id and state not like '%missing') l
      where b.run_id = $1
        and (b.landed_rows <> c.n or b.landed_rows <> l.n or b.declared_rows <> b.landed_rows)
      union all
     select format('%s: %s live records are in no golden record', r.domain, count(*))
       from source_record r
      where not r.gone
        and not exists (select from crosswalk c where c.record_id = r.record_id)
        and not exists (select from touched_record t where t.domain = r.domain and t.record_id = r.record_id)
      group by r.domain
      union all
     select format('%s: %s records that are gone still belong to a golden record', r.domain, count(*))
       from source_record r
       join crosswalk c using (record_id)
      where r.gone
        and not exists (select from touched_record t where t.domain = r.domain and t.record_id = r.record_id)
      group by r.domain
      union all
     select format('%s: %s golden records count other members than the crosswalk', g.domain, count(*))
       from golden g
      cross join lateral (select count(*) as n from crosswalk c where c.golden_id = g.golden_id) c
      where g.state = 'active'
        and g.members <> c.n
        and not exists (select from stale_golden s where s.golden_id = g.golden_id)
      group by g.domain
      union all
     select format('target %s: %s accepted effects have no receipt', e.target, count(*))
       from effect e
      where e.state = 'accepted'
        and not exists (select from receipt r where r.effect_id = e.effect_id)
      group by e.target`,
    [runId],
  )
  return found.map(({ fault }) => fault)
}
