import { domainsOf } from '../core/catalog.ts'
import { mappingsOf, type Source } from '../core/domain.ts'
import { Failure } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import type { Delivery } from '../core/source.ts'
import { type PlacedFinding, type RowReason, saveFindings, saveRowReasons } from '../store/findings.ts'
import { countLanded, isRepeatDelivery, type LandedRow, landChunk, openBatch } from '../store/landing.ts'
import { postLedger } from '../store/ledger.ts'
import {
  type ChangedRow,
  clearMissing,
  type KnownRow,
  knownRows,
  markMissing,
  saveChangedRows,
} from '../store/source-rows.ts'
import type { Tx } from '../store/sql.ts'
import { stageOnce } from '../store/stages.ts'
import { type Context, named } from './context.ts'

export interface PullInput {
  readonly runId: string
  readonly source: string
  readonly businessDate: string
}

export interface PullCounts {
  readonly rows: number
  readonly unchanged: number
  readonly changed: number
  readonly superseded: number
  readonly unreadable: number
  readonly suspected: number
  readonly confirmed: number
  readonly [key: string]: number
}

/** A row must be absent from this many complete extracts in a row before its records retire (sync.md 3.2). */
const CONFIRM_AFTER = 2
/** Over this share of the known rows an absence is a broken extract rather than news: it is reported and counts for nothing. */
const MISSING_LIMIT = 0.2

export const pullActivities = (context: Context) => ({
  /** Lands the newest delivery of a source and finds out which of its rows are new or changed. One transaction. */
  async pullSource({ runId, source: name, businessDate }: PullInput): Promise<PullCounts> {
    const source = named('Nguồn', context.catalog.sources, name)
    return stageOnce(context.store, { runId, name, stage: 'pull' }, async (tx) => {
      const delivery = await openDelivery(context, source, businessDate)
      const batchId = await openBatch(tx, { ...delivery, runId, source: name, businessDate })
      const known = await knownRows(tx, name)
      const pulled = await land(tx, source, delivery, batchId, known)
      return settle(context, tx, { source, delivery, batchId, known, pulled, runId })
    })
  },
})

async function openDelivery(context: Context, source: Source, businessDate: string): Promise<Delivery> {
  const folder = context.config.SOGOC_DROP
  const [newest] = await source.from.find({ folder, source: source.name, businessDate })
  if (!newest)
    throw new Failure('SourceMissing', {
      source: source.name,
      date: businessDate,
      folder,
      expected: `${source.name}-${businessDate}.csv`,
    })
  return source.from.open(newest)
}

const UNCHANGED = 0
const CHANGED = 1
const SUPERSEDED = 2
const UNREADABLE = 3

/** What one pass over a delivery found; states by sequence number. */
interface Pulled {
  readonly states: number[]
  /** Sequence number of the last row of each key. */
  readonly seen: Map<string, number>
  readonly changed: Map<string, ChangedRow>
  /** Rows that came back after an absence, unchanged. */
  readonly returned: string[]
  readonly reasons: RowReason[]
  readonly findings: PlacedFinding[]
}

async function land(
  tx: Tx,
  source: Source,
  delivery: Delivery,
  batchId: number,
  known: ReadonlyMap<string, KnownRow>,
): Promise<Pulled> {
  const pulled: Pulled = { states: [], seen: new Map(), changed: new Map(), returned: [], reasons: [], findings: [] }
  const identify = rowIdentity(source, delivery.columns)
  let chunk = 0
  // One chunk is compressed and stored while the next is read.
  let landing: Promise<void> = Promise.resolve()
  for await (const page of delivery.pages()) {
    const first = pulled.states.length
    const landed: LandedRow[] = []
    page.rows.forEach((cells, i) => {
      const seq = first + i
      const delivered = page.delivered?.[i]
      landed.push(delivered ? [page.lines[i] ?? 0, cells, delivered] : [page.lines[i] ?? 0, cells])
      pulled.states.push(UNCHANGED)
      const { key, hash } = identify(cells)
      if (key === null) unreadable(pulled, seq, page.lines[i] ?? 0, 'no-key', source.key.join(' + '), '')
      else classify(pulled, known.get(key), { key, hash, seq })
    })
    for (const fault of page.faults) {
      unreadable(pulled, pulled.states.push(UNREADABLE) - 1, fault.line ?? 0, fault.fault, fault.expected, fault.got)
      landed.push([fault.line ?? 0, [fault.raw ?? fault.got]])
    }
    if (landed.length === 0) continue
    await landing
    landing = landChunk(tx, batchId, chunk++, first, landed)
    // Whoever waits for it next gets its failure.
    landing.catch(() => {})
  }
  await landing
  return pulled
}

function unreadable(pulled: Pulled, seq: number, line: number, code: string, expected: string, got: string): void {
  pulled.states[seq] = UNREADABLE
  pulled.reasons.push([seq, 'quarantined', code])
  pulled.findings.push({
    key: `line:${line}`,
    seq,
    code: `row.${code}`,
    field: null,
    severity: 'error',
    got,
    expected,
    ruleHash: '1',
  })
}

