import type { PlacedLabel, Reason } from './labels.ts'
import { bits, type Model, weightOf } from './model.ts'
import type { Scorer } from './score.ts'

/** Labelled matches by comparison and level; entry 0 (missing) is unused. */
export interface LabelCounts {
  readonly levels: readonly Float64Array[]
  /** Pairs that count, in matches. */
  readonly matches: number
  /** Labels left aside because of why they were shown. */
  readonly aside: number
}

/** Labels of doubtful pairs alone would say that matches agree badly: unless asked for, they stay aside. */
const FAIR: readonly Reason[] = ['random', 'given']

/** Counts in which levels labelled matches end; a label of .7 counts .7. */
export function countLabelled(
  model: Model,
  { judge, levels }: Pick<Scorer, 'judge' | 'levels'>,
  labels: readonly PlacedLabel[],
  reasons: readonly Reason[] = FAIR,
): LabelCounts {
  const found = model.comparisons.map((own) => new Float64Array(own.levels.length + 1))
  let matches = 0
  let aside = 0
  for (const { left, right, share, reason } of labels) {
    if (!reasons.includes(reason)) {
      aside++
      continue
    }
    if (share === 0) continue
    judge(Math.min(left, right), Math.max(left, right))
    matches += share
    for (let c = 0; c < found.length; c++) found[c]![levels[c]!]! += share
  }
  return { levels: found, matches, aside }
}

/**
 * How labels enter m. `blend`: the model's own m counts as so many labelled matches. `replace`: labels alone, each level half a
 * match to begin with (Krichevsky and Trofimov 1981), so that a level that no label reached does not become impossible.
 */
export type LabelUse = { readonly how: 'blend'; readonly pairs: number } | { readonly how: 'replace' }

/** What labels did to one level. Shares of matches; `moved` in bits of weight. */
export interface LevelMove {
  readonly comparison: string
  readonly level: string
  /** As the model had it. */
  readonly before: number
  /** As the labels alone say; null: no labelled match has both values. */
  readonly labels: number | null
  readonly after: number
  readonly moved: number
}

/** The model with m from labels; u and the share of matches stay. A comparison that no labelled match fills keeps its m. */
export function withLabels(
  model: Model,
  counts: LabelCounts,
  use: LabelUse = { how: 'blend', pairs: 100 },
): { readonly model: Model; readonly moves: readonly LevelMove[] } {
  const moves: LevelMove[] = []
  const comparisons = model.comparisons.map((own, c) => {
    const found = counts.levels[c]!.slice(1)
    const total = found.reduce((sum, n) => sum + n, 0)
    const levels = own.levels.map((level, l) => {
      const labels = total > 0 ? found[l]! / total : null
      const m = total === 0 ? level.m : mOf(found[l]!, total, level.m, own.levels.length, use)
      const microbits = weightOf(m, level.u)
      const moved = bits(microbits - level.microbits)
      moves.push({ comparison: own.name, level: level.code, before: level.m, labels, after: m, moved })
      return total === 0 ? level : { ...level, m, microbits }
    })
    return { ...own, levels }
  })
  const labels = { matches: counts.matches, how: use.how }
  return {
    model: { ...model, comparisons, training: { ...model.training, labels } },
    moves,
  }
}

function mOf(found: number, total: number, before: number, levels: number, use: LabelUse): number {
  return use.how === 'replace'
    ? (found + 0.5) / (total + levels / 2)
    : (found + use.pairs * before) / (total + use.pairs)
}
