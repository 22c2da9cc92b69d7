import { call } from './calls.ts'
import type { StageLine } from './details.ts'
import { STAGES, type Stage } from './messages.ts'

export interface PublishDomainInput {
  readonly runId: string
  readonly domain: string
  readonly target: string
  readonly dryRun: boolean
  readonly startFrom: Stage
}

/**
 * Sends what changed in one domain to one target: plan, deliver, reconcile. What was sent and what came back lives in the
 * outbox, so a repeat continues where the last attempt stopped. History: three activities, whatever the number of effects.
 */
export async function publishDomain({
  runId,
  domain,
  target,
  dryRun,
  startFrom,
}: PublishDomainInput): Promise<readonly StageLine[]> {
  const due = (stage: Stage) => STAGES.indexOf(stage) >= STAGES.indexOf(startFrom)
  const name = `${target}/${domain}`
  const done: StageLine[] = []
  if (due('publish')) {
    done.push({
      stage: 'plan',
      name,
      counts: await call('stage', `kế hoạch ${name}`).planTarget({ runId, domain, target, dryRun }),
    })
    if (!dryRun)
      done.push({
        stage: 'deliver',
        name,
        counts: { ...(await call('target', `gửi ${name}`).deliverTarget({ runId, domain, target })) },
      })
  }
  if (!dryRun)
    done.push({
      stage: 'reconcile',
      name,
      counts: await call('target', `đối chiếu ${name}`).reconcileTarget({ runId, domain, target }),
    })
  return done
}
