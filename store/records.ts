import type { Values } from '../core/domain.ts'
import { copyIn, copyOut, literal, rows, run, script, type Tx } from './sql.ts'

/** A judged record on its way into the store. */
export interface NewRecord {
  readonly key: string
  readonly rowKey: string
  readonly seq: number
  readonly values: Values
  readonly blockKeys: readonly number[]
}

export interface Intake {
  readonly domain: string
  readonly source: string
  readonly batchId: number
  readonly asOf: string
}

/** Values as stored: fields without a value are left out. */
const packed = (values: Values): string => JSON.stringify(values, (_, value) => (value === null ? undefined : value))

async function stage(tx: Tx, records: readonly NewRecord[]): Promise<void> {
  await script(
    tx,
    `create temp table if not exists staged_record
       (key text, row_key text, seq int, values jsonb, block_keys bigint[]) on commit drop;
     truncate staged_record`,
  )
  function* cells() {
    for (const { key, rowKey, seq, values, blockKeys } of records)
      yield [key, rowKey, seq, packed(values), `{${blockKeys.join(',')}}`]
  }
  await copyIn(tx, 'staged_record', cells())
}

/** Makes accepted records the current ones and queues them for matching; what waited in quarantine under their keys leaves it. */
export async function acceptRecords(
  tx: Tx,
  { domain, source, batchId, asOf }: Intake,
  records: readonly NewRecord[],
): Promise<void> {
  await stage(tx, records)
  const at = [domain, source, batchId, asOf]
  await run(
    tx,
    `with saved as (
       insert into source_record (domain, source, key, row_key, batch_id, seq, as_of, values, block_keys)
       select $1, $2, key, row_key, $3, seq, $4, values, block_keys from staged_record order by key collate "C"
           on conflict (domain, source, key) do update
          set row_key = excluded.row_key, batch_id = excluded.batch_id, seq = excluded.seq, as_of = excluded.as_of,
              values = excluded.values, block_keys = excluded.block_keys, gone = false
       returning record_id
     )
     insert into touched_record (domain, record_id)
     select $1, record_id from saved
         on conflict do nothing`,
    at,
  )
  await run(
    tx,
    'delete from quarantine q using staged_record s where q.domain = $1 and q.source = $2 and q.key = s.key',
    [domain, source],
  )
}

/** Parks records with standing errors. Golden records stand on the last accepted version meanwhile. */
export async function quarantineRecords(
  tx: Tx,
  { domain, source, batchId }: Intake,
  records: readonly NewRecord[],
): Promise<void> {
  await stage(tx, records)
  await run(
    tx,
    `insert into quarantine (domain, source, key, row_key, batch_id, seq, values)
     select $1, $2, key, row_key, $3, seq, values from staged_record
         on conflict (domain, source, key) do update
        set row_key = excluded.row_key, batch_id = excluded.batch_id, seq = excluded.seq, values = excluded.values`,
    [domain, source, batchId],
  )
}

/** Retires records that the newest version of their row no longer yields (a second owner struck from the cell). */
export async function retireUnyielded(tx: Tx, { domain, source, batchId }: Intake): Promise<number> {
  return run(
    tx,
    `with retired as (
       update source_record s
          set gone = true
         from source_row r
        where s.domain = $1
          and s.source = $2
          and not s.gone
          and r.source = $2
          and r.batch_id = $3
          and r.row_key = s.row_key
          and s.batch_id <> $3
          and not exists (select from quarantine q where q.domain = $1 and q.source = $2 and q.key = s.key and q.batch_id = $3)
       returning s.record_id
     )
     insert into touched_record (domain, record_id)
     select $1, record_id from retired
         on conflict do nothing`,
    [domain, source, batchId],
  )
}

/** Identity and block keys of every live record of a domain, ordered by (source, key). */
export interface RecordIndex {
  readonly ids: number[]
  readonly refs: string[]
  readonly blockKeys: (readonly number[])[]
}

export async function loadIndex(tx: Tx, domain: string): Promise<RecordIndex> {
  const index: RecordIndex = { ids: [], refs: [], blockKeys: [] }
  await copyOut(
    tx,
    `select record_id, source || ':' || key, block_keys
       from source_record
      where domain = ${literal(domain)}
        and not gone
      order by source collate "C", key collate "C"`,
    ([id, ref, keys]) => {
      index.ids.push(Number(id))
      index.refs.push(ref ?? '')
      index.blockKeys.push(keys === '{}' ? [] : (keys ?? '{}').slice(1, -1).split(',').map(Number))
    },
  )
  return index
}

/** Values of records by id; `ids` null loads the whole domain. */
export async function loadValues(tx: Tx, domain: string, ids: readonly number[] | null): Promise<Map<number, Values>> {
  const values = new Map<number, Values>()
  if (ids) {
    for (const { record_id, values: own } of await rows<{ record_id: number; values: Values }>(
      tx,
      'select record_id, values from source_record where record_id = any($1)',
      [ids],
    ))
      values.set(record_id, own)
    return values
  }
  await copyOut(
    tx,
    `select record_id, values from source_record where domain = ${literal(domain)} and not gone`,
    ([id, own]) => values.set(Number(id), JSON.parse(own ?? '{}')),
  )
  return values
}

export const touchedRecords = async (tx: Tx, domain: string): Promise<readonly number[]> =>
  (
    await rows<{ record_id: number }>(tx, 'select record_id from touched_record where domain = $1 order by record_id', [
      domain,
    ])
  ).map(({ record_id }) => record_id)

/** Queues records for matching by their refs (`source:key`). */
export async function touchRecords(tx: Tx, domain: string, refs: readonly string[]): Promise<void> {
  await run(
    tx,
    `insert into touched_record (domain, record_id)
     select $1, record_id
       from source_record r
       join unnest($2::text[], $3::text[]) as wanted (source, key) using (source, key)
      where r.domain = $1
         on conflict do nothing`,
    [domain, refs.map((ref) => splitRef(ref)[0]), refs.map((ref) => splitRef(ref)[1])],
  )
}

/** The parts of a ref; source names hold no colon, keys may. */
export function splitRef(ref: string): readonly [source: string, key: string] {
  const colon = ref.indexOf(':')
  return [ref.slice(0, colon), ref.slice(colon + 1)]
}

export const clearTouched = (tx: Tx, domain: string): Promise<number> =>
  run(tx, 'delete from touched_record where domain = $1', [domain])
