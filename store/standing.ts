import type { Values } from '../core/domain.ts'
import { copyIn, copyOut, inParts, literal, maybeOne, run, script, type Tx } from './sql.ts'

/** Queues golden records for the rules that look at several records. */
export const markUncompared = (tx: Tx, domain: string, goldenIds: readonly string[]): Promise<number> =>
  run(
    tx,
    'insert into uncompared_golden (domain, golden_id) select distinct $1, id from unnest($2::text[]) as ids (id) on conflict do nothing',
    [domain, goldenIds],
  )

/** Queues a whole domain: everything in it is new, or the rules are. */
export const markAllUncompared = (tx: Tx, domain: string): Promise<number> =>
  run(tx, 'insert into uncompared_domain (domain) values ($1) on conflict do nothing', [domain])

/** Queues golden records of other domains whose rows also speak of the given ones: they may refer to them. */
export async function markReferringUncompared(
  tx: Tx,
  goldenIds: readonly string[],
  referring: readonly string[],
): Promise<void> {
  if (goldenIds.length === 0 || referring.length === 0) return
  await run(
    tx,
    `insert into uncompared_golden (domain, golden_id)
     select distinct other.domain, oc.golden_id
       from unnest($1::text[]) as changed (golden_id)
       join crosswalk c using (golden_id)
       join source_record own on own.record_id = c.record_id
       join source_record other on other.source = own.source and other.row_key = own.row_key and other.domain = any($2)
       join crosswalk oc on oc.record_id = other.record_id
         on conflict do nothing`,
    [goldenIds, referring],
  )
}

/** What is to be compared: everything, or the groups and golden records that are queued. */
export interface CompareScope {
  readonly domain: string
  readonly isWhole: boolean
  readonly keys: readonly number[]
  readonly goldenIds: readonly string[]
}

/** Reads the queues of a domain; the groups of queued golden records are queued with them. */
export async function compareScope(tx: Tx, domain: string): Promise<CompareScope> {
  const isWhole = (await maybeOne(tx, 'select from uncompared_domain where domain = $1', [domain])) !== null
  if (isWhole) return { domain, isWhole, keys: [], goldenIds: [] }
  await run(
    tx,
    `insert into uncompared_key (domain, group_key)
     select distinct $1, unnest(r.group_keys)
       from uncompared_golden u
       join crosswalk c using (golden_id)
       join source_record r using (record_id)
      where u.domain = $1
         on conflict do nothing`,
    [domain],
  )
  await script(tx, 'analyze uncompared_key; analyze uncompared_golden')
  const keys: number[] = []
  const goldenIds: string[] = []
  const own = literal(domain)
  await copyOut(tx, `select group_key from uncompared_key where domain = ${own}`, ([key]) => keys.push(Number(key)))
  await copyOut(tx, `select golden_id from uncompared_golden where domain = ${own} order by 1`, ([id]) =>
    goldenIds.push(id ?? ''),
  )
  return { domain, isWhole, keys, goldenIds }
}

export async function clearUncompared(tx: Tx, domain: string): Promise<void> {
  for (const queue of ['uncompared_key', 'uncompared_golden', 'uncompared_domain'])
    await run(tx, `delete from ${queue} where domain = $1`, [domain])
}

/** A live record with the golden record it belongs to and the groups it stands in. */
export interface ComparedRecord {
  readonly source: string
  readonly key: string
  /** Golden id; of a record in quarantine that never had one, a name of its own. */
  readonly entity: string
  readonly values: Values
  readonly groupKeys: readonly number[]
}

const PART = 5_000

/** Records of a domain that wait in quarantine and have no accepted version; they stand in their groups all the same. */
const PARKED = `q.domain = $1
        and q.group_keys <> '{}'
        and not exists (
            select from source_record r where r.domain = $1 and r.source = q.source and r.key = q.key and not r.gone)`

const ACCEPTED = `select r.source, r.key, c.golden_id, r.values, array_to_string(r.group_keys, ',')
       from source_record r
       join crosswalk c using (record_id)`
const WAITING = `select q.source, q.key, q.source || ':' || q.key, q.values, array_to_string(q.group_keys, ',')
       from quarantine q`

