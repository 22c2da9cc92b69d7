import { maybeOne, one, rows, run, type Tx } from './sql.ts'

export type DecisionKind = 'same' | 'different' | 'cannot tell'

export interface DecisionRow {
  readonly decision_id: number
  readonly domain: string
  readonly kind: DecisionKind
  /** Record refs: one group is the same entity; several groups are that many entities. */
  readonly groups: readonly (readonly string[])[]
  readonly evidence_hash: string
  readonly case_id: string
}

export interface NewDecision {
  readonly requestId: string
  readonly domain: string
  readonly kind: DecisionKind
  readonly groups: readonly (readonly string[])[]
  readonly actor: string
  readonly verified: boolean
  readonly reason: string
  readonly evidenceHash: string
  readonly caseId: string
}

/** Every statement of people that is in force in a domain, oldest first. It binds every run. */
export const activeDecisions = (tx: Tx, domain: string): Promise<readonly DecisionRow[]> =>
  rows<DecisionRow>(
    tx,
    `select decision_id, domain, kind, groups, evidence_hash, case_id
       from decision
      where domain = $1
        and state = 'active'
      order by decision_id`,
    [domain],
  )

export async function saveDecision(tx: Tx, decision: NewDecision): Promise<number> {
  const { decision_id } = await one<{ decision_id: number }>(
    tx,
    `insert into decision (request_id, domain, kind, groups, actor, verified, reason, evidence_hash, case_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     returning decision_id`,
    [
      decision.requestId,
      decision.domain,
      decision.kind,
      JSON.stringify(decision.groups),
      decision.actor,
      decision.verified,
      decision.reason,
      decision.evidenceHash,
      decision.caseId,
    ],
  )
  return decision_id
}

/** The decision that an earlier attempt of the same request has saved. */
export const decisionOfRequest = (
  tx: Tx,
  requestId: string,
): Promise<{ decision_id: number; case_id: string } | null> =>
  maybeOne(tx, 'select decision_id, case_id from decision where request_id = $1', [requestId])

/** A newer answer to the same question replaces the older one; nothing is edited. */
export const expireDecisions = (tx: Tx, caseId: string): Promise<number> =>
  run(tx, `update decision set state = 'expired' where case_id = $1 and state = 'active'`, [caseId])
