import type { Field } from './declaration.ts'
import { createScorer, levelOf, type Scored } from './score.ts'

/** Share of all pairs of records (matches included) that end in each level, missing values left out; level 0 unused. */
export interface Chance {
  readonly shares: readonly Float64Array[]
  readonly pairs: number
  /** `field.level` names that fewer than 100 sampled pairs reached. */
  readonly thin: readonly string[]
}

const THIN = 100

/**
 * Equal values are counted exactly from the dictionaries; unequal ones by comparing with each other the records whose
 * seeded hash of the key is smallest. No chance and no order of arrival enters.
 */
export function measureChance(
  fields: readonly Field[],
  scored: readonly Scored[],
  keys: readonly string[],
  seed: string,
  budget: number,
): Chance {
  const sample = smallestHashes(keys, seed, Math.ceil((1 + Math.sqrt(1 + 8 * budget)) / 2))
  const scorer = createScorer(scored, 0, keys.length)
  const tallies = fields.map(({ comparison }) => new Float64Array(comparison.levels.length + 2))
  let pairs = 0
  for (let i = 0; i < sample.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = sample[i]!
      const b = sample[j]!
      scorer.score(a, b, Number.NEGATIVE_INFINITY)
      pairs++
      for (let c = 0; c < fields.length; c++) {
        const { ids } = fields[c]!.column
        if (ids[a] !== ids[b]) tallies[c]![scorer.levels[c]!]!++
      }
    }
  }
  const thin: string[] = []
  const shares = fields.map((field, c) => {
    const equal = equalShares(field)
    const equalTotal = equal.reduce((sum, share) => sum + share, 0)
    const unequal = tallies[c]!.reduce((sum, n, l) => (l > 0 ? sum + n : sum), 0)
    return equal.map((share, l) => {
      if (l === 0) return 0
      const seen = tallies[c]![l]!
      if (share === 0 && seen < THIN) thin.push(`${field.comparison.name}.${codeOf(field, l)}`)
      return share + (unequal > 0 ? (seen / unequal) * (1 - equalTotal) : 0)
    })
  })
  return { shares, pairs, thin }
}

const codeOf = ({ comparison }: Field, level: number): string => comparison.levels[level - 1]?.code ?? 'else'

/** Share of the pairs of present values that are equal, by the level that equal values reach. */
function equalShares({ comparison, column, forms }: Field): Float64Array {
  const shares = new Float64Array(comparison.levels.length + 2)
  let present = 0
  for (let id = 0; id < column.values.length; id++) {
    const prepared = (forms[id] ??= comparison.prepare(column.values[id]))
    if (prepared === null) continue
    const rows = column.counts[id]!
    present += rows
    if (rows > 1) shares[levelOf(comparison, prepared, prepared)]! += rows * (rows - 1)
  }
  const all = present * (present - 1)
  return all > 0 ? shares.map((share) => share / all) : shares
}

function smallestHashes(keys: readonly string[], seed: string, count: number): number[] {
  const hashes = Float64Array.from(keys, (key) => hash(seed, key))
  const order = keys.map((_, i) => i).sort((a, b) => hashes[a]! - hashes[b]! || a - b)
  return order.slice(0, count).sort((a, b) => a - b)
}

/** FNV-1a over UTF-16 units with a final mix (Murmur 3): the same on every machine. */
function hash(seed: string, key: string): number {
  let h = 0x811c9dc5
  for (const text of [seed, '\u0000', key])
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
