import { grouped } from './components.ts'
import type { Edges } from './predict.ts'

/** One cluster of two or more records, seen as a graph of its edges. */
export interface ClusterHealth {
  /** Its smallest record. */
  readonly cluster: number
  readonly size: number
  readonly edges: number
  /** Edges among all pairs, 0 to 1: pairs under the review weight are no edges. */
  readonly density: number
  /** Micro-bits; null where people or keys alone hold it together. */
  readonly weakest: number | null
  /** Edges without which it would fall apart, in a cluster of three or more. */
  readonly bridges: number
}

export interface Health {
  /** Clusters of two or more records. */
  readonly clusters: number
  /** Records in a cluster and how many clusters have as many, ascending; those of one record included. */
  readonly sizes: readonly { readonly size: number; readonly clusters: number }[]
  /** Largest first; equal ones by their smallest record. */
  readonly largest: readonly ClusterHealth[]
  /** Positions of edges, ascending: bridges under the strong weight, which a person should look at. */
  readonly weakBridges: Int32Array
  /** Measures of the cluster of any record; null where it stands alone. */
  readonly of: (record: number) => ClusterHealth | null
}

/** What is measured of the cluster that a record names. */
interface Measures {
  readonly size: Int32Array
  readonly edges: Int32Array
  readonly weakest: Int32Array
  readonly bridges: Int32Array
}

type Columns = Pick<Edges, 'left' | 'right' | 'weight'>

/**
 * Health of a partition: where it is held together by little. `strong` in micro-bits: a bridge under it is a candidate for
 * review. `most`: how many of the largest clusters to list.
 */
export function healthOf(
  edges: Columns,
  clusterOf: Int32Array,
  { strong, most = 10 }: { readonly strong: number; readonly most?: number },
): Health {
  const { measures, weakBridges } = measured(edges, clusterOf, strong)
  const { sizes, names } = bySize(measures.size, most)
  return {
    clusters: sizes.reduce((sum, { size, clusters }) => sum + (size > 1 ? clusters : 0), 0),
    sizes,
    largest: names.map((name) => clusterHealth(measures, name)),
    weakBridges,
    of: (record) => (measures.size[clusterOf[record]!]! < 2 ? null : clusterHealth(measures, clusterOf[record]!)),
  }
}

function clusterHealth({ size, edges, weakest, bridges }: Measures, cluster: number): ClusterHealth {
  const count = size[cluster]!
  const own = edges[cluster]!
  return {
    cluster,
    size: count,
    edges: own,
    density: (2 * own) / (count * (count - 1)),
    weakest: own === 0 ? null : weakest[cluster]!,
    bridges: bridges[cluster]!,
  }
}

function measured({ left, right, weight }: Columns, clusterOf: Int32Array, strong: number) {
  const records = clusterOf.length
  const size = new Int32Array(records)
  const edges = new Int32Array(records)
  const weakest = new Int32Array(records).fill(NO_EDGE)
  const bridges = new Int32Array(records)
  for (let i = 0; i < records; i++) size[clusterOf[i]!]!++
  const inside = new Int32Array(left.length).fill(-1)
  for (let e = 0; e < left.length; e++) {
    const own = clusterOf[left[e]!]!
    if (own !== clusterOf[right[e]!]) continue
    edges[own]!++
    if (weight[e]! < weakest[own]!) weakest[own] = weight[e]!
    // the only edge of two records is no bridge worth telling: the weakest edge says it all
    if (size[own]! > 2) inside[e] = own
  }
  const { start, items } = grouped(inside, records)
  const finder = new BridgeFinder(records, left, right)
  const weak: number[] = []
  for (let own = 0; own < records; own++) {
    if (start[own] === start[own + 1]) continue
    for (const e of finder.find(items, start[own]!, start[own + 1]!)) {
      bridges[own]!++
      if (weight[e]! < strong) weak.push(e)
    }
  }
  const measures: Measures = { size, edges, weakest, bridges }
  return { measures, weakBridges: Int32Array.from(weak).sort() }
}

