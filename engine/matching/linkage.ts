import { createQueue } from './queue.ts'
import { type Ties, tiesFor } from './ties.ts'

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

/** What one component is made of while it is being clustered; groups by local number, null once joined to another. */
interface State {
  readonly rules: LinkageRules
  readonly ties: Ties
  readonly groups: (number[] | null)[]
  stamp: number
}

/** The edges of one component: positions in the lists of all edges, and the local number of each record. */
export interface ComponentEdges {
  readonly at: ArrayLike<number>
  readonly left: ArrayLike<number>
  readonly right: ArrayLike<number>
  readonly weight: ArrayLike<number>
  readonly local: ArrayLike<number>
}

/**
 * Average linkage within one component: again and again the two groups with the greatest mean weight join, while the mean
 * reaches the floor. Every pair between two groups counts, also those that no rule made, so one stray edge cannot chain
 * two entities. Groups that share no edge are never compared. `initial` groups (must-links) are taken as they are.
 */
export function averageLinkage(
  members: ArrayLike<number>,
  edges: ComponentEdges,
  initial: readonly (readonly number[])[],
  rules: LinkageRules,
): Linked {
  const groups: (number[] | null)[] = []
  for (let i = 0; i < members.length; i++) groups.push([members[i]!])
  const state: State = { rules, ties: tiesFor(members.length), groups, stamp: 0 }
  const joins: Join[] = []
  const refusals: Refusal[] = []
  queue.clear()
  offerEdges(state, edges)
  for (const [first, ...others] of initial) for (const other of others) merge(state, first!, other)
  while (queue.pop()) {
    const a = queue.a()
    const b = queue.b()
    const left = groups[a]
    const right = groups[b]
    if (!left || !right || state.ties.stamp(a, b) !== queue.stamp()) continue
    const join = { left: members[a]!, right: members[b]!, mean: queue.mean() }
    const why = rules.forbid(left, right)
    if (why) {
      refusals.push({ ...join, why })
      continue
    }
    joins.push(join)
    merge(state, a, b)
  }
  const found: number[][] = []
  for (const group of groups) if (group) found.push(group.sort(ascending))
  return { groups: found, joins, refusals }
}

const ascending = (x: number, y: number): number => x - y

function offerEdges(state: State, { at, left, right, weight, local }: ComponentEdges): void {
  for (let n = 0; n < at.length; n++) {
    const e = at[n]!
    const a = local[left[e]!]!
    const b = local[right[e]!]!
    state.ties.set(a, b, weight[e]!, ++state.stamp)
    if (weight[e]! >= state.rules.floor) queue.push(weight[e]!, a, b, state.stamp)
  }
}

/** Sum of the weights of all pairs between two groups: kept where they are tied, else scored now. */
function between({ ties, groups, rules }: State, x: number, y: number): number {
  if (ties.stamp(x, y) !== 0) return ties.sum(x, y)
  const left = groups[x]!
  const right = groups[y]!
  let sum = 0
  for (let i = 0; i < left.length; i++) for (let j = 0; j < right.length; j++) sum += rules.score(left[i]!, right[j]!)
  return sum
}

/** Joins group y to group x and offers what the new group may join next. */
function merge(state: State, x: number, y: number): void {
  const { ties, groups, rules } = state
  const left = groups[x]!
  const right = groups[y]!
  ties.drop(x, y)
  const near = ties.near(x, y)
  for (let n = 0; n < near.length; n++) {
    const z = near[n]!
    const sum = between(state, x, z) + between(state, y, z)
    ties.drop(y, z)
    ties.set(x, z, sum, ++state.stamp)
    const mean = sum / ((left.length + right.length) * groups[z]!.length)
    if (mean >= rules.floor) queue.push(mean, Math.min(x, z), Math.max(x, z), state.stamp)
  }
  for (let n = 0; n < right.length; n++) left.push(right[n]!)
  groups[y] = null
}
