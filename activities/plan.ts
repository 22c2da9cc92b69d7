import { createHash } from 'node:crypto'
import type { AnyDomain } from '../core/domain.ts'
import type { Scalar } from '../core/field.ts'
import { canonicalJson, sha256 } from '../core/hash.ts'
import type { EffectOp } from '../core/target.ts'
import { listFields, sendableOf } from '../engine/survivorship/carry.ts'
import { loadCurrentCodes } from '../store/crosswalks.ts'
import {
  approvePlanned,
  insertEffects,
  type NewEffect,
  type NewPlan,
  openPlan,
  type PlannableGolden,
  planScope,
  replaceEffects,
  saveWaiting,
  sealPlan,
  unplannedGolden,
} from '../store/plans.ts'
import { refreshStatistics, stageOnce } from '../store/stages.ts'
import { type Context, domainNamed } from './context.ts'

export interface TargetInput {
  readonly runId: string
  readonly domain: string
  /** Name of the target in the domain file. */
  readonly target: string
}

export interface PlanInput extends TargetInput {
  readonly dryRun: boolean
}

export interface PlanCounts {
  readonly planId: string
  readonly planHash: string
  readonly create: number
  readonly update: number
  readonly deactivate: number
  readonly unchanged: number
  readonly waiting: number
  /** Changed golden records that a standing error keeps here. */
  readonly blocked: number
  /** Changed golden records that lack what the target requires. */
  readonly unready: number
  /** Golden records with a place that does not stand in the current catalogue: it is not sent, the rest is. */
  readonly withheld: number
  readonly superseded: number
  readonly [key: string]: number | string
}

/** Effects over which the planner's statistics are worth a refresh. */
const STATISTICS = 2_000

export const targetName = (domain: string, target: string): string => `${target}/${domain}`

export const planActivities = (context: Context) => ({
  /**
   * Compares what the target should hold with what it last accepted and writes the difference as effects. A dry run writes
   * the plan and lets nothing leave: the effects stay `planned` until a real run supersedes or approves them.
   */
  async planTarget({ runId, domain: name, target, dryRun }: PlanInput): Promise<PlanCounts> {
    const domain = domainNamed(context, name)
    const to = targetName(name, target)
    return stageOnce(context.store, { runId, name: to, stage: 'plan' }, async (tx) => {
      const plan: NewPlan = { planId: `${runId}/${to}`, target: to, runId, state: dryRun ? 'planned' : 'approved' }
      const scope = await planScope(tx, name, to)
      await openPlan(tx, plan)
      const planner = plannerOf(domain, target, to)
      const lists = listFields(domain).map(([, { name }]) => name)
      const sendable = sendableOf(domain, await loadCurrentCodes(tx, lists))
      for await (const part of unplannedGolden(tx, scope)) {
        const { effects, planned, waiting } = planner.plan(
          part.map((golden) => withheld(golden, sendable(golden.values), planner.counts)),
        )
        if (scope.isFirst) await insertEffects(tx, plan, effects)
        else planner.counts.superseded += await replaceEffects(tx, plan, effects)
        await saveWaiting(tx, to, scope.isFirst ? [] : planned, waiting)
      }
      const { create, update, deactivate } = planner.counts
      const planHash = planner.hash.digest('hex')
      await sealPlan(tx, plan, { domain: name, hash: planHash, counts: { create, update, deactivate } })
      if (!dryRun) await approvePlanned(tx, to)
      if (create + update + deactivate > STATISTICS) await refreshStatistics(tx, ['effect', 'sent_state'])
      return { planId: plan.planId, planHash, ...planner.counts }
    })
  },
})

/** Plans part by part. The hash is over the keys of the effects in order of golden id: an approval is bound to it. */
function plannerOf(domain: AnyDomain, target: string, to: string) {
  const counts = {
    create: 0,
    update: 0,
    deactivate: 0,
    unchanged: 0,
    waiting: 0,
    blocked: 0,
    unready: 0,
    withheld: 0,
    superseded: 0,
  }
  const hash = createHash('sha256').update(to)
  const effectOf = compileEffect(domain, target, to)
  return {
    counts,
    hash,
    plan(part: readonly PlannableGolden[]) {
      const effects: NewEffect[] = []
      const waiting: string[] = []
      for (const golden of part) {
        if (golden.unresolved) {
          counts.waiting++
          waiting.push(golden.golden_id)
        } else if (golden.blocked && golden.state === 'active') {
          counts.blocked++
          waiting.push(golden.golden_id)
        } else if (!isReady(domain, target, golden)) counts.unready++
        else {
          const effect = effectOf(golden)
          if (effect) {
            counts[effect.op]++
            hash.update(effect.key)
            effects.push(effect)
          } else counts.unchanged++
        }
      }
      return { effects, waiting, planned: part.map(({ golden_id }) => golden_id) }
    },
  }
}

/** A golden record with the values that may leave: see `sendableOf`. */
function withheld(
  golden: PlannableGolden,
  values: PlannableGolden['values'],
  counts: { withheld: number },
): PlannableGolden {
  if (values === golden.values) return golden
  counts.withheld++
  return { ...golden, values }
}

const isReady = (domain: AnyDomain, target: string, { state, values }: PlannableGolden): boolean =>
  state === 'retired' || (domain.targets[target]?.ready?.(values) ?? true)

/** The effect that brings one golden record to the target, or null where the target already has it. */
function compileEffect(domain: AnyDomain, target: string, to: string): (golden: PlannableGolden) => NewEffect | null {
  const columns = Object.entries(domain.targets[target]?.columns ?? {})
  const mapping = sha256(JSON.stringify(domain.targets[target]?.columns)).slice(0, 12)
  return (golden) => {
    const payload = canonicalJson(payloadOf(columns, golden))
    const payloadHash = sha256(payload)
    const op = opOf(golden, payloadHash)
    if (!op) return null
    // The base makes A -> B -> A three effects, and the same plan made twice one (sync.md 6.1).
    const key = `e1:${sha256(JSON.stringify([to, golden.golden_id, op, payloadHash, mapping, golden.sent_seq ?? 0]))}`
    return { key, goldenId: golden.golden_id, goldenVersion: golden.version, op, payload, payloadHash }
  }
}

function opOf(golden: PlannableGolden, hash: string): EffectOp | null {
  const held = golden.sent_state === 'active'
  if (golden.state === 'retired') return held ? 'deactivate' : null
  if (!held) return golden.sent_state === null ? 'create' : 'update'
  return golden.sent_hash === hash ? null : 'update'
}

/** Fields without a value are left out: the target keeps what it has there (null policy `omit`). */
function payloadOf(
  columns: readonly (readonly [string, string])[],
  { values }: PlannableGolden,
): Readonly<Record<string, Scalar>> {
  const payload: Record<string, Scalar> = {}
  for (const [name, field] of columns) {
    const value = values[field]
    if (value !== undefined) payload[name] = wireValue(value)
  }
  return payload
}

/** A place code travels bare: the target's contract fixes the catalogue. */
const wireValue = (value: NonNullable<Scalar>): Scalar =>
  typeof value === 'string' && /^\d{5}@\d{4}-\d{2}-\d{2}$/.test(value) ? value.slice(0, 5) : value
