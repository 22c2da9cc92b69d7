import type { Stage } from './workflows/messages.ts'

/** One schedule as declared here and applied by `sogoc schedule apply`: the file is the truth, not the server. */
export interface DeclaredSchedule {
  readonly id: string
  readonly summary: string
  readonly workflow: 'nightlySync'
  readonly input: { readonly dryRun: boolean; readonly startFrom?: Stage }
  readonly at: { readonly hour: number; readonly minute: number }
  readonly timezone: string
  readonly jitter: string
  /** A longer outage than this is not made up for by itself: a person starts the missed day. */
  readonly catchupWindow: string
  /** Shorter than the period, so that a stuck run cannot block the next night for ever. */
  readonly executionTimeout: string
}

export const SCHEDULES: readonly DeclaredSchedule[] = [
  {
    id: 'nightly-sync',
    summary: 'Đồng bộ hằng đêm',
    workflow: 'nightlySync',
    input: { dryRun: false },
    at: { hour: 1, minute: 30 },
    timezone: 'Asia/Ho_Chi_Minh',
    jitter: '5m',
    catchupWindow: '6h',
    executionTimeout: '20h',
  },
]
