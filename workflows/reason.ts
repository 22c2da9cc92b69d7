import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow'

/** The innermost sentence of a failure; a cancelled or terminated run is not a parked source or target: it is thrown on. */
export function reasonOf(error: unknown): string {
  let cause: unknown = error
  while (cause instanceof ChildWorkflowFailure || cause instanceof ActivityFailure) cause = cause.cause
  if (cause instanceof ApplicationFailure) return cause.message
  throw error
}
