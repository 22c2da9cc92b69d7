import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createActivities } from '../activities/index.ts'
import { startGuard } from '../cli/local/guard.ts'
import { startPostgres } from '../cli/local/postgres.ts'
import { table } from '../cli/print.ts'
import { csv } from '../connectors/sources/csv.ts'
import { loadCatalog } from '../core/catalog.ts'
import { systemClock } from '../core/clock.ts'
import { readConfig } from '../core/config.ts'
import { FAMILIES } from '../core/finding.ts'
import { LOADED_LISTS } from '../schemas/reference/lists.ts'
import { versionOf } from '../schemas/reference/load.ts'
import { createDatabase } from '../store/databases.ts'
import { migrate } from '../store/migrate.ts'
import { loadCodeList, startCurrent } from '../store/reference.ts'
import { openStore, type Store } from '../store/sql.ts'
import { runNight } from './faults/chain.ts'
import { readAnswers } from './faults/planted.ts'
import { readCompany, readFindings, readSamples } from './faults/raised.ts'
import { type Score, type Side, scoreFindings } from './faults/score.ts'
import type { Figure } from './figure.ts'
import { generateProvince } from './province/generate.ts'

/**
 * How many of the planted faults the rules find, and how much of what they find is planted. A generated province goes
 * through the real chain on a real PostgreSQL; findings are set against the generator's answer sheet.
 *
 * Recall: a planted fault is found where a finding on its row (in any domain) is of its family or filed under a field that
 * the spoilt cell feeds. A repeated row may be found at either entry. Faults for which nothing in the extracts could speak
 * (a legal name in a person's only row, a death that no register knows) are counted as undetectable, each with its argument
 * in faults/hidden.ts, and only where they were not found all the same; the plain recall over everything stands beside.
 *
 * Precision: of the findings of severity warn and error, the share that are right: the row, or for a rule over several
 * records a row of the same group, carries a planted fault of the rule's family, or in a cell that the rule reads (a wrong
 * sex cell makes a wife a man: the household rule that says so is right). Notes ask nobody to act (a decimal comma, 1
 * January) and are told on a line of their own. A legitimate case that a rule warns of counts against it.
 *
 * Argument: the number of persons.
 */
export async function run([persons = '200000']: readonly string[] = []): Promise<readonly Figure[]> {
  const score = await scoreProvince(Number(persons))
  printScore(score)
  return figuresOf(score)
}

/** The score of a generated province, with what was missed and what was wrong. */
export async function scoreProvince(persons: number): Promise<Score> {
  const province = await provinceOf(persons)
  return withStore((store) => judge(store, province))
}

const DATE = '2026-11-21'
const SEED = 11
const SOURCES = ['residence', 'home-affairs', 'land'] as const
/** Share of planted faults to be found, and of findings to be right. */
const GOALS: Readonly<Record<string, readonly [recall: number, precision: number]>> = {
  E1: [0.99, 0.99],
  E2: [0.99, 0.99],
  E3: [0.95, 0.98],
  E4: [0.99, 0.99],
  E5: [0.95, 0.98],
  E6: [0.99, 0.99],
  E9: [0.99, 0.99],
  E10: [0.99, 0.99],
  E11: [0.99, 0.99],
}

