import { type AnyDomain, blockRulesOf, type Values } from '../../../core/domain.ts'
import { completeParts, keyOf, ruleOf } from '../../../core/keys.ts'
import { type KeyColumn, meetings } from './meetings.ts'

/** The block keys of a row, those of each rule whose parts are all there, ascending and distinct. */
export function blockKeysOf(domain: AnyDomain): (row: Values) => readonly number[] {
  const rules = blockRulesOf(domain).map(({ keys }) => keys)
  return (row) => {
    const keys: number[] = []
    for (let rule = 0; rule < rules.length; rule++) {
      for (const own of rules[rule]!(row)) {
        const parts = completeParts(own)
        if (parts) keys.push(keyOf(rule, parts))
      }
    }
    return distinct(keys.sort((a, b) => a - b))
  }
}

function distinct(sorted: number[]): readonly number[] {
  for (let i = 1; i < sorted.length; i++)
    if (sorted[i] === sorted[i - 1]) return sorted.filter((key, at) => key !== sorted[at - 1])
  return sorted
}

/** Records at most in one block unless its rule says less; a larger one is reported as hot and left to the narrower rules. */
const HOT = 400

/** Pairs by position, each once, left < right: pair i is `left[i]`, `right[i]`, met by the rule with the number `rule[i]`. */
export interface CandidatePairs {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly rule: Uint8Array
  /** Keys that more records share than their rule allows, with their rule and size: reported, never dropped silently. */
  readonly hot: readonly { readonly rule: string; readonly records: number }[]
}

export const ruleName = (domain: AnyDomain, rule: number): string => Object.keys(domain.matching.block)[rule] ?? ''

/**
 * Candidate pairs: records that share a block key, at least one of the two touched (all of them when `touched` is null).
 * The rule that is declared first names the pair.
 */
export function candidatePairs(domain: AnyDomain, keys: KeyColumn, touched: Uint8Array | null): CandidatePairs {
  const limits = blockRulesOf(domain).map(({ limit }) => limit)
  const hot = new Map<number, number>()
  const groups = meetings(keys, touched)
  for (let group = 0; group < groups.count; group++) {
    const records = (groups.starts[group + 1] as number) - (groups.starts[group] as number)
    const key = groups.keys[group] as number
    if (records > Math.min(HOT, limits[ruleOf(key)] ?? HOT)) hot.set(key, records)
  }
  const pairs = new PairList()
  for (let group = 0; group < groups.count; group++) {
    const key = groups.keys[group] as number
    if (hot.has(key)) continue
    const end = groups.starts[group + 1] as number
    for (let i = groups.starts[group] as number; i < end; i++) {
      const left = groups.members[i] as number
      for (let j = i + 1; j < end; j++) {
        const right = groups.members[j] as number
        if (touched && !touched[left] && !touched[right]) continue
        if (!meetsEarlier(keys, left, right, key, hot)) pairs.push(left, right, ruleOf(key))
      }
    }
  }
  return { ...pairs.done(), hot: [...hot].map(([key, records]) => ({ rule: ruleName(domain, ruleOf(key)), records })) }
}

/** Whether an earlier rule, or the same rule under a smaller key, has met these two already. */
function meetsEarlier(
  { keys, starts }: KeyColumn,
  left: number,
  right: number,
  key: number,
  hot: ReadonlyMap<number, number>,
): boolean {
  for (let i = starts[left] as number; i < (starts[left + 1] as number); i++) {
    const own = keys[i] as number
    if (own === key || ruleOf(own) > ruleOf(key) || (ruleOf(own) === ruleOf(key) && own > key)) continue
    for (let j = starts[right] as number; j < (starts[right + 1] as number); j++)
      if (keys[j] === own && !hot.has(own)) return true
  }
  return false
}

/** Growing columns of pairs. */
class PairList {
  #left = new Int32Array(1 << 16)
  #right = new Int32Array(1 << 16)
  #rule = new Uint8Array(1 << 16)
  #count = 0

  push(left: number, right: number, rule: number): void {
    if (this.#count === this.#left.length) {
      this.#left = grown(this.#left, new Int32Array(2 * this.#count))
      this.#right = grown(this.#right, new Int32Array(2 * this.#count))
      this.#rule = grown(this.#rule, new Uint8Array(2 * this.#count))
    }
    this.#left[this.#count] = left
    this.#right[this.#count] = right
    this.#rule[this.#count++] = rule
  }

  done(): Pick<CandidatePairs, 'left' | 'right' | 'rule'> {
    const end = this.#count
    return {
      left: this.#left.subarray(0, end),
      right: this.#right.subarray(0, end),
      rule: this.#rule.subarray(0, end),
    }
  }
}

function grown<A extends Int32Array | Uint8Array>(from: A, into: A): A {
  into.set(from)
  return into
}
