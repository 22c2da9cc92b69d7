import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { sha256 } from '../core/hash.ts'
import { maybeOne, one, rows, run, type Tx } from './sql.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/**
 * A landed row: where it stood in the file, its cells in column order, and the cells as delivered where they were decoded
 * from a legacy encoding. A row that could not be read is one raw cell.
 */
export type LandedRow = readonly [line: number, cells: readonly string[], delivered?: readonly string[]]

export interface BatchRow {
  readonly batch_id: number
  readonly run_id: string
  readonly source: string
  readonly business_date: string
  readonly file: string
  readonly columns: readonly string[]
  readonly landed_rows: number
  readonly complete: boolean
  readonly state: 'landed' | 'processed'
}

export interface NewBatch {
  readonly runId: string
  readonly source: string
  readonly businessDate: string
  readonly file: string
  readonly sha256: string
  readonly encoding: string
  readonly columns: readonly string[]
  readonly declaredRows: number | null
  readonly complete: boolean
}

export async function openBatch(tx: Tx, batch: NewBatch): Promise<number> {
  const { batch_id } = await one<{ batch_id: number }>(
    tx,
    `insert into batch (run_id, source, business_date, file, file_sha256, encoding, columns, declared_rows, complete, landed_rows, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 'landed')
     returning batch_id`,
    [
      batch.runId,
      batch.source,
      batch.businessDate,
      batch.file,
      batch.sha256,
      batch.encoding,
      JSON.stringify(batch.columns),
      batch.declaredRows,
      batch.complete,
    ],
  )
  return batch_id
}

/** Lands one chunk of raw rows, compressed at the fastest level: the disk is not the limit, the processor is. */
export async function landChunk(
  tx: Tx,
  batchId: number,
  chunk: number,
  firstSeq: number,
  landed: readonly LandedRow[],
): Promise<void> {
  const text = JSON.stringify(landed)
  const body = await deflate(text, { level: 1 })
  await run(
    tx,
    'insert into landing (batch_id, chunk, first_seq, row_count, sha256, body) values ($1, $2, $3, $4, $5, $6)',
    [batchId, chunk, firstSeq, landed.length, sha256(text), body],
  )
}

export async function countLanded(tx: Tx, batchId: number): Promise<number> {
  const { landed } = await one<{ landed: number }>(
    tx,
    `update batch
        set landed_rows = (select coalesce(sum(row_count), 0) from landing where batch_id = $1)
      where batch_id = $1
     returning landed_rows as landed`,
    [batchId],
  )
  return landed
}

/** Whether the batch of this source before the given one brought the very same file: then nothing new is known. */
export async function isRepeatDelivery(tx: Tx, source: string, batchId: number, sha256: string): Promise<boolean> {
  const before = await maybeOne<{ file_sha256: string }>(
    tx,
    'select file_sha256 from batch where source = $1 and batch_id < $2 order by batch_id desc limit 1',
    [source, batchId],
  )
  return before?.file_sha256 === sha256
}

/** Landed batches that a domain has not judged yet, oldest first. */
export const uncheckedBatches = (tx: Tx, domain: string, sources: readonly string[]): Promise<readonly BatchRow[]> =>
  rows<BatchRow>(
    tx,
    `select b.batch_id, b.run_id, b.source, b.business_date, b.file, b.columns, b.landed_rows, b.complete, b.state
       from batch b
      where b.state = 'landed'
        and b.source = any($2)
        and not exists (select from batch_checked c where c.batch_id = b.batch_id and c.domain = $1)
      order by b.batch_id`,
    [domain, sources],
  )

export async function markChecked(tx: Tx, batchId: number, domain: string): Promise<void> {
  await run(tx, 'insert into batch_checked (batch_id, domain) values ($1, $2)', [batchId, domain])
}

/** A chunk of landed rows, and those in it that are the current version of their key: ascending numbers with their keys. */
export interface ChangedChunk {
  /** As stored: deflated JSON of `LandedRow`s. */
  readonly body: Uint8Array
  readonly firstSeq: number
  readonly seqs: readonly number[]
  readonly rowKeys: readonly string[]
}

/** The chunks of a batch that hold at least one of its changed rows, in order; one is fetched while the last is worked on. */
export async function* changedChunks(tx: Tx, batchId: number): AsyncGenerator<ChangedChunk> {
  const chunks = await rows<{ chunk: number }>(
    tx,
    `select l.chunk
       from landing l
      where l.batch_id = $1
        and exists (select from source_row r where r.batch_id = $1 and r.seq >= l.first_seq and r.seq < l.first_seq + l.row_count)
      order by l.chunk`,
    [batchId],
  )
  const fetch = (at: number) => {
    const chunk = chunks[at]
    if (!chunk) return null
    const coming = fetchChunk(tx, batchId, chunk.chunk)
    // Whoever stops in the middle does not wait for it.
    coming.catch(() => {})
    return coming
  }
  let coming = fetch(0)
  for (let at = 0; coming; at++) {
    const chunk = await coming
    coming = fetch(at + 1)
    yield chunk
  }
}

async function fetchChunk(tx: Tx, batchId: number, chunk: number): Promise<ChangedChunk> {
  const { first_seq, body, current } = await one<{
    first_seq: number
    body: Buffer
    current: { readonly seqs: readonly number[]; readonly keys: readonly string[] }
  }>(
    tx,
    `select l.first_seq, l.body,
            (select json_build_object('seqs', json_agg(r.seq order by r.seq), 'keys', json_agg(r.row_key order by r.seq))
               from source_row r
              where r.batch_id = l.batch_id and r.seq >= l.first_seq and r.seq < l.first_seq + l.row_count) as current
       from landing l
      where l.batch_id = $1 and l.chunk = $2`,
    [batchId, chunk],
  )
  return { body, firstSeq: first_seq, seqs: current.seqs, rowKeys: current.keys }
}

/** How many rows of a batch are the current version of their key. */
export const countChanged = async (tx: Tx, batchId: number): Promise<number> =>
  (await one<{ n: number }>(tx, 'select count(*) as n from source_row where batch_id = $1', [batchId])).n

export interface LocatedRow {
  readonly source: string
  readonly file: string
  readonly line: number
  readonly columns: readonly string[]
  readonly cells: readonly string[]
}

/** Any landed row, shown again as it came. */
export async function landedRow(tx: Tx, batchId: number, seq: number): Promise<LocatedRow | null> {
  const found = await maybeOne<{
    source: string
    file: string
    columns: readonly string[]
    first_seq: number
    body: Buffer
  }>(
    tx,
    `select b.source, b.file, b.columns, l.first_seq, l.body
       from landing l
       join batch b using (batch_id)
      where l.batch_id = $1
        and $2 >= l.first_seq
        and $2 < l.first_seq + l.row_count`,
    [batchId, seq],
  )
  if (!found) return null
  const landed = JSON.parse((await inflate(found.body)).toString('utf8')) as readonly LandedRow[]
  const [line, cells] = landed[seq - found.first_seq] ?? [0, []]
  return { source: found.source, file: found.file, columns: found.columns, line, cells }
}
