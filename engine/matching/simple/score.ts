import type { AnyComparison } from '../../../core/comparison.ts'
import type { AnyDomain, Values } from '../../../core/domain.ts'
import type { Scalar } from '../../../core/field.ts'

/** Evidence of one pair: weight in millibits (integers add up the same on every machine) and the level of every field. */
export interface Evidence {
  readonly weight: number
  /** Level codes in the order of the declaration, joined by `|`; empty where a side is missing, `else` where none holds. */
  readonly pattern: string
}

const millibits = ({ m, u }: { readonly m: number; readonly u: number }): number => Math.round(Math.log2(m / u) * 1000)

/**
 * Scores pairs by the comparisons of a domain (Fellegi and Sunter 1969): the weight is the prior log2 odds plus the log2
 * m/u of the level that each field reaches. Levels are remembered per pair of distinct values.
 */
export function scorer(domain: AnyDomain): (a: Values, b: Values) => Evidence {
  const prior = Math.round(domain.matching.prior * 1000)
  const comparisons = (Object.entries(domain.matching.compare) as [string, AnyComparison][]).map(
    ([field, comparison]) => ({ field, level: levelOf(comparison), weights: weightsOf(comparison) }),
  )
  return (a, b) => {
    let weight = prior
    const pattern: string[] = []
    for (const { field, level, weights } of comparisons) {
      const left = a[field] ?? null
      const right = b[field] ?? null
      const code = left === null || right === null ? '' : level(left, right)
      weight += weights.get(code) ?? 0
      pattern.push(code)
    }
    return { weight, pattern: pattern.join('|') }
  }
}

function weightsOf(comparison: AnyComparison): ReadonlyMap<string, number> {
  const levels = comparison.levels.map((level) => [level.code, millibits(level)] as const)
  return new Map([['', 0], ['else', millibits(comparison.otherwise)], ...levels])
}

const MEMO = 500_000

function levelOf(comparison: AnyComparison): (a: NonNullable<Scalar>, b: NonNullable<Scalar>) => string {
  const memo = new Map<string, string>()
  const find = (a: NonNullable<Scalar>, b: NonNullable<Scalar>) => {
    const [left, right] = [comparison.prepare(a), comparison.prepare(b)]
    if (left === null || right === null) return ''
    return comparison.levels.find((level) => level.test(left, right))?.code ?? 'else'
  }
  return (a, b) => {
    const key = `${a}\u0000${b}`
    const known = memo.get(key)
    if (known !== undefined) return known
    // Forgetting everything now and then bounds memory and never changes a result.
    if (memo.size >= MEMO) memo.clear()
    const code = find(a, b)
    memo.set(key, code)
    return code
  }
}
