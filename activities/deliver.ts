import { randomUUID } from 'node:crypto'
import { Failure } from '../core/errors.ts'
import {
  type GatewaySettings,
  type Outcome,
  type SendResult,
  type TargetConnection,
  type TargetKind,
  TargetStopped,
} from '../core/target.ts'
import {
  type ClaimedEffect,
  claimEffects,
  claimProbes,
  endAttempt,
  expireLeases,
  openEffects,
  pauseLeft,
  pauseTarget,
  recordsBehind,
  type SettledEffect,
  settleEffects,
} from '../store/effects.ts'
import { saveFindings } from '../store/findings.ts'
import type { Store } from '../store/sql.ts'
import { type Context, domainNamed, named } from './context.ts'
import { type TargetInput, targetName } from './plan.ts'

export interface DeliverCounts {
  readonly accepted: number
  readonly rejected: number
  readonly calls: number
  readonly open: number
}

/** What the Temporal side lends to a long delivery: a pulse to give, and a wish to stop to heed. */
export interface Pulse {
  beat(sent: number): void
  readonly stopping: boolean
}

/** Wait after a call that surely changed nothing, doubling per attempt of the slice. */
const BACKOFF_MS = 200
const LONGEST_WAIT_MS = 5_000
/** Passes without any answer after which the wait is Temporal's: it shows in the UI and survives the worker. */
const IDLE_PASSES = 6
/** Added to the answer time-out: a lease must outlive the slowest call of a living worker. */
const LEASE_SLACK_MS = 3_000

interface Line {
  readonly store: Store
  readonly runId: string
  readonly target: string
  readonly kind: TargetKind
  readonly connection: TargetConnection
  readonly leaseMs: number
  readonly tally: { accepted: number; rejected: number; calls: number }
}

export const deliverActivities = (context: Context, pulse: () => Pulse) => ({
  /**
   * Sends what is approved for a target until nothing is open that can be settled now. Claims before it calls, asks before
   * it repeats, and may be killed anywhere: an effect in flight becomes `unknown` when its lease ends, and is probed.
   */
  async deliverTarget({ runId, domain: name, target }: TargetInput): Promise<DeliverCounts> {
    const domain = domainNamed(context, name)
    const mapping = named('Đích', new Map(Object.entries(domain.targets)), target)
    const gateway = gatewayOf(context)
    const line: Line = {
      store: context.store,
      runId,
      target: targetName(name, target),
      kind: mapping.to,
      connection: mapping.to.connect(gateway),
      leaseMs: gateway.timeoutMs + LEASE_SLACK_MS,
      tally: { accepted: 0, rejected: 0, calls: 0 },
    }
    const own = pulse()
    let [idle, before] = [0, 0]
    try {
      for (;;) {
        const open = await context.store.transaction(async (tx) => {
          await expireLeases(tx, line.target)
          return openEffects(tx, line.target)
        })
        if (open.approved + open.in_flight + open.unknown + open.awaiting === 0 || own.stopping) break
        const pause = Math.max(await context.store.read((tx) => pauseLeft(tx, line.target)), open.wait_ms)
        if (pause > LONGEST_WAIT_MS)
          throw new Failure('RateLimited', { target: line.target, seconds: Math.ceil(pause / 1000) }, pause)
        if (pause > 0) await sleep(Math.max(50, pause), own, line)
        await Promise.all(Array.from({ length: line.kind.connections }, () => drain(line, own)))
        await probeAll(line, own)
        const settled = line.tally.accepted + line.tally.rejected
        idle = settled > before ? 0 : idle + 1
        before = settled
        if (idle > IDLE_PASSES)
          throw new Failure('TargetUnavailable', {
            target: line.target,
            why: `${open.approved + open.unknown} việc không tiến triển`,
          })
        if (open.awaiting > 0 && open.approved + open.in_flight + open.unknown === 0) break
      }
    } catch (error) {
      if (error instanceof TargetStopped)
        throw new Failure('TargetStopped', { target: line.target, why: error.message })
      throw error
    }
    const left = await context.store.read((tx) => openEffects(tx, line.target))
    return { ...line.tally, open: left.approved + left.in_flight + left.unknown + left.awaiting }
  },
})

/** Where the national gateway is; refuses to guess. */
export function gatewayOf({ config }: Context): GatewaySettings {
  const { SOGOC_GATEWAY_URL: url, SOGOC_GATEWAY_SECRET_FILE: secretFile } = config
  if (!url || !secretFile) {
    throw new Failure('ConfigError', {
      setting: url ? 'SOGOC_GATEWAY_SECRET_FILE' : 'SOGOC_GATEWAY_URL',
      got: 'not set',
      expected: 'the national gateway',
      todo: 'Set it and start the worker again (docs/configuration.md).',
    })
  }
  return {
    url,
    secretFile,
    clientId: config.SOGOC_GATEWAY_CLIENT,
    officer: config.SOGOC_OFFICER,
    timeoutMs: config.SOGOC_TARGET_TIMEOUT_MS,
  }
}

