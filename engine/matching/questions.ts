import type { Contradiction } from './bonds.ts'
import type { Clustering } from './cluster.ts'
import { ascending, grouped, rootIn, unite } from './components.ts'
import { FATE, fateName, isAsked } from './fates.ts'
import type { Edges } from './predict.ts'
import { sortedBy } from './radix.ts'

/** From the most severe: a question is of the kind of its most severe reason. */
const KINDS = ['contradiction', 'dispute', 'two held ids', 'duplicate'] as const

/** A question for a reviewer: records that may be one entity, and why the machine does not say so itself. */
export interface Question {
  readonly kind: (typeof KINDS)[number]
  /** Names of the fates behind it, each once, most severe first: `dispute: other name`, `margin`, `size`, `review` … */
  readonly reasons: readonly string[]
  /** Ascending: every record of the clusters that the open edges connect. */
  readonly members: Int32Array
  /** Positions in the edge list, ascending. */
  readonly edges: Int32Array
  /** Pairs behind it that need not be edges: decisions that contradict each other or a veto, keys that gave way. */
  readonly pairs: readonly Contradiction[]
}

/** Records of one question at most, where it is about more than two clusters. */
const MEMBERS_MOST = 60

interface Open {
  /** Edges that only a person settles, between different clusters. */
  readonly edges: Int32Array
  readonly pairs: readonly (Contradiction & { readonly isKey: boolean })[]
}

/**
 * One question per ambiguous group, never one per pair: clusters that open edges connect. A record is in one question at a
 * time. Where a group would have more than `most` records its most severe and strongest edges make the questions, and the
 * rest waits for their answers: at least one end of a waiting edge is in a question. In order of the smallest member.
 */
export function questions(
  edges: Pick<Edges, 'left' | 'right' | 'weight'>,
  clustering: Clustering,
  most = MEMBERS_MOST,
): readonly Question[] {
  const open = openOf(edges, clustering)
  if (open.edges.length + open.pairs.length === 0) return []
  const { clusterOf } = clustering
  const sizes = new Int32Array(clusterOf.length)
  for (let i = 0; i < clusterOf.length; i++) sizes[clusterOf[i]!]!++
  let groups = connected(edges, clustering, open, sizes, Number.POSITIVE_INFINITY)
  if (groups.largest > most)
    groups = connected(edges, clustering, { ...open, edges: bySeverity(edges, clustering, open.edges) }, sizes, most)
  return asked(edges, clustering, open, groups.forest)
}

function openOf({ left, right }: Pick<Edges, 'left' | 'right'>, clustering: Clustering): Open {
  const { clusterOf, fate, contradictions, yielded } = clustering
  let count = 0
  for (let e = 0; e < fate.length; e++) if (isAsked(fate[e]!)) count++
  const edges = new Int32Array(count)
  count = 0
  for (let e = 0; e < fate.length; e++)
    if (isAsked(fate[e]!) && clusterOf[left[e]!] !== clusterOf[right[e]!]) edges[count++] = e
  const keys = yielded.filter(({ fate: why }) => why !== FATE.apart)
  const pairs = [
    ...contradictions.map((pair) => ({ ...pair, isKey: false })),
    ...keys.map((pair) => ({ ...pair, isKey: true })),
  ].filter((pair) => clusterOf[pair.left] !== clusterOf[pair.right])
  return { edges: edges.subarray(0, count), pairs }
}

