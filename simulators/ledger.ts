import type { Held, Judgement, Known, Repeat, Standing, Verdict } from './judge.ts'
import type { Answer, Service } from './protocol.ts'
import type { Connection } from './transaction.ts'

export interface WrittenCall {
  readonly service: Service
  readonly messageId: string
  readonly at: Date
}

/** What is stored under the keys, and how the ids are held, that these items name. */
export async function readStanding(
  client: Connection,
  service: Service,
  items: readonly { readonly key: string; readonly id: string }[],
): Promise<Standing> {
  const { rows } = await client.query<{ effects: (Known & { key: string })[]; records: (Held & { id: string })[] }>(
    `select (select coalesce(jsonb_agg(effect), '[]')
               from (select key, op, id, payload_hash as "payloadHash", answer
                       from national.effect
                      where service = $1
                        and key = any($2)) effect) as effects,
            (select coalesce(jsonb_agg(record), '[]')
               from (select id, state, national_id as "nationalId"
                       from national.record
                      where service = $1
                        and id = any($3)) record) as records`,
    [service, items.map(({ key }) => key), items.map(({ id }) => id)],
  )
  const { effects, records } = rows[0]!
  return {
    known: new Map(effects.map(({ key, ...known }) => [key, known])),
    held: new Map(records.map(({ id, ...held }) => [id, held])),
  }
}

/** The latest answer of each key: the settled one where an effect was deferred. */
export async function readAnswers(
  client: Connection,
  service: Service,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  const { rows } = await client.query<{ key: string; answer: Answer }>(
    `select key, coalesce(settled, answer) as answer
       from national.effect
      where service = $1
        and key = any($2)`,
    [service, keys],
  )
  return new Map(rows.map(({ key, answer }) => [key, answer]))
}

/**
 * The accepted ones of the verdicts in $3 change the records of service $1 at $2; the triggers log those changes. A
 * deactivation keeps the content hash: a register closes a record, it does not empty it.
 */
export const CHANGE_RECORDS = `
  with verdict as (
    select *
      from jsonb_to_recordset($3::jsonb)
        as item (key text, op text, id text, payload jsonb, "payloadHash" text, "nationalId" text, answer jsonb)
  ),
  changed as (
    insert into national.record as held (service, id, payload_hash, state, national_id, applied_key, applied_at)
    select $1, id, "payloadHash", case op when 'deactivate' then 'inactive' else 'active' end, "nationalId", key, $2
      from verdict
     where answer ->> 'outcome' = 'accepted'
        on conflict (service, id) do update
       set payload_hash = case excluded.state when 'inactive' then held.payload_hash else excluded.payload_hash end,
           state = excluded.state,
           applied_key = excluded.applied_key,
           applied_at = excluded.applied_at
  )`

/** Writes a judgement: first answers with the changes that follow from them, and the keys that came again. */
export async function writeJudgement(client: Connection, call: WrittenCall, judgement: Judgement): Promise<void> {
  for (const wave of judgement.waves) await writeVerdicts(client, call, wave)
  if (judgement.repeats.length > 0) await writeRepeats(client, call, judgement.repeats)
}

async function writeVerdicts(client: Connection, call: WrittenCall, verdicts: readonly Verdict[]): Promise<void> {
  await client.query(
    `${CHANGE_RECORDS}
     insert into national.effect
            (service, key, op, id, payload, payload_hash, outcome, code, answer, message_id, applied_at)
     select $1, key, op, id, payload, "payloadHash", answer ->> 'outcome', answer ->> 'code', answer, $4, $2
       from verdict`,
    [call.service, call.at, JSON.stringify(verdicts), call.messageId],
  )
}

async function writeRepeats(client: Connection, call: WrittenCall, repeats: readonly Repeat[]): Promise<void> {
  await client.query(
    `insert into national.repeat (service, key, kind, message_id, at)
     select $1, key, kind, $2, $3
       from jsonb_to_recordset($4::jsonb) as repeat (key text, kind text)`,
    [call.service, call.messageId, call.at, JSON.stringify(repeats)],
  )
}