function classify(
  pulled: Pulled,
  known: KnownRow | undefined,
  { key, hash, seq }: { readonly key: string; readonly hash: string; readonly seq: number },
): void {
  const earlier = pulled.seen.get(key)
  pulled.seen.set(key, seq)
  const current = pulled.changed.get(key)?.[1] ?? (earlier === undefined ? undefined : known?.hash)
  if (earlier !== undefined) {
    // The last row of a key wins; an identical repeat says so.
    pulled.states[earlier] = SUPERSEDED
    pulled.reasons.push([earlier, 'superseded', current === hash ? 'repeat' : 'later row'])
  }
  const gone = (known?.missing ?? 0) >= CONFIRM_AFTER
  if (known?.hash === hash && !gone) {
    pulled.changed.delete(key)
    if (known.missing > 0) pulled.returned.push(key)
    return
  }
  pulled.states[seq] = CHANGED
  pulled.changed.set(key, [key, hash, seq])
}

/**
 * Key and canonical hash of a row (`h1`: the columns of the contract by name, NFC and trimmed; volatile ones left out).
 * Rules and normalisers do not enter it, so editing a rule never looks like a change at the source.
 */
function rowIdentity(
  source: Source,
  columns: readonly string[],
): (cells: readonly string[]) => { key: string | null; hash: string } {
  const at = (column: string) => columns.indexOf(column)
  const keys = source.key.map(at)
  const hashed = source.columns
    .filter((column) => !source.volatile?.includes(column))
    .sort()
    .map((column) => [column, at(column)] as const)
  return (cells) => {
    let key = ''
    let isBlank = true
    for (let i = 0; i < keys.length; i++) {
      const part = (cells[keys[i] as number] ?? '').trim()
      if (part !== '') isBlank = false
      key += i === 0 ? part : `/${part}`
    }
    let canonical = ''
    for (let i = 0; i < hashed.length; i++) {
      const [column, index] = hashed[i] as readonly [string, number]
      if (index >= 0) canonical += `${column}\u001f${(cells[index] ?? '').trim()}\u001e`
    }
    // The signs between the cells combine with nothing, so all cells are normalised at once.
    return { key: isBlank ? null : key, hash: `h1:${sha256(canonical.normalize('NFC'), 'base64').slice(0, 24)}` }
  }
}

interface Settling {
  readonly source: Source
  readonly delivery: Delivery
  readonly batchId: number
  readonly known: ReadonlyMap<string, KnownRow>
  readonly pulled: Pulled
  readonly runId: string
}

async function settle(
  context: Context,
  tx: Tx,
  { source, delivery, batchId, known, pulled, runId }: Settling,
): Promise<PullCounts> {
  const landed = await countLanded(tx, batchId)
  if (delivery.declaredRows !== null && delivery.declaredRows !== landed) {
    throw new Failure('CompletenessFailed', { source: source.name, declared: delivery.declaredRows, landed })
  }
  await saveChangedRows(tx, source.name, batchId, [...pulled.changed.values()], known.size === 0)
  await clearMissing(tx, source.name, pulled.returned)
  await saveRowReasons(tx, batchId, pulled.reasons)
  await saveFindings(tx, { runId, batchId, domain: '', source: source.name }, pulled.findings)
  const missing = await missingRows(context, tx, source, delivery, batchId, known, pulled)
  const count = (state: number) => pulled.states.reduce((n, own) => n + Number(own === state), 0)
  const counts = {
    rows: landed,
    unchanged: count(UNCHANGED),
    changed: count(CHANGED),
    superseded: count(SUPERSEDED),
    unreadable: count(UNREADABLE),
    ...missing,
  }
  await postLedger(tx, batchId, {
    unchanged: counts.unchanged,
    'suspected missing': missing.suspected,
    'confirmed missing': missing.confirmed,
  })
  return counts
}

async function missingRows(
  context: Context,
  tx: Tx,
  source: Source,
  delivery: Delivery,
  batchId: number,
  known: ReadonlyMap<string, KnownRow>,
  pulled: Pulled,
): Promise<{ suspected: number; confirmed: number }> {
  if (!delivery.complete || known.size === 0) return { suspected: 0, confirmed: 0 }
  // The same file read on another day is one snapshot, not two: nobody vanished a second time.
  if (await isRepeatDelivery(tx, source.name, batchId, delivery.sha256)) return { suspected: 0, confirmed: 0 }
  const rowKeys = [...known]
    .filter(([key, { missing }]) => !pulled.seen.has(key) && missing < CONFIRM_AFTER)
    .map(([key]) => key)
  if (rowKeys.length > known.size * MISSING_LIMIT) return { suspected: rowKeys.length, confirmed: 0 }
  const shared = domainsOf(context.catalog, source.name).filter((name) =>
    mappingsOf(context.catalog.domains.get(name) as never).some(
      ([from, mapping]) => from === source.name && mapping.key,
    ),
  )
  return markMissing(tx, { source: source.name, batchId, rowKeys, confirmAfter: CONFIRM_AFTER, shared })
}
