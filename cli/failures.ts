import { ApplicationFailure } from '@temporalio/common'
import { ERRORS, type ErrorCode, Failure } from '../core/errors.ts'

/** The failure with a code that ended a workflow, under the layers that the client and the server put around it. */
export function applicationFailure(error: unknown): ApplicationFailure | null {
  let cause: unknown = error
  while (cause instanceof Error && !(cause instanceof ApplicationFailure)) cause = cause.cause
  return cause instanceof ApplicationFailure ? cause : null
}

/** A refusal that came through Temporal, as the failure that it was; anything else as it is. */
export function relayed(error: unknown): unknown {
  const cause = applicationFailure(error)
  return cause?.type && cause.type in ERRORS ? new Failure(cause.type as ErrorCode, {}, null, cause.message) : error
}
