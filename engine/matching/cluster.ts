import { componentsOf, type Pair } from './components.ts'
import { averageLinkage, type Denial, type Join, type Refusal } from './linkage.ts'
import type { Edges } from './predict.ts'

/** What binds the partition beyond weights. Records are numbers in key order. */
export interface Constraints {
  /** Pairs that people, or equal authority keys, declared to be one entity. */
  readonly same?: readonly Pair[]
  /** Pairs that people declared to be two. */
  readonly different?: readonly Pair[]
  /** For each column, the verified identity of a record or -1: a cluster never holds two different ones. */
  readonly identities?: readonly Int32Array[]
  /** Sources whose records are all different entities: one record of each per cluster at most. */
  readonly clean?: { readonly sources: Int32Array; readonly numbers: ReadonlySet<number> }
  /** A domain veto on two records that would come together. */
  readonly veto?: (a: number, b: number) => boolean
  readonly sizeMost?: number
}

export interface Clustering {
  /** For each record the smallest record of its cluster: the name of the cluster within a run. */
  readonly clusterOf: Int32Array
  readonly joins: readonly Join[]
  readonly refusals: readonly Refusal[]
  /** Pairs declared the same that a veto or a decision keeps apart: a person must settle them first. */
  readonly conflicts: readonly Pair[]
}

export interface ClusterOptions {
  /** Mean weight at or over which groups join, in micro-bits. */
  readonly floor: number
  readonly score: (a: number, b: number) => number
  readonly constraints?: Constraints
  /** Clusters known from an earlier run: components without a touched record keep them. */
  readonly known?: { readonly touched: Uint8Array; readonly clusterOf: Int32Array }
}

/** Partitions records by constrained average linkage. Deterministic; each component by itself, so a run on changes equals a full one. */
export function cluster(
  records: number,
  edges: Edges,
  { floor, score, constraints = {}, known }: ClusterOptions,
): Clustering {
  const forbid = guardOf(constraints)
  const conflicts = (constraints.same ?? []).filter(([a, b]) => forbid([a], [b]) !== null)
  const same = (constraints.same ?? []).filter(([a, b]) => forbid([a], [b]) === null)
  const components = componentsOf(records, edges, same)
  const clusterOf = Int32Array.from({ length: records }, (_, i) => i)
  const local = new Int32Array(records)
  const joins: Join[] = []
  const refusals: Refusal[] = []
  const bound = boundBy(records, same)
  const rules = { floor, score, forbid }
  const { left, right, weight } = edges
  for (let c = 0; c + 1 < components.start.length; c++) {
    const members = components.members.subarray(components.start[c]!, components.start[c + 1]!)
    if (known && !members.some((record) => known.touched[record])) {
      for (const record of members) clusterOf[record] = known.clusterOf[record]!
      continue
    }
    for (let i = 0; i < members.length; i++) local[members[i]!] = i
    const at = components.edges.subarray(components.edgeStart[c]!, components.edgeStart[c + 1]!)
    const initial = bound ? contracted(members, bound, local, forbid, conflicts) : []
    const linked = averageLinkage(members, { at, left, right, weight, local }, initial, rules)
    for (const group of linked.groups) for (const record of group) clusterOf[record] = group[0]!
    for (const join of linked.joins) joins.push(join)
    for (const refusal of linked.refusals) refusals.push(refusal)
  }
  return { clusterOf, joins, refusals, conflicts }
}

/** Records bound to each record by `same`, null where there are none. */
function boundBy(records: number, same: readonly Pair[]): ReadonlyMap<number, readonly number[]> | null {
  if (same.length === 0) return null
  const { start, members } = componentsOf(records, { left: new Int32Array(0), right: new Int32Array(0) }, same)
  const bound = new Map<number, readonly number[]>()
  for (let c = 0; c + 1 < start.length; c++)
    bound.set(members[start[c]!]!, [...members.subarray(start[c]!, start[c + 1]!)])
  return bound
}

/** Bound groups of a component in local numbers; a group that a guard breaks is left to the weights and reported. */
function contracted(
  members: Int32Array,
  bound: ReadonlyMap<number, readonly number[]>,
  local: Int32Array,
  forbid: (a: readonly number[], b: readonly number[]) => Denial | null,
  conflicts: Pair[],
): number[][] {
  const groups: number[][] = []
  for (const record of members) {
    const all = bound.get(record)
    if (!all) continue
    const kept: number[] = []
    for (const other of all) {
      if (kept.length > 0 && forbid(kept, [other]) !== null) conflicts.push([record, other])
      else kept.push(other)
    }
    groups.push(kept.map((one) => local[one]!))
  }
  return groups
}

function guardOf({ different = [], identities = [], clean, veto, sizeMost = Number.POSITIVE_INFINITY }: Constraints) {
  const apart = new Map<number, Set<number>>()
  for (const [a, b] of different) {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const set = apart.get(x)
      if (set) set.add(y)
      else apart.set(x, new Set([y]))
    }
  }
  return (left: readonly number[], right: readonly number[]): Denial | null => {
    if (
      apart.size > 0 &&
      left.some((a) => {
        const set = apart.get(a)
        return set !== undefined && right.some((b) => set.has(b))
      })
    )
      return 'different'
    if (clean && meets(left, right, clean.sources, clean.numbers)) return 'source'
    for (const identity of identities) if (disagrees(left, right, identity)) return 'veto'
    if (veto && left.some((a) => right.some((b) => veto(a, b)))) return 'veto'
    return left.length + right.length > sizeMost ? 'size' : null
  }
}

const meets = (
  left: readonly number[],
  right: readonly number[],
  sources: Int32Array,
  numbers: ReadonlySet<number>,
): boolean => left.some((a) => numbers.has(sources[a]!) && right.some((b) => sources[b] === sources[a]))

const disagrees = (left: readonly number[], right: readonly number[], identity: Int32Array): boolean =>
  left.some((a) => identity[a]! >= 0 && right.some((b) => identity[b]! >= 0 && identity[b] !== identity[a]))
