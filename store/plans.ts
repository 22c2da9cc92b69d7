import type { Scalar } from '../core/field.ts'
import type { EffectOp } from '../core/target.ts'
import { copyIn, rows, run, script, type Tx } from './sql.ts'

export interface PlannableGolden {
  readonly golden_id: string
  readonly version: number
  readonly state: 'active' | 'retired'
  readonly values: Readonly<Record<string, NonNullable<Scalar>>>
  /** What the target last accepted for this id. */
  readonly sent_hash: string | null
  readonly sent_seq: number | null
  readonly sent_state: 'active' | 'inactive' | null
  /** An effect whose outcome is not known yet: nothing new is planned before it is. */
  readonly unresolved: boolean
}

/** Golden records that changed since they were last planned for their targets. */
export const unplannedGolden = (tx: Tx, domain: string, target: string): Promise<readonly PlannableGolden[]> =>
  rows<PlannableGolden>(
    tx,
    `select g.golden_id, g.version, g.state, g.values,
            s.payload_hash as sent_hash, s.seq as sent_seq, s.state as sent_state,
            exists (select from effect e
                     where e.target = $2 and e.golden_id = g.golden_id and e.state in ('in_flight', 'unknown', 'awaiting')) as unresolved
       from golden g
       left join sent_state s on s.target = $2 and s.golden_id = g.golden_id
      where g.domain = $1
        and g.planned_version < g.version
      order by g.golden_id`,
    [domain, target],
  )

export interface NewEffect {
  readonly key: string
  readonly goldenId: string
  readonly goldenVersion: number
  readonly op: EffectOp
  readonly payload: object
  readonly payloadHash: string
}

export interface NewPlan {
  readonly planId: string
  readonly target: string
  readonly runId: string
  readonly hash: string
  readonly counts: object
  /** `approved` lets the effects leave at once; a dry run plans only. */
  readonly state: 'planned' | 'approved'
}

/**
 * Writes a plan. Effects of earlier plans for the same records that have not left are superseded by the newer payload. An
 * effect whose key is already there (the same change planned before) is that same effect.
 */
export async function savePlan(
  tx: Tx,
  plan: NewPlan,
  effects: readonly NewEffect[],
): Promise<{ readonly superseded: number }> {
  await run(tx, 'insert into plan (plan_id, target, run_id, hash, counts) values ($1, $2, $3, $4, $5)', [
    plan.planId,
    plan.target,
    plan.runId,
    plan.hash,
    JSON.stringify(plan.counts),
  ])
  await script(
    tx,
    `create temp table if not exists staged_effect
       (key text, golden_id text, golden_version int, op text, payload jsonb, payload_hash text) on commit drop;
     truncate staged_effect`,
  )
  function* cells() {
    for (const e of effects) yield [e.key, e.goldenId, e.goldenVersion, e.op, JSON.stringify(e.payload), e.payloadHash]
  }
  await copyIn(tx, 'staged_effect', cells())
  const superseded = await run(
    tx,
    `update effect e
        set state = 'superseded', settled_run = $2
       from staged_effect s
      where e.target = $1
        and e.golden_id = s.golden_id
        and e.key <> s.key
        and e.state in ('planned', 'approved')`,
    [plan.target, plan.runId],
  )
  await run(
    tx,
    `insert into effect (key, plan_id, target, golden_id, golden_version, op, payload, payload_hash, state)
     select key, $1, $2, golden_id, golden_version, op, payload, payload_hash, $3 from staged_effect order by golden_id
         on conflict (key) do update
        set plan_id = excluded.plan_id, golden_version = excluded.golden_version, state = excluded.state, code = null, settled_run = null
      where effect.state = 'superseded'`,
    [plan.planId, plan.target, plan.state],
  )
  return { superseded }
}

/** Golden records whose change is now either planned or needs nothing. */
export const markPlanned = (
  tx: Tx,
  planned: readonly { readonly goldenId: string; readonly version: number }[],
): Promise<number> =>
  run(
    tx,
    `update golden g
        set planned_version = p.version
       from unnest($1::text[], $2::int[]) as p (golden_id, version)
      where g.golden_id = p.golden_id`,
    [planned.map(({ goldenId }) => goldenId), planned.map(({ version }) => version)],
  )

/** Lets the effects of a target leave that a dry run only planned. */
export const approvePlanned = (tx: Tx, target: string): Promise<number> =>
  run(tx, `update effect set state = 'approved' where target = $1 and state = 'planned'`, [target])
