import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connectTemporal } from '../cli/environment.ts'
import { startProvince } from '../cli/local/province.ts'
import { runNight } from '../cli/nights.ts'
import { table } from '../cli/print.ts'
import type { Config } from '../core/config.ts'
import { openStore, rows } from '../store/sql.ts'
import type { Figure } from './figure.ts'
import { peakMb, type Sample, watchMemory } from './night/memory.ts'
import { generateProvince } from './province/generate.ts'

/**
 * The whole chain on generated person rows, from the file to planned effects, through Temporal and a worker as in a real
 * night: the first load, then a night on which 1 % changed. Nothing is sent (a dry run), because sending measures the target.
 * Arguments: numbers of persons.
 */
export async function run(sizes: readonly string[] = []): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const persons of sizes.length > 0 ? sizes : ['100000', '1000000'])
    figures.push(...(await measure(Number(persons))))
  return figures
}

const DATES = ['2026-11-21', '2026-11-22'] as const
/** Seconds that design.md section 7 wants for a million rows. */
const GOAL_SECONDS = [22, 4.5] as const

async function measure(persons: number): Promise<readonly Figure[]> {
  const extracts = await extractsOf(persons)
  const dir = await mkdtemp('.sogoc/bench-night-')
  const province = await startProvince(dir)
  try {
    const worker = await province.startWorker()
    const { client, close } = await connectTemporal(province.config)
    const figures: Figure[] = []
    const matching: number[] = []
    for (const [at, date] of DATES.entries()) {
      await province.drop(join(extracts, date))
      const memory = watchMemory(worker.pid)
      const started = performance.now()
      const report = await runNight(
        client,
        { businessDate: date, dryRun: true, sources: ['residence'] },
        { taskQueue: province.config.SOGOC_TASK_QUEUE },
      )
      const seconds = (performance.now() - started) / 1000
      if (report.state !== 'success')
        throw new Error(`night ${date} ended ${report.state}: ${report.problems.join('; ')}`)
      const stages = await stagesOf(province.config, report.runId)
      printStages(persons, at + 1, report.rowsIn, seconds, stages, memory.stop())
      figures.push(...figuresOf(persons, at, seconds, report.rowsIn))
      matching.push(matchSeconds(stages))
    }
    figures.push(deltaFigure(persons, matching))
    printSizes(await tableSizes(province.config))
    await close()
    return figures
  } finally {
    await province.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

/** Residence extracts of the two nights; kept between runs, since a million rows take a while to make. */
async function extractsOf(persons: number): Promise<string> {
  const out = join('bench/.cache', `night-${persons}`)
  if (existsSync(join(out, 'done'))) return out
  const made = `${out}.making`
  await rm(made, { recursive: true, force: true })
  await generateProvince({
    persons,
    civilServants: 1,
    parcels: 1,
    seed: 7,
    out: made,
    firstDate: DATES[0],
    nights: 2,
    changeRate: 0.01,
  })
  for (const date of DATES) {
    await mkdir(join(out, date), { recursive: true })
    for (const name of await readdir(join(made, date)))
      if (name.startsWith('residence')) await cp(join(made, date, name), join(out, date, name))
  }
  await rm(made, { recursive: true })
  await mkdir(join(out, 'done'))
  return out
}

interface StageTime {
  readonly stage: string
  readonly name: string
  readonly seconds: number
  readonly ended: number
}

async function stagesOf(config: Config, runId: string): Promise<readonly StageTime[]> {
  const store = openStore(config.DATABASE_URL ?? '', { connections: 1 })
  try {
    // `at` is when the transaction of the stage began.
    return await store.read((tx) =>
      rows<StageTime>(
        tx,
        `select stage, name, seconds, extract(epoch from at) * 1000 + seconds * 1000 as ended
           from stage where run_id = $1 order by at, stage, name`,
        [runId],
      ),
    )
  } finally {
    await store.close()
  }
}

const MATCHING: readonly string[] = ['block', 'score', 'match']

/** Seconds that persons took from blocking to their golden ids. */
const matchSeconds = (stages: readonly StageTime[]): number =>
  stages
    .filter(({ stage, name }) => MATCHING.includes(stage) && name === 'person')
    .reduce((sum, { seconds }) => sum + seconds, 0)

/** What the night on changes takes of what the first one took. */
const deltaFigure = (persons: number, [full = 0, delta = 0]: readonly number[]): Figure => ({
  metric: `match_delta_${sizeOf(persons)}_share`,
  value: delta / full,
  unit: 'share',
  goal: 0.03,
  higherIsBetter: false,
})

function printStages(
  persons: number,
  night: number,
  rowsIn: number,
  seconds: number,
  stages: readonly StageTime[],
  samples: readonly Sample[],
): void {
  const lines = stages.map(({ stage, name, seconds: own, ended }) => [
    `${stage} ${name}`,
    own.toFixed(1),
    Math.round(rowsIn / own),
    peakMb(samples, 'worker', Number(ended) - own * 1000, Number(ended)),
    peakMb(samples, 'postgres', Number(ended) - own * 1000, Number(ended)),
  ])
  lines.push([
    'whole night',
    seconds.toFixed(1),
    Math.round(rowsIn / seconds),
    peakMb(samples, 'worker', 0, Number.POSITIVE_INFINITY),
    peakMb(samples, 'postgres', 0, Number.POSITIVE_INFINITY),
  ])
  process.stderr.write(
    `\n${persons} persons, night ${night}: ${rowsIn} rows\n${table(['stage', 's', 'rows/s', 'worker MB', 'postgres MB'], lines)}\n`,
  )
}

async function tableSizes(config: Config): Promise<readonly { readonly name: string; readonly mb: number }[]> {
  const store = openStore(config.DATABASE_URL ?? '', { connections: 1 })
  try {
    return await store.read((tx) =>
      rows(
        tx,
        `select relname as name, round(pg_total_relation_size(oid) / 1048576.0)::int as mb
           from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
            and pg_total_relation_size(oid) > 1048576 order by 2 desc`,
      ),
    )
  } finally {
    await store.close()
  }
}

const printSizes = (sizes: readonly { readonly name: string; readonly mb: number }[]): void => {
  process.stderr.write(
    `\n${table(
      ['table with its indexes', 'MB'],
      sizes.map(({ name, mb }) => [name, mb]),
    )}\n`,
  )
}

const sizeOf = (persons: number): string =>
  persons >= 1_000_000 ? `${persons / 1_000_000}m` : `${Math.round(persons / 1000)}k`

function figuresOf(persons: number, night: number, seconds: number, rowsIn: number): readonly Figure[] {
  const size = sizeOf(persons)
  return [
    {
      metric: `night${night + 1}_${size}_s`,
      value: Math.round(seconds * 10) / 10,
      unit: 's',
      ...(persons === 1_000_000 ? { goal: GOAL_SECONDS[night] as number } : {}),
      higherIsBetter: false,
    },
    {
      metric: `night${night + 1}_${size}_rows_per_s`,
      value: Math.round(rowsIn / seconds),
      unit: 'rows/s',
      higherIsBetter: true,
    },
  ]
}
