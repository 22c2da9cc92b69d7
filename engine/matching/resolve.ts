import { type Blocks, blocksOf, type HotKey } from './blocking.ts'
import { type Clustering, cluster } from './cluster.ts'
import type { Constraints } from './constraints.ts'
import { type Layout, layOut } from './layout.ts'
import { type Model, microbits, scoredBy } from './model.ts'
import { unitsOf } from './pairs.ts'
import { type Edges, predict } from './predict.ts'
import type { Comparisons, Records } from './records.ts'
import { createScorer, type Scorer } from './score.ts'
import type { Origin, Pool } from './threads.ts'

export interface Resolution {
  readonly layout: Layout
  readonly hot: readonly HotKey[]
  readonly scorer: Scorer
  readonly edges: Edges
  readonly clustering: Clustering
  /** Seconds by phase. */
  readonly seconds: { readonly block: number; readonly score: number; readonly cluster: number }
}

export interface Threads {
  readonly pool: Pool
  /** Where they find the comparisons. */
  readonly origin: Origin
  /** Given what tells, while pairs are scored, how many have been taken. */
  readonly watch?: (taken: () => number) => void
}

export interface ResolveOptions {
  readonly constraints?: Constraints
  /** Threads that do what one would do, with the same answer. */
  readonly threads?: Threads
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
  const { threads } = options
  const { pool } = threads ?? {}
  const blocks = options.blocks ?? (await (pool?.blocks ?? blocksOf)(records.blocks, records.size))
  const layout = await (pool?.layOut ?? layOut)(records, blocks, scored)
  times.push(now())
  const wanted = { atLeast: microbits(Math.min(model.thresholds.review, model.thresholds.link)) }
  const scorer = createScorer(scored, layout, model.prior)
  const edges = threads
    ? await threads.pool.predict(threads.origin, { layout, scored, prior: model.prior, wanted }, threads.watch)
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
