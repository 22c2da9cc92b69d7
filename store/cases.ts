import { copyIn, maybeOne, rows, run, type Tx } from './sql.ts'

/** What one comparison says of a pair. */
export interface CaseLevel {
  readonly comparison: string
  /** Code of the level; empty where a side is missing. */
  readonly level: string
  readonly label: string
  /** What it added to the weight, `terms` of it because a shared term is rare or common. */
  readonly microbits: number
  readonly terms: number
}

/** A pair that made us ask: record refs, weight in micro-bits, level of every comparison. No personal values. */
export interface CasePair {
  readonly left: string
  readonly right: string
  readonly weight: number
  /** The block rule that met the pair; null where people or an authority's key named it. */
  readonly rule: string | null
  /** Why the machine does not settle it: `review`, `dispute: …`, `two held ids` … */
  readonly fate: string
  readonly levels: readonly CaseLevel[]
}

export interface CaseRow {
  readonly case_id: string
  readonly domain: string
  readonly kind: string
  /** Names of what stands behind it, most severe first. */
  readonly reasons: readonly string[]
  readonly members: readonly string[]
  readonly evidence: readonly CasePair[]
  readonly evidence_hash: string
  readonly version: number
  readonly state: 'open' | 'applied' | 'withdrawn'
  readonly due_at: Date
}

export interface CaseDraft {
  readonly kind: string
  readonly reasons: readonly string[]
  readonly members: readonly string[]
  readonly evidence: readonly CasePair[]
  readonly evidenceHash: string
}

const COLUMNS = 'case_id, domain, kind, reasons, members, evidence, evidence_hash, version, state, due_at'

export const listOpenCases = (tx: Tx, domain: string | null, limit: number): Promise<readonly CaseRow[]> =>
  rows<CaseRow>(
    tx,
    `select ${COLUMNS}
       from review_case
      where state = 'open'
        and ($1::text is null or domain = $1)
      order by due_at, case_id
      limit $2`,
    [domain, limit],
  )

export const caseById = (tx: Tx, caseId: string): Promise<CaseRow | null> =>
  maybeOne<CaseRow>(tx, `select ${COLUMNS} from review_case where case_id = $1`, [caseId])

export const lockCase = (tx: Tx, caseId: string): Promise<CaseRow | null> =>
  maybeOne<CaseRow>(tx, `select ${COLUMNS} from review_case where case_id = $1 for update`, [caseId])

/** Open cases that hold any of the given records; null: all of the domain. */
export async function casesOf(tx: Tx, domain: string, refs: readonly string[] | null): Promise<readonly CaseRow[]> {
  const open = await rows<CaseRow>(
    tx,
    `select ${COLUMNS} from review_case where domain = $1 and state = 'open' order by case_id`,
    [domain],
  )
  if (open.length === 0 || refs === null) return open
  // Cases wait by the thousand, a first load brings records by the million: the few are looked up among the many.
  const wanted = new Set(refs)
  return open.filter(({ members }) => members.some((ref) => wanted.has(ref)))
}

/** Opens one case per draft. */
export async function openCases(
  tx: Tx,
  domain: string,
  runId: string,
  dueAt: Date,
  drafts: readonly CaseDraft[],
): Promise<void> {
  if (drafts.length === 0) return
  const numbers = await rows<{ n: number }>(tx, `select nextval('case_number') as n from generate_series(1, $1)`, [
    drafts.length,
  ])
  const ids = numbers.map(({ n }) => `case-${String(n).padStart(6, '0')}`)
  function* cells() {
    for (const [i, d] of drafts.entries()) {
      yield [
        ids[i] ?? '',
        domain,
        d.kind,
        JSON.stringify(d.reasons),
        JSON.stringify(d.members),
        JSON.stringify(d.evidence),
        d.evidenceHash,
        1,
        'open',
        runId,
        dueAt.toISOString(),
      ]
    }
  }
  await copyIn(
    tx,
    'review_case (case_id, domain, kind, reasons, members, evidence, evidence_hash, version, state, opened_run, due_at)',
    cells(),
  )
  await copyIn(
    tx,
    'case_event (case_id, event_no, what, who)',
    ids.map((id) => [id, 1, 'opened', runId]),
  )
}

/** The same question on newer facts: answers to the older version are refused as stale. */
export async function refreshCase(tx: Tx, caseId: string, runId: string, draft: CaseDraft): Promise<void> {
  await run(
    tx,
    `update review_case
        set kind = $2, reasons = $3, members = $4, evidence = $5, evidence_hash = $6, version = version + 1
      where case_id = $1`,
    [
      caseId,
      draft.kind,
      JSON.stringify(draft.reasons),
      JSON.stringify(draft.members),
      JSON.stringify(draft.evidence),
      draft.evidenceHash,
    ],
  )
  await addCaseEvent(tx, caseId, 'refreshed', runId)
}

/** The same facts, weighed or met otherwise: an answer that is under way stays good. */
export const reweighCase = (tx: Tx, caseId: string, evidence: readonly CasePair[]): Promise<number> =>
  run(tx, 'update review_case set evidence = $2 where case_id = $1', [caseId, JSON.stringify(evidence)])

export async function closeCase(
  tx: Tx,
  caseId: string,
  state: 'applied' | 'withdrawn',
  runId: string,
  who: string,
): Promise<void> {
  await run(tx, 'update review_case set state = $2, closed_run = $3 where case_id = $1', [caseId, state, runId])
  await addCaseEvent(tx, caseId, state, who)
}

async function addCaseEvent(tx: Tx, caseId: string, what: string, who: string): Promise<void> {
  await run(
    tx,
    `insert into case_event (case_id, event_no, what, who)
     select $1, count(*) + 1, $2, $3 from case_event where case_id = $1`,
    [caseId, what, who],
  )
}

export const caseEvents = (tx: Tx, caseId: string): Promise<readonly { what: string; who: string; at: Date }[]> =>
  rows(tx, 'select what, who, at from case_event where case_id = $1 order by event_no', [caseId])

export interface CaseMember {
  readonly ref: string
  readonly golden_id: string | null
  readonly as_of: string
  readonly values: Readonly<Record<string, string | number | boolean>>
}

/** The facts of a case: what each of its records says now, and which golden record it belongs to. */
export const caseMembers = (tx: Tx, caseId: string): Promise<readonly CaseMember[]> =>
  rows<CaseMember>(
    tx,
    `select r.source || ':' || r.key as ref, w.golden_id, r.as_of, r.values
       from review_case c
      cross join lateral jsonb_array_elements_text(c.members) as m (ref)
       join source_record r on r.domain = c.domain
                           and r.source = split_part(m.ref, ':', 1)
                           and r.key = substr(m.ref, length(split_part(m.ref, ':', 1)) + 2)
       left join crosswalk w using (record_id)
      where c.case_id = $1
      order by ref collate "C"`,
    [caseId],
  )
