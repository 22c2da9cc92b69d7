import { createHash } from 'node:crypto'
import { DAY } from '../core/clock.ts'
import { type AnyDomain, comparedOf } from '../core/domain.ts'
import { fateName } from '../engine/matching/fates.ts'
import { MISSING_LEVEL } from '../engine/matching/lane.ts'
import type { Model } from '../engine/matching/model.ts'
import { type Question, questions } from '../engine/matching/questions.ts'
import {
  type CaseDraft,
  type CasePair,
  casesOf,
  closeCase,
  openCases,
  refreshCase,
  reweighCase,
} from '../store/cases.ts'
import type { DecisionRow } from '../store/decisions.ts'
import type { Tx } from '../store/sql.ts'
import type { Context } from './context.ts'
import { type Clustered, refOf } from './matching/group.ts'

/** The questions of a group: what a person must settle, with what speaks for and against it. */
export function draftsOf(
  domain: AnyDomain,
  model: Model,
  ruleNames: readonly string[],
  group: Clustered,
): readonly CaseDraft[] {
  return questions(group.edges, group.clustering).map((question) => draftOf(domain, model, ruleNames, group, question))
}

function draftOf(
  domain: AnyDomain,
  model: Model,
  ruleNames: readonly string[],
  group: Clustered,
  { kind, reasons, members, edges, pairs }: Question,
): CaseDraft {
  const { rows, clustering } = group
  const evidence = [
    ...Array.from(edges, (e): CasePair => {
      const { fate, reason, reasons: codes } = clustering
      const why = fateName(fate[e]!, codes[reason[e]!])
      return pairOf(group, model, group.edges.left[e]!, group.edges.right[e]!, ruleNames[group.edges.rule[e]!]!, why)
    }),
    ...pairs.map(({ left, right, fate, reason }) => pairOf(group, model, left, right, null, fateName(fate, reason))),
  ]
  // What a person could not tell is asked again on new facts, not because a model weighs the same facts anew.
  const facts = Array.from(members, (at) => {
    const texts = comparedOf(domain).map(({ of }) => of({ ...BLANK(domain), ...rows[at]!.values }))
    return [refOf(rows[at]!), ...texts]
  })
  const asked = evidence.map(({ left, right, fate }) => [left, right, fate])
  const evidenceHash = createHash('sha256')
    .update(JSON.stringify([kind, facts, asked]))
    .digest('hex')
  return { kind, reasons, members: Array.from(members, (at) => refOf(rows[at]!)), evidence, evidenceHash }
}

const BLANK = ({ fields }: AnyDomain) => Object.fromEntries(Object.keys(fields).map((field) => [field, null]))

function pairOf(
  { rows, scorer }: Clustered,
  model: Model,
  left: number,
  right: number,
  rule: string | null,
  fate: string,
): CasePair {
  const weight = scorer.judge(left, right)
  const added = scorer.contributions()
  const levels = model.comparisons.map(({ name, levels: own }, c) => {
    const level = scorer.levels[c]!
    if (level === MISSING_LEVEL) return { comparison: name, level: '', label: 'thiếu một bên', microbits: 0, terms: 0 }
    const { code, label } = own[level - 1]!
    // Nothing of the frequency of a term counts where another comparison answers it.
    return { comparison: name, level: code, label, microbits: added[c]!, terms: added[c] === 0 ? 0 : scorer.bits[c]! }
  })
  return { left: refOf(rows[left]!), right: refOf(rows[right]!), weight, rule, fate, levels }
}

/** Pairs and levels in an order of their own: JSON of the store has another. */
const namesOf = (evidence: readonly CasePair[]): string =>
  JSON.stringify(
    evidence.map(({ left, right, weight, rule, fate, levels }) => [
      [left, right, weight, rule, fate],
      levels.map(({ comparison, level, microbits, terms }) => [comparison, level, microbits, terms]),
    ]),
  )

interface Asking {
  readonly runId: string
  readonly domain: string
  readonly drafts: readonly CaseDraft[]
  /** Refs of the records that were looked at; null: all of the domain. */
  readonly refs: readonly string[] | null
  readonly decisions: readonly DecisionRow[]
}

/**
 * Brings open cases in line with the questions of a run: one case per ambiguous group, refreshed when its facts change,
 * withdrawn when the question went away. What a person could not tell is asked again only on new evidence.
 */
export async function askQuestions(
  context: Context,
  tx: Tx,
  { runId, domain, drafts, refs, decisions }: Asking,
): Promise<{ casesOpened: number; casesWithdrawn: number }> {
  const undecided = new Set(
    decisions.filter(({ kind }) => kind === 'cannot tell').map(({ evidence_hash }) => evidence_hash),
  )
  const open = await casesOf(tx, domain, refs)
  const byRef = new Map<string, number[]>()
  for (const [at, { members }] of open.entries())
    for (const ref of members) byRef.set(ref, [...(byRef.get(ref) ?? []), at])
  const kept = new Set<number>()
  const fresh: CaseDraft[] = []
  for (const draft of drafts) {
    if (undecided.has(draft.evidenceHash)) continue
    const at = draft.members
      .flatMap((ref) => byRef.get(ref) ?? [])
      .filter((own) => !kept.has(own))
      .reduce((least, own) => Math.min(least, own), open.length)
    const own = open[at]
    if (!own) fresh.push(draft)
    else {
      kept.add(at)
      if (own.evidence_hash !== draft.evidenceHash) await refreshCase(tx, own.case_id, runId, draft)
      else if (namesOf(own.evidence) !== namesOf(draft.evidence)) await reweighCase(tx, own.case_id, draft.evidence)
    }
  }
  const stale = open.filter((_, at) => !kept.has(at))
  for (const { case_id } of stale) await closeCase(tx, case_id, 'withdrawn', runId, runId)
  const dueAt = new Date(context.clock.now().getTime() + context.config.SOGOC_CASE_DAYS * DAY)
  await openCases(tx, domain, runId, dueAt, fresh)
  return { casesOpened: fresh.length, casesWithdrawn: stale.length }
}