/** Unites the clusters of open pairs, then of open edges in the order given, while groups stay within `most` records. */
function connected(
  { left, right }: Pick<Edges, 'left' | 'right'>,
  { clusterOf }: Clustering,
  { edges, pairs }: Open,
  sizes: Int32Array,
  most: number,
): { forest: Int32Array; largest: number } {
  const forest = ascending(clusterOf.length)
  const records = sizes.slice()
  const isGroup = new Uint8Array(clusterOf.length)
  let largest = 0
  const join = (a: number, b: number): void => {
    const x = rootIn(forest, clusterOf[a]!)
    const y = rootIn(forest, clusterOf[b]!)
    const together = records[x]! + records[y]!
    if (x === y || (together > most && (isGroup[x] || isGroup[y]))) return
    unite(forest, x, y)
    const root = Math.min(x, y)
    records[root] = together
    isGroup[root] = 1
    largest = Math.max(largest, together)
  }
  for (const pair of pairs) join(pair.left, pair.right)
  for (let n = 0; n < edges.length; n++) join(left[edges[n]!]!, right[edges[n]!]!)
  return { forest, largest }
}

/** Disputes, then held ids, then the rest; heavier first; then by record, in whatever order the edges came. */
function bySeverity(
  { left, right, weight }: Pick<Edges, 'left' | 'right' | 'weight'>,
  { fate }: Clustering,
  edges: Int32Array,
): Int32Array {
  const byRecord = sortedBy(
    sortedBy(edges, (e) => Math.max(left[e]!, right[e]!)),
    (e) => Math.min(left[e]!, right[e]!),
  )
  return sortedBy(
    sortedBy(byRecord, (e) => -weight[e]!),
    (e) => Math.min(fate[e]!, FATE.size),
  )
}

function asked(
  { left, right }: Pick<Edges, 'left' | 'right'>,
  clustering: Clustering,
  { edges, pairs }: Open,
  forest: Int32Array,
): readonly Question[] {
  const { clusterOf } = clustering
  const rootOf = (record: number): number => rootIn(forest, clusterOf[record]!)
  const number = new Int32Array(clusterOf.length).fill(-1)
  const among = edges.filter((e) => rootOf(left[e]!) === rootOf(right[e]!))
  for (const e of among) number[rootOf(left[e]!)] = 0
  const paired = pairs.filter((pair) => rootOf(pair.left) === rootOf(pair.right))
  for (const pair of paired) number[rootOf(pair.left)] = 0
  let count = 0
  for (let i = 0; i < number.length; i++) if (number[i] === 0) number[i] = count++
  const questionOf = (record: number): number => number[rootOf(record)]!
  const members = grouped(
    clusterOf.map((_, record) => questionOf(record)),
    count,
  )
  const behind = grouped(
    among.map((e) => questionOf(left[e]!)),
    count,
  )
  const pairsOf: Open['pairs'][number][][] = Array.from({ length: count }, () => [])
  for (const pair of paired) pairsOf[questionOf(pair.left)]!.push(pair)
  return Array.from({ length: count }, (_, q) =>
    questionAbout(
      clustering,
      members.items.slice(members.start[q], members.start[q + 1]),
      behind.items.subarray(behind.start[q], behind.start[q + 1]).map((n) => among[n]!),
      pairsOf[q]!,
    ),
  )
}

function questionAbout(
  { fate, reason, reasons }: Clustering,
  members: Int32Array,
  edges: Int32Array,
  pairs: Open['pairs'],
): Question {
  let severest = KINDS.length - 1
  const why = new Map<string, number>()
  for (const e of edges) {
    severest = Math.min(severest, severityOf(fate[e]!))
    why.set(fateName(fate[e]!, reasons[reason[e]!]), fate[e]!)
  }
  for (const { fate: own, reason: code, isKey } of pairs) {
    severest = Math.min(severest, isKey ? severityOf(own) : 0)
    why.set(fateName(own, code), own)
  }
  return {
    kind: KINDS[severest]!,
    reasons: [...why].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1)).map(([name]) => name),
    members,
    edges,
    pairs: pairs.map(({ isKey: _, ...pair }) => pair),
  }
}

/** Place in `KINDS`. A key against a veto, a source or an identity is a dispute between registers. */
const severityOf = (fate: number): number => (fate <= FATE.dispute ? 1 : fate === FATE.heldIds ? 2 : 3)
