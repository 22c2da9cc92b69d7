import { call } from '../../workflows/calls.ts'
import type { SyncDomainInput } from '../../workflows/sync-domain.ts'

/** `syncDomain` with two steps swapped: what a careless edit would make of it. */
export async function syncDomain({ runId, domain }: SyncDomainInput): Promise<void> {
  await call('stage', 'match').matchDomain({ runId, domain })
  await call('stage', 'check').checkDomain({ runId, domain })
}