const NO_EDGE = 0x7fffffff

function bySize(size: Int32Array, most: number): Pick<Health, 'sizes'> & { names: readonly number[] } {
  const counts = new Map<number, number>()
  for (let i = 0; i < size.length; i++) if (size[i]! > 0) counts.set(size[i]!, (counts.get(size[i]!) ?? 0) + 1)
  const sizes = [...counts].sort(([a], [b]) => a - b).map(([own, clusters]) => ({ size: own, clusters }))
  let left = most
  let floor = Number.POSITIVE_INFINITY
  for (const one of sizes.toReversed()) {
    if (left <= 0 || one.size < 2) break
    floor = one.size
    left -= one.clusters
  }
  const names: number[] = []
  for (let i = 0; i < size.length; i++) if (size[i]! >= floor) names.push(i)
  return { sizes, names: names.sort((a, b) => size[b]! - size[a]! || a - b).slice(0, most) }
}

/** Bridges of a graph by depth-first search: an edge is one when nothing below it reaches above it (Tarjan 1974). */
class BridgeFinder {
  readonly #left: Int32Array
  readonly #right: Int32Array
  /** By record: 1 + its first half-edge, when it was first reached, and the earliest that it or what lies below reaches. */
  readonly #first: Int32Array
  readonly #reached: Int32Array
  readonly #earliest: Int32Array
  /** By half-edge 2n or 2n + 1 of the n-th edge: 1 + the next one of the same record. */
  #next = new Int32Array(16)
  #path: number[] = []
  #clock = 0

  constructor(records: number, left: Int32Array, right: Int32Array) {
    this.#left = left
    this.#right = right
    this.#first = new Int32Array(records)
    this.#reached = new Int32Array(records)
    this.#earliest = new Int32Array(records)
  }

  /** Bridges among the edges `list[from … to - 1]`, which are all edges of their records. */
  find(list: Int32Array, from: number, to: number): readonly number[] {
    const count = to - from
    if (2 * count > this.#next.length) this.#next = new Int32Array(4 * count)
    for (let n = 0; n < count; n++) {
      const e = list[from + n]!
      this.#next[2 * n] = this.#first[this.#left[e]!]!
      this.#first[this.#left[e]!] = 2 * n + 1
      this.#next[2 * n + 1] = this.#first[this.#right[e]!]!
      this.#first[this.#right[e]!] = 2 * n + 2
    }
    const found: number[] = []
    for (let n = 0; n < count; n++) {
      const record = this.#left[list[from + n]!]!
      if (this.#reached[record] === 0) this.#search(record, list, from, found)
    }
    return found
  }

  /** `#path` holds the half-edges that led down; `#first` is used up as records are left. */
  #search(root: number, list: Int32Array, from: number, found: number[]): void {
    this.#path = []
    this.#reached[root] = this.#earliest[root] = ++this.#clock
    let at = root
    for (;;) {
      const half = this.#first[at]! - 1
      if (half >= 0) {
        this.#first[at] = this.#next[half]!
        const e = list[from + (half >> 1)]!
        const other = (half & 1) === 0 ? this.#right[e]! : this.#left[e]!
        if (this.#path.length > 0 && half >> 1 === this.#path[this.#path.length - 1]! >> 1) continue
        if (this.#reached[other] === 0) {
          this.#reached[other] = this.#earliest[other] = ++this.#clock
          this.#path.push(half)
          at = other
        } else this.#earliest[at] = Math.min(this.#earliest[at]!, this.#reached[other]!)
        continue
      }
      const down = this.#path.pop()
      if (down === undefined) return
      const e = list[from + (down >> 1)]!
      const above = (down & 1) === 0 ? this.#left[e]! : this.#right[e]!
      if (this.#earliest[at]! > this.#reached[above]!) found.push(e)
      this.#earliest[above] = Math.min(this.#earliest[above]!, this.#earliest[at]!)
      at = above
    }
  }
}
