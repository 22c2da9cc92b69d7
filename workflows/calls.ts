import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/index.ts'

// Options by class of work (temporal.md 6.2). Every activity beats every few seconds, so a dead worker shows in 20 s.
const CLASS = {
  /** One stage of one domain, in one transaction. */
  stage: {
    startToCloseTimeout: '30m',
    heartbeatTimeout: '20s',
    retry: { maximumAttempts: 8, initialInterval: '1s', maximumInterval: '30s' },
  },
  /** Waits until no other run works on the domain. */
  turn: {
    startToCloseTimeout: '30m',
    heartbeatTimeout: '20s',
    scheduleToCloseTimeout: '6h',
    retry: { initialInterval: '1s', maximumInterval: '30s' },
  },
  /** Reads a source. */
  source: {
    startToCloseTimeout: '30m',
    heartbeatTimeout: '20s',
    scheduleToCloseTimeout: '6h',
    retry: { initialInterval: '2s', maximumInterval: '5m' },
  },
  /** Talks to a target; the target may ask us to wait. */
  target: {
    startToCloseTimeout: '15m',
    heartbeatTimeout: '20s',
    scheduleToCloseTimeout: '6h',
    retry: { initialInterval: '1s', maximumInterval: '10m' },
  },
  /** Reads or writes a few rows. */
  control: {
    startToCloseTimeout: '1m',
    retry: { maximumAttempts: 8, initialInterval: '500ms', maximumInterval: '30s' },
  },
} as const

/** Activities of one class, under a summary that the Web UI shows. */
export const call = (cls: keyof typeof CLASS, summary: string) =>
  proxyActivities<Activities>({ ...CLASS[cls], summary })