async function sleep(ms: number, pulse: Pulse, { tally }: Line): Promise<void> {
  const until = Date.now() + ms
  while (Date.now() < until && !pulse.stopping) {
    pulse.beat(tally.accepted)
    await new Promise((done) => setTimeout(done, Math.min(1_000, until - Date.now())))
  }
}

/** One line of calls: claim, call, write, until nothing is left to claim or the target asks to wait. */
async function drain(line: Line, pulse: Pulse): Promise<void> {
  for (;;) {
    if (pulse.stopping || (await line.store.read((tx) => pauseLeft(tx, line.target))) > 0) return
    const messageId = randomUUID()
    const claimed = await line.store.transaction((tx) =>
      claimEffects(tx, {
        target: line.target,
        runId: line.runId,
        messageId,
        limit: line.kind.batch,
        leaseMs: line.leaseMs,
      }),
    )
    if (claimed.length === 0) return
    const result = await line.connection.send(
      messageId,
      claimed.map(({ key, op, golden_id, payload }) => ({ key, op, id: golden_id, payload })),
    )
    await settle(line, messageId, claimed, result)
    pulse.beat(line.tally.accepted)
  }
}

async function probeAll(line: Line, pulse: Pulse): Promise<void> {
  for (;;) {
    const messageId = randomUUID()
    const claimed = await line.store.transaction((tx) =>
      claimProbes(tx, { target: line.target, runId: line.runId, messageId, limit: line.kind.batch }),
    )
    if (claimed.length === 0 || pulse.stopping) return
    const outcomes = await line.connection.probe(claimed.map(({ key }) => key))
    await settle(line, messageId, claimed, { outcomes, pauseMs: null, httpStatus: null, correlationId: null })
    if (outcomes.every(({ kind }) => kind === 'unknown' || kind === 'awaiting')) return
  }
}

async function settle(
  line: Line,
  messageId: string,
  claimed: readonly ClaimedEffect[],
  result: SendResult,
): Promise<void> {
  const settled = claimed.map(({ effect_id }, at) =>
    settledEffect(effect_id, result.outcomes[at] ?? { kind: 'unknown', why: 'no answer for this item' }),
  )
  line.tally.calls++
  await line.store.transaction(async (tx) => {
    await settleEffects(tx, line.runId, messageId, settled)
    await endAttempt(tx, messageId, result.httpStatus, result.correlationId)
    if (result.pauseMs) await pauseTarget(tx, line.target, result.pauseMs)
    const refused = claimed.flatMap((effect, at) => {
      const outcome = result.outcomes[at]
      return outcome?.kind === 'rejected' ? [{ effect, outcome }] : []
    })
    if (refused.length === 0) return
    const behind = await recordsBehind(
      tx,
      refused.map(({ effect }) => effect.golden_id),
    )
    const outcomeOf = new Map(refused.map(({ effect, outcome }) => [effect.golden_id, outcome]))
    for (const source of new Set(behind.map((record) => record.source))) {
      const findings = behind
        .filter((record) => record.source === source)
        .map((record) => {
          const { code, field, message } = outcomeOf.get(record.golden_id) as Extract<Outcome, { kind: 'rejected' }>
          return {
            key: record.key,
            seq: record.seq,
            code: `${line.kind.service}.${code}`,
            field,
            severity: 'warn' as const,
            got: null,
            expected: message,
            ruleHash: code,
          }
        })
      await saveFindings(
        tx,
        { runId: line.runId, batchId: null, domain: line.target.split('/')[1] ?? '', source },
        findings,
      )
    }
  })
  line.tally.accepted += settled.filter(({ state }) => state === 'accepted').length
  line.tally.rejected += settled.filter(({ state }) => state === 'rejected').length
}

function settledEffect(effectId: number, outcome: Outcome): SettledEffect {
  const base = { effectId, code: null, receipt: null, nationalId: null, retryAfterMs: null }
  switch (outcome.kind) {
    case 'accepted':
      return { ...base, state: 'accepted', receipt: outcome.receipt, nationalId: outcome.nationalId }
    case 'rejected':
      return { ...base, state: 'rejected', code: outcome.code }
    case 'awaiting':
      return { ...base, state: 'awaiting' }
    case 'unknown':
      return { ...base, state: 'unknown', code: outcome.why, retryAfterMs: BACKOFF_MS }
    case 'unsent':
      return { ...base, state: 'approved', code: outcome.why, retryAfterMs: outcome.retryAfterMs ?? BACKOFF_MS }
  }
}