/**
 * Records of the groups and golden records that are queued, in any order, in parts. What waits in quarantine and has no
 * accepted version stands among them: a household whose head waits there has a head.
 */
export const comparedRecords = (tx: Tx, domain: string): AsyncGenerator<readonly ComparedRecord[]> =>
  recordParts(
    tx,
    `${ACCEPTED}
      where r.domain = $1
        and not r.gone
        and r.record_id in (
          select k.record_id
            from (select record_id, unnest(group_keys) as group_key from source_record where domain = $1 and not gone) k
            join uncompared_key u on u.domain = $1 and u.group_key = k.group_key
           union
          select c.record_id from uncompared_golden u join crosswalk c using (golden_id) where u.domain = $1)
      union all
     ${WAITING}
      where ${PARKED}
        and exists (select from unnest(q.group_keys) as own (group_key)
                      join uncompared_key u on u.domain = $1 and u.group_key = own.group_key)`,
    domain,
  )

/** Where the records of a whole domain stand, without what they say. Ids below zero are of records in quarantine. */
export interface ComparedIndex {
  readonly size: number
  readonly ids: Float64Array
  /** Keys of record i: `keys[starts[i]]` to `keys[starts[i + 1] - 1]`. */
  readonly keys: Float64Array
  readonly starts: Int32Array
}

/** `entityKeys` gives the groups of a golden id. */
export async function comparedIndex(
  tx: Tx,
  domain: string,
  entityKeys: (goldenId: string) => readonly number[],
): Promise<ComparedIndex> {
  const ids: number[] = []
  const keys: number[] = []
  const starts: number[] = [0]
  await copyOut(
    tx,
    `select r.record_id, c.golden_id, array_to_string(r.group_keys, ',')
       from source_record r
       join crosswalk c using (record_id)
      where r.domain = ${literal(domain)}
        and not r.gone
      union all
     select -q.parked_id, q.source || ':' || q.key, array_to_string(q.group_keys, ',')
       from quarantine q
      where ${PARKED.replaceAll('$1', literal(domain))}`,
    ([id, entity, own]) => {
      ids.push(Number(id))
      if (own) for (const key of own.split(',')) keys.push(Number(key))
      keys.push(...entityKeys(entity ?? ''))
      starts.push(keys.length)
    },
  )
  return {
    size: ids.length,
    ids: Float64Array.from(ids),
    keys: Float64Array.from(keys),
    starts: Int32Array.from(starts),
  }
}

/** The records with the given ids of a `ComparedIndex`, in any order, in parts. */
export async function* recordsCompared(
  tx: Tx,
  domain: string,
  ids: Iterable<number>,
): AsyncGenerator<readonly ComparedRecord[]> {
  await script(tx, 'create temp table if not exists compared_id (id bigint) on commit drop; truncate compared_id')
  function* cells() {
    for (const id of ids) yield [id]
  }
  await copyIn(tx, 'compared_id', cells())
  await script(tx, 'analyze compared_id')
  yield* recordParts(
    tx,
    `${ACCEPTED}
       join compared_id i on i.id = r.record_id
      where r.domain = $1
      union all
     ${WAITING}
       join compared_id i on i.id = -q.parked_id
      where q.domain = $1`,
    domain,
  )
}

async function* recordParts(tx: Tx, query: string, domain: string): AsyncGenerator<readonly ComparedRecord[]> {
  for await (const part of inParts(tx, query, [domain], PART))
    yield part.map(([source, key, entity, values, keys]) => ({
      source: source as string,
      key: key as string,
      entity: entity as string,
      values: JSON.parse(values ?? '{}'),
      groupKeys: keys ? keys.split(',').map(Number) : [],
    }))
}

/** A record beside the golden record that its reference field names. */
export interface ReferringRecord {
  readonly source: string
  readonly key: string
  readonly entity: string
  readonly values: Values
  readonly referred: Values
}

