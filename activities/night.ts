import { domainsOf } from '../core/catalog.ts'
import { Failure } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { effectTotals } from '../store/effects.ts'
import { domainTotals, goldenHash } from '../store/golden.ts'
import { conservationFaults, ledgerOf, settleBatches } from '../store/ledger.ts'
import { closeRun, openRun, runById, stagesOf, waitingWork } from '../store/stages.ts'
import type { Context } from './context.ts'

export interface NightRequest {
  readonly runId: string
  readonly businessDate: string
  readonly dryRun: boolean
  readonly domains?: readonly string[] | undefined
  readonly sources?: readonly string[] | undefined
}

/** What a night will do, in waves: everything in one wave may run side by side. */
export interface NightPlan {
  readonly sources: readonly string[]
  readonly waves: readonly (readonly { readonly domain: string; readonly targets: readonly string[] }[])[]
}

export interface NightReport {
  readonly runId: string
  readonly state: 'success' | 'partial' | 'failed'
  readonly rowsIn: number
  readonly unchanged: number
  readonly accepted: number
  readonly quarantined: number
  readonly superseded: number
  readonly pending: number
  readonly suspectedMissing: number
  readonly golden: number
  readonly duplicates: number
  readonly cases: number
  readonly effects: {
    readonly planned: number
    readonly accepted: number
    readonly rejected: number
    readonly superseded: number
    readonly retried: number
    readonly open: number
  }
  readonly seconds: Readonly<Record<string, number>>
  readonly goldenHash: string
  readonly ledgerAddsUp: boolean
  readonly problems: readonly string[]
}

export const nightActivities = (context: Context) => ({
  /** Opens a run. Names of domains and sources are checked here: one fault list for the person who started it. */
  async openNight(request: NightRequest): Promise<NightPlan> {
    const { catalog, store } = context
    const problems = [
      ...unknownNames('domains', request.domains, [...catalog.domains.keys()]),
      ...unknownNames('sources', request.sources, [...catalog.sources.keys()]),
    ]
    if (problems.length > 0) throw new Failure('InvalidInput', { problems: problems.join('; ') })
    const domains = [...catalog.domains.values()].filter(({ name }) => request.domains?.includes(name) ?? true)
    const sources = [...catalog.sources.keys()].filter(
      (source) =>
        (request.sources?.includes(source) ?? true) &&
        domainsOf(catalog, source).some((name) => domains.some((domain) => domain.name === name)),
    )
    await store.transaction((tx) =>
      openRun(tx, {
        run_id: request.runId,
        kind: 'night',
        business_date: request.businessDate,
        dry_run: request.dryRun,
      }),
    )
    return {
      sources,
      waves: waves(domains.map(({ name, after, targets }) => ({ domain: name, after, targets: Object.keys(targets) }))),
    }
  },

  /** Settles the ledger, proves that it adds up, and closes the run. `parked` names what could not be done tonight. */
  async closeNight({
    runId,
    parked,
  }: {
    readonly runId: string
    readonly parked: readonly string[]
  }): Promise<NightReport> {
    return context.store.transaction(async (tx) => {
      const domains = Object.fromEntries(
        [...context.catalog.sources.keys()].map((source) => [source, domainsOf(context.catalog, source)]),
      )
      await settleBatches(tx, domains)
      const faults = await conservationFaults(tx, runId)
      const lines = await ledgerOf(tx, runId)
      const totals = await domainTotals(tx)
      const effects = await effectTotals(tx, runId)
      const waiting = await waitingWork(tx)
      const stages = await stagesOf(tx, runId)
      const sum = <R>(rows: readonly R[], of: (row: R) => number) => rows.reduce((total, row) => total + of(row), 0)
      const pending = sum(lines, (line) => line.pending)
      const open = sum(effects, (row) => row.open)
      const dryRun = (await runById(tx, runId))?.dry_run ?? false
      const partial = parked.length > 0 || pending > 0 || (open > 0 && !dryRun)
      const report: NightReport = {
        runId,
        state: faults.length > 0 ? 'failed' : partial ? 'partial' : 'success',
        rowsIn: sum(lines, (line) => line.landed),
        unchanged: sum(lines, (line) => line.unchanged),
        accepted: sum(lines, (line) => line.accepted),
        quarantined: sum(lines, (line) => line.quarantined),
        superseded: sum(lines, (line) => line.superseded),
        pending,
        suspectedMissing: sum(lines, (line) => line.suspected + line.confirmed),
        golden: sum(totals, (row) => row.golden),
        duplicates: sum(totals, (row) => row.records - row.golden),
        cases: waiting.open_cases ?? 0,
        effects: {
          planned: sum(effects, (row) => row.planned),
          accepted: sum(effects, (row) => row.accepted),
          rejected: sum(effects, (row) => row.rejected),
          superseded: sum(effects, (row) => row.superseded),
          retried: sum(effects, (row) => row.retried),
          open,
        },
        seconds: secondsByStage(stages),
        goldenHash: await goldenHash(tx),
        ledgerAddsUp: faults.length === 0,
        problems: [...faults, ...parked],
      }
      await closeRun(tx, runId, report.state, report)
      return report
    })
  },
})

function unknownNames(path: string, got: readonly string[] | undefined, known: readonly string[]): readonly string[] {
  return (got ?? []).flatMap((name, index) => {
    if (known.includes(name)) return []
    const near = nearest(name, known)
    return [`${path}.${index}: không có "${name}"${near ? `, có phải "${near}"?` : ''} (có: ${known.join(', ')})`]
  })
}

interface Waiting {
  readonly domain: string
  readonly after: readonly string[]
  readonly targets: readonly string[]
}

/** Domains in waves: a domain comes in the first wave after all those of tonight that it waits for. */
function waves(domains: readonly Waiting[]): NightPlan['waves'] {
  const level = new Map<string, number>()
  for (const { domain, after } of domains)
    level.set(domain, Math.max(0, ...after.map((earlier) => (level.get(earlier) ?? -1) + 1)))
  const deepest = Math.max(0, ...level.values())
  return Array.from({ length: domains.length > 0 ? deepest + 1 : 0 }, (_, at) =>
    domains.filter(({ domain }) => level.get(domain) === at).map(({ domain, targets }) => ({ domain, targets })),
  )
}

function secondsByStage(
  stages: readonly { readonly stage: string; readonly seconds: number }[],
): Readonly<Record<string, number>> {
  const seconds: Record<string, number> = {}
  for (const { stage, seconds: own } of stages) seconds[stage] = Math.round(((seconds[stage] ?? 0) + own) * 100) / 100
  return seconds
}
