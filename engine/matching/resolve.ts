import { type BlockIndex, indexBlock } from './blocking.ts'
import { type Clustering, cluster } from './cluster.ts'
import type { Constraints } from './constraints.ts'
import { encodeFields, type Records } from './declaration.ts'
import { type Model, microbits, scoredBy } from './model.ts'
import { unitsOf } from './pairs.ts'
import { type Edges, predict } from './predict.ts'
import { createScorer, type Scored } from './score.ts'

export interface Resolution {
  readonly rules: readonly BlockIndex[]
  readonly scored: readonly Scored[]
  readonly edges: Edges
  readonly clustering: Clustering
  /** Seconds by phase. */
  readonly seconds: {
    readonly encode: number
    readonly block: number
    readonly score: number
    readonly cluster: number
  }
}

export interface ResolveOptions {
  readonly constraints?: Constraints
  /** Scores the units by other means (threads); must answer what `predict` answers over all units. */
  readonly predict?: (rules: readonly BlockIndex[], scored: readonly Scored[], atLeast: number) => Promise<Edges>
  /** Where time comes from, in milliseconds. */
  readonly now?: () => number
}

/** Blocks, scores and clusters with a frozen model. The same records, model and constraints give the same answer, always. */
export async function resolve(records: Records, model: Model, options: ResolveOptions = {}): Promise<Resolution> {
  const now = options.now ?? (() => 0)
  const times = [now()]
  const scored = scoredBy(model, encodeFields(records))
  times.push(now())
  const rules = records.blocks.map(indexBlock)
  times.push(now())
  const atLeast = microbits(Math.min(model.thresholds.review, model.thresholds.link))
  const sources = records.crossOnly ? records.sources : null
  const scorer = createScorer(scored, model.prior, records.keys.length)
  const edges = options.predict
    ? await options.predict(rules, scored, atLeast)
    : predict(rules, unitsOf(rules, records.keys.length), sources, scorer, atLeast)
  times.push(now())
  const { score } = scorer
  const clustering = cluster(records.keys.length, edges, {
    floor: microbits(model.thresholds.link),
    review: microbits(model.thresholds.review),
    score: (a, b) => score(a, b, Number.NEGATIVE_INFINITY),
    ...(options.constraints ? { constraints: options.constraints } : {}),
  })
  times.push(now())
  const span = (n: number): number => (times[n + 1]! - times[n]!) / 1000
  return {
    rules,
    scored,
    edges,
    clustering,
    seconds: { encode: span(0), block: span(1), score: span(2), cluster: span(3) },
  }
}
