import { type Blocks, blocksOf, type HotKey } from './blocking.ts'
import { type Clustering, cluster } from './cluster.ts'
import type { Constraints } from './constraints.ts'
import { type Layout, layOut } from './layout.ts'
import { type Model, microbits, scoredBy } from './model.ts'
import { unitsOf } from './pairs.ts'
import { type Edges, predict } from './predict.ts'
import type { Comparisons, Records } from './records.ts'
import { createScorer, type Scorer } from './score.ts'
import type { Scoring } from './threads.ts'

export interface Resolution {
  readonly layout: Layout
  readonly hot: readonly HotKey[]
  readonly scorer: Scorer
  readonly edges: Edges
  readonly clustering: Clustering
  /** Seconds by phase. */
  readonly seconds: { readonly block: number; readonly score: number; readonly cluster: number }
}

export interface ResolveOptions {
  readonly constraints?: Constraints
  /** Scores by other means (threads); must answer what `predict` answers over all units. */
  readonly predict?: (scoring: Scoring) => Promise<Edges>
  /** The groups of the records, where they are known already. */
  readonly blocks?: Blocks
  /** Where time comes from, in milliseconds. */
  readonly now?: () => number
}

/** Blocks, scores and clusters with a frozen model. The same records, model and constraints give the same answer, always. */
export async function resolve(
  comparisons: Comparisons,
  records: Records,
  model: Model,
  options: ResolveOptions = {},
): Promise<Resolution> {
  const now = options.now ?? (() => 0)
  const times = [now()]
  const scored = scoredBy(model, comparisons, records.columns)
  const blocks = options.blocks ?? blocksOf(records.blocks, records.size)
  const layout = layOut(records, blocks, scored)
  times.push(now())
  const wanted = { atLeast: microbits(Math.min(model.thresholds.review, model.thresholds.link)) }
  const scorer = createScorer(scored, layout, model.prior)
  const edges = options.predict
    ? await options.predict({ layout, scored, prior: model.prior, wanted })
    : predict(layout, unitsOf(layout), scorer, wanted)
  times.push(now())
  const clustering = cluster(records.size, edges, {
    floor: microbits(model.thresholds.link),
    review: microbits(Math.min(model.thresholds.review, model.thresholds.link)),
    score: scorer.judge,
    ...(options.constraints ? { constraints: options.constraints } : {}),
  })
  times.push(now())
  const span = (n: number): number => (times[n + 1]! - times[n]!) / 1000
  return {
    layout,
    hot: blocks.hot,
    scorer,
    edges,
    clustering,
    seconds: { block: span(0), score: span(1), cluster: span(2) },
  }
}
