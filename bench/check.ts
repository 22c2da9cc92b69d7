import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openJudgingPool } from '../activities/judging/pool.ts'
import { startGuard } from '../cli/local/guard.ts'
import { startPostgres } from '../cli/local/postgres.ts'
import { type Catalog, loadCatalog } from '../core/catalog.ts'
import { ruleBook } from '../engine/quality/rules.ts'
import { migrate } from '../store/migrate.ts'
import { copyCell, copyText, one, openStore, type Store } from '../store/sql.ts'
import { type LandedExtract, landedExtracts } from './check/extracts.ts'
import { checkByPeers } from './check/peers.ts'
import type { Figure } from './figure.ts'
import { peakMb, watchMemory } from './night/memory.ts'
import { generateProvince } from './province/generate.ts'

const PERSONS = ['200000']
const DATE = '2026-11-21'
const SCHEMAS = new URL('../schemas/', import.meta.url)
const THREADS = 2
/** Chunks under way for each thread. */
const AHEAD = 3
const GOAL = 200_000
const GOAL_MB = 1024
const LEAST_RULES = 50

/**
 * The check of a province's three extracts, from landed chunks to findings in the table `finding`: every row by every domain
 * that its source feeds, on two threads, findings by COPY. A row counts once, however many domains judge it. Beside it, on
 * the residence extract, pandera on polars and Great Expectations. Arguments: numbers of persons.
 */
export async function run(sizes: readonly string[] = []): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const persons of sizes.length > 0 ? sizes : PERSONS) figures.push(...(await measure(Number(persons))))
  return figures
}

async function measure(persons: number): Promise<readonly Figure[]> {
  const catalog = await loadCatalog(SCHEMAS)
  const dir = await mkdtemp('.sogoc/bench-check-')
  const guard = await startGuard()
  try {
    const { url } = await startPostgres({ dataDir: join(dir, 'postgres'), guard })
    await migrate(url, catalog.domains.values())
    const { nights } = await generateProvince({
      persons,
      seed: 7,
      nights: 1,
      firstDate: DATE,
      out: join(dir, 'province'),
    })
    const extracts = await landedExtracts(catalog, nights[0]!)
    const own = await judgeAll(catalog, url, extracts)
    const residence = extracts.find(({ source }) => source === 'residence')!
    return figuresOf(own, await checkByPeers(residence.path, url))
  } finally {
    await guard.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

interface Own {
  readonly rowsPerSecond: number
  readonly bySource: Readonly<Record<string, number>>
  readonly findingsPerSecond: number
  readonly peakMb: number
}

async function judgeAll(catalog: Catalog, url: string, extracts: readonly LandedExtract[]): Promise<Own> {
  tellRules(catalog)
  const store = openStore(url)
  const pool = openJudgingPool(SCHEMAS, THREADS)
  try {
    // A worker has its threads running, and its code warm, when a batch comes.
    await store.transaction(async (tx) => {
      for (const extract of extracts) await copyText(tx, INTO, findingsOf(pool, extract, extract.chunks.slice(0, 8)))
    })
    const before = await storedFindings(store)
    const memory = watchMemory(process.pid)
    const from = Date.now()
    const started = performance.now()
    const bySource: Record<string, number> = {}
    await store.transaction(async (tx) => {
      for (const extract of extracts) {
        const began = performance.now()
        await copyText(tx, INTO, findingsOf(pool, extract, extract.chunks))
        bySource[extract.source] = (extract.rows * 1000) / (performance.now() - began)
      }
    })
    const seconds = (performance.now() - started) / 1000
    const samples = memory.stop()
    const rows = extracts.reduce((sum, extract) => sum + extract.rows, 0)
    const findings = (await storedFindings(store)) - before
    process.stderr.write(`check: ${rows} rows, ${findings} findings in ${seconds.toFixed(2)} s on ${THREADS} threads\n`)
    return {
      rowsPerSecond: rows / seconds,
      bySource,
      findingsPerSecond: findings / seconds,
      peakMb: peakMb(samples, 'worker', from, Date.now()),
    }
  } finally {
    await pool.close()
    await store.close()
  }
}

const INTO = 'finding (run_id, batch_id, source, domain, seq, key, code, field, severity, got, expected, rule_hash)'

/** Findings of the chunks as COPY text, in order, a few chunks under way ahead of the reader. */
async function* findingsOf(
  pool: ReturnType<typeof openJudgingPool>,
  { source, columns, domains }: LandedExtract,
  chunks: LandedExtract['chunks'],
): AsyncGenerator<Uint8Array> {
  const leads = Object.fromEntries(
    domains.map((name) => [name, { record: '', finding: ['bench', 1, source, name, ''].map(copyCell).join('\t') }]),
  )
  const judge = pool.batch(domains, { source, columns, asOf: DATE, leads, reference: [], hasRecords: false })
  const coming = chunks.slice(0, THREADS * AHEAD).map(judge)
  for (let at = 0; at < chunks.length; at++) {
    const reply = await coming[at]!
    const next = chunks[at + THREADS * AHEAD]
    if (next) coming.push(judge(next))
    delete coming[at]
    for (const { findings } of reply) if (findings.length > 0) yield findings
  }
}

const storedFindings = async (store: Store): Promise<number> =>
  (await store.read((tx) => one<{ findings: number }>(tx, 'select count(*) as findings from finding'))).findings

function tellRules(catalog: Catalog): void {
  const counts = [...catalog.domains.values()].map((domain) => [domain.name, ruleBook(domain).length] as const)
  const rules = counts.reduce((sum, [, count]) => sum + count, 0)
  process.stderr.write(`check: ${rules} rules (${counts.map((pair) => pair.join(' ')).join(', ')})\n`)
  if (rules < LEAST_RULES) throw new Error(`only ${rules} rules are active; the figure is for ${LEAST_RULES}`)
}

function figuresOf(own: Own, peers: readonly { readonly name: string; readonly rowsPerSecond: number }[]): Figure[] {
  const rows = {
    metric: 'rows_per_s',
    value: Math.round(own.rowsPerSecond),
    unit: 'rows/s',
    goal: GOAL,
    higherIsBetter: true,
  }
  const bySource = Object.entries(own.bySource).flatMap(([source, rate]) => {
    const plain = { metric: `rows_per_s_${source}`, value: Math.round(rate), unit: 'rows/s', higherIsBetter: true }
    // The peers judge this extract, and only this one.
    if (source !== 'residence' || peers.length === 0) return [plain]
    return peers.map(({ name, rowsPerSecond }) => ({ ...plain, peer: name, peerValue: Math.round(rowsPerSecond) }))
  })
  return [
    rows,
    ...bySource,
    {
      metric: 'findings_per_s',
      value: Math.round(own.findingsPerSecond),
      unit: 'findings/s',
      higherIsBetter: true,
    },
    { metric: 'peak_mb', value: own.peakMb, unit: 'MB', goal: GOAL_MB, higherIsBetter: false },
  ]
}
