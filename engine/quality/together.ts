import type { AnyDomain, GroupRule, Peer, Values } from '../../core/domain.ts'
import { fieldMeta } from '../../core/field.ts'
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

/** Rules that look at the same groups: they share one key, so that a record is grouped once for all of them. */
interface Grouping {
  readonly group: GroupRule<Values>['group']
  readonly rules: readonly GroupRule<Values>[]
}

const known = new WeakMap<AnyDomain, readonly Grouping[]>()

/** The groupings of a domain, in the order in which its rules name them. Rules that share a group share the function itself. */
function groupingsOf(domain: AnyDomain): readonly Grouping[] {
  const before = known.get(domain)
  if (before) return before
  const rules: readonly GroupRule<Values>[] = domain.together ?? []
  const made = [...new Set(rules.map(({ group }) => group))].map((group) => ({
    group,
    rules: rules.filter((rule) => rule.group === group),
  }))
  known.set(domain, made)
  return made
}

/** The keys under which a record stands together with others; groups of one golden record have no key. */
export function groupKeysOf(domain: AnyDomain): (row: Values) => readonly number[] {
  const groupings = groupingsOf(domain)
  const required = Object.keys(domain.fields).filter((field) => fieldMeta(domain.fields[field]).required)
  return (row) => {
    const keys: number[] = []
    // Rules rely on what the domain requires; a record in quarantine may lack it, and then stands alone.
    if (required.some((field) => row[field] === null)) return keys
    for (let at = 0; at < groupings.length; at++) {
      const group = groupings[at]?.group ?? 'entity'
      const parts = group === 'entity' ? null : completeParts(group(row))
      if (parts) keys.push(keyOf(at, parts))
    }
    return keys
  }
}

/** The groupings by golden record, by their place: one where any rule looks at one, else none. */
export const entityGroupings = (domain: AnyDomain): readonly number[] =>
  groupingsOf(domain).flatMap(({ group }, at) => (group === 'entity' ? [at] : []))

/** Whether any rule of a grouping judges records that stand alone. */
export const judgesAlone = (domain: AnyDomain, grouping: number): boolean =>
  groupingsOf(domain)[grouping]?.rules.some(({ alone }) => alone) ?? false

/** The grouping of a key, by its place. */
export const groupingOf = (groupKey: number): number => ruleOf(groupKey)

/**
 * Rules compare members with each other: a group that a filler holds together (one number on every row) is judged in slices
 * of this size, so that it costs no more than its rows.
 */
const SLICE = 1_000

/** Judges the records of one group by every rule of the grouping. */
export function judgeGroup(
  domain: AnyDomain,
  grouping: number,
  members: readonly Member[],
  asOf: string,
  reference: Reference,
): readonly MemberFinding[] {
  if (members.length > SLICE) return sliced(domain, grouping, members, asOf, reference)
  const found: MemberFinding[] = []
  for (const { code, field, severity, check, alone } of groupingsOf(domain)[grouping]?.rules ?? []) {
    if (members.length === 1 && !alone) continue
    for (const { at, got, expected } of check(members, asOf, reference))
      found.push({ at, code: `${domain.name}.${code}`, field, severity, got: clip(got), expected })
  }
  return found
}

function sliced(
  domain: AnyDomain,
  grouping: number,
  members: readonly Member[],
  asOf: string,
  reference: Reference,
): readonly MemberFinding[] {
  const found: MemberFinding[] = []
  for (let from = 0; from < members.length; from += SLICE) {
    for (const finding of judgeGroup(domain, grouping, members.slice(from, from + SLICE), asOf, reference))
      found.push({ ...finding, at: finding.at + from })
  }
  return found
}
