import { createHash } from 'node:crypto'
import { type AnyDomain, mappingsOf, type Values } from '../core/domain.ts'
import type { Finding } from '../core/finding.ts'
import { blockKeysOf } from '../engine/matching/blocking.ts'
import { compileRowPlan, type Judged } from '../engine/quality/plan.ts'
import { ruleBook } from '../engine/quality/rules.ts'
import { type PlacedFinding, type RowReason, saveFindings, saveRowReasons } from '../store/findings.ts'
import { type BatchRow, changedChunks, markChecked, uncheckedBatches } from '../store/landing.ts'
import { acceptRecords, type NewRecord, quarantineRecords, retireUnyielded } from '../store/records.ts'
import { currentRows } from '../store/source-rows.ts'
import type { Tx } from '../store/sql.ts'
import { refreshStatistics, stageOnce } from '../store/stages.ts'
import { type Context, domainNamed } from './context.ts'

export interface DomainInput {
  readonly runId: string
  readonly domain: string
}

export interface CheckCounts {
  readonly batches: number
  readonly records: number
  readonly accepted: number
  readonly quarantined: number
  readonly retired: number
  readonly findings: number
  readonly [key: string]: number
}

export const checkActivities = (context: Context) => ({
  /** Judges the changed rows of every landed batch that this domain has not seen. All findings of a row in one pass. */
  async checkDomain({ runId, domain: name }: DomainInput): Promise<CheckCounts> {
    const domain = domainNamed(context, name)
    return stageOnce(context.store, { runId, name, stage: 'check' }, async (tx) => {
      const batches = await uncheckedBatches(
        tx,
        name,
        mappingsOf(domain).map(([source]) => source),
      )
      const total = { batches: batches.length, records: 0, accepted: 0, quarantined: 0, retired: 0, findings: 0 }
      for (const batch of batches) {
        const judged = await judgeBatch(tx, domain, batch)
        const retired = await saveBatch(tx, runId, domain, batch, judged)
        total.records += judged.accepted.size + judged.quarantined.size
        total.accepted += judged.accepted.size
        total.quarantined += judged.quarantined.size
        total.findings += judged.findings.length
        total.retired += retired
      }
      if (total.records > STATISTICS) await refreshStatistics(tx, ['source_record', 'source_row', 'touched_record'])
      return total
    })
  },
})

/** Changed records over which the planner's statistics are worth a refresh. */
const STATISTICS = 2_000

interface JudgedBatch {
  /** By record key: where many rows speak of one thing, the last row of the file wins. */
  readonly accepted: Map<string, NewRecord>
  readonly quarantined: Map<string, NewRecord>
  readonly findings: PlacedFinding[]
  readonly reasons: RowReason[]
}

async function judgeBatch(tx: Tx, domain: AnyDomain, batch: BatchRow): Promise<JudgedBatch> {
  const judged: JudgedBatch = { accepted: new Map(), quarantined: new Map(), findings: [], reasons: [] }
  const plan = compileRowPlan(domain, batch.source, batch.columns, batch.business_date)
  const blockKeys = blockKeysOf(domain)
  const hashes = ruleHashes(domain)
  const rows = await currentRows(tx, batch.batch_id)
  for await (const [first, chunk] of changedChunks(tx, batch.batch_id)) {
    chunk.forEach(([, cells], i) => {
      const seq = first + i
      const rowKey = rows.get(seq)
      if (rowKey === undefined) return
      for (const record of plan(rowKey, cells)) file(judged, record, { rowKey, seq, blockKeys, hashes })
    })
  }
  return judged
}

interface Filing {
  readonly rowKey: string
  readonly seq: number
  readonly blockKeys: (row: Values) => readonly number[]
  readonly hashes: ReadonlyMap<string, string>
}

function file(
  judged: JudgedBatch,
  { key, values, findings, accepted }: Judged,
  { rowKey, seq, blockKeys, hashes }: Filing,
): void {
  // A record in quarantine may lack what its domain requires: only accepted ones are matched.
  const record = { key, rowKey, seq, values, blockKeys: accepted ? blockKeys(values) : [] }
  judged[accepted ? 'accepted' : 'quarantined'].set(key, record)
  judged[accepted ? 'quarantined' : 'accepted'].delete(key)
  for (const finding of findings)
    judged.findings.push({ ...finding, key, seq, ruleHash: hashes.get(finding.code) ?? '' })
  if (!accepted) judged.reasons.push([seq, 'quarantined', firstError(findings)])
}

const firstError = (findings: readonly Finding[]): string =>
  findings.find(({ severity }) => severity === 'error')?.code ?? ''

async function saveBatch(
  tx: Tx,
  runId: string,
  domain: AnyDomain,
  batch: BatchRow,
  judged: JudgedBatch,
): Promise<number> {
  const intake = { domain: domain.name, source: batch.source, batchId: batch.batch_id, asOf: batch.business_date }
  await acceptRecords(tx, intake, [...judged.accepted.values()])
  await quarantineRecords(tx, intake, [...judged.quarantined.values()])
  await saveFindings(tx, { runId, batchId: batch.batch_id, domain: domain.name, source: batch.source }, judged.findings)
  await saveRowReasons(tx, batch.batch_id, judged.reasons)
  await markChecked(tx, batch.batch_id, domain.name)
  const shared = mappingsOf(domain).some(([source, { key }]) => source === batch.source && key)
  return shared ? 0 : retireUnyielded(tx, intake)
}

/** Which version of which rule raised a finding: a hash of what the rule says, so a changed parameter is another rule. */
function ruleHashes(domain: AnyDomain): ReadonlyMap<string, string> {
  return new Map(
    ruleBook(domain).map((line) => [
      line.code,
      createHash('sha256').update(JSON.stringify(line)).digest('hex').slice(0, 12),
    ]),
  )
}
