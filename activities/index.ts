import { checkActivities } from './check.ts'
import type { Context } from './context.ts'
import { crossCheckActivities } from './cross-check.ts'
import { decideActivities } from './decide.ts'
import { deliverActivities, type Pulse } from './deliver.ts'
import { matchActivities } from './match.ts'
import { mergeActivities } from './merge.ts'
import { nightActivities } from './night.ts'
import { planActivities } from './plan.ts'
import { pullActivities } from './pull.ts'
import { reconcileActivities } from './reconcile.ts'
import { remapActivities } from './remap.ts'

/** Every activity of the worker, by name. `pulse` is how a long one talks to Temporal. */
export const createActivities = (context: Context, pulse: () => Pulse) => ({
  ...nightActivities(context),
  ...pullActivities(context),
  ...checkActivities(context),
  ...matchActivities(context),
  ...mergeActivities(context),
  ...crossCheckActivities(context),
  ...planActivities(context),
  ...deliverActivities(context, pulse),
  ...reconcileActivities(context),
  ...remapActivities(context),
  ...decideActivities(context),
})

export type Activities = ReturnType<typeof createActivities>
