import { MISSING_LEVEL } from './lane.ts'
import { firstShared } from './layout.ts'
import { bits, type Model, probability } from './model.ts'
import type { Names } from './names.ts'
import { ruleOf } from './pairs.ts'
import type { Resolution } from './resolve.ts'

/** What one comparison said of a pair, in bits; `terms` is the part that term frequency added. */
export interface Bar {
  readonly comparison: string
  readonly level: string
  readonly label: string
  readonly bits: number
  readonly terms: number
}

/** A pair explained from levels and weights alone: no personal value is in it. */
export interface Explanation {
  readonly left: string
  readonly right: string
  readonly prior: number
  readonly bars: readonly Bar[]
  readonly total: number
  readonly probability: number
  /** First rule under which the two meet; null: they never met in a block. */
  readonly rule: string | null
  readonly decision: 'together' | 'apart'
  readonly model: string
}

/** Explains pairs of a finished resolution. */
export function createExplainer(
  names: Names,
  model: Model,
  { layout, scorer, clustering }: Pick<Resolution, 'layout' | 'scorer' | 'clustering'>,
) {
  return (a: number, b: number): Explanation => {
    const total = scorer.judge(a, b)
    const bars = model.comparisons.map(({ name, levels }, c): Bar => {
      const level = scorer.levels[c]!
      if (level === MISSING_LEVEL)
        return { comparison: name, level: 'missing', label: 'thiếu một bên', bits: 0, terms: 0 }
      const own = levels[level - 1]!
      return {
        comparison: name,
        level: own.code,
        label: own.label,
        bits: bits(own.microbits),
        terms: bits(scorer.bits[c]!),
      }
    })
    const group = firstShared(layout, a, b)
    return {
      left: names.at(a),
      right: names.at(b),
      prior: bits(model.prior),
      bars,
      total: bits(total),
      probability: probability(total),
      rule: group < 0 ? null : (layout.rules[ruleOf(layout, group)]?.name ?? null),
      decision: clustering.clusterOf[a] === clustering.clusterOf[b] ? 'together' : 'apart',
      model: model.declaration,
    }
  }
}
