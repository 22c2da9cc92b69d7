import type { AnyDomain } from '../../core/domain.ts'
import { Failure } from '../../core/errors.ts'
import { type Blocks, blocksOf } from '../../engine/matching/blocking.ts'
import { chunksOf, pairsByRule } from '../../engine/matching/chunks.ts'
import { comparisonsOf } from '../../engine/matching/domain.ts'
import type { Scored } from '../../engine/matching/lane.ts'
import { type Layout, layOut } from '../../engine/matching/layout.ts'
import { type Model, microbits, scoredBy } from '../../engine/matching/model.ts'
import { Names } from '../../engine/matching/names.ts'
import type { Unit } from '../../engine/matching/pairs.ts'
import type { Wanted } from '../../engine/matching/predict.ts'
import type { Records } from '../../engine/matching/records.ts'
import type { Loaded } from './intake.ts'
import type { Neighbourhood } from './neighbourhood.ts'

/** Everything that the chunks of one match share: the records, the groups in which they meet, and the weights. */
export interface Grid {
  readonly loaded: Loaded
  /** What a delta is about; null in a full run. */
  readonly near: Neighbourhood | null
  readonly blocks: Blocks
  readonly chunks: readonly Unit[]
  /** Pairs that the groups make, one that several make counted for each. */
  readonly pairs: number
  /** Made when the first chunk is scored. */
  readonly scoring: () => GridScoring
}

export interface GridScoring {
  readonly layout: Layout
  readonly scored: readonly Scored[]
  readonly prior: number
  readonly wanted: Wanted
}

export interface GridOptions {
  readonly chunkPairs: number
  readonly pairBudget: number
}

/** Lays out the pair grid of loaded records. Throws TooManyPairs, before any pair is made, where it is over the budget. */
export function gridOf(
  domain: AnyDomain,
  model: Model,
  loaded: Loaded,
  near: Neighbourhood | null,
  { chunkPairs, pairBudget }: GridOptions,
): Grid {
  const touched = near ? Uint8Array.from(loaded.ids, (id) => (near.touched.has(id) ? 1 : 0)) : null
  const blocks = blocksOf(loaded.keys, loaded.size)
  const chunks = chunksOf(blocks, chunkPairs, touched)
  const pairs = chunks.reduce((sum, chunk) => sum + chunk.pairs, 0)
  if (pairs > pairBudget) refuse(domain.name, blocks, touched, pairs, pairBudget)
  let scoring: GridScoring | undefined
  return {
    loaded,
    near,
    blocks,
    chunks,
    pairs,
    scoring: () => (scoring ??= scoringOf(domain, model, loaded, blocks, touched)),
  }
}

function scoringOf(
  domain: AnyDomain,
  model: Model,
  loaded: Loaded,
  blocks: Blocks,
  touched: Uint8Array | null,
): GridScoring {
  const scored = scoredBy(model, comparisonsOf(domain), loaded.columns)
  const layout = layOut(recordsOf(loaded), blocks, scored)
  const always = loaded.rules.flatMap(({ isKept }, place) => (isKept ? [place] : []))
  const atLeast = microbits(Math.min(domain.matching.review, domain.matching.link))
  const wanted = touched
    ? { always, atLeast, touched: Uint8Array.from(layout.recordAt, (record) => touched[record]!) }
    : { always, atLeast }
  return { layout, scored, prior: model.prior, wanted }
}

/** Loaded records as the engine is given them; who needs their names asks the store for those few. */
export const recordsOf = ({ size, sources, columns, keys }: Loaded): Records => ({
  size,
  names: Names.of([]),
  sources,
  crossOnly: false,
  columns,
  blocks: keys,
})

function refuse(domain: string, blocks: Blocks, touched: Uint8Array | null, pairs: number, budget: number): never {
  const rules = pairsByRule(blocks, touched)
    .filter((rule) => rule.pairs > 0)
    .sort((a, b) => b.pairs - a.pairs)
    .slice(0, 3)
    .map((rule) => `${rule.name} ${rule.pairs}`)
  throw new Failure('TooManyPairs', { domain, pairs, budget, rules: rules.join(', ') })
}
