import { Failure } from '../core/errors.ts'
import { copyOut, literal, maybeOne, one, rows, run, type Tx } from './sql.ts'

/** The match that is under way in a domain. */
export interface PairingRow {
  readonly domain: string
  readonly run_id: string
  readonly kind: 'full' | 'delta'
  readonly model_id: number
  /** Which records were paired, in which version. */
  readonly snapshot: string
  readonly chunk_pairs: number
  readonly records: number
  readonly touched: number
  readonly pairs: number
  readonly seconds: number
}

/** Chunks of a pairing: the pairs that the groups `from_group` up to `to_group` make. */
export interface ChunkRow {
  readonly chunk: number
  readonly from_group: number
  readonly to_group: number
  readonly pairs: number
}

const COLUMNS = 'domain, run_id, kind, model_id, snapshot, chunk_pairs, records, touched, pairs, seconds'
/** How long a run that shows no sign keeps a domain to itself. */
const LEASE = `interval '2 minutes'`
const RETRY_MS = 3_000

/**
 * One match at a time works on a domain: refuses (retry) while another run that is alive is at it. Under the lock of the
 * match stage.
 */
export async function claimDomain(tx: Tx, domain: string, runId: string): Promise<PairingRow | null> {
  const held = await maybeOne<PairingRow & { live: boolean }>(
    tx,
    `select ${COLUMNS}, lease_until > clock_timestamp() as live from pairing where domain = $1`,
    [domain],
  )
  if (held && held.run_id !== runId && held.live)
    throw new Failure('DomainBusy', { domain, runId: held.run_id }, RETRY_MS)
  return held
}

/** The pairing of a run, or null when it is not (any more) the one that works on the domain. */
export const pairingOf = (tx: Tx, domain: string, runId: string): Promise<PairingRow | null> =>
  maybeOne<PairingRow>(tx, `select ${COLUMNS} from pairing where domain = $1 and run_id = $2`, [domain, runId])

/** Whether some run is matching a domain. */
export const waitsForOther = async (tx: Tx, domain: string): Promise<boolean> =>
  (await maybeOne(tx, 'select from pairing where domain = $1', [domain])) !== null

/** Shows that a run is still at work on a domain. */
export const renewLease = (tx: Tx, domain: string, runId: string): Promise<number> =>
  run(tx, `update pairing set lease_until = clock_timestamp() + ${LEASE} where domain = $1 and run_id = $2`, [
    domain,
    runId,
  ])

export async function openPairing(tx: Tx, row: PairingRow, chunks: readonly ChunkRow[]): Promise<void> {
  await dropPairing(tx, row.domain)
  await run(
    tx,
    `insert into pairing (${COLUMNS}, lease_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp() + ${LEASE})`,
    [
      row.domain,
      row.run_id,
      row.kind,
      row.model_id,
      row.snapshot,
      row.chunk_pairs,
      row.records,
      row.touched,
      row.pairs,
      row.seconds,
    ],
  )
  await run(
    tx,
    `insert into pairing_chunk (domain, chunk, from_group, to_group, pairs)
     select $1, * from unnest($2::int[], $3::int[], $4::int[], $5::bigint[])`,
    [
      row.domain,
      chunks.map(({ chunk }) => chunk),
      chunks.map(({ from_group }) => from_group),
      chunks.map(({ to_group }) => to_group),
      chunks.map(({ pairs }) => pairs),
    ],
  )
}

export const dropPairing = (tx: Tx, domain: string): Promise<number> =>
  run(tx, 'delete from pairing where domain = $1', [domain])

export const chunkOf = (
  tx: Tx,
  domain: string,
  chunk: number,
): Promise<(ChunkRow & { readonly scored: number | null }) | null> =>
  maybeOne(
    tx,
    'select chunk, from_group, to_group, pairs, scored from pairing_chunk where domain = $1 and chunk = $2',
    [domain, chunk],
  )

export interface ScoredChunk {
  readonly scored: number
  readonly edges: Buffer
  readonly seconds: number
}

/** Keeps what a chunk found in place of what an earlier attempt at it found. */
export const saveChunk = (tx: Tx, domain: string, chunk: number, found: ScoredChunk): Promise<number> =>
  run(tx, 'update pairing_chunk set scored = $3, edges = $4, seconds = $5 where domain = $1 and chunk = $2', [
    domain,
    chunk,
    found.scored,
    found.edges,
    found.seconds,
  ])

