import type { AnyComparison } from '../../core/comparison.ts'
import { Lane, MISSING_LEVEL, type Scored, UNJUDGED, UNPACKED } from './lane.ts'
import type { Layout } from './layout.ts'

export const PRUNED = -0x7fffffff

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

const NO_FOLDS = new Uint32Array(0)

function boundBy(scored: readonly Scored[], lanes: readonly Lane[], layout: Layout, prior: number): Scorer['score'] {
  const { words, width, places, recordAt } = layout
  const count = lanes.length
  const at = Int32Array.from(places, (place) => place.at)
  const isDigits = Uint8Array.from(places, ({ digits }) => (digits ? 1 : 0))
  const equal = Int32Array.from(lanes, ({ weights }) => weights[1]!)
  const best = Float64Array.from(lanes, (lane) => lane.best)
  const selves = lanes.map(({ self }) => self)
  const ids = scored.map(({ column }) => column.ids)
  const kernels = scored.map(({ comparison }) => comparison.digits?.level ?? (() => 0))
  const unlike = Float64Array.from(lanes, (lane) => lane.unlike)
  const folds = places.map((place) => place.folds ?? NO_FOLDS)
  /** Where different folds mean `else` and nothing needs a closer look. */
  const settled = Uint8Array.from(lanes, ({ comparison: { fold, levels } }) => (fold?.levels === levels.length ? 1 : 0))
  const bound = new Float64Array(count)
  const order = doubtFirst(lanes)
  const unpacked = UNPACKED | 0
  return (p, q, atLeast) => {
    const left = p * width
    const right = q * width
    let total = prior
    let pending = 0
    for (let c = 0; c < count; c++) {
      const place = at[c]!
      const x = words[left + place]!
      const y = words[right + place]!
      if (isDigits[c] === 1) {
        if (x === 0 || y === 0) continue
        if (x === y && x !== unpacked && words[left + place + 1] === words[right + place + 1]) total += equal[c]!
        else {
          total += bound[c] = best[c]!
          pending |= 1 << c
        }
      } else if (x === y) {
        if (x < 0) continue
        const self = selves[c]![x]!
        total += self !== UNJUDGED ? self : lanes[c]!.weighSelf(x)
      } else if (x >= 0 && y >= 0) {
        const own = folds[c]!
        const isUnlike = own.length > 0 && own[x] !== own[y] && own[x] !== 0 && own[y] !== 0
        total += bound[c] = isUnlike ? unlike[c]! : best[c]!
        if (!isUnlike || settled[c] === 0) pending |= 1 << c
      }
    }
    if (total < atLeast) return PRUNED
    for (let n = 0; n < count && pending !== 0; n++) {
      const c = order[n]!
      if ((pending & (1 << c)) === 0) continue
      pending ^= 1 << c
      const place = at[c]!
      const x = words[left + place]!
      const y = words[right + place]!
      if (isDigits[c] === 0) total += lanes[c]!.weigh(x, y) - bound[c]!
      else if (x !== unpacked && y !== unpacked)
        total +=
          lanes[c]!.weights[kernels[c]!(x >>> 0, words[left + place + 1]!, y >>> 0, words[right + place + 1]!)]! -
          best[c]!
      else total += lanes[c]!.weighAny(ids[c]![recordAt[p]!]!, ids[c]![recordAt[q]!]!) - bound[c]!
      if (total < atLeast) return PRUNED
    }
    return total
  }
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

/** Comparisons in the order in which disagreement costs a pair most for its price: whoever cannot match is given up soonest. */
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
