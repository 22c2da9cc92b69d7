import { call } from './calls.ts'
import type { StageLine } from './details.ts'
import { matchDomain } from './match-domain.ts'
import { STAGES, type Stage } from './messages.ts'

export interface SyncDomainInput {
  readonly runId: string
  readonly domain: string
  readonly startFrom: Stage
}

/**
 * Brings one domain up to date: check, match, merge, cross-check. Each activity empties its work queue and fills the next in one
 * transaction, so any of them may be killed and repeated. History: five activities and one per chunk of pairs.
 */
export async function syncDomain({ runId, domain, startFrom }: SyncDomainInput): Promise<readonly StageLine[]> {
  const due = (stage: Stage) => STAGES.indexOf(stage) >= STAGES.indexOf(startFrom)
  const done: StageLine[] = []
  if (due('check'))
    done.push({
      stage: 'check',
      name: domain,
      counts: await call('stage', `kiểm tra ${domain}`).checkDomain({ runId, domain }),
    })
  if (due('match'))
    done.push({
      stage: 'match',
      name: domain,
      counts: await matchDomain({ runId, domain }),
    })
  if (due('merge'))
    done.push({
      stage: 'merge',
      name: domain,
      counts: await call('stage', `hợp nhất ${domain}`).mergeDomain({ runId, domain }),
    })
  if (due('cross-check'))
    done.push({
      stage: 'cross-check',
      name: domain,
      counts: await call('stage', `kiểm tra chéo ${domain}`).crossCheckDomain({ runId, domain }),
    })
  return done
}
