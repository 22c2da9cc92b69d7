import { type BlockIndex, indexBlock } from './blocking.ts'
import { measureChance } from './chance.ts'
import { encodeFields, type Field, type Records } from './declaration.ts'
import { type Maximised, maximise } from './maximise.ts'
import { unitsOf, walkPairs } from './pairs.ts'
import { createPatternCounter, type PatternCount } from './patterns.ts'
import { createScorer, type Scored } from './score.ts'
import { countTerms, type TermTable } from './terms.ts'

export interface TrainOptions {
  readonly seed?: string
  /** Pairs compared to see what chance does. */
  readonly chancePairs?: number
}

/** What training found, before it is written as a model. */
export interface Trained {
  readonly fields: readonly Field[]
  readonly terms: readonly TermTable[]
  readonly result: Maximised
  readonly chance: { readonly pairs: number; readonly thin: readonly string[] }
  readonly blocked: number
  readonly allPairs: number
}

const CHANCE_PAIRS = 500_000

/** Learns m, u and the share of matches from the records themselves, without labels. Deterministic. */
export function train(records: Records, options: TrainOptions = {}): Trained {
  const fields = encodeFields(records)
  const rules = records.blocks.map(indexBlock)
  const terms = fields.map(countTerms)
  const blank = fields.map(
    (field, c): Scored => ({
      ...field,
      terms: terms[c]!,
      weights: new Int32Array(field.comparison.levels.length + 2),
    }),
  )
  const chance = measureChance(fields, blank, records.keys, options.seed ?? '', options.chancePairs ?? CHANCE_PAIRS)
  const patterns = countAll(blank, rules, records)
  const allPairs = pairsOf(records)
  const start = fields.map(({ comparison }) =>
    Float64Array.from([0, ...comparison.levels.map(({ m }) => m), comparison.otherwise.m]),
  )
  const result = maximise(patterns, start, chance.shares, allPairs, Math.min(0.1, records.keys.length / allPairs))
  const blocked = patterns.reduce((sum, { pairs }) => sum + pairs, 0)
  return { fields, terms, result, chance, blocked, allPairs }
}

function countAll(
  scored: readonly Scored[],
  rules: readonly BlockIndex[],
  { keys, sources, crossOnly }: Records,
): PatternCount[] {
  const scorer = createScorer(scored, 0, keys.length)
  const counter = createPatternCounter(scored, scorer)
  walkPairs(rules, unitsOf(rules, keys.length), keys.length, crossOnly ? sources : null, (a, b) => {
    scorer.score(a, b, Number.NEGATIVE_INFINITY)
    counter.add()
  })
  return counter.counts()
}

/** Pairs of records that could be the same: all, or those across sources. */
export function pairsOf({ keys, sources, crossOnly }: Records): number {
  const all = (keys.length * (keys.length - 1)) / 2
  if (!crossOnly || !sources) return Math.max(all, 1)
  const sizes = new Map<number, number>()
  for (const source of sources) sizes.set(source, (sizes.get(source) ?? 0) + 1)
  return Math.max(
    [...sizes.values()].reduce((sum, n) => sum - (n * (n - 1)) / 2, all),
    1,
  )
}