/** Chunks of a pairing that nobody has scored yet. */
export const openChunks = async (tx: Tx, domain: string): Promise<readonly number[]> =>
  (
    await rows<{ chunk: number }>(
      tx,
      'select chunk from pairing_chunk where domain = $1 and scored is null order by chunk',
      [domain],
    )
  ).map(({ chunk }) => chunk)

export interface ScoredTotal {
  readonly chunks: number
  readonly scored: number
  readonly seconds: number
}

export const scoredTotal = (tx: Tx, domain: string): Promise<ScoredTotal> =>
  one<ScoredTotal>(
    tx,
    `select count(*) as chunks, coalesce(sum(scored), 0)::bigint as scored, coalesce(sum(seconds), 0)::float8 as seconds
       from pairing_chunk
      where domain = $1`,
    [domain],
  )

/** What the chunks found, one after another. */
export async function* foundEdges(tx: Tx, domain: string): AsyncGenerator<Buffer> {
  const chunks = await rows<{ chunk: number }>(tx, 'select chunk from pairing_chunk where domain = $1 order by chunk', [
    domain,
  ])
  for (const { chunk } of chunks)
    yield (
      await one<{ edges: Buffer }>(tx, 'select edges from pairing_chunk where domain = $1 and chunk = $2', [
        domain,
        chunk,
      ])
    ).edges
}

/** Takes what is queued for matching into a run: records one by one, and those of whole batches. */
export async function takeTouched(tx: Tx, domain: string, runId: string): Promise<void> {
  await run(tx, 'update touched_record set taken_by = $2 where domain = $1 and taken_by is distinct from $2', [
    domain,
    runId,
  ])
  await run(tx, 'update touched_batch set taken_by = $2 where domain = $1 and taken_by is distinct from $2', [
    domain,
    runId,
  ])
}

/** Records of a domain that a run took, ascending. */
export async function takenRecords(tx: Tx, domain: string, runId: string): Promise<readonly number[]> {
  const [own, by] = [literal(domain), literal(runId)]
  const batches = await rows<{ batch_id: number }>(
    tx,
    'select batch_id from touched_batch where domain = $1 and taken_by = $2',
    [domain, runId],
  )
  const queued = `select record_id from touched_record where domain = ${own} and taken_by = ${by}`
  const whole = `select record_id from source_record where domain = ${own} and batch_id in (${batches.map(({ batch_id }) => batch_id).join(',')})`
  const taken: number[] = []
  await copyOut(tx, `${batches.length > 0 ? `${queued} union ${whole}` : queued} order by record_id`, ([id]) =>
    taken.push(Number(id)),
  )
  return taken
}

/** Empties the queue of what a run took; what was touched again since stays. */
export async function clearTaken(tx: Tx, domain: string, runId: string): Promise<void> {
  await run(tx, 'delete from touched_record where domain = $1 and taken_by = $2', [domain, runId])
  await run(tx, 'delete from touched_batch where domain = $1 and taken_by = $2', [domain, runId])
}

/** By what the stored keys of a domain were made and its records last matched. */
export interface MatchState {
  readonly keyed_by: string
  readonly matched_by: string | null
  /** Live records at the last run over all of them. */
  readonly records: number | null
}

export const matchStateOf = (tx: Tx, domain: string): Promise<MatchState | null> =>
  maybeOne<MatchState>(tx, 'select keyed_by, matched_by, records from match_state where domain = $1', [domain])

/** A null leaves the number of records as it was. */
export const saveMatchState = (
  tx: Tx,
  domain: string,
  state: { readonly keyedBy: string; readonly matchedBy: string | null; readonly records: number | null },
): Promise<number> =>
  run(
    tx,
    `insert into match_state (domain, keyed_by, matched_by, records) values ($1, $2, $3, $4)
         on conflict (domain) do update
        set keyed_by = excluded.keyed_by, matched_by = excluded.matched_by,
            records = coalesce(excluded.records, match_state.records)`,
    [domain, state.keyedBy, state.matchedBy, state.records],
  )

/** Keeps a model that is about to score, and answers its number. */
export async function keepModel(tx: Tx, domain: string, hash: string, body: string): Promise<number> {
  const known = await maybeOne<{ model_id: number }>(
    tx,
    'select model_id from match_model where domain = $1 and hash = $2',
    [domain, hash],
  )
  if (known) return known.model_id
  const { model_id } = await one<{ model_id: number }>(
    tx,
    'insert into match_model (domain, hash, body) values ($1, $2, $3) returning model_id',
    [domain, hash, body],
  )
  return model_id
}
