import { checkActivities } from './check.ts'
import type { Context } from './context.ts'
import { crossCheckActivities } from './cross-check.ts'
import { decideActivities } from './decide.ts'
import { deliverActivities, type Pulse } from './deliver.ts'
import { matchActivities } from './match.ts'
import { Grids } from './matching/grids.ts'
import { openModels } from './matching/model.ts'
import { openScoring } from './matching/scoring.ts'
import { mergeActivities } from './merge.ts'
import { nightActivities } from './night.ts'
import { type Matching, pairActivities } from './pairs.ts'
import { planActivities } from './plan.ts'
import { pullActivities } from './pull.ts'
import { reconcileActivities } from './reconcile.ts'
import { remapActivities } from './remap.ts'

/** Every activity of the worker, by name. `pulse` is how a long one talks to Temporal. */
export const createActivities = (
  context: Context,
  pulse: () => Pulse,
  matching: Matching = { context, models: openModels(context.catalog), grids: new Grids(), scoring: openScoring() },
) => ({
  ...nightActivities(context),
  ...pullActivities(context),
  ...checkActivities(context, matching.models),
  ...pairActivities(matching, pulse),
  ...matchActivities(matching),
  ...mergeActivities(context),
  ...crossCheckActivities(context),
  ...planActivities(context),
  ...deliverActivities(context, pulse),
  ...reconcileActivities(context),
  ...remapActivities(context),
  ...decideActivities(context),
})

export type Activities = ReturnType<typeof createActivities>
