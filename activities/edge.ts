import { Context as ActivityContext } from '@temporalio/activity'
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker'
import { ERRORS, Failure, passingFault, programFault } from '../core/errors.ts'
import { SourceRefused } from '../core/source.ts'
import { TargetSilent } from '../core/target.ts'
import type { Pulse } from './deliver.ts'

/** Every activity beats, so that a dead worker shows after the heartbeat time-out rather than after the longest run. */
const BEAT_MS = 4_000

/** The one place where failures of ours become Temporal failures: type = code, final where the table says `stop`. */
export const failureInterceptor = (): ActivityInboundCallsInterceptor => ({
  async execute(input, next) {
    const context = ActivityContext.current()
    const beating = setInterval(() => context.heartbeat(), BEAT_MS)
    try {
      return await next(input)
    } catch (error) {
      throw asApplicationFailure(error)
    } finally {
      clearInterval(beating)
    }
  },
})

function asApplicationFailure(error: unknown): unknown {
  const failure = asFailure(error)
  if (!failure) return error
  const { recovery, benign } = ERRORS[failure.code]
  return ApplicationFailure.create({
    type: failure.code,
    message: failure.message,
    nonRetryable: recovery === 'stop',
    ...(benign ? { category: ApplicationFailureCategory.BENIGN } : {}),
    ...(failure.retryAfterMs === null ? {} : { nextRetryDelay: failure.retryAfterMs }),
  })
}

function asFailure(error: unknown): Failure | null {
  if (error instanceof Failure) return error
  if (error instanceof SourceRefused) {
    const [fault] = error.faults
    const { line = null, column = null, got = '', expected = '', todo = '' } = fault ?? {}
    return new Failure('SourceRefused', {
      file: error.file,
      line: line ?? 1,
      column: column ? `, cột ${column}` : '',
      got,
      expected,
      todo,
    })
  }
  if (error instanceof TargetSilent) return new Failure('TargetUnavailable', { target: '', why: error.message })
  const code = passingFault(error) ?? passingFault((error as { cause?: unknown })?.cause)
  if (code) return new Failure('DatabaseUnavailable', { code })
  const kind = programFault(error)
  return kind ? new Failure('ProgramFault', { kind, message: (error as Error).message }) : null
}

/** The pulse of the activity that is running: heartbeat, and whether the worker or a person wants it to stop. */
export function activityPulse(): Pulse {
  const context = ActivityContext.current()
  return {
    beat: (sent) => context.heartbeat({ sent }),
    get stopping() {
      return context.cancellationSignal.aborted
    },
  }
}
