import type { Chance } from './chance.ts'
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
 * block. u is what chance shows less the part that matches hold in it: `(chance - lambda m) / (1 - lambda)`, but no less than
 * the sample can tell: without that the weight of a rare level swung by ten bits with the seed of the sample.
 */
export function maximise(
  patterns: readonly PatternCount[],
  start: readonly Float64Array[],
  chance: Pick<Chance, 'shares' | 'least'>,
  allPairs: number,
  startLambda: number,
): Maximised {
  let lambda = startLambda
  let shares: Shares[] = start.map((m, c) => ({ m: m.slice(), u: chanceLess(chance, c, m, lambda) }))
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
      return { m: own, u: chanceLess(chance, c, own, lambda) }
    })
    if (change < STILL) return { shares, lambda, iterations, converged: true }
  }
  return { shares, lambda, iterations: ITERATIONS, converged: false }
}

/** Adds each pattern's expected matches, or those that people found, to its levels; answers their sum. */
function expect(
  patterns: readonly PatternCount[],
  shares: readonly Shares[],
  lambda: number,
  sums: readonly Float64Array[],
): number {
  const weights = shares.map(({ m, u }) => m.map((share, l) => (l === 0 ? 0 : Math.log2(share / u[l]!))))
  const prior = Math.log2(lambda / (1 - lambda))
  let matches = 0
  for (const { levels, termBits, pairs, said } of patterns) {
    let weight = prior + termBits
    for (let c = 0; c < levels.length; c++) weight += weights[c]![levels[c]!]!
    const expected = pairs * (said ?? 1 / (1 + 2 ** -weight))
    matches += expected
    for (let c = 0; c < levels.length; c++) sums[c]![levels[c]!]! += expected
  }
  return matches
}

function normalised(sums: Float64Array, before: Float64Array): Float64Array {
  const total = sums.reduce((sum, n, l) => (l > 0 ? sum + n : sum), 0)
  return sums.map((n, l) => (l === 0 ? 0 : total > 0 ? Math.max(M_FLOOR, n / total) : before[l]!))
}

const chanceLess = (
  { shares, least }: Pick<Chance, 'shares' | 'least'>,
  c: number,
  m: Float64Array,
  lambda: number,
): Float64Array =>
  shares[c]!.map((share, l) =>
    l === 0 ? 0 : Math.min(1, Math.max(U_FLOOR, least[c]![l]!, (share - lambda * m[l]!) / (1 - lambda))),
  )

/** Patterns of the pairs that one rule makes, whatever other rules make them too. */
export interface SessionPatterns {
  readonly rule: string
  readonly patterns: readonly PatternCount[]
}

/** What the pairs of one rule alone say. Only a sign of dependence between comparisons: no weight is made of it. */
export interface Session {
  readonly rule: string
  readonly pairs: number
  /** Pairs that would be matches. */
  readonly matches: number
  /** m by level of each comparison; null where the rule itself settles it: none of its pairs ends in `else`. */
  readonly m: readonly (Float64Array | null)[]
  readonly converged: boolean
}

/**
 * EM over the pairs of one rule alone, u and the share of matches held as found over all pairs. Where comparisons are
 * independent given match status, every rule finds the same m; where they are not, m differs from rule to rule. With a share
 * of its own per rule, EM calls every pair of a rule on rare words of historical_50k a match.
 */
export function sessionOf(
  { rule, patterns }: SessionPatterns,
  { shares: found, lambda }: Pick<Maximised, 'shares' | 'lambda'>,
): Session {
  const pairs = patterns.reduce((sum, own) => sum + own.pairs, 0)
  const settled = found.map(({ m }, c) => patterns.every(({ levels }) => levels[c] !== m.length - 1))
  let shares: readonly Shares[] = found
  let matches = 0
  let converged = pairs === 0
  for (let n = 0; n < ITERATIONS && !converged; n++) {
    const sums = found.map(({ m }) => new Float64Array(m.length))
    matches = expect(patterns, shares, lambda, sums)
    let change = 0
    shares = shares.map((before, c) => {
      if (settled[c]) return before
      const m = normalised(sums[c]!, before.m)
      m.forEach((share, l) => {
        change = Math.max(change, Math.abs(share - before.m[l]!))
      })
      return { m, u: before.u }
    })
    converged = change < STILL
  }
  return { rule, pairs, matches, m: shares.map(({ m }, c) => (settled[c] ? null : m)), converged }
}
