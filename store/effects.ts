import type { Scalar } from '../core/field.ts'
import type { EffectOp } from '../core/target.ts'
import { maybeOne, one, rows, run, type Tx } from './sql.ts'

// States of an effect (sync.md 6.2):
//   planned -> approved -> in_flight -> accepted | rejected | awaiting | unknown | approved again (surely unsent)
//   unknown -> accepted | rejected | approved (the target never saw the key) | dead (a person)
//   planned, approved -> superseded (a newer payload for the same record was planned)

export interface ClaimedEffect {
  readonly effect_id: number
  readonly key: string
  readonly op: EffectOp
  readonly golden_id: string
  readonly payload: Readonly<Record<string, Scalar>>
}

/**
 * Claims the next effects of a target for one call: marks them in flight under the message id, with a lease, and writes the
 * attempt before anything leaves. Other workers skip what is claimed here.
 */
export async function claimEffects(
  tx: Tx,
  {
    target,
    runId,
    messageId,
    limit,
    leaseMs,
  }: { target: string; runId: string; messageId: string; limit: number; leaseMs: number },
): Promise<readonly ClaimedEffect[]> {
  const claimed = await rows<ClaimedEffect>(
    tx,
    `with next as (
       select effect_id
         from effect e
        where target = $1
          and state = 'approved'
          and (not_before is null or not_before <= now())
          and not exists (select from effect o
                           where o.target = e.target and o.golden_id = e.golden_id and o.state in ('in_flight', 'unknown', 'awaiting'))
        -- By target first, so that the index of approved effects serves it and what was sent before costs nothing.
        order by target, effect_id
        limit $3
          for update skip locked
     )
     update effect e
        set state = 'in_flight', message_id = $2, attempts = attempts + 1, lease_until = now() + $4 * interval '1 millisecond'
       from next
      where e.effect_id = next.effect_id
     returning e.effect_id, e.key, e.op, e.golden_id, e.payload`,
    [target, messageId, limit, leaseMs],
  )
  if (claimed.length > 0) {
    await run(tx, `insert into attempt (message_id, target, run_id, kind, items) values ($1, $2, $3, 'send', $4)`, [
      messageId,
      target,
      runId,
      claimed.length,
    ])
  }
  return [...claimed].sort((a, b) => a.effect_id - b.effect_id)
}

export interface SettledEffect {
  readonly effectId: number
  readonly state: 'accepted' | 'rejected' | 'awaiting' | 'unknown' | 'approved'
  readonly code: string | null
  readonly receipt: string | null
  readonly nationalId: string | null
  readonly retryAfterMs: number | null
}

/**
 * Writes what became of claimed effects. Only the holder of the message id may: a worker whose lease ran out finds its
 * effects under another id and changes nothing. Returns how many were written.
 */
export async function settleEffects(
  tx: Tx,
  runId: string,
  messageId: string,
  settled: readonly SettledEffect[],
): Promise<number> {
  const columns = [
    settled.map(({ effectId }) => effectId),
    settled.map(({ state }) => state),
    settled.map(({ code }) => code ?? ''),
    settled.map(({ nationalId }) => nationalId ?? ''),
    settled.map(({ retryAfterMs }) => retryAfterMs ?? 0),
    settled.map(({ receipt }) => receipt ?? ''),
  ]
  const { written } = await one<{ written: number }>(
    tx,
    `with settled as (
       select * from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::text[])
           as s (effect_id, state, code, national_id, retry_ms, receipt)
     ), written as (
       update effect e
          set state = s.state, code = nullif(s.code, ''), national_id = coalesce(nullif(s.national_id, ''), e.national_id),
              -- Doubles with every attempt, up to 256 times.
              not_before = case when s.retry_ms > 0 then now() + s.retry_ms * power(2, least(e.attempts, 9) - 1) * interval '1 millisecond' end, lease_until = null,
              settled_run = case when s.state in ('accepted', 'rejected') then $1 end
         from settled s
        where e.effect_id = any($3::bigint[])
          and e.effect_id = s.effect_id
          and e.message_id = $2
          and e.state in ('in_flight', 'unknown', 'awaiting')
       returning e.effect_id, e.target, e.golden_id, e.op, e.payload_hash, e.national_id, s.state, s.code, s.receipt
     ), history as (
       insert into effect_history (effect_id, message_id, state, code)
       select effect_id, $2, state, nullif(code, '') from written
     ), receipts as (
       insert into receipt (effect_id, receipt)
       select effect_id, receipt from written where state = 'accepted'
           on conflict do nothing
     ), sent as (
       insert into sent_state (target, golden_id, payload_hash, seq, state, national_id)
       select target, golden_id, payload_hash, 1, case op when 'deactivate' then 'inactive' else 'active' end, national_id
         from written
        where state = 'accepted'
           on conflict (target, golden_id) do update
          set payload_hash = excluded.payload_hash, seq = sent_state.seq + 1, state = excluded.state, national_id = excluded.national_id
     )
     select count(*) as written from written`,
    [runId, messageId, ...columns] as never,
  )
  return written
}

