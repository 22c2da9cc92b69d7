import { createQueue } from './queue.ts'
import { createTies } from './ties.ts'

/** Why a join was refused: shown to reviewers with the group. */
export type Denial = 'different' | 'veto' | 'source' | 'size' | 'margin'

export interface Join {
  /** The smallest record of each side. */
  readonly left: number
  readonly right: number
  /** Mean weight of all pairs between the sides, in micro-bits. */
  readonly mean: number
}

export interface Refusal extends Join {
  readonly why: Denial
}

export interface LinkageRules {
  /** Mean weight at or over which two groups join, in micro-bits. */
  readonly floor: number
  /** Weight of any pair of records: pairs that no rule made are scored when a group needs them. */
  readonly score: (a: number, b: number) => number
  /** Why these two groups may not join, null where they may. Called only for joins that would be made. */
  readonly forbid: (left: readonly number[], right: readonly number[]) => Denial | null
}

export interface Linked {
  /** Groups of records, each ascending; every record of the component is in one. */
  readonly groups: readonly (readonly number[])[]
  readonly joins: readonly Join[]
  readonly refusals: readonly Refusal[]
}

/** One queue for all components: each empties it. */
const queue = createQueue()

/** One edge in local numbers of the component. */
export interface LocalEdge {
  readonly a: number
  readonly b: number
  readonly weight: number
}

/**
 * Average linkage within one component: again and again the two groups with the greatest mean weight join, while the mean
 * reaches the floor. Every pair between two groups counts, also those that no rule made, so one stray edge cannot chain
 * two entities. Groups that share no edge are never compared. `initial` groups (must-links) are taken as they are.
 */
export function averageLinkage(members: ArrayLike<number>, edges: Iterable<LocalEdge>, initial: readonly (readonly number[])[], rules: LinkageRules): Linked {
  const size = members.length
  const ties = createTies(size)
  queue.clear()
  const groups: (number[] | null)[] = Array.from({ length: size }, (_, i) => [members[i]!])
  const joins: Join[] = []
  const refusals: Refusal[] = []
  let stamp = 0
  const between = (x: number, y: number): number => {
    if (ties.stamp(x, y)) return ties.sum(x, y)
    let sum = 0
    for (const a of groups[x]!) for (const b of groups[y]!) sum += rules.score(a, b)
    return sum
  }
  const merge = (x: number, y: number): void => {
    for (const z of ties.near(x, y)) {
      const sum = between(x, z) + between(y, z)
      ties.drop(y, z)
      ties.set(x, z, sum, ++stamp)
      const mean = sum / ((groups[x]!.length + groups[y]!.length) * groups[z]!.length)
      if (mean >= rules.floor) queue.push(mean, Math.min(x, z), Math.max(x, z), stamp)
    }
    groups[x]!.push(...groups[y]!)
    groups[y] = null
  }
  for (const { a, b, weight } of edges) {
    ties.set(a, b, weight, ++stamp)
    if (weight >= rules.floor) queue.push(weight, a, b, stamp)
  }
  for (const [first, ...others] of initial) {
    for (const other of others) {
      ties.drop(first!, other)
      merge(first!, other)
    }
  }
  while (queue.pop()) {
    const a = queue.a()
    const b = queue.b()
    const mean = queue.mean()
    const left = groups[a]
    const right = groups[b]
    if (!left || !right || ties.stamp(a, b) !== queue.stamp()) continue
    const why = rules.forbid(left, right)
    const join = { left: members[a]!, right: members[b]!, mean }
    if (why) {
      refusals.push({ ...join, why })
      continue
    }
    joins.push(join)
    ties.drop(a, b)
    merge(a, b)
  }
  return { groups: groups.flatMap((group) => (group ? [group.sort((x, y) => x - y)] : [])), joins, refusals }
}
