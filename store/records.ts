import type { Values } from '../core/domain.ts'
import { copyCell, copyIn, copyOut, copyText, inParts, maybeOne, one, rows, run, script, type Tx } from './sql.ts'

/** A judged record on its way into the store. */
export interface NewRecord {
  readonly key: string
  readonly rowKey: string
  readonly seq: number
  readonly values: Values
  readonly blockKeys: readonly number[]
  readonly groupKeys: readonly number[]
  /** Texts that comparisons over several fields read; null where the domain has none. */
  readonly composites: string | null
}

/** Judged records on their way in, as lines that `compileRecordLine` of store/lines.ts makes behind `recordLead`. */
export interface RecordLines {
  readonly accepted: readonly Uint8Array[]
  readonly quarantined: readonly Uint8Array[]
}

export interface IntakePlace {
  readonly domain: string
  readonly source: string
  readonly batchId: number
  readonly asOf: string
}

/** What stands before each line of a record, as COPY text. */
export const recordLead = ({ domain, source, batchId, asOf }: IntakePlace): string =>
  [domain, source, batchId, asOf].map((cell) => `${copyCell(cell)}\t`).join('')

const LEAD = 'domain, source, batch_id, as_of'
const RECORD = 'key, row_key, seq, values, block_keys, group_keys, composites'

/**
 * Takes in the judged records of one batch, part by part: accepted ones become the current ones and are queued for
 * matching, those with standing errors are parked while golden records stand on the last accepted version. The first batch
 * of a source goes straight into its tables and is queued as a whole; a later one is laid beside them and merged.
 */
export interface Intake {
  take(part: RecordLines): Promise<void>
  finish(): Promise<void>
}

export async function openIntake(tx: Tx, place: IntakePlace, comesAgain: boolean): Promise<Intake> {
  const known =
    comesAgain ||
    (
      await one<{ known: boolean }>(
        tx,
        `select exists (select from source_record where domain = $1 and source = $2)
             or exists (select from quarantine where domain = $1 and source = $2) as known`,
        [place.domain, place.source],
      )
    ).known
  return {
    take: async ({ accepted, quarantined }) => {
      if (known) {
        await stage(tx, accepted)
        await accept(tx, place)
      } else await copyText(tx, `source_record (${LEAD}, ${RECORD})`, accepted)
      if (quarantined.every(({ length }) => length === 0)) return
      await stage(tx, quarantined)
      await park(tx, place)
    },
    finish: async () => {
      if (!known)
        await run(tx, 'insert into touched_batch (domain, batch_id) values ($1, $2) on conflict do nothing', [
          place.domain,
          place.batchId,
        ])
    },
  }
}

async function stage(tx: Tx, lines: readonly Uint8Array[]): Promise<void> {
  await script(
    tx,
    `create temp table if not exists staged_record
       (domain text, source text, batch_id bigint, as_of date, key text collate "C", row_key text collate "C", seq int,
        values jsonb, block_keys bigint[], group_keys bigint[], composites text) on commit drop;
     truncate staged_record`,
  )
  await copyText(tx, `staged_record (${LEAD}, ${RECORD})`, lines)
}

