import type { Service } from './protocol.ts'
import type { Connection } from './transaction.ts'

export interface Attempt {
  readonly messageId: string | null
  readonly correlationId: string
  readonly service: Service
  readonly call: 'records' | 'status'
  readonly officer: string | null
  readonly firstKey: string
  readonly number: number
  readonly items: number
  readonly fault: string | null
  readonly at: Date
}

/** Notes a call before it is answered, whatever becomes of it. */
export async function writeAttempt(client: Connection, attempt: Attempt): Promise<void> {
  const { messageId, correlationId, service, call, officer, firstKey, number, items, fault, at } = attempt
  await client.query(
    `insert into national.attempt
            (message_id, correlation_id, service, call, officer, first_key, number, items, fault, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [messageId, correlationId, service, call, officer, firstKey, number, items, fault, at],
  )
}

export interface AttemptCount {
  readonly service: Service
  readonly call: 'records' | 'status'
  readonly fault: string | null
  readonly calls: number
  readonly items: number
}

/** How many calls arrived, by service and fault; `fault` null = served as it should be. */
export async function countAttempts(client: Connection, service: Service | null): Promise<readonly AttemptCount[]> {
  const { rows } = await client.query<AttemptCount>(
    `select service, call, fault, count(*)::int as calls, sum(items)::int as items
       from national.attempt
      where service = coalesce($1, service)
      group by 1, 2, 3
      order by 1, 2, 3 nulls first`,
    [service],
  )
  return rows
}

/** The latest calls, newest first. */
export async function listAttempts(
  client: Connection,
  service: Service | null,
  limit: number,
): Promise<readonly Attempt[]> {
  const { rows } = await client.query<Attempt>(
    `select message_id as "messageId", correlation_id as "correlationId", service, call, officer,
            first_key as "firstKey", number, items, fault, at
       from national.attempt
      where service = coalesce($1, service)
      order by seq desc
      limit $2`,
    [service, limit],
  )
  return rows
}