/** Records of the scope whose reference field names a golden record, in parts. */
export async function* referringRecords(
  tx: Tx,
  scope: CompareScope,
  through: { readonly field: string; readonly domain: string },
): AsyncGenerator<readonly ReferringRecord[]> {
  for await (const part of inParts(
    tx,
    `select r.source, r.key, c.golden_id, r.values, g.values
       from source_record r
       join crosswalk c using (record_id)
       join source_record t on t.domain = $2 and t.source = r.source and t.key = r.values ->> ${literal(through.field)}
       join crosswalk tc on tc.record_id = t.record_id
       join golden g on g.golden_id = tc.golden_id
      where r.domain = $1
        and not r.gone
        ${scope.isWhole ? '' : 'and exists (select from uncompared_golden u where u.domain = $1 and u.golden_id = c.golden_id)'}`,
    [scope.domain, through.domain],
    PART,
  ))
    yield part.map(([source, key, entity, values, referred]) => ({
      source: source as string,
      key: key as string,
      entity: entity as string,
      values: JSON.parse(values ?? '{}'),
      referred: JSON.parse(referred ?? '{}'),
    }))
}

/** A finding of a rule over several records, with the group that it is about. */
export interface StandingFinding {
  readonly groupKey: number
  readonly code: string
  readonly source: string
  readonly key: string
  readonly severity: string
  readonly got: string
  readonly expected: string
}

/** Findings that stand for the groups of the scope. */
export async function standingFindings(
  tx: Tx,
  { domain, isWhole }: CompareScope,
  groupKeys: Iterable<number>,
): Promise<readonly StandingFinding[]> {
  await script(tx, 'create temp table judged_group (group_key bigint) on commit drop')
  function* cells() {
    for (const key of groupKeys) yield [key]
  }
  if (!isWhole) await copyIn(tx, 'judged_group', cells())
  const found: StandingFinding[] = []
  await copyOut(
    tx,
    `select group_key, code, source, key, severity, got, expected
       from standing_finding
      where domain = ${literal(domain)}
        ${isWhole ? '' : 'and group_key in (select group_key from judged_group)'}`,
    ([groupKey, code, source, key, severity, got, expected]) =>
      found.push({
        groupKey: Number(groupKey),
        code: code ?? '',
        source: source ?? '',
        key: key ?? '',
        severity: severity ?? '',
        got: got ?? '',
        expected: expected ?? '',
      }),
  )
  return found
}

/** Makes raised findings stand and lets cleared ones go, with the run that saw it. */
export async function replaceStanding(
  tx: Tx,
  { domain, runId }: { readonly domain: string; readonly runId: string },
  raised: readonly StandingFinding[],
  cleared: readonly StandingFinding[],
): Promise<void> {
  if (cleared.length > 0) {
    await script(
      tx,
      'create temp table cleared_finding (group_key bigint, code text, source text, key text collate "C") on commit drop',
    )
    await copyIn(
      tx,
      'cleared_finding',
      cleared.map(({ groupKey, code, source, key }) => [groupKey, code, source, key]),
    )
    await run(
      tx,
      `with gone as (
         delete from standing_finding s
          using cleared_finding c
          where s.domain = $1 and s.group_key = c.group_key and s.code = c.code and s.source = c.source and s.key = c.key
         returning s.source, s.key, s.code, s.got, s.run_id
       )
       insert into finding_cleared (domain, source, key, code, got, raised_run, run_id)
       select $1, source, key, code, got, run_id, $2 from gone`,
      [domain, runId],
    )
  }
  function* cells() {
    for (const f of raised) yield [domain, f.groupKey, f.code, f.source, f.key, f.severity, f.got, f.expected, runId]
  }
  await copyIn(tx, 'standing_finding (domain, group_key, code, source, key, severity, got, expected, run_id)', cells())
}

/** Golden records that a standing `error` keeps from being sent; those that it no longer keeps are planned again. */
export async function refreshBlocked(tx: Tx, domain: string): Promise<number> {
  await run(tx, 'delete from blocked_golden where domain = $1', [domain])
  return run(
    tx,
    `insert into blocked_golden (golden_id, domain)
     select distinct c.golden_id, $1
       from standing_finding s
       join source_record r using (domain, source, key)
       join crosswalk c using (record_id)
      where s.domain = $1
        and s.severity = 'error'`,
    [domain],
  )
}