/** Makes the staged records the current ones; what waited in quarantine under their keys leaves it. */
async function accept(tx: Tx, { domain, source }: IntakePlace): Promise<void> {
  // The groups that a record leaves have to be looked at again.
  await run(
    tx,
    `insert into uncompared_key (domain, group_key)
     select distinct $1, unnest(r.group_keys)
       from staged_record s
       join source_record r on r.domain = $1 and r.source = $2 and r.key = s.key
         on conflict do nothing`,
    [domain, source],
  )
  await run(
    tx,
    `with replaced as (
       select r.record_id
         from staged_record s
         join source_record r on r.domain = $1 and r.source = $2 and r.key = s.key
        where s.key <> s.row_key
          and r.block_keys <> '{}'
          and s.block_keys <> '{}'
          and not r.block_keys && s.block_keys
     ), saved as (
       insert into source_record (${LEAD}, ${RECORD})
       select ${LEAD}, ${RECORD} from staged_record order by key
           on conflict (domain, source, key) do update
          set row_key = excluded.row_key, batch_id = excluded.batch_id, seq = excluded.seq, as_of = excluded.as_of,
              values = excluded.values, block_keys = excluded.block_keys, group_keys = excluded.group_keys,
              composites = excluded.composites, gone = false
       returning record_id
     )
     insert into touched_record (domain, record_id, replaced)
     select $1, record_id, record_id in (select record_id from replaced) from saved
         on conflict (domain, record_id) do update
        set taken_by = null, replaced = touched_record.replaced or excluded.replaced`,
    [domain, source],
  )
  await run(
    tx,
    `with released as (
       delete from quarantine q
        using staged_record s
        where q.domain = $1 and q.source = $2 and q.key = s.key
       returning q.group_keys
     )
     insert into uncompared_key (domain, group_key)
     select distinct $1, unnest(group_keys) from released
         on conflict do nothing`,
    [domain, source],
  )
}

/** Parks the staged records. */
async function park(tx: Tx, { domain, source }: IntakePlace): Promise<void> {
  // The groups that a parked record leaves and those that it enters have to be looked at again.
  await run(
    tx,
    `insert into uncompared_key (domain, group_key)
     select $1, unnest(q.group_keys)
       from staged_record s
       join quarantine q on q.domain = $1 and q.source = $2 and q.key = s.key
      union
     select $1, unnest(group_keys) from staged_record
         on conflict do nothing`,
    [domain, source],
  )
  await run(
    tx,
    `insert into quarantine (domain, source, key, row_key, batch_id, seq, values, group_keys)
     select domain, source, key, row_key, batch_id, seq, values, group_keys from staged_record
         on conflict (domain, source, key) do update
        set row_key = excluded.row_key, batch_id = excluded.batch_id, seq = excluded.seq,
            values = excluded.values, group_keys = excluded.group_keys`,
  )
}

