import { ApplicationFailure } from '@temporalio/workflow'
import type { z } from 'zod'
import { problemsOf } from './messages.ts'

/** Parses the one argument of a workflow, update or query; an empty form field counts as `{}`. Fails with `InvalidInput`. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const given = raw ?? {}
  const problems = problemsOf(schema, given)
  if (problems !== null) throw ApplicationFailure.nonRetryable(problems, 'InvalidInput')
  return schema.parse(given)
}