export async function endAttempt(
  tx: Tx,
  messageId: string,
  httpStatus: number | null,
  correlationId: string | null,
): Promise<void> {
  await run(tx, 'update attempt set ended_at = now(), http_status = $2, correlation_id = $3 where message_id = $1', [
    messageId,
    httpStatus,
    correlationId,
  ])
}

/** An effect in flight whose lease ran out was perhaps applied: its outcome is unknown until the target is asked. */
export const expireLeases = (tx: Tx, target: string): Promise<number> =>
  run(
    tx,
    `update effect set state = 'unknown', lease_until = null where target = $1 and state = 'in_flight' and lease_until < now()`,
    [target],
  )

/** Claims effects whose outcome must be asked for, under a new message id. */
export async function claimProbes(
  tx: Tx,
  { target, runId, messageId, limit }: { target: string; runId: string; messageId: string; limit: number },
): Promise<readonly ClaimedEffect[]> {
  const claimed = await rows<ClaimedEffect>(
    tx,
    `with next as (
       select effect_id from effect
        where target = $1 and state in ('unknown', 'awaiting') and (not_before is null or not_before <= now())
        order by effect_id limit $3 for update skip locked
     )
     update effect e
        set message_id = $2
       from next
      where e.effect_id = next.effect_id
     returning e.effect_id, e.key, e.op, e.golden_id, e.payload`,
    [target, messageId, limit],
  )
  if (claimed.length > 0) {
    await run(tx, `insert into attempt (message_id, target, run_id, kind, items) values ($1, $2, $3, 'probe', $4)`, [
      messageId,
      target,
      runId,
      claimed.length,
    ])
  }
  return [...claimed].sort((a, b) => a.effect_id - b.effect_id)
}

export interface OpenEffects {
  readonly approved: number
  readonly in_flight: number
  readonly unknown: number
  readonly awaiting: number
  /** Milliseconds until the first of them may be tried; 0 = now. */
  readonly wait_ms: number
}

export const openEffects = (tx: Tx, target: string): Promise<OpenEffects> =>
  one<OpenEffects>(
    tx,
    `select count(*) filter (where state = 'approved') as approved,
            count(*) filter (where state = 'in_flight') as in_flight,
            count(*) filter (where state = 'unknown') as unknown,
            count(*) filter (where state = 'awaiting') as awaiting,
            coalesce(greatest(0, extract(epoch from min(coalesce(lease_until, not_before, now())) - now()) * 1000), 0)::float8 as wait_ms
       from effect
      where target = $1
        and state in ('approved', 'in_flight', 'unknown', 'awaiting')`,
    [target],
  )

/** Makes every worker wait: the target said so. */
export async function pauseTarget(tx: Tx, target: string, ms: number): Promise<void> {
  await run(
    tx,
    `insert into target_state (target, pause_until) values ($1, now() + $2 * interval '1 millisecond')
         on conflict (target) do update set pause_until = greatest(target_state.pause_until, excluded.pause_until)`,
    [target, ms],
  )
}

export async function pauseLeft(tx: Tx, target: string): Promise<number> {
  const found = await maybeOne<{ ms: number }>(
    tx,
    'select greatest(0, extract(epoch from pause_until - now()) * 1000)::float8 as ms from target_state where target = $1',
    [target],
  )
  return found?.ms ?? 0
}

export interface EffectTotals {
  readonly target: string
  readonly planned: number
  readonly accepted: number
  readonly rejected: number
  readonly superseded: number
  readonly open: number
  readonly retried: number
}

/** The outbound account of a run: every effect that it planned or settled, by state; the parts add up to `planned`. */
export const effectTotals = (tx: Tx, runId: string): Promise<readonly EffectTotals[]> =>
  rows<EffectTotals>(
    tx,
    `select e.target,
            count(*) as planned,
            count(*) filter (where e.state = 'accepted') as accepted,
            count(*) filter (where e.state = 'rejected') as rejected,
            count(*) filter (where e.state in ('superseded', 'dead')) as superseded,
            count(*) filter (where e.state in ('planned', 'approved', 'in_flight', 'unknown', 'awaiting')) as open,
            count(*) filter (where e.attempts > 1) as retried
       from effect e
       join plan p using (plan_id)
      where p.run_id = $1
         or e.settled_run = $1
      group by e.target
      order by e.target`,
    [runId],
  )

export interface RejectedEffect {
  readonly golden_id: string
  readonly source: string
  readonly key: string
  readonly batch_id: number
  readonly seq: number
}

/** The source records behind golden records that a target refused: the finding goes to each of them. */
export const recordsBehind = (tx: Tx, goldenIds: readonly string[]): Promise<readonly RejectedEffect[]> =>
  rows<RejectedEffect>(
    tx,
    `select c.golden_id, r.source, r.key, r.batch_id, r.seq
       from crosswalk c
       join source_record r using (record_id)
      where c.golden_id = any($1)
      order by c.golden_id, r.source, r.key`,
    [goldenIds],
  )
