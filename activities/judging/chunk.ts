import { inflateRawSync } from 'node:zlib'
import { type AnyDomain, mappingsOf } from '../../core/domain.ts'
import type { Finding } from '../../core/finding.ts'
import { type Reference, type ReferenceVersion, referenceOf } from '../../core/reference.ts'
import { blockKeysOf, compositesOf } from '../../engine/matching/domain.ts'
import { compileRowPlan, type Judged } from '../../engine/quality/plan.ts'
import { ruleHashes } from '../../engine/quality/rules.ts'
import { groupKeysOf } from '../../engine/quality/together.ts'
import type { ChangedChunk, LandedRow } from '../../store/landing.ts'
import { compileRecordLine, findingLine } from '../../store/lines.ts'

/** What the chunks of one batch have in common. */
export interface ChunkSpec {
  readonly source: string
  readonly columns: readonly string[]
  /** Business date of the batch, `YYYY-MM-DD`. */
  readonly asOf: string
  /** By domain, what stands before each line: leading cells as COPY text, each with its tab. Nothing where there is none. */
  readonly leads: Readonly<Record<string, { readonly record: string; readonly finding: string }>>
  /** Versions of the code lists that the rules ask. */
  readonly reference: readonly ReferenceVersion[]
  /** False where only findings are wanted: an extract is checked without being stored. */
  readonly hasRecords: boolean
}

/**
 * A judged chunk as COPY text. Records: key, row_key, seq, values, block_keys, group_keys, composites. Findings: seq, key, code, field,
 * severity, got, expected, rule_hash. Reasons, one per quarantined row: seq, state, reason. Where records have keys of their
 * own (an agency named in many dossiers) the last of the chunk stands for all, and a later chunk overrules it.
 */
export interface JudgedChunk {
  readonly accepted: Uint8Array
  readonly quarantined: Uint8Array
  readonly findings: Uint8Array
  readonly reasons: Uint8Array
  readonly counts: { readonly accepted: number; readonly quarantined: number; readonly findings: number }
}

export type ChunkJudge = (job: ChangedChunk) => readonly JudgedChunk[]

/** Compiles how chunks of a batch are judged by some of the domains that its source feeds, each row parsed once for all. */
export function compileChunkJudge(domains: readonly AnyDomain[], spec: ChunkSpec): ChunkJudge {
  const reference = referenceOf(spec.reference)
  const judges = domains.map((domain) => compileDomainJudge(domain, spec, reference))
  return (job) => {
    const rows = JSON.parse(inflateRawSync(job.body).toString('utf8')) as readonly LandedRow[]
    return judges.map((judge) => judge(rows, job))
  }
}

const encoder = new TextEncoder()

function compileDomainJudge(domain: AnyDomain, spec: ChunkSpec, reference: Reference) {
  const plan = compileRowPlan(domain, spec.source, spec.columns, spec.asOf, reference)
  const filer = compileFiler(domain, spec)
  const isShared = mappingsOf(domain).find(([name]) => name === spec.source)?.[1].key !== undefined
  return (rows: readonly LandedRow[], { firstSeq, seqs, rowKeys }: ChangedChunk): JudgedChunk => {
    const filed: Filed = { accepted: '', quarantined: '', findings: '', reasons: '', counts: [0, 0, 0] }
    const last = new Map<string, readonly [Judged, string, number]>()
    for (let i = 0; i < seqs.length; i++) {
      const seq = seqs[i]!
      const rowKey = rowKeys[i]!
      for (const judged of plan(rowKey, rows[seq - firstSeq]![1])) {
        filer.fault(filed, judged, seq)
        if (isShared) last.set(judged.key, [judged, rowKey, seq])
        else filer.keep(filed, judged, rowKey, seq)
      }
    }
    for (const [judged, rowKey, seq] of last.values()) filer.keep(filed, judged, rowKey, seq)
    const [accepted, quarantined, findings] = filed.counts
    return {
      accepted: encoder.encode(filed.accepted),
      quarantined: encoder.encode(filed.quarantined),
      findings: encoder.encode(filed.findings),
      reasons: encoder.encode(filed.reasons),
      counts: { accepted, quarantined, findings },
    }
  }
}

interface Filed {
  accepted: string
  quarantined: string
  findings: string
  reasons: string
  readonly counts: [accepted: number, quarantined: number, findings: number]
}

function compileFiler(domain: AnyDomain, { leads, hasRecords }: ChunkSpec) {
  const lead = leads[domain.name]?.finding ?? ''
  const line = compileRecordLine(Object.keys(domain.fields), leads[domain.name]?.record ?? '')
  const blockKeys = blockKeysOf(domain)
  const groupKeys = groupKeysOf(domain)
  const composites = compositesOf(domain)
  const hashes = ruleHashes(domain)
  let parked = -1
  return {
    fault(filed: Filed, { key, findings, accepted }: Judged, seq: number): void {
      for (const finding of findings) {
        const ruleHash = hashes.get(finding.code) ?? ''
        filed.findings += findingLine(finding, { lead, seq, key, ruleHash })
        filed.counts[2]++
      }
      // The first reason of a row stands, also where it yields several records.
      if (!accepted && seq !== parked) filed.reasons += `${(parked = seq)}\tquarantined\t${firstError(findings)}\n`
    },
    keep(filed: Filed, { key, values, accepted }: Judged, rowKey: string, seq: number): void {
      filed.counts[accepted ? 0 : 1]++
      if (!hasRecords) return
      // A record in quarantine may lack what its domain requires: only accepted ones are matched. It stands in its groups all
      // the same: a household whose head waits in quarantine has a head.
      const keys = accepted ? blockKeys(values) : NO_KEYS
      const compared = accepted ? composites(values) : null
      const text = line({
        key,
        rowKey,
        seq,
        values,
        blockKeys: keys,
        groupKeys: groupKeys(values),
        composites: compared,
      })
      if (accepted) filed.accepted += text
      else filed.quarantined += text
    },
  }
}

const NO_KEYS: readonly number[] = []

const firstError = (findings: readonly Finding[]): string =>
  findings.find(({ severity }) => severity === 'error')?.code ?? ''
