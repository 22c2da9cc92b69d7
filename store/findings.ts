import type { Finding } from '../core/finding.ts'
import { copyCell, copyIn, copyText, run, script, type Tx } from './sql.ts'

/** A finding with the record and the raw row it is about. */
export interface PlacedFinding extends Finding {
  readonly key: string
  readonly seq: number | null
  readonly ruleHash: string
}

export interface FindingPlace {
  readonly runId: string
  readonly batchId: number | null
  /** The domain that judged; empty for faults of the row itself. */
  readonly domain: string
  readonly source: string
}

/** Keeps every finding: none is capped, none replaces an earlier one. */
export function saveFindings(tx: Tx, place: FindingPlace, findings: Iterable<PlacedFinding>): Promise<number> {
  const { runId, batchId, domain, source } = place
  function* cells() {
    for (const { key, seq, code, field, severity, got, expected, ruleHash } of findings)
      yield [runId, batchId, seq, domain, source, key, code, field, severity, got, expected, ruleHash]
  }
  return copyIn(
    tx,
    'finding (run_id, batch_id, seq, domain, source, key, code, field, severity, got, expected, rule_hash)',
    cells(),
  )
}

/** What stands before each line of `saveFindingLines`, as COPY text. */
export const findingLead = ({ runId, batchId, domain, source }: FindingPlace): string =>
  [runId, batchId, domain, source].map((cell) => `${copyCell(cell)}\t`).join('')

/** The same for findings that are COPY text already, a line each as `findingLine` of store/lines.ts makes it. */
export const saveFindingLines = (tx: Tx, lines: readonly Uint8Array[]): Promise<number> =>
  copyText(
    tx,
    'finding (run_id, batch_id, domain, source, seq, key, code, field, severity, got, expected, rule_hash)',
    lines,
  )

export type RowReason = readonly [seq: number, state: 'quarantined' | 'superseded', reason: string]

/** Notes why rows of a batch ended where they did; the first reason of a row stands. */
export async function saveRowReasons(tx: Tx, batchId: number, reasons: readonly RowReason[]): Promise<void> {
  if (reasons.length === 0) return
  await run(
    tx,
    `insert into ledger_row (batch_id, seq, state, reason)
     select $1, * from unnest($2::int[], $3::text[], $4::text[])
         on conflict (batch_id, seq) do nothing`,
    [batchId, reasons.map(([seq]) => seq), reasons.map(([, state]) => state), reasons.map(([, , reason]) => reason)],
  )
}

/** The same for reasons that are COPY text already: seq, state, reason. */
export async function saveReasonLines(tx: Tx, batchId: number, lines: readonly Uint8Array[]): Promise<void> {
  if (lines.every(({ length }) => length === 0)) return
  await script(
    tx,
    'create temp table if not exists staged_reason (seq int, state text, reason text) on commit drop; truncate staged_reason',
  )
  await copyText(tx, 'staged_reason', lines)
  await run(
    tx,
    `insert into ledger_row (batch_id, seq, state, reason)
     select $1, seq, state, reason from staged_reason
         on conflict (batch_id, seq) do nothing`,
    [batchId],
  )
}

/** A finding about the current version of a record, raised after the record was judged. */
export interface RecordFinding extends Finding {
  readonly source: string
  readonly key: string
  readonly ruleHash: string
}

/** Keeps findings that were not raised before with the same words, each with the raw row that its record came from. */
export async function saveNewFindings(
  tx: Tx,
  runId: string,
  domain: string,
  findings: readonly RecordFinding[],
): Promise<number> {
  await script(
    tx,
    `create temp table if not exists staged_finding
       (source text, key text, code text, field text, severity text, got text, expected text, rule_hash text) on commit drop;
     truncate staged_finding`,
  )
  function* cells() {
    for (const { source, key, code, field, severity, got, expected, ruleHash } of findings)
      yield [source, key, code, field, severity, got, expected, ruleHash]
  }
  await copyIn(tx, 'staged_finding', cells())
  return run(
    tx,
    `insert into finding (run_id, batch_id, seq, domain, source, key, code, field, severity, got, expected, rule_hash)
     select $1, r.batch_id, r.seq, $2, s.source, s.key, s.code, s.field, s.severity, s.got, s.expected, s.rule_hash
       from staged_finding s
       join source_record r on r.domain = $2 and r.source = s.source and r.key = s.key
      where not exists (select from finding f
                         where f.domain = $2 and f.source = s.source and f.key = s.key and f.code = s.code and f.got = s.got)`,
    [runId, domain],
  )
}
