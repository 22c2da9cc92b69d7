import type { PatternCount } from './patterns.ts'

/** m and u of one comparison by level; level 0 (missing) is unused. */
export interface Shares {
  readonly m: Float64Array
  readonly u: Float64Array
}

export interface Maximised {
  readonly shares: readonly Shares[]
  /** Share of all pairs of records that are matches. */
  readonly lambda: number
  readonly iterations: number
  readonly converged: boolean
}

const M_FLOOR = 1e-6
const U_FLOOR = 1e-8
/** Where every weight stands still to a few thousandths of a bit. */
const STILL = 1e-5
const ITERATIONS = 200

/**
 * Expectation–maximisation over the whole space of pairs (Fellegi and Sunter 1969; Winkler 1988). Pairs that no rule
 * makes count as non-matches, so the shares are those of all pairs and a weight means the same inside and outside a
 * block. u is what chance shows less the part that matches hold in it: `(chance - lambda m) / (1 - lambda)`.
 */
export function maximise(
  patterns: readonly PatternCount[],
  start: readonly Float64Array[],
  chance: readonly Float64Array[],
  allPairs: number,
  startLambda: number,
): Maximised {
  let lambda = startLambda
  let shares: Shares[] = start.map((m, c) => ({ m: m.slice(), u: chanceLess(chance[c]!, m, lambda) }))
  for (let iterations = 1; iterations <= ITERATIONS; iterations++) {
    const sums = start.map((m) => new Float64Array(m.length))
    const matches = expect(patterns, shares, lambda, sums)
    const next = Math.min(0.5, Math.max(matches / allPairs, 1 / allPairs))
    let change = Math.abs(next - lambda) / next
    lambda = next
    shares = shares.map(({ m }, c) => {
      const own = normalised(sums[c]!, m)
      own.forEach((share, l) => {
        change = Math.max(change, Math.abs(share - m[l]!))
      })
      return { m: own, u: chanceLess(chance[c]!, own, lambda) }
    })
    if (change < STILL) return { shares, lambda, iterations, converged: true }
  }
  return { shares, lambda, iterations: ITERATIONS, converged: false }
}

/** Adds each pattern's expected matches to its levels; answers their sum. */
function expect(
  patterns: readonly PatternCount[],
  shares: readonly Shares[],
  lambda: number,
  sums: readonly Float64Array[],
): number {
  const weights = shares.map(({ m, u }) => m.map((share, l) => (l === 0 ? 0 : Math.log2(share / u[l]!))))
  const prior = Math.log2(lambda / (1 - lambda))
  let matches = 0
  for (const { levels, termBits, pairs } of patterns) {
    let weight = prior + termBits
    for (let c = 0; c < levels.length; c++) weight += weights[c]![levels[c]!]!
    const expected = pairs / (1 + 2 ** -weight)
    matches += expected
    for (let c = 0; c < levels.length; c++) sums[c]![levels[c]!]! += expected
  }
  return matches
}

function normalised(sums: Float64Array, before: Float64Array): Float64Array {
  const total = sums.reduce((sum, n, l) => (l > 0 ? sum + n : sum), 0)
  return sums.map((n, l) => (l === 0 ? 0 : total > 0 ? Math.max(M_FLOOR, n / total) : before[l]!))
}

const chanceLess = (chance: Float64Array, m: Float64Array, lambda: number): Float64Array =>
  chance.map((share, l) => (l === 0 ? 0 : Math.min(1, Math.max(U_FLOOR, (share - lambda * m[l]!) / (1 - lambda)))))
