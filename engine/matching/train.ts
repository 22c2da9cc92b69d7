import { type Blocks, blocksOf } from './blocking.ts'
import { measureChance } from './chance.ts'
import { hashOf } from './encode.ts'
import type { PlacedLabel } from './labels.ts'
import type { Scored } from './lane.ts'
import { type Layout, layOut } from './layout.ts'
import { type Maximised, maximise } from './maximise.ts'
import { unitsOf, walkPairs } from './pairs.ts'
import { createPatternCounter, type PatternCount, type PatternCounter } from './patterns.ts'
import type { Comparisons, Records } from './records.ts'
import { createScorer, type Scorer } from './score.ts'
import { countTerms, publicTerms, type TermTable } from './terms.ts'

export interface TrainOptions {
  readonly seed?: string
  /** Pairs compared to see what chance does. */
  readonly chancePairs?: number
  /** Blocked pairs that are judged; where there are more, one in so many by seeded hash. */
  readonly blockedPairs?: number
  /** The groups of the records, where they are known already. */
  readonly blocks?: Blocks
  /** The records are those of a register: the model keeps no term that could name a person. */
  readonly isRegister?: boolean
  /** Pairs of which people have said what they are: those stand, whatever their levels say, in every pass of EM. */
  readonly known?: readonly Pick<PlacedLabel, 'left' | 'right' | 'share'>[]
}

/** What training found, before it is written as a model. */
export interface Trained {
  readonly comparisons: Comparisons
  readonly records: number
  readonly terms: readonly TermTable[]
  readonly patterns: readonly PatternCount[]
  readonly result: Maximised
  readonly chance: { readonly pairs: number; readonly thin: readonly string[] }
  readonly blocked: number
  /** Blocked pairs of which people have spoken, and how many of them are matches. */
  readonly known: { readonly pairs: number; readonly matches: number }
  readonly allPairs: number
}

const CHANCE_PAIRS = 500_000
const BLOCKED_PAIRS = 4_000_000

/**
 * Learns m, u and the share of matches from the records themselves; what people said of pairs helps, and is not needed.
 * Deterministic.
 */
export function train(comparisons: Comparisons, records: Records, options: TrainOptions = {}): Trained {
  const { seed = '', chancePairs = CHANCE_PAIRS, blockedPairs = BLOCKED_PAIRS, isRegister = false } = options
  const terms = comparisons.map((comparison, c) => {
    const counted = countTerms(comparison, records.columns[c]!)
    return isRegister ? publicTerms(comparison, counted) : counted
  })
  const blank = comparisons.map(
    (comparison, c): Scored => ({
      comparison,
      column: records.columns[c]!,
      terms: terms[c]!,
      weights: new Int32Array(comparison.levels.length + 2),
    }),
  )
  const layout = layOut(records, options.blocks ?? blocksOf(records.blocks, records.size), blank)
  const scorer = createScorer(blank, layout, 0)
  const chance = measureChance(blank, scorer, records.names, seed, chancePairs)
  const said = saidOf(options.known ?? [], records.size)
  const patterns = countPatterns(blank, scorer, layout, { seed, most: blockedPairs, said })
  const allPairs = pairsOf(records)
  const start = comparisons.map(({ levels, otherwise }) =>
    Float64Array.from([0, ...levels.map(({ m }) => m), otherwise.m]),
  )
  const result = maximise(patterns, start, chance, allPairs, Math.min(0.1, records.size / allPairs))
  const blocked = patterns.reduce((sum, { pairs }) => sum + pairs, 0)
  return {
    comparisons,
    records: records.size,
    terms,
    patterns,
    result,
    chance,
    blocked,
    known: knownIn(patterns),
    allPairs,
  }
}

/** What people said of a pair, by the smaller record times the number of records plus the greater; of several the last. */
const saidOf = (known: NonNullable<TrainOptions['known']>, size: number): ReadonlyMap<number, number> =>
  new Map(known.map(({ left, right, share }) => [Math.min(left, right) * size + Math.max(left, right), share]))

interface Counting {
  readonly seed: string
  readonly most: number
  readonly said: ReadonlyMap<number, number>
}

/**
 * Counts the patterns of the blocked pairs, of a fixed share of them where they are more than `most`. Pairs that people spoke
 * of are counted all, and apart.
 */
function countPatterns(
  scored: readonly Scored[],
  scorer: Scorer,
  layout: Layout,
  { seed, most, said }: Counting,
): PatternCount[] {
  const counter = createPatternCounter(scored, scorer)
  const known = new Map<number, PatternCounter>()
  const pairs = layout.rules.reduce((sum, rule) => sum + rule.pairs, 0)
  const every = Math.max(1, Math.ceil(pairs / most))
  const salt = hashOf(seed)
  const { recordAt } = layout
  const size = recordAt.length
  walkPairs(layout, unitsOf(layout), undefined, (p, q) => {
    const a = Math.min(recordAt[p]!, recordAt[q]!)
    const b = Math.max(recordAt[p]!, recordAt[q]!)
    const share = said.size > 0 ? said.get(a * size + b) : undefined
    if (share !== undefined) {
      scorer.judge(a, b)
      counterOf(share).add()
      return
    }
    if (every > 1 && (Math.imul(Math.imul(a ^ salt, 0x9e3779b1) ^ b, 0x85ebca6b) >>> 3) % every !== 0) return
    scorer.judge(a, b)
    counter.add()
  })
  const apart = [...known].sort(([a], [b]) => a - b)
  return [
    ...counter.counts(every),
    ...apart.flatMap(([share, own]) => own.counts().map((count) => ({ ...count, said: share }))),
  ]

  function counterOf(share: number): PatternCounter {
    let own = known.get(share)
    if (!own) known.set(share, (own = createPatternCounter(scored, scorer)))
    return own
  }
}

function knownIn(patterns: readonly PatternCount[]): Trained['known'] {
  const own = patterns.filter(({ said }) => said !== undefined)
  const matches = own.reduce((sum, { pairs, said = 0 }) => sum + pairs * said, 0)
  return { pairs: own.reduce((sum, { pairs }) => sum + pairs, 0), matches }
}

/** Pairs of records that could be the same: all, or those across sources. */
export function pairsOf({ size, sources, crossOnly }: Records): number {
  const all = (size * (size - 1)) / 2
  if (!crossOnly || !sources) return Math.max(all, 1)
  const sizes = new Map<number, number>()
  for (const source of sources) sizes.set(source, (sizes.get(source) ?? 0) + 1)
  return Math.max(
    [...sizes.values()].reduce((sum, n) => sum - (n * (n - 1)) / 2, all),
    1,
  )
}