/** Retires records that the newest version of their row no longer yields (a second owner struck from the cell). */
export async function retireUnyielded(tx: Tx, { domain, source, batchId }: Omit<IntakePlace, 'asOf'>): Promise<number> {
  // A first load has nothing to retire, and no statistics yet: of 400,000 records the join was once planned row by row.
  const earlier = await maybeOne(
    tx,
    'select 1 from source_record where domain = $1 and source = $2 and batch_id <> $3 and not gone limit 1',
    [domain, source, batchId],
  )
  if (!earlier) return 0
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
         on conflict (domain, record_id) do update set taken_by = null`,
    [domain, source, batchId],
  )
}

/** A live record with what its row says. */
export interface RowOfRecord {
  readonly record_id: number
  readonly source: string
  readonly key: string
  readonly composites: string | null
  readonly values: Values
}

/** Those of the given records that are live, in order of source and key. */
export async function rowsOfRecords(tx: Tx, recordIds: Iterable<number>): Promise<readonly RowOfRecord[]> {
  await stageWanted(tx, recordIds)
  const found: RowOfRecord[] = []
  await copyOut(
    tx,
    `select r.record_id, r.source, r.key, r.composites, r.values
       from wanted_record w
       join source_record r using (record_id)
      where not r.gone
      order by r.source collate "C", r.key`,
    ([id, source, key, composites, values]) =>
      found.push({
        record_id: Number(id),
        source: source ?? '',
        key: key ?? '',
        composites: composites ?? null,
        values: JSON.parse(values ?? '{}'),
      }),
  )
  return found
}

/** Those of the given records that are live, by id, in order of source and key. */
export async function orderedRecords(tx: Tx, recordIds: Iterable<number>): Promise<readonly number[]> {
  await stageWanted(tx, recordIds)
  const ordered: number[] = []
  await copyOut(
    tx,
    `select r.record_id
       from wanted_record w
       join source_record r using (record_id)
      where not r.gone
      order by r.source collate "C", r.key`,
    ([id]) => ordered.push(Number(id)),
  )
  return ordered
}

/** Refs (`source:key`) of records, live or gone. */
export async function refsOfRecords(tx: Tx, recordIds: Iterable<number>): Promise<readonly string[]> {
  await stageWanted(tx, recordIds)
  const refs: string[] = []
  await copyOut(
    tx,
    'select r.source, r.key from wanted_record w join source_record r using (record_id)',
    ([source, key]) => refs.push(`${source}:${key}`),
  )
  return refs
}

/** Ids of the live records that refs name. */
export async function recordsOfRefs(
  tx: Tx,
  domain: string,
  refs: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ record_id: number; source: string; key: string }>(
    tx,
    `select r.record_id, r.source, r.key
       from unnest($2::text[], $3::text[]) as wanted (source, key)
       join source_record r on r.domain = $1 and r.source = wanted.source and r.key = wanted.key
      where not r.gone`,
    [domain, refs.map((ref) => splitRef(ref)[0]), refs.map((ref) => splitRef(ref)[1])],
  )
  return new Map(found.map(({ record_id, source, key }) => [`${source}:${key}`, record_id]))
}

const PART = 10_000

/** What all records of a domain say, in parts. */
export async function* valuesInParts(
  tx: Tx,
  domain: string,
): AsyncGenerator<readonly (readonly [recordId: number, values: Values])[]> {
  for await (const part of inParts(tx, 'select record_id, values from source_record where domain = $1', [domain], PART))
    yield part.map(([id, values]) => [Number(id), JSON.parse(values ?? '{}')])
}

/** What matching keeps of a record beside its values. */
export interface RecordKeys {
  readonly recordId: number
  readonly blockKeys: readonly number[]
  readonly composites: string | null
}

export async function replaceKeys(tx: Tx, records: readonly RecordKeys[]): Promise<void> {
  await script(
    tx,
    `create temp table if not exists staged_keys (record_id bigint, block_keys bigint[], composites text) on commit drop;
     truncate staged_keys`,
  )
  await copyIn(
    tx,
    'staged_keys',
    records.map(({ recordId, blockKeys, composites }) => [recordId, `{${blockKeys.join(',')}}`, composites]),
  )
  await run(
    tx,
    `update source_record r
        set block_keys = s.block_keys, composites = s.composites
       from staged_keys s
      where r.record_id = s.record_id`,
  )
}

/** Lays ids beside the records, for joins. */
export async function stageWanted(tx: Tx, recordIds: Iterable<number>): Promise<void> {
  await script(
    tx,
    'create temp table if not exists wanted_record (record_id bigint) on commit drop; truncate wanted_record',
  )
  function* cells() {
    for (const id of recordIds) yield [id]
  }
  await copyIn(tx, 'wanted_record', cells())
  await script(tx, 'analyze wanted_record')
}

/** Queues records for matching by their refs (`source:key`). */
export async function touchRecords(tx: Tx, domain: string, refs: readonly string[]): Promise<void> {
  await run(
    tx,
    `insert into touched_record (domain, record_id)
     select distinct $1, record_id
       from source_record r
       join unnest($2::text[], $3::text[]) as wanted (source, key) using (source, key)
      where r.domain = $1
         on conflict (domain, record_id) do update set taken_by = null`,
    [domain, refs.map((ref) => splitRef(ref)[0]), refs.map((ref) => splitRef(ref)[1])],
  )
}

/** The parts of a ref; source names hold no colon, keys may. */
export function splitRef(ref: string): readonly [source: string, key: string] {
  const colon = ref.indexOf(':')
  return [ref.slice(0, colon), ref.slice(colon + 1)]
}
