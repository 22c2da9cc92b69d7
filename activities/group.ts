import type { AnyDomain, Values } from '../core/domain.ts'
import { type Clustering, cluster, type Link } from '../engine/matching/simple/cluster.ts'
import type { DecisionRow } from '../store/decisions.ts'
import type { EdgeRow } from '../store/edges.ts'
import type { KnownGolden } from '../store/identity.ts'

/** The records of a domain that a run looks at, in order of their refs: position i of every array is one record. */
export interface Group {
  readonly ids: ArrayLike<number>
  readonly refs: readonly string[]
  /** By record id; of the records that have an edge at least. */
  readonly values: ReadonlyMap<number, Values>
  readonly edges: readonly EdgeRow[]
  readonly links: readonly Link[]
  readonly clustering: Clustering
  readonly known: readonly KnownGolden[]
  readonly decisions: readonly DecisionRow[]
}

/** Clusters a group; the edges that come back carry their fates. */
export function clustered(domain: AnyDomain, group: Omit<Group, 'links' | 'clustering'>): Group {
  const { ids, refs, values, edges, known, decisions } = group
  const position = positionsOf(ids, edges, known)
  const row = (at: number) => values.get(ids[at] as number) ?? {}
  const links = edges.map(({ left_id, right_id, weight }) => {
    const [one, other] = [position.get(left_id) as number, position.get(right_id) as number]
    return { left: Math.min(one, other), right: Math.max(one, other), weight }
  })
  const held: (string | null)[] = new Array(ids.length).fill(null)
  for (const golden of known)
    if (golden.held) for (const id of golden.members) held[position.get(id) ?? -1] = golden.golden_id
  const clustering = cluster({
    size: ids.length,
    links,
    link: domain.matching.link * 1000,
    held,
    ...constraints(decisions, refs),
    veto: (a, b) => vetoOf(domain, row(a), row(b)),
  })
  return { ...group, links, clustering, edges: edges.map((edge, at) => ({ ...edge, fate: clustering.fate[at] ?? '' })) }
}

/** Positions of the records that an edge or a known golden record names: most records of a first load have neither. */
function positionsOf(
  ids: ArrayLike<number>,
  edges: readonly EdgeRow[],
  known: readonly KnownGolden[],
): ReadonlyMap<number, number> {
  const named = new Set<number>()
  for (const { left_id, right_id } of edges) named.add(left_id).add(right_id)
  for (const { held, members } of known) if (held) for (const id of members) named.add(id)
  const position = new Map<number, number>()
  for (let at = 0; at < ids.length; at++) if (named.has(ids[at] as number)) position.set(ids[at] as number, at)
  return position
}

function vetoOf(domain: AnyDomain, a: Values, b: Values): string | null {
  const never = domain.matching.never.find(({ test }) => test(a, b))
  return never ? `never: ${never.code}` : disputeOf(domain, a, b)
}

/** Why a pair goes to a reviewer whatever its weight, or null. */
export function disputeOf({ matching }: AnyDomain, a: Values, b: Values): string | null {
  const dispute = matching.dispute.find(({ test }) => test(a, b))
  return dispute ? `dispute: ${dispute.code}` : null
}

/** What people decided about the records of a group. */
function constraints(decisions: readonly DecisionRow[], refs: readonly string[]) {
  const same: (readonly [number, number])[] = []
  const apart = new Set<string>()
  const decided = new Set(decisions.flatMap(({ groups }) => groups.flat()))
  const byRef = new Map(
    decided.size === 0 ? [] : refs.flatMap((ref, at) => (decided.has(ref) ? [[ref, at] as const] : [])),
  )
  for (const { kind, groups } of decisions) {
    const at = groups.map((own) => own.flatMap((ref) => byRef.get(ref) ?? []))
    if (kind === 'cannot tell') continue
    for (const members of at) for (const member of members.slice(1)) same.push([members[0] as number, member])
    for (const [i, one] of at.entries()) {
      for (const other of at.slice(i + 1))
        for (const a of one) for (const b of other) apart.add(`${Math.min(a, b)} ${Math.max(a, b)}`)
    }
  }
  return { same, apart: (a: number, b: number) => apart.size > 0 && apart.has(`${a} ${b}`) }
}
