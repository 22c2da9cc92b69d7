import type { Scored } from './lane.ts'
import { impliedMasks, type Scorer } from './score.ts'

/**
 * What each comparison added to the weight of the pair that a scorer judged last, in micro-bits: its level and the part of
 * term frequency, nothing where another comparison answers it already. With the prior they make the weight.
 */
export function contributionsOf(scored: readonly Scored[]): (judged: Pick<Scorer, 'levels' | 'bits'>) => Int32Array {
  const implied = scored.map(({ comparison }) => impliedMasks(comparison, scored))
  return ({ levels, bits }) => {
    let mask = 0
    for (let c = 0; c < scored.length; c++) mask |= implied[c]![levels[c]!]!
    return Int32Array.from(scored, ({ weights }, c) => {
      const own = weights[levels[c]!]! + bits[c]!
      return mask & (1 << c) && own > 0 ? 0 : own
    })
  }
}
