import { Failure } from '../core/errors.ts'
import { type CaseRow, closeCase, lockCase } from '../store/cases.ts'
import { type DecisionKind, decisionOfRequest, expireDecisions, saveDecision } from '../store/decisions.ts'
import { touchRecords } from '../store/records.ts'
import { closeRun, openRun } from '../store/stages.ts'
import type { Context } from './context.ts'

export interface DecisionInput {
  readonly runId: string
  readonly caseId: string
  readonly caseVersion: number
  readonly decision: 'same' | 'different' | 'cannot tell'
  /** For `different` with more than two records: the groups that are one each. Default: every record by itself. */
  readonly groups?: readonly (readonly string[])[] | undefined
  readonly reviewer: string
  readonly reason: string
  readonly requestId: string
  readonly verified: boolean
}

export interface Decided {
  readonly domain: string
  readonly targets: readonly string[]
}

export const decideActivities = (context: Context) => ({
  /**
   * Saves one answer to a case and queues its records. Refuses an answer to a closed case or to older facts. Idempotent by
   * request id: a repeat finds what the first attempt saved.
   */
  async saveAnswer(input: DecisionInput): Promise<Decided> {
    return context.store.transaction(async (tx) => {
      const own = await lockCase(tx, input.caseId)
      if (!own)
        throw new Failure('UnknownName', { kind: 'Hồ sơ', got: input.caseId, known: 'sogoc case list', hint: '' })
      await openRun(tx, {
        run_id: input.runId,
        kind: 'decision',
        business_date: context.clock.now().toISOString().slice(0, 10),
        dry_run: false,
      })
      const targets = Object.keys(context.catalog.domains.get(own.domain)?.targets ?? {})
      const earlier = await decisionOfRequest(tx, input.requestId)
      if (earlier?.case_id === input.caseId) return { domain: own.domain, targets }
      if (earlier)
        throw new Failure('NotAllowed', {
          what: `requestId ${input.requestId} đã dùng cho ${earlier.case_id}; dùng một requestId mới.`,
        })
      if (own.state !== 'open') throw new Failure('CaseClosed', { caseId: own.case_id, state: own.state })
      if (own.version !== input.caseVersion)
        throw new Failure('StaleCase', { caseId: own.case_id, version: own.version, got: input.caseVersion })
      await expireDecisions(tx, own.case_id)
      await saveDecision(tx, {
        ...input,
        domain: own.domain,
        kind: input.decision satisfies DecisionKind,
        actor: input.reviewer,
        evidenceHash: own.evidence_hash,
        groups: groupsOf(own, input),
      })
      await closeCase(tx, own.case_id, 'applied', input.runId, input.reviewer)
      await touchRecords(tx, own.domain, own.members)
      return { domain: own.domain, targets }
    })
  },

  /** Closes the small run of a decision with what it caused. */
  async closeDecision({
    runId,
    ...result
  }: {
    readonly runId: string
    readonly [count: string]: string | number
  }): Promise<void> {
    await context.store.transaction((tx) => closeRun(tx, runId, 'success', result))
  },
})

function groupsOf({ case_id, members }: CaseRow, { decision, groups }: DecisionInput): readonly (readonly string[])[] {
  if (decision !== 'different') return [members]
  const parts = groups ?? members.map((ref) => [ref])
  const named = parts.flat()
  const strangers = named.filter((ref) => !members.includes(ref))
  const forgotten = members.filter((ref) => !named.includes(ref))
  if (strangers.length > 0 || forgotten.length > 0 || new Set(named).size !== named.length || parts.length < 2) {
    throw new Failure('InvalidInput', {
      problems: `groups: mỗi bản ghi của hồ sơ ${case_id} phải đứng trong đúng một nhóm, ít nhất hai nhóm (thiếu ${forgotten.length}, lạ ${strangers.length})`,
    })
  }
  return parts
}
