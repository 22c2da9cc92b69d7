import type { AnyDomain, Values } from '../../core/domain.ts'
import { completeParts, keyOf, ruleOf } from '../../core/keys.ts'

type Block = (row: Values) => readonly (string | number | null)[]

/** The block keys of a row, one per rule whose parts are all there, ascending and distinct. */
export function blockKeysOf(domain: AnyDomain): (row: Values) => readonly number[] {
  const rules = Object.values(domain.matching.block) as Block[]
  return (row) => {
    const keys: number[] = []
    for (let rule = 0; rule < rules.length; rule++) {
      const parts = completeParts(rules[rule]?.(row) ?? [])
      if (parts) keys.push(keyOf(rule, parts))
    }
    return keys.sort((a, b) => a - b)
  }
}

/** Records at most in one block; a larger one is reported as hot and left to the narrower rules. */
const HOT = 400

export interface CandidatePairs {
  /** Positions into the records, left < right, each pair once, ascending. */
  readonly pairs: readonly (readonly [left: number, right: number, rule: string])[]
  /** Keys that more than `HOT` records share, with their rule and size: reported, never dropped silently. */
  readonly hot: readonly { readonly rule: string; readonly records: number }[]
}

/**
 * Candidate pairs: records that share a block key, at least one of the two touched (all of them when `touched` is null).
 * The rule that is declared first names the pair.
 */
export function candidatePairs(
  domain: AnyDomain,
  keys: readonly (readonly number[])[],
  touched: ReadonlySet<number> | null,
): CandidatePairs {
  const names = Object.keys(domain.matching.block)
  const ruleOfPair = new Map<number, number>()
  const hot: { rule: string; records: number }[] = []
  for (const [key, members] of groups(keys, touched)) {
    const rule = ruleOf(key)
    if (members.length > HOT) {
      hot.push({ rule: names[rule] ?? '', records: members.length })
      continue
    }
    for (let i = 0; i < members.length; i++) {
      for (let j = i + 1; j < members.length; j++) {
        const left = members[i] as number
        const right = members[j] as number
        if (touched && !touched.has(left) && !touched.has(right)) continue
        const pair = left * keys.length + right
        const known = ruleOfPair.get(pair)
        if (known === undefined || rule < known) ruleOfPair.set(pair, rule)
      }
    }
  }
  const pairs = [...ruleOfPair.entries()]
    .sort(([a], [b]) => a - b)
    .map(([pair, rule]) => [Math.floor(pair / keys.length), pair % keys.length, names[rule] ?? ''] as const)
  return { pairs, hot }
}

/** Positions by key, only keys that a touched record has. */
function groups(keys: readonly (readonly number[])[], touched: ReadonlySet<number> | null): Map<number, number[]> {
  const wanted = touched ? new Set([...touched].flatMap((position) => keys[position] ?? [])) : null
  const byKey = new Map<number, number[]>()
  keys.forEach((own, position) => {
    for (const key of own) {
      if (wanted && !wanted.has(key)) continue
      const group = byKey.get(key)
      if (group) group.push(position)
      else byKey.set(key, [position])
    }
  })
  return byKey
}
