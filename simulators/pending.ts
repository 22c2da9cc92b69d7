import type { Verdict } from './judge.ts'
import { CHANGE_RECORDS } from './ledger.ts'
import type { Op, Payload, Service } from './protocol.ts'
import type { Connection } from './transaction.ts'

/** An effect that was taken for later processing. */
export interface Pending {
  readonly key: string
  readonly op: Op
  readonly id: string
  readonly payload: Payload
  readonly payloadHash: string
}

export async function writePending(
  client: Connection,
  service: Service,
  effects: readonly { readonly key: string; readonly dueAt: Date }[],
): Promise<void> {
  await client.query(
    `insert into national.pending (service, key, due_at)
     select $1, key, due_at
       from unnest($2::text[], $3::timestamptz[]) as effect (key, due_at)`,
    [service, effects.map(({ key }) => key), effects.map(({ dueAt }) => dueAt)],
  )
}

/** Whether anything has come due: asked before every call, so it must cost one index probe. */
export async function hasDue(client: Connection, service: Service, at: Date): Promise<boolean> {
  const { rows } = await client.query(
    `select 1
       from national.pending
      where service = $1
        and due_at <= $2
      limit 1`,
    [service, at],
  )
  return rows.length > 0
}

/** Removes and returns what has come due, in the order in which it arrived. */
export async function takeDue(client: Connection, service: Service, at: Date): Promise<readonly Pending[]> {
  const { rows } = await client.query<Pending>(
    `with due as (
       delete from national.pending
        where service = $1
          and due_at <= $2
       returning seq, service, key
     )
     select e.key, e.op, e.id, e.payload, e.payload_hash as "payloadHash"
       from due
       join national.effect e on e.service = due.service and e.key = due.key
      order by due.seq`,
    [service, at],
  )
  return rows
}

/** Puts the later answers beside the first ones, with the changes that follow from them. */
export async function writeSettled(
  client: Connection,
  service: Service,
  at: Date,
  verdicts: readonly Verdict[],
): Promise<void> {
  await client.query(
    `${CHANGE_RECORDS}
     update national.effect as deferred
        set outcome = verdict.answer ->> 'outcome',
            code = verdict.answer ->> 'code',
            settled = verdict.answer,
            applied_at = $2
       from verdict
      where deferred.service = $1
        and deferred.key = verdict.key`,
    [service, at, JSON.stringify(verdicts)],
  )
}
