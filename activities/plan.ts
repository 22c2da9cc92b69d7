import type { AnyDomain } from '../core/domain.ts'
import type { Scalar } from '../core/field.ts'
import { payloadHash, sha256 } from '../core/hash.ts'
import type { EffectOp } from '../core/target.ts'
import {
  approvePlanned,
  markPlanned,
  type NewEffect,
  type PlannableGolden,
  savePlan,
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
  /** Changed golden records that lack what the target requires. */
  readonly unready: number
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
      const golden = await unplannedGolden(tx, name, to)
      const settled = golden.filter(({ unresolved }) => !unresolved)
      const ready = settled.filter((own) => isReady(domain, target, own))
      const effects = ready.flatMap((own) => effectOf(domain, target, to, own))
      const ops = (op: EffectOp) => effects.filter((effect) => effect.op === op).length
      const planHash = sha256(JSON.stringify([to, effects.map(({ key }) => key).sort()]))
      const planId = `${runId}/${to}`
      const counts = { create: ops('create'), update: ops('update'), deactivate: ops('deactivate') }
      const { superseded } = await savePlan(
        tx,
        { planId, target: to, runId, hash: planHash, counts, state: dryRun ? 'planned' : 'approved' },
        effects,
      )
      await markPlanned(
        tx,
        settled.map(({ golden_id, version }) => ({ goldenId: golden_id, version })),
      )
      if (!dryRun) await approvePlanned(tx, to)
      if (effects.length > STATISTICS) await refreshStatistics(tx, ['effect', 'sent_state'])
      return {
        planId,
        planHash,
        ...counts,
        unchanged: ready.length - effects.length,
        waiting: golden.length - settled.length,
        unready: settled.length - ready.length,
        superseded,
      }
    })
  },
})

const isReady = (domain: AnyDomain, target: string, { state, values }: PlannableGolden): boolean =>
  state === 'retired' || (domain.targets[target]?.ready?.(values) ?? true)

/** The effect that brings one golden record to the target, or none where the target already has it. */
function effectOf(domain: AnyDomain, target: string, to: string, golden: PlannableGolden): readonly NewEffect[] {
  const payload = payloadOf(domain, target, golden)
  const hash = payloadHash(payload)
  const op = opOf(golden, hash)
  if (!op) return []
  // The base makes A -> B -> A three effects, and the same plan made twice one (sync.md 6.1).
  const key = `e1:${sha256(JSON.stringify([to, golden.golden_id, op, hash, mappingHash(domain, target), golden.sent_seq ?? 0]))}`
  return [{ key, goldenId: golden.golden_id, goldenVersion: golden.version, op, payload, payloadHash: hash }]
}

function opOf(golden: PlannableGolden, hash: string): EffectOp | null {
  const held = golden.sent_state === 'active'
  if (golden.state === 'retired') return held ? 'deactivate' : null
  if (!held) return golden.sent_state === null ? 'create' : 'update'
  return golden.sent_hash === hash ? null : 'update'
}

/** Fields without a value are left out: the target keeps what it has there (null policy `omit`). */
function payloadOf(domain: AnyDomain, target: string, golden: PlannableGolden): Readonly<Record<string, Scalar>> {
  const columns = Object.entries(domain.targets[target]?.columns ?? {})
  return Object.fromEntries(
    columns.flatMap(([name, field]) => {
      const value = golden.values[field]
      return value === undefined ? [] : [[name, wireValue(value)]]
    }),
  )
}

/** A place code travels bare: the target's contract fixes the catalogue. */
const wireValue = (value: NonNullable<Scalar>): Scalar =>
  typeof value === 'string' && /^\d{5}@\d{4}-\d{2}-\d{2}$/.test(value) ? value.slice(0, 5) : value

const mappingHash = (domain: AnyDomain, target: string): string =>
  sha256(JSON.stringify(domain.targets[target]?.columns)).slice(0, 12)
