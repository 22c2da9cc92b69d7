import { type AnyDomain, listsOf, mappingsOf } from '../core/domain.ts'
import { findingLead, saveFindingLines, saveReasonLines } from '../store/findings.ts'
import {
  type BatchRow,
  type ChangedChunk,
  changedChunks,
  countChanged,
  markChecked,
  uncheckedBatches,
} from '../store/landing.ts'
import { sourcesOf } from '../store/matchable.ts'
import { matchStateOf, saveMatchState } from '../store/pairing.ts'
import { openIntake, recordLead, retireUnyielded } from '../store/records.ts'
import { referenceVersions } from '../store/reference.ts'
import type { Tx } from '../store/sql.ts'
import { refreshStatistics, stageOnce } from '../store/stages.ts'
import { type Context, domainNamed, named } from './context.ts'
import type { JudgedChunk } from './judging/chunk.ts'
import { type Judging, openJudging } from './judging/judging.ts'
import type { DomainModel } from './matching/model.ts'

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

export const checkActivities = (
  context: Context,
  models: ReadonlyMap<string, DomainModel>,
  judging = openJudging(context.catalog.folder),
) => ({
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
      if (batches.length > 0) await nameKeys(tx, name, named('Domain', models, name))
      for (const batch of batches) {
        const { accepted, quarantined, findings, retired } = await judgeBatch(tx, judging, { runId, domain, batch })
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

/** Says by what the keys of the first records of a domain are made; the match sees to it that all are made by the same. */
async function nameKeys(tx: Tx, domain: string, { keyedBy }: DomainModel): Promise<void> {
  if (await matchStateOf(tx, domain)) return
  if ((await sourcesOf(tx, domain)).length === 0)
    await saveMatchState(tx, domain, { keyedBy, matchedBy: null, records: null })
}

/** Changed records over which the planner's statistics are worth a refresh. */
const STATISTICS = 2_000
/** Chunks that go to the store together, and that are judged ahead: enough for COPY to be cheap, few enough to hold. */
const PART = 10

interface BatchCounts {
  readonly accepted: number
  readonly quarantined: number
  readonly findings: number
  readonly retired: number
}

async function judgeBatch(
  tx: Tx,
  judging: Judging,
  { runId, domain, batch }: { readonly runId: string; readonly domain: AnyDomain; readonly batch: BatchRow },
): Promise<BatchCounts> {
  const { batch_id: batchId, source } = batch
  const place = { domain: domain.name, source, batchId, asOf: batch.business_date }
  const isShared = mappingsOf(domain).find(([name]) => name === source)?.[1].key !== undefined
  const intake = await openIntake(tx, place, isShared)
  const spec = {
    source,
    columns: batch.columns,
    asOf: batch.business_date,
    reference: await referenceVersions(tx, listsOf(domain)),
    leads: { [domain.name]: { record: recordLead(place), finding: findingLead({ ...place, runId }) } },
    hasRecords: true,
  }
  const judge = judging.judgeOf(domain, spec, await countChanged(tx, batchId))
  const total = { accepted: 0, quarantined: 0, findings: 0 }
  // Records that many rows share come again in a later chunk: each chunk overrules the last.
  for await (const part of inParts(judgedAhead(changedChunks(tx, batchId), judge), isShared ? 1 : PART)) {
    await intake.take({
      accepted: part.map(({ accepted }) => accepted),
      quarantined: part.map(({ quarantined }) => quarantined),
    })
    await saveFindingLines(
      tx,
      part.map(({ findings }) => findings),
    )
    await saveReasonLines(
      tx,
      batchId,
      part.map(({ reasons }) => reasons),
    )
    for (const { counts } of part) {
      total.accepted += counts.accepted
      total.quarantined += counts.quarantined
      total.findings += counts.findings
    }
  }
  await intake.finish()
  await markChecked(tx, batchId, domain.name)
  return { ...total, retired: isShared ? 0 : await retireUnyielded(tx, place) }
}

/** Judged chunks in the order of the batch; the next ones are judged while the caller stores these. */
async function* judgedAhead(
  chunks: AsyncIterable<ChangedChunk>,
  judge: (chunk: ChangedChunk) => Promise<JudgedChunk>,
): AsyncGenerator<JudgedChunk> {
  const coming: Promise<JudgedChunk>[] = []
  for await (const chunk of chunks) {
    const judged = judge(chunk)
    // Whoever waits for it gets its failure.
    judged.catch(() => {})
    coming.push(judged)
    if (coming.length > PART) yield (await coming.shift()) as JudgedChunk
  }
  for (const judged of coming) yield await judged
}

async function* inParts<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let part: T[] = []
  for await (const one of all) {
    part.push(one)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
