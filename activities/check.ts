import { type AnyDomain, listsOf, mappingsOf, type Values } from '../core/domain.ts'
import type { Finding } from '../core/finding.ts'
import { blockKeysOf } from '../engine/matching/blocking.ts'
import { compileRowPlan, type Judged } from '../engine/quality/plan.ts'
import { ruleHashes } from '../engine/quality/rules.ts'
import { groupKeysOf } from '../engine/quality/together.ts'
import { type PlacedFinding, type RowReason, saveFindings, saveRowReasons } from '../store/findings.ts'
import { type BatchRow, changedChunks, type LandedRow, markChecked, uncheckedBatches } from '../store/landing.ts'
import { openIntake, recordLine, retireUnyielded } from '../store/records.ts'
import { loadReference } from '../store/reference.ts'
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
        const { accepted, quarantined, findings, retired } = await judgeBatch(tx, runId, domain, batch)
        total.records += accepted + quarantined
        total.accepted += accepted
        total.quarantined += quarantined
        total.findings += findings
        total.retired += retired
      }
      if (total.records > STATISTICS) await refreshStatistics(tx, ['source_record', 'source_row', 'touched_record'])
      return total
    })
  },
})

/** Changed records over which the planner's statistics are worth a refresh. */
const STATISTICS = 2_000
/** Records that go to the store together: enough for COPY to be cheap, few enough to hold. */
const PART = 10_000

interface BatchCounts {
  readonly accepted: number
  readonly quarantined: number
  readonly findings: number
  readonly retired: number
}

async function judgeBatch(tx: Tx, runId: string, domain: AnyDomain, batch: BatchRow): Promise<BatchCounts> {
  const { batch_id: batchId, source } = batch
  const place = { domain: domain.name, source, batchId, asOf: batch.business_date }
  const reference = await loadReference(tx, listsOf(domain))
  const intake = await openIntake(tx, place)
  const mapping = mappingsOf(domain).find(([name]) => name === source)?.[1]
  const filer = new Filer(domain, mapping?.key !== undefined)
  const total = { accepted: 0, quarantined: 0, findings: 0 }
  const save = async () => {
    const { accepted, quarantined, findings, reasons } = filer.emptied()
    await intake.take({ accepted, quarantined })
    await saveFindings(tx, { runId, batchId, domain: domain.name, source }, findings)
    await saveRowReasons(tx, batchId, reasons)
    total.accepted += accepted.length
    total.quarantined += quarantined.length
    total.findings += findings.length
  }
  const plan = compileRowPlan(domain, source, batch.columns, batch.business_date, reference)
  for await (const { firstSeq, rows, seqs, rowKeys } of changedChunks(tx, batchId)) {
    for (let i = 0; i < seqs.length; i++) {
      const seq = seqs[i] as number
      const rowKey = rowKeys[i] as string
      const [, cells] = rows[seq - firstSeq] as LandedRow
      for (const record of plan(rowKey, cells)) filer.file(record, rowKey, seq)
    }
    if (filer.isFull) await save()
  }
  filer.close()
  await save()
  await intake.finish()
  await markChecked(tx, batchId, domain.name)
  return { ...total, retired: mapping?.key ? 0 : await retireUnyielded(tx, place) }
}

/** Puts judged records into the form of the store, until a part is full. */
class Filer {
  readonly #blockKeys: (row: Values) => readonly number[]
  readonly #groupKeys: (row: Values) => readonly number[]
  readonly #hashes: ReadonlyMap<string, string>
  /** Where many rows speak of one thing (an agency named in every dossier), the last row of the file wins. */
  readonly #last: Map<string, readonly [Judged, string, number]> | null
  #accepted: string[] = []
  #quarantined: string[] = []
  #findings: PlacedFinding[] = []
  #reasons: RowReason[] = []

  constructor(domain: AnyDomain, isShared: boolean) {
    this.#blockKeys = blockKeysOf(domain)
    this.#groupKeys = groupKeysOf(domain)
    this.#hashes = ruleHashes(domain)
    this.#last = isShared ? new Map() : null
  }

  get isFull(): boolean {
    return this.#accepted.length + this.#quarantined.length >= PART
  }

  file(judged: Judged, rowKey: string, seq: number): void {
    for (const finding of judged.findings)
      this.#findings.push({ ...finding, key: judged.key, seq, ruleHash: this.#hashes.get(finding.code) ?? '' })
    if (!judged.accepted) this.#reasons.push([seq, 'quarantined', firstError(judged.findings)])
    if (this.#last) this.#last.set(judged.key, [judged, rowKey, seq])
    else this.#keep(judged, rowKey, seq)
  }

  /** Nothing more comes. */
  close(): void {
    for (const [judged, rowKey, seq] of this.#last?.values() ?? []) this.#keep(judged, rowKey, seq)
  }

  emptied() {
    const part = {
      accepted: this.#accepted,
      quarantined: this.#quarantined,
      findings: this.#findings,
      reasons: this.#reasons,
    }
    this.#accepted = []
    this.#quarantined = []
    this.#findings = []
    this.#reasons = []
    return part
  }

  #keep({ key, values, accepted }: Judged, rowKey: string, seq: number): void {
    // A record in quarantine may lack what its domain requires: only accepted ones are matched. It stands in its groups all the
    // same: a household whose head waits in quarantine has a head.
    const line = recordLine({
      key,
      rowKey,
      seq,
      values,
      blockKeys: accepted ? this.#blockKeys(values) : [],
      groupKeys: this.#groupKeys(values),
    })
    if (accepted) this.#accepted.push(line)
    else this.#quarantined.push(line)
  }
}

const firstError = (findings: readonly Finding[]): string =>
  findings.find(({ severity }) => severity === 'error')?.code ?? ''
