import type { AnyDomain, GroupRule, Peer, PeerFault, Values } from '../../core/domain.ts'
import { clip, type Finding } from '../../core/finding.ts'
import { completeParts, keyOf } from '../../core/keys.ts'
import { NO_REFERENCE, type Reference } from '../../core/reference.ts'

/** A member of a group with the key of its record. */
export interface Member extends Peer<Values> {
  readonly key: string
}

/** A finding of one member, by its position in the group. */
export interface MemberFinding extends Finding {
  readonly at: number
}

/** The group keys of a record, one for every rule that looks at it; rules by their place in `together`. */
export function groupKeysOf(domain: AnyDomain): (row: Values, entity: string) => readonly number[] {
  const rules: readonly GroupRule<Values>[] = domain.together ?? []
  return (row, entity) => {
    const keys: number[] = []
    for (let rule = 0; rule < rules.length; rule++) {
      const group = rules[rule]?.group ?? 'entity'
      const parts = group === 'entity' ? [entity] : completeParts(group(row))
      if (parts) keys.push(keyOf(rule, parts))
    }
    return keys
  }
}

/** Judges the records of one group by the rule that grouped them, in the order of `members`. */
export function judgeGroup(
  domain: AnyDomain,
  rule: number,
  members: readonly Member[],
  asOf: string,
  reference: Reference = NO_REFERENCE,
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
