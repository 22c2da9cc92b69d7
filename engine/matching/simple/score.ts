import type { AnyComparison } from '../../../core/comparison.ts'
import { type AnyDomain, type Compared, comparedOf, type Values } from '../../../core/domain.ts'

/** Evidence of one pair: weight in millibits (integers add up the same on every machine) and the level of every field. */
export interface Evidence {
  readonly weight: number
  /** Level codes in the order of the declaration, joined by `|`; empty where a side is missing, `else` where none holds. */
  readonly pattern: string
}

const millibits = ({ m, u }: { readonly m: number; readonly u: number }): number => Math.round(Math.log2(m / u) * 1000)

/** What reaching a level says: its weight, and the comparisons, by position, whose agreement it already answers. */
interface Verdict {
  readonly code: string
  readonly weight: number
  readonly answers: readonly number[]
}

const MISSING: Verdict = { code: '', weight: 0, answers: [] }

/**
 * Scores pairs by the comparisons of a domain (Fellegi and Sunter 1969): the weight is the prior log2 odds plus the log2
 * m/u of the level that each comparison reaches. Levels are remembered per pair of distinct values.
 */
export function scorer(domain: AnyDomain): (a: Values, b: Values) => Evidence {
  const prior = Math.round(domain.matching.prior * 1000)
  const compared = comparedOf(domain)
  const judges = compared.map((own) => ({ of: own.of, judge: judgeOf(own, compared) }))
  const verdicts: Verdict[] = new Array(judges.length)
  return (a, b) => {
    let weight = prior
    let pattern = ''
    for (let at = 0; at < judges.length; at++) {
      const { of, judge } = judges[at]!
      const [left, right] = [of(a), of(b)]
      const verdict = left === null || right === null ? MISSING : judge(left, right)
      verdicts[at] = verdict
      weight += verdict.weight
      pattern += at === 0 ? verdict.code : `|${verdict.code}`
    }
    return { weight: weight - answered(verdicts), pattern }
  }
}

/** Agreement that another comparison answers already: it may only contradict. */
function answered(verdicts: readonly Verdict[]): number {
  let weight = 0
  let seen = 0
  for (const { answers } of verdicts) {
    for (const at of answers) {
      if (seen & (1 << at)) continue
      seen |= 1 << at
      weight += Math.max(0, verdicts[at]!.weight)
    }
  }
  return weight
}

const MEMO = 500_000

function judgeOf({ comparison }: Compared, all: readonly Compared[]): (a: string, b: string) => Verdict {
  const positions = (names: readonly string[] = []) =>
    names.map((name) => all.findIndex((other) => other.name === name))
  const verdicts = comparison.levels.map(
    (level): Verdict => ({ code: level.code, weight: millibits(level), answers: positions(level.implies) }),
  )
  const otherwise: Verdict = { code: 'else', weight: millibits(comparison.otherwise), answers: [] }
  const memo = new Map<string, Verdict>()
  return (a, b) => {
    const key = `${a}\u0000${b}`
    const known = memo.get(key)
    if (known !== undefined) return known
    // Forgetting everything now and then bounds memory and never changes a result.
    if (memo.size >= MEMO) memo.clear()
    const level = levelAt(comparison, a, b)
    const verdict = level === null ? MISSING : (verdicts[level] ?? otherwise)
    memo.set(key, verdict)
    return verdict
  }
}

/** Position of the level that holds, -1 for none, null where the two cannot be compared. */
function levelAt({ prepare, comparable, levels }: AnyComparison, a: string, b: string): number | null {
  const [left, right] = [prepare(a), prepare(b)]
  if (left === null || right === null || comparable?.(left, right) === false) return null
  return levels.findIndex((level) => level.test(left, right))
}
