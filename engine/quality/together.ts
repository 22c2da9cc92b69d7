import type { AnyDomain, GroupRule, Peer, PeerFault, Values } from '../../core/domain.ts'
import { clip, type Finding } from '../../core/finding.ts'
import { completeParts, keyOf, ruleOf } from '../../core/keys.ts'
import type { Reference } from '../../core/reference.ts'

/** A member of a group with the key of its record. */
export interface Member extends Peer<Values> {
  readonly key: string
}

/** A finding of one member, by its position in the group. */
export interface MemberFinding extends Finding {
  readonly at: number
}

/** The keys under which a record stands together with others; rules by their place in `together`. Groups of one golden record have no key. */
export function groupKeysOf(domain: AnyDomain): (row: Values) => readonly number[] {
  const rules: readonly GroupRule<Values>[] = domain.together ?? []
  return (row) => {
    const keys: number[] = []
    for (let rule = 0; rule < rules.length; rule++) {
      const group = rules[rule]?.group ?? 'entity'
      const parts = group === 'entity' ? null : completeParts(group(row))
      if (parts) keys.push(keyOf(rule, parts))
    }
    return keys
  }
}

/** Rules that look at the records of one golden record, by their place in `together`. */
export const entityRules = (domain: AnyDomain): readonly number[] =>
  ((domain.together ?? []) as readonly GroupRule<Values>[]).flatMap(({ group }, rule) =>
    group === 'entity' ? [rule] : [],
  )

/** The rule that makes a group, by its place in `together`. */
export const ruleOfGroup = (groupKey: number): number => ruleOf(groupKey)

/** Judges the records of one group by the rule that grouped them, in the order of `members`. */
export function judgeGroup(
  domain: AnyDomain,
  rule: number,
  members: readonly Member[],
  asOf: string,
  reference: Reference,
): readonly MemberFinding[] {
  const own = (domain.together as readonly GroupRule<Values>[])[rule]
  if (!own) return []
  return own.check(members, asOf, reference).map(({ at, got, expected }: PeerFault) => ({
    at,
    code: `${domain.name}.${own.code}`,
    field: own.field,
    severity: own.severity,
    got: clip(got),
    expected,
  }))
}
