import type { Scalar } from '../core/field.ts'
import type { EffectOp } from '../core/target.ts'
import { copyIn, inParts, maybeOne, run, script, type Tx } from './sql.ts'

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
  /** A standing error of a rule over several records forbids to send it. */
  readonly blocked: boolean
}

export interface PlanScope {
  readonly domain: string
  readonly target: string
  /** Nothing was ever planned for the target, and nothing waits for it. */
  readonly isFirst: boolean
  /** Last change of a golden record that the target's plans have seen. */
  readonly after: number
}

export async function planScope(tx: Tx, domain: string, target: string): Promise<PlanScope> {
  const cursor = await maybeOne<{ change_no: number }>(tx, 'select change_no from plan_cursor where target = $1', [
    target,
  ])
  const planned = await maybeOne(
    tx,
    `(select from effect where target = $1 limit 1)
      union all
     (select from plan_waiting where target = $1 limit 1)`,
    [target],
  )
  return { domain, target, isFirst: planned === null, after: cursor?.change_no ?? 0 }
}

const PART = 5_000

/**
 * Golden records that changed since they were last planned for a target, and those that had to wait, in parts and in order
 * of id.
 */
export async function* unplannedGolden(
  tx: Tx,
  { domain, target, isFirst, after }: PlanScope,
): AsyncGenerator<readonly PlannableGolden[]> {
  const from = `golden g
      where g.domain = $1
        and g.change_no > $2`
  const query = isFirst
    ? `select g.golden_id, g.version, g.state, g.values, null, null, null, null, b.golden_id
         from (select * from ${from}) g left join blocked_golden b using (golden_id)
        order by g.golden_id`
    : `select g.golden_id, g.version, g.state, g.values, s.payload_hash, s.seq, s.state,
              (select 'unresolved' from effect e
                where e.target = $3 and e.golden_id = g.golden_id and e.state in ('in_flight', 'unknown', 'awaiting')),
              b.golden_id
         from (select golden_id, version, state, values from ${from}
                union
               select golden_id, version, state, values from golden join plan_waiting w using (golden_id) where w.target = $3) g
         left join sent_state s on s.target = $3 and s.golden_id = g.golden_id
         left join blocked_golden b on b.golden_id = g.golden_id
        order by g.golden_id`
  for await (const part of inParts(tx, query, isFirst ? [domain, after] : [domain, after, target], PART)) {
    yield part.map(([id, version, state, values, hash, seq, sent, unresolved, blocked]) => ({
      golden_id: id as string,
      version: Number(version),
      state: state as PlannableGolden['state'],
      values: JSON.parse(values ?? '{}'),
      sent_hash: hash ?? null,
      sent_seq: seq == null ? null : Number(seq),
      sent_state: (sent ?? null) as PlannableGolden['sent_state'],
      unresolved: unresolved != null,
      blocked: blocked != null,
    }))
  }
}

export interface NewEffect {
  readonly key: string
  readonly goldenId: string
  readonly goldenVersion: number
  readonly op: EffectOp
  /** Canonical JSON. */
  readonly payload: string
  readonly payloadHash: string
}

export interface NewPlan {
  readonly planId: string
  readonly target: string
  readonly runId: string
  /** `approved` lets the effects leave at once; a dry run plans only. */
  readonly state: 'planned' | 'approved'
}

/** Opens a plan; its hash and counts follow when all its effects are written. */
export const openPlan = (tx: Tx, { planId, target, runId }: NewPlan): Promise<number> =>
  run(tx, `insert into plan (plan_id, target, run_id, hash, counts) values ($1, $2, $3, '', '{}')`, [
    planId,
    target,
    runId,
  ])

/** Seals a plan and moves the target's cursor to the last change of its domain. */
export async function sealPlan(
  tx: Tx,
  { planId, target }: NewPlan,
  { domain, hash, counts }: { readonly domain: string; readonly hash: string; readonly counts: object },
): Promise<void> {
  await run(tx, 'update plan set hash = $2, counts = $3 where plan_id = $1', [planId, hash, JSON.stringify(counts)])
  await run(
    tx,
    `insert into plan_cursor (target, change_no)
     select $1, coalesce(max(change_no), 0) from golden where domain = $2
         on conflict (target) do update set change_no = excluded.change_no`,
    [target, domain],
  )
}

/** Remembers which of the golden records just planned have to wait, and forgets those that need not any more. */
export async function saveWaiting(
  tx: Tx,
  target: string,
  planned: readonly string[],
  waiting: readonly string[],
): Promise<void> {
  if (planned.length > 0)
    await run(tx, 'delete from plan_waiting where target = $1 and golden_id = any($2)', [target, planned])
  if (waiting.length === 0) return
  await run(tx, 'insert into plan_waiting (target, golden_id) select $1, unnest($2::text[])', [target, waiting])
}

const EFFECT = 'golden_id, golden_version, op, payload, payload_hash'

/** Writes effects of a target for which nothing was ever planned. */
export function insertEffects(tx: Tx, plan: NewPlan, effects: readonly NewEffect[]): Promise<number> {
  function* cells() {
    for (const e of effects)
      yield [e.key, plan.planId, plan.target, plan.state, e.goldenId, e.goldenVersion, e.op, e.payload, e.payloadHash]
  }
  return copyIn(tx, `effect (key, plan_id, target, state, ${EFFECT})`, cells())
}

/**
 * Writes effects of a plan. Effects of earlier plans for the same records that have not left are superseded by the newer
 * payload. An effect whose key is already there (the same change planned before) is that same effect. Returns how many were
 * superseded.
 */
export async function replaceEffects(tx: Tx, plan: NewPlan, effects: readonly NewEffect[]): Promise<number> {
  if (effects.length === 0) return 0
  await script(
    tx,
    `create temp table if not exists staged_effect
       (key text, golden_id text, golden_version int, op text, payload jsonb, payload_hash text) on commit drop;
     truncate staged_effect`,
  )
  function* cells() {
    for (const e of effects) yield [e.key, e.goldenId, e.goldenVersion, e.op, e.payload, e.payloadHash]
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
    `insert into effect (key, plan_id, target, state, ${EFFECT})
     select key, $1, $2, $3, ${EFFECT} from staged_effect order by golden_id
         on conflict (key) do update
        set plan_id = excluded.plan_id, golden_version = excluded.golden_version, state = excluded.state, code = null, settled_run = null
      where effect.state = 'superseded'`,
    [plan.planId, plan.target, plan.state],
  )
  return superseded
}

/** Lets the effects of a target leave that a dry run only planned. */
export const approvePlanned = (tx: Tx, target: string): Promise<number> =>
  run(tx, `update effect set state = 'approved' where target = $1 and state = 'planned'`, [target])