/** Kept between runs: the same seed gives the same bytes. */
async function provinceOf(persons: number): Promise<string> {
  const out = join('bench/.cache', `faults-${persons}`)
  if (existsSync(out)) return out
  const making = `${out}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir('bench/.cache', { recursive: true })
  await generateProvince({ persons, seed: SEED, out: making, firstDate: DATE })
  await rename(making, out)
  return out
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  await mkdir('.sogoc', { recursive: true })
  const dir = await mkdtemp('.sogoc/bench-faults-')
  const guard = await startGuard()
  try {
    const postgres = await startPostgres({ dataDir: join(dir, 'postgres'), guard })
    const url = await createDatabase(postgres.url, 'faults')
    await migrate(url)
    const store = openStore(url)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  } finally {
    await guard.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function judge(store: Store, province: string): Promise<Score> {
  const catalog = await loadCatalog(new URL('../schemas/', import.meta.url))
  const config = { ...readConfig({}), SOGOC_DROP: join(province, DATE) }
  const activities = createActivities({ store, catalog, config, clock: systemClock }, () => ({
    beat() {},
    stopping: false,
  }))
  await loadTree(store, province)
  const report = await runNight(activities, { runId: 'faults', date: DATE, dryRun: true, toFindings: true })
  if (report.state !== 'success') throw new Error(`the night ended ${report.state}: ${report.problems.join('; ')}`)
  const sides: Side[] = []
  for (const domain of catalog.domains.values()) {
    if (domain.name === 'organisation') continue
    const samples = (await readSamples(store, domain.name)).map(({ values }) => values)
    const blank = Object.fromEntries(Object.keys(domain.fields).map((field) => [field, null]))
    sides.push({
      domain,
      company: await readCompany(store, domain.name),
      samples: samples.map((values) => ({ ...blank, ...(values as object) })),
    })
  }
  return scoreFindings(
    await readAnswers(join(province, 'truth'), SOURCES),
    await readFindings(store, 'faults'),
    sides,
    DATE,
  )
}

/** The national organisation tree of the province, as `sogoc codes load` takes it in. */
async function loadTree(store: Store, province: string): Promise<void> {
  const list = 'organisation'
  const { version, problems } = await versionOf({
    list,
    version: DATE,
    from: DATE,
    title: LOADED_LISTS[list] ?? list,
    source: '',
    days: new Map(),
    earlier: new Map(),
    codes: await csv({ files: '*' }).open(join(province, 'reference', 'organisation-tree.csv')),
    map: null,
  })
  if (!version) throw new Error(problems.join('\n'))
  await store.transaction(async (tx) => {
    await loadCodeList(tx, version)
    await startCurrent(tx)
  })
}

const percent = (part: number, whole: number): string => (whole === 0 ? '' : ((100 * part) / whole).toFixed(2))

function printScore({ recall, precision, notes }: Score): void {
  const ofKind = [...recall].filter(([name]) => name.includes(' ')).sort()
  process.stderr.write(
    `\n${table(
      ['family, source, kind', 'planted', 'found', 'undetectable', 'recall %', 'of detectable %'],
      ofKind.map(([name, { planted, found, hidden }]) => [
        name,
        planted,
        found,
        hidden,
        percent(found, planted),
        percent(found, planted - hidden),
      ]),
    )}\n`,
  )
  const ofCode = (book: Score['precision'], kind: string) =>
    [...book]
      .filter(([name]) => name.includes(' '))
      .sort()
      .map(([name, { raised, right }]) => [kind, name, raised, right, percent(right, raised)])
  process.stderr.write(
    `\n${table(['', 'family, rule', 'raised', 'right', 'precision %'], [...ofCode(precision, 'warn, error'), ...ofCode(notes, 'note')])}\n`,
  )
}

function figuresOf({ recall, precision, notes }: Score): readonly Figure[] {
  return FAMILIES.flatMap((family) => {
    const { planted, found, hidden } = recall.get(family) ?? { planted: 0, found: 0, hidden: 0 }
    const trust = precision.get(family) ?? { raised: 0, right: 0 }
    const noted = notes.get(family) ?? { raised: 0, right: 0 }
    const [recallGoal, precisionGoal] = GOALS[family] ?? []
    return [
      figure(`${family} recall of detectable`, found, planted - hidden, recallGoal),
      figure(`${family} precision`, trust.right, trust.raised, precisionGoal),
      figure(`${family} recall of all planted`, found, planted),
      { metric: `${family} undetectable from the extract alone`, value: hidden, unit: 'faults', higherIsBetter: false },
      figure(`${family} precision of notes`, noted.right, noted.raised),
    ].filter((one) => one !== null)
  })
}

function figure(metric: string, part: number, whole: number, goal?: number): Figure | null {
  if (whole === 0) return null
  const value = Math.floor((part / whole) * 10_000) / 10_000
  return { metric, value, unit: 'share', higherIsBetter: true, ...(goal === undefined ? {} : { goal }) }
}
