export { decideCase } from './decide-case.ts'
export { nightlySync } from './nightly-sync.ts'
export { publishDomain } from './publish-domain.ts'
export { syncDomain } from './sync-domain.ts'
