import type { AnyComparison } from '../../core/comparison.ts'
import { Lane, MISSING_LEVEL, type Scored, UNJUDGED } from './lane.ts'

export const PRUNED = -0x7fffffff

/** Compares two records. Not re-entrant. */
export interface Scorer {
  /** Total weight of the pair in micro-bits, prior included, or `PRUNED` as soon as it cannot reach `atLeast`. */
  readonly score: (a: number, b: number, atLeast: number) => number
  /** The same without pruning; fills `levels` and `bits`. */
  readonly judge: (a: number, b: number) => number
  /** Level of each comparison for the pair last judged. */
  readonly levels: Int32Array
  /** Micro-bits that term frequency added to each. */
  readonly bits: Int32Array
}

/**
 * A scorer over the values of records, `rows` as `rowsOf` lays them out. A pair is first bounded from above by which of its
 * values are equal alone; only what could still reach the threshold is compared by likeness, strongest doubt first.
 */
export function createScorer(scored: readonly Scored[], rows: Int32Array, prior: number): Scorer {
  const width = scored.length
  const lanes = scored.map((one) => new Lane(one))
  const selves = lanes.map(({ self }) => self)
  const best = Float64Array.from(lanes, (lane) => lane.best)
  const order = doubtFirst(lanes)
  const implied = scored.map(({ comparison }) => impliedMasks(comparison, scored))
  const implies = implied.some((masks) => masks.some((mask) => mask !== 0))
  const judge = judgeBy(lanes, rows, prior, implied)
  const score = (a: number, b: number, atLeast: number): number => {
    const left = a * width
    const right = b * width
    let total = prior
    let pending = 0
    for (let c = 0; c < width; c++) {
      const x = rows[left + c]!
      const y = rows[right + c]!
      if (x === y) {
        if (x < 0) continue
        const self = selves[c]![x]!
        total += self !== UNJUDGED ? self : lanes[c]!.weighSelf(x)
      } else if (x >= 0 && y >= 0) {
        total += best[c]!
        pending |= 1 << c
      }
    }
    if (total < atLeast) return PRUNED
    for (let n = 0; n < width && pending !== 0; n++) {
      const c = order[n]!
      if ((pending & (1 << c)) === 0) continue
      pending ^= 1 << c
      total += lanes[c]!.weigh(rows[left + c]!, rows[right + c]!) - best[c]!
      if (total < atLeast) return PRUNED
    }
    // what an equal number already says is taken back, which can only lower the total
    if (!implies) return total
    const whole = judge.judge(a, b)
    return whole < atLeast ? PRUNED : whole
  }
  return { score, ...judge }
}

function judgeBy(lanes: readonly Lane[], rows: Int32Array, prior: number, implied: readonly Int32Array[]) {
  const width = lanes.length
  const levels = new Int32Array(width)
  const bits = new Int32Array(width)
  const judge = (a: number, b: number): number => {
    let total = prior
    let mask = 0
    for (let c = 0; c < width; c++) {
      const x = rows[a * width + c]!
      const y = rows[b * width + c]!
      levels[c] = MISSING_LEVEL
      bits[c] = 0
      if (x < 0 || y < 0) continue
      const lane = lanes[c]!
      total += x === y ? lane.weighSelf(x) : lane.weigh(x, y)
      levels[c] = lane.level
      bits[c] = lane.bits
      mask |= implied[c]![lane.level]!
    }
    if (mask === 0) return total
    for (let c = 0; c < width; c++) {
      const own = lanes[c]!.weights[levels[c]!]! + bits[c]!
      if (mask & (1 << c) && own > 0) total -= own
    }
    return total
  }
  return { judge, levels, bits }
}

/** Comparisons in the order in which disagreement costs a pair most: whoever cannot match is given up soonest. */
function doubtFirst(lanes: readonly Lane[]): Int32Array {
  const fall = lanes.map(({ best, weights, comparison }) => (best - weights.at(-1)!) / (comparison.digits ? 1 : 4))
  return Int32Array.from(lanes.map((_, c) => c).sort((a, b) => fall[b]! - fall[a]! || a - b))
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
