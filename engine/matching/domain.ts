import { type AnyDomain, blockRulesOf, comparedOf, type KeyParts, type Values } from '../../core/domain.ts'
import { completeParts, keyOf } from '../../core/keys.ts'
import { HOT_KEY } from './blocking.ts'
import type { Declared } from './model.ts'
import type { Comparisons } from './records.ts'

/** A rule by which records of a domain meet: declared, the longer key of one, or an authority's key. */
export interface MatchRule {
  /** As stored with the pairs that it is the first to make: `phone`, `phone+`, `must: personal ID`. */
  readonly name: string
  /** Stands in the low bits of its keys. */
  readonly number: number
  /** Records above which one key makes no pairs. */
  readonly limit: number
  /** A record may have several of its keys. */
  readonly isSeveral: boolean
  /** Place in the list of the rule whose keys over the limit it makes longer. */
  readonly narrows: number | null
  /** Its pairs are kept whatever they weigh, for a dispute or an authority looks at them. */
  readonly isKept: boolean
}

interface Must {
  readonly code: string
  readonly key: (row: Values) => KeyParts
}

const mustsOf = ({ matching }: AnyDomain): readonly Must[] => matching.must ?? []

/** Declared rules have their place as number, their longer keys come behind them, authority keys last. */
function numbersOf(domain: AnyDomain) {
  const rules = blockRulesOf(domain)
  let next = rules.length
  const longer = rules.map(({ hot }) => (hot ? next++ : -1))
  const musts = mustsOf(domain).map(() => next++)
  return { rules, longer, musts }
}

/**
 * The rules of a domain in the order in which they claim pairs: what disputes and authorities look at first, so that no
 * other rule takes a pair from them, then the others as declared, then longer keys.
 */
export function matchRulesOf(domain: AnyDomain): readonly MatchRule[] {
  const { rules, longer, musts } = numbersOf(domain)
  const disputes = domain.matching.dispute as readonly { readonly of?: readonly string[] }[]
  const disputed = new Set(disputes.flatMap(({ of = [] }) => of))
  const authority = mustsOf(domain).map(({ code }, i): MatchRule => {
    const name = `must: ${code}`
    return { name, number: musts[i]!, limit: HOT_KEY, isSeveral: false, narrows: null, isKept: true }
  })
  const ordinary = rules.map(({ name, limit, isSeveral }, number): MatchRule => {
    const isKept = disputed.has(name)
    return { name, number, limit: Math.min(limit ?? HOT_KEY, HOT_KEY), isSeveral, narrows: null, isKept }
  })
  const first = [...authority, ...ordinary.filter(({ isKept }) => isKept), ...ordinary.filter(({ isKept }) => !isKept)]
  const behind = first.flatMap((rule, narrows): MatchRule[] => {
    const number = narrows < authority.length ? -1 : longer[rule.number]!
    return number < 0 ? [] : [{ ...rule, name: `${rule.name}+`, number, narrows }]
  })
  return [...first, ...behind]
}

/**
 * The block keys of a row, ascending and distinct: for every rule those whose parts are all there. A longer key holds the
 * parts of the key that it makes longer, so whoever shares it shares that one too.
 */
export function blockKeysOf(domain: AnyDomain): (row: Values) => readonly number[] {
  const { rules, longer, musts } = numbersOf(domain)
  const authorities = mustsOf(domain)
  return (row) => {
    const keys: number[] = []
    for (let rule = 0; rule < rules.length; rule++) {
      const { keys: keysOf, hot } = rules[rule]!
      const more = hot ? completeParts(hot(row)) : null
      for (const own of keysOf(row)) {
        const parts = completeParts(own)
        if (!parts) continue
        keys.push(keyOf(rule, parts))
        if (more) keys.push(keyOf(longer[rule]!, [...parts, ...more]))
      }
    }
    for (let must = 0; must < authorities.length; must++) {
      const parts = completeParts(authorities[must]!.key(row))
      if (parts) keys.push(keyOf(musts[must]!, parts))
    }
    return distinct(keys.sort((a, b) => a - b))
  }
}

function distinct(sorted: number[]): readonly number[] {
  for (let i = 1; i < sorted.length; i++)
    if (sorted[i] === sorted[i - 1]) return sorted.filter((key, at) => key !== sorted[at - 1])
  return sorted
}

export const comparisonsOf = (domain: AnyDomain): Comparisons => comparedOf(domain).map(({ comparison }) => comparison)

/** Where the text that a comparison reads is stored: in the field of its name, or among the composites of the record. */
export type Place = { readonly field: string } | { readonly composite: number }

export function placesOf(domain: AnyDomain): readonly Place[] {
  let composites = 0
  return comparedOf(domain).map(({ name, isComposite }) =>
    isComposite ? { composite: composites++ } : { field: name },
  )
}

/** No register has it in a text, and PostgreSQL takes it. */
export const COMPOSITE_END = '\u001f'

/**
 * The texts that the comparisons over several fields read from a row, each with its end; null where a domain has none. They
 * are made once, when a record is judged: some take longer than all its rules.
 */
export function compositesOf(domain: AnyDomain): (row: Values) => string | null {
  const own = comparedOf(domain).filter(({ isComposite }) => isComposite)
  if (own.length === 0) return () => null
  return (row) => {
    let text = ''
    for (const { of } of own) text += (of(row) ?? '').replaceAll(COMPOSITE_END, ' ') + COMPOSITE_END
    return text
  }
}

/** What a model of the domain must have been made for. */
export function declaredOf(domain: AnyDomain): Declared {
  const { link, review } = domain.matching
  const blocking = matchRulesOf(domain).map(({ name }) => name)
  return { name: domain.name, comparisons: comparisonsOf(domain), blocking, link, review }
}
