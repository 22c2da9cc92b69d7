import type { Values } from '../core/domain.ts'
import { maybeOne, one, rows, run, type Store, script, type Tx } from './sql.ts'

export type Counts = Readonly<Record<string, number | string | null>>

export interface StageKey {
  readonly runId: string
  /** Source, domain or target that the stage works on. */
  readonly name: string
  readonly stage: string
}

/**
 * Does the work of a stage once: work, counts and checkpoint commit together. A retry after the commit reads the recorded
 * counts; a second attempt beside a slow one waits for it. So a stage may be killed at any point.
 */
export async function stageOnce<C extends Counts>(
  store: Store,
  key: StageKey,
  work: (tx: Tx) => Promise<C>,
): Promise<C> {
  return store.transaction(async (tx) => {
    const done = await enterStage<C>(tx, key)
    if (done) return done
    const started = performance.now()
    const counts = await work(tx)
    await recordStage(tx, key, counts, (performance.now() - started) / 1000)
    return counts
  })
}

/** Keeps everybody else out of a stage until the transaction ends; answers what it counted where this run has done it. */
export async function enterStage<C extends Counts>(tx: Tx, { runId, name, stage }: StageKey): Promise<C | null> {
  // Not per run: two runs must not work on the same domain at once either.
  await run(tx, 'select pg_advisory_xact_lock(hashtext($1), hashtext($2))', [stage, name])
  const done = await maybeOne<{ counts: C }>(
    tx,
    'select counts from stage where run_id = $1 and stage = $2 and name = $3',
    [runId, stage, name],
  )
  return done?.counts ?? null
}

export const recordStage = (
  tx: Tx,
  { runId, name, stage }: StageKey,
  counts: Counts,
  seconds: number,
): Promise<number> =>
  run(tx, 'insert into stage (run_id, stage, name, counts, seconds) values ($1, $2, $3, $4, $5)', [
    runId,
    stage,
    name,
    JSON.stringify(counts),
    seconds,
  ])

export interface StageRow {
  readonly stage: string
  readonly name: string
  readonly counts: Counts
  readonly seconds: number
}

export const stagesOf = (tx: Tx, runId: string): Promise<readonly StageRow[]> =>
  rows<StageRow>(tx, 'select stage, name, counts, seconds from stage where run_id = $1 order by at, stage, name', [
    runId,
  ])

export interface RunRow {
  readonly run_id: string
  readonly kind: 'night' | 'decision' | 'remap'
  readonly business_date: string
  readonly dry_run: boolean
  readonly state: 'running' | 'success' | 'partial' | 'failed'
  readonly started_at: Date
  readonly ended_at: Date | null
  readonly report: Values | null
}

export async function openRun(
  tx: Tx,
  given: Pick<RunRow, 'run_id' | 'kind' | 'business_date' | 'dry_run'>,
): Promise<void> {
  await run(
    tx,
    'insert into run (run_id, kind, business_date, dry_run) values ($1, $2, $3, $4) on conflict (run_id) do nothing',
    [given.run_id, given.kind, given.business_date, given.dry_run],
  )
}

export async function closeRun(tx: Tx, runId: string, state: RunRow['state'], report: unknown): Promise<void> {
  await run(tx, 'update run set state = $2, ended_at = now(), report = $3 where run_id = $1', [
    runId,
    state,
    JSON.stringify(report),
  ])
}

export const runById = (tx: Tx, runId: string): Promise<RunRow | null> =>
  maybeOne<RunRow>(tx, 'select * from run where run_id = $1', [runId])

export const latestRuns = (tx: Tx, limit: number): Promise<readonly RunRow[]> =>
  rows<RunRow>(tx, 'select * from run order by started_at desc limit $1', [limit])

/** How many rows each open work queue holds: what a crashed or partial run has left for the next. */
export async function waitingWork(tx: Tx): Promise<Readonly<Record<string, number>>> {
  return one(
    tx,
    `select (select count(*) from touched_record) as touched_records,
            (select count(*) from stale_golden) as stale_golden,
            (select count(*) from quarantine) as quarantined_records,
            (select count(*) from review_case where state = 'open') as open_cases,
            (select count(*) from effect where state in ('planned', 'approved', 'in_flight', 'unknown', 'awaiting')) as open_effects`,
  )
}

/**
 * Statistics for the planner after a bulk step; autovacuum would come minutes too late for the next stage. A small sample
 * does: the plans hang on orders of magnitude.
 */
export const refreshStatistics = (tx: Tx, tables: readonly string[]): Promise<void> =>
  script(tx, `set local default_statistics_target = 10; analyze ${tables.join(', ')}`)
