import type { AnyComparison } from '../../core/comparison.ts'
import { boundBy, PRUNED } from './bound.ts'
import { Lane, MISSING_LEVEL, type Scored } from './lane.ts'
import type { Layout } from './layout.ts'

/** Compares two records. Not re-entrant. */
export interface Scorer {
  /**
   * Total weight of the pair in micro-bits, prior included, or `PRUNED` as soon as it cannot reach `atLeast`. Records by
   * position in the layout.
   */
  readonly score: (p: number, q: number, atLeast: number) => number
  /** The same without pruning, records by number; fills `levels` and `bits`. */
  readonly judge: (a: number, b: number) => number
  /** Level of each comparison for the pair last judged. */
  readonly levels: Int32Array
  /** Micro-bits that term frequency added to each. */
  readonly bits: Int32Array
}

/**
 * A scorer over laid-out records. A pair is first bounded from above by which of its values are equal alone; only what could
 * still reach the threshold is compared by likeness, strongest doubt first.
 */
export function createScorer(scored: readonly Scored[], layout: Layout, prior: number): Scorer {
  const lanes = scored.map((one, c) => new Lane(one, layout.places[c]!.packed))
  const implied = scored.map(({ comparison }) => impliedMasks(comparison, scored))
  const implies = implied.some((masks) => masks.some((mask) => mask !== 0))
  const judging = judgeBy(scored, lanes, prior, implied)
  const bounded = boundBy(scored, lanes, layout, prior)
  if (!implies) return { score: bounded, ...judging }
  const { recordAt } = layout
  // what an equal number already says is taken back, which can only lower the total
  const score = (p: number, q: number, atLeast: number): number => {
    if (bounded(p, q, atLeast) < atLeast) return PRUNED
    const whole = judging.judge(recordAt[p]!, recordAt[q]!)
    return whole < atLeast ? PRUNED : whole
  }
  return { score, ...judging }
}

function judgeBy(
  scored: readonly Scored[],
  lanes: readonly Lane[],
  prior: number,
  implied: readonly Int32Array[],
): Pick<Scorer, 'judge' | 'levels' | 'bits'> {
  const levels = new Int32Array(lanes.length)
  const bits = new Int32Array(lanes.length)
  const judge = (a: number, b: number): number => {
    let total = prior
    let mask = 0
    for (let c = 0; c < lanes.length; c++) {
      const { ids } = scored[c]!.column
      const x = ids[a]!
      const y = ids[b]!
      levels[c] = MISSING_LEVEL
      bits[c] = 0
      if (x < 0 || y < 0) continue
      const lane = lanes[c]!
      total += lane.weighAny(x, y)
      levels[c] = lane.level
      bits[c] = lane.bits
      mask |= implied[c]![lane.level]!
    }
    if (mask === 0) return total
    for (let c = 0; c < lanes.length; c++) {
      const own = lanes[c]!.weights[levels[c]!]! + bits[c]!
      if (mask & (1 << c) && own > 0) total -= own
    }
    return total
  }
  return { judge, levels, bits }
}

/** For each level, the comparisons that it answers as bits. */
export function impliedMasks(comparison: AnyComparison, scored: readonly Scored[]): Int32Array {
  const masks = new Int32Array(comparison.levels.length + 2)
  comparison.levels.forEach((level, l) => {
    for (const name of level.implies ?? []) {
      const c = scored.findIndex((other) => other.comparison.name === name)
      if (c >= 0) masks[l + 1]! |= 1 << c
    }
  })
  return masks
}
