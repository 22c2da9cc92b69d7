import type { AnyComparison } from '../../core/comparison.ts'
import { type Column, countsOf, textOf } from './encode.ts'
import { levelOf, type Scored } from './lane.ts'
import type { Names } from './names.ts'
import type { Scorer } from './score.ts'

/** Share of all pairs of records (matches included) that end in each level, missing values left out; level 0 unused. */
export interface Chance {
  readonly shares: readonly Float64Array[]
  /** Smallest share that the sample can tell from none: one pair of it, for a level that few pairs reached. */
  readonly least: readonly Float64Array[]
  readonly pairs: number
  /** `field.level` names that fewer than 100 sampled pairs reached. */
  readonly thin: readonly string[]
}

const THIN = 100

/**
 * Equal values are counted exactly from the dictionaries; unequal ones by comparing with each other the records whose
 * seeded hash of the name is smallest. No chance and no order of arrival enters.
 */
export function measureChance(
  scored: readonly Scored[],
  scorer: Scorer,
  names: Names,
  seed: string,
  budget: number,
): Chance {
  const sample = smallestHashes(names, seed, Math.ceil((1 + Math.sqrt(1 + 8 * budget)) / 2))
  const tallies = scored.map(({ comparison }) => new Float64Array(comparison.levels.length + 2))
  let pairs = 0
  for (let i = 0; i < sample.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = sample[i]!
      const b = sample[j]!
      scorer.judge(a, b)
      pairs++
      for (let c = 0; c < scored.length; c++) {
        const { ids } = scored[c]!.column
        if (ids[a] !== ids[b]) tallies[c]![scorer.levels[c]!]!++
      }
    }
  }
  const thin: string[] = []
  const least = tallies.map((tally) => new Float64Array(tally.length))
  const shares = scored.map(({ comparison, column }, c) => {
    const equal = equalShares(comparison, column)
    const equalTotal = equal.reduce((sum, share) => sum + share, 0)
    const unequal = tallies[c]!.reduce((sum, n, l) => (l > 0 ? sum + n : sum), 0)
    return equal.map((share, l) => {
      if (l === 0) return 0
      const seen = tallies[c]![l]!
      if (share === 0 && seen < THIN) {
        thin.push(`${comparison.name}.${comparison.levels[l - 1]?.code ?? 'else'}`)
        if (unequal > 0) least[c]![l] = 1 / unequal
      }
      return share + (unequal > 0 ? (seen / unequal) * (1 - equalTotal) : 0)
    })
  })
  return { shares, least, pairs, thin }
}

/** Share of the pairs of present values that are equal, by the level that equal values reach. */
function equalShares(comparison: AnyComparison, column: Column): Float64Array {
  const shares = new Float64Array(comparison.levels.length + 2)
  let present = 0
  countsOf(column).forEach((records, value) => {
    const prepared = comparison.prepare(textOf(column, value))
    if (prepared === null) return
    present += records
    if (records > 1) shares[levelOf(comparison, prepared, prepared)]! += records * (records - 1)
  })
  const all = present * (present - 1)
  return all > 0 ? shares.map((share) => share / all) : shares
}

/** The records with the smallest seeded hashes, ascending. */
function smallestHashes(names: Names, seed: string, count: number): number[] {
  const hashes = names.hashes(seed)
  const bound = hashes.length <= count ? Number.POSITIVE_INFINITY : hashes.slice().sort()[count - 1]!
  const below: number[] = []
  const at: number[] = []
  hashes.forEach((hash, record) => {
    if (hash < bound) below.push(record)
    else if (hash === bound) at.push(record)
  })
  return [...below, ...at].slice(0, count).sort((a, b) => a - b)
}
