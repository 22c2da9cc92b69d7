import type { Activities } from '../../activities/index.ts'
import type { MatchCounts } from '../../activities/match.ts'
import type { NightReport } from '../../activities/night.ts'

export interface NightOptions {
  readonly runId: string
  readonly date: string
  /** Plans what would be sent and sends nothing. */
  readonly dryRun: boolean
  /** Without the plans too: the golden records and the findings are all that is wanted. */
  readonly toFindings?: boolean
}

/** The activities of one night in their order, without Temporal: what `nightlySync` calls, one after another. */
export async function runNight(activities: Activities, options: NightOptions): Promise<NightReport> {
  const { runId, date, dryRun, toFindings = false } = options
  const plan = await activities.openNight({ runId, businessDate: date, dryRun })
  const parked: string[] = []
  for (const source of plan.sources) {
    await activities
      .pullSource({ runId, source, businessDate: date })
      .catch((error: Error) => parked.push(error.message))
  }
  const jobs = plan.waves.flat()
  for (const { domain } of jobs) {
    await activities.checkDomain({ runId, domain })
    await matchDomain(activities, runId, domain)
    await activities.mergeDomain({ runId, domain })
    await activities.crossCheckDomain({ runId, domain })
  }
  for (const { domain, targets } of toFindings ? [] : jobs) {
    for (const target of targets) {
      await activities.planTarget({ runId, domain, target, dryRun })
      if (!dryRun) await activities.deliverTarget({ runId, domain, target })
      if (!dryRun) await activities.reconcileTarget({ runId, domain, target })
    }
  }
  return activities.closeNight({ runId, parked })
}

/** Plans, scores and clusters, one chunk after another. */
export async function matchDomain(activities: Activities, runId: string, domain: string): Promise<MatchCounts> {
  for (let again = false; ; again = true) {
    const { chunks } = await activities.planPairs({ runId, domain, again })
    for (const chunk of chunks) await activities.scorePairs({ runId, domain, chunk })
    const counts = await activities.matchDomain({ runId, domain })
    if (counts) return counts
  }
}
