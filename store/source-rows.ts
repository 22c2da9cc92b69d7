import { copyIn, copyOut, literal, one, run, script, type Tx } from './sql.ts'

/** What the store knows of a row from earlier extracts. */
export interface KnownRow {
  readonly hash: string
  /** Complete extracts in a row from which it was absent. */
  readonly missing: number
}

/** Every row that a source has ever delivered, by key. */
export async function knownRows(tx: Tx, source: string): Promise<Map<string, KnownRow>> {
  const known = new Map<string, KnownRow>()
  await copyOut(
    tx,
    `select row_key, row_hash, missing_count from source_row where source = ${literal(source)}`,
    ([key, hash, missing]) => known.set(key ?? '', { hash: hash ?? '', missing: Number(missing) }),
  )
  return known
}

export type ChangedRow = readonly [rowKey: string, hash: string, seq: number]

/** Makes new and changed rows the current ones. */
export async function saveChangedRows(
  tx: Tx,
  source: string,
  batchId: number,
  changed: readonly ChangedRow[],
  first: boolean,
): Promise<void> {
  function* cells() {
    for (const [key, hash, seq] of changed) yield [source, key, hash, batchId, seq]
  }
  if (first) {
    await copyIn(tx, 'source_row (source, row_key, row_hash, batch_id, seq)', cells())
    return
  }
  await script(
    tx,
    'create temp table staged_row (source text, row_key text, row_hash text, batch_id bigint, seq int) on commit drop',
  )
  await copyIn(tx, 'staged_row', cells())
  // A row of an earlier batch that nobody has judged yet is overtaken: its own ledger has to say so.
  await script(
    tx,
    `insert into ledger_row (batch_id, seq, state, reason)
     select r.batch_id, r.seq, 'superseded', 'later batch'
       from source_row r
       join staged_row s using (source, row_key)
       join batch b on b.batch_id = r.batch_id and b.state = 'landed'
         on conflict do nothing`,
  )
  await run(
    tx,
    `insert into source_row (source, row_key, row_hash, batch_id, seq)
     select source, row_key, row_hash, batch_id, seq from staged_row
         on conflict (source, row_key) do update
        set row_hash = excluded.row_hash, batch_id = excluded.batch_id, seq = excluded.seq, missing_count = 0, missing_since = null`,
  )
}

/** Clears the suspicion from rows that came back unchanged. */
export async function clearMissing(tx: Tx, source: string, rowKeys: readonly string[]): Promise<void> {
  if (rowKeys.length === 0) return
  await run(
    tx,
    'update source_row set missing_count = 0, missing_since = null where source = $1 and row_key = any($2) and missing_count > 0',
    [source, rowKeys],
  )
}

export interface Missing {
  readonly suspected: number
  readonly confirmed: number
}

/**
 * Counts rows that a complete extract no longer has. A row that is absent `confirmAfter` times in a row is confirmed; its
 * records retire and are queued for matching, save in domains whose records outlive a single row (`shared`).
 */
export async function markMissing(
  tx: Tx,
  {
    source,
    batchId,
    rowKeys,
    confirmAfter,
    shared,
  }: {
    readonly source: string
    readonly batchId: number
    readonly rowKeys: readonly string[]
    readonly confirmAfter: number
    readonly shared: readonly string[]
  },
): Promise<Missing> {
  if (rowKeys.length === 0) return { suspected: 0, confirmed: 0 }
  await script(tx, 'create temp table missing_row (row_key text) on commit drop')
  await copyIn(
    tx,
    'missing_row',
    rowKeys.map((key) => [key]),
  )
  return one<{ suspected: number; confirmed: number }>(
    tx,
    `with counted as (
       update source_row r
          set missing_count = r.missing_count + 1, missing_since = coalesce(r.missing_since, $2)
         from missing_row m
        where r.source = $1
          and r.row_key = m.row_key
        returning r.row_key, r.missing_count
     ), retired as (
       update source_record s
          set gone = true
         from counted c
        where c.missing_count = $3
          and s.source = $1
          and s.row_key = c.row_key
          and s.domain <> all($4)
        returning s.domain, s.record_id
     ), queued as (
       insert into touched_record (domain, record_id)
       select domain, record_id from retired
           on conflict (domain, record_id) do update set taken_by = null
     )
     select count(*) filter (where missing_count < $3) as suspected,
            count(*) filter (where missing_count >= $3) as confirmed
       from counted`,
    [source, batchId, confirmAfter, shared],
  )
}
