import { createHash } from 'node:crypto'
import { DAY } from '../core/clock.ts'
import { type AnyDomain, comparedOf } from '../core/domain.ts'
import { type Question, questions } from '../engine/matching/simple/questions.ts'
import { type CaseDraft, casesOf, closeCase, openCases, refreshCase } from '../store/cases.ts'
import type { Tx } from '../store/sql.ts'
import type { Context } from './context.ts'
import type { Group } from './group.ts'

interface Asking {
  readonly runId: string
  readonly domain: AnyDomain
  readonly group: Group
}

/**
 * Brings the open cases of a group in line with its questions: one case per ambiguous group, refreshed when its facts
 * change, withdrawn when the question went away. What a person could not tell is asked again only on new evidence.
 */
export async function askQuestions(
  context: Context,
  tx: Tx,
  { runId, domain, group }: Asking,
): Promise<{ casesOpened: number; casesWithdrawn: number }> {
  const { links, clustering, refs, decisions } = group
  const undecided = new Set(
    decisions.filter(({ kind }) => kind === 'cannot tell').map(({ evidence_hash }) => evidence_hash),
  )
  const drafts = questions(links, clustering.fate, clustering.root, clustering.contradicted)
    .map((question) => draftOf(domain, group, question))
    .filter(({ evidenceHash }) => !undecided.has(evidenceHash))
  const open = await casesOf(tx, domain.name, refs)
  const kept = new Set<string>()
  const fresh: CaseDraft[] = []
  for (const draft of drafts) {
    const own = open.find(
      ({ case_id, members }) => !kept.has(case_id) && members.some((ref) => draft.members.includes(ref)),
    )
    if (!own) fresh.push(draft)
    else {
      kept.add(own.case_id)
      if (own.evidence_hash !== draft.evidenceHash) await refreshCase(tx, own.case_id, runId, draft)
    }
  }
  const stale = open.filter(({ case_id }) => !kept.has(case_id))
  for (const { case_id } of stale) await closeCase(tx, case_id, 'withdrawn', runId, runId)
  await openCases(
    tx,
    domain.name,
    runId,
    new Date(context.clock.now().getTime() + context.config.SOGOC_CASE_DAYS * DAY),
    fresh,
  )
  return { casesOpened: fresh.length, casesWithdrawn: stale.length }
}

function draftOf(
  domain: AnyDomain,
  { ids, refs, values, edges, links }: Group,
  { kind, members, links: asked }: Question,
): CaseDraft {
  const evidence = asked.map((index) => {
    const { weight, pattern, rule } = edges[index] as Group['edges'][number]
    const { left, right } = links[index] as Group['links'][number]
    return { left: refs[left] as string, right: refs[right] as string, weight, pattern, rule }
  })
  const compared = comparedOf(domain)
  const facts = members.map((at) => {
    const own = values.get(ids[at] as number)
    return [refs[at], ...(own ? compared.map(({ of }) => of(own)) : [])]
  })
  const evidenceHash = createHash('sha256')
    .update(JSON.stringify([facts, evidence]))
    .digest('hex')
  return { kind, members: members.map((at) => refs[at] as string), evidence, evidenceHash }
}
