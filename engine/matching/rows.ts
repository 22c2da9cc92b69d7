import { Failure } from '../../core/errors.ts'
import { ascending } from './components.ts'
import type { Edges } from './predict.ts'
import { sortedBy } from './radix.ts'

/** Edges by record: those of record i, to larger records, are `right[start[i]] … right[start[i + 1] - 1]`, ascending. */
export interface Rows {
  readonly start: Int32Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly weight: Int32Array
  /** Where an edge stood in the list that was given; null where nothing moved. */
  readonly order: Int32Array | null
}

/**
 * Lays edges out by record. A list that has left < right and is sorted by both is taken as it is, any other is sorted. Throws
 * InvalidInput where a pair stands twice.
 */
export function rowsOf(records: number, edges: Pick<Edges, 'left' | 'right' | 'weight'>): Rows {
  const { left, right, weight, order } = inOrder(edges)
  const start = new Int32Array(records + 1)
  for (let e = 0; e < left.length; e++) start[left[e]! + 1]!++
  for (let i = 0; i < records; i++) start[i + 1]! += start[i]!
  return { start, left, right, weight, order }
}

function inOrder(edges: Pick<Edges, 'left' | 'right' | 'weight'>): Omit<Rows, 'start'> {
  const { left, right, weight } = edges
  if (isInOrder(left, right)) return { left, right, weight, order: null }
  const low = (e: number): number => Math.min(left[e]!, right[e]!)
  const high = (e: number): number => Math.max(left[e]!, right[e]!)
  const order = sortedBy(sortedBy(ascending(left.length), high), low)
  const sorted = { left: order.map(low), right: order.map(high), weight: order.map((e) => weight[e]!), order }
  if (isInOrder(sorted.left, sorted.right)) return sorted
  throw new Failure('InvalidInput', {
    problems:
      'Danh sách cạnh có một cặp hai lần, hoặc một bản ghi với chính nó; mỗi cặp phải có đúng một lần. (Each pair of two records may be named once in a list of edges.)',
  })
}

function isInOrder(left: Int32Array, right: Int32Array): boolean {
  for (let e = 0; e < left.length; e++) {
    if (left[e]! >= right[e]!) return false
    if (e > 0 && (left[e - 1]! > left[e]! || (left[e - 1] === left[e] && right[e - 1]! >= right[e]!))) return false
  }
  return true
}

/**
 * The edges of a stretch of members, side by side. Members lie scattered over the columns: fetched one component at a time each
 * waits for memory by itself, fetched together they wait together.
 */
export class Window {
  /** Edges of the n-th member: `first[n] … first[n + 1] - 1` of the columns below. */
  first = new Int32Array(2)
  edge = new Int32Array(4)
  right = new Int32Array(4)
  weight = new Int32Array(4)
  from = 0
  readonly #rows: Rows
  #members: Int32Array | null = null
  #to = 0

  constructor(rows: Rows) {
    this.#rows = rows
  }

  /** Fetches `members[from … to - 1]` and up to `ahead` members in all, where they are not there yet. */
  cover(members: Int32Array, from: number, to: number, ahead: number): void {
    if (members === this.#members && from >= this.from && to <= this.#to) return
    this.#members = members
    this.from = from
    this.#to = Math.max(to, Math.min(members.length, from + ahead))
    const { start, right, weight } = this.#rows
    const count = this.#to - from
    if (count >= this.first.length) this.first = new Int32Array(2 * count)
    let edges = 0
    for (let n = 0; n < count; n++) {
      const record = members[from + n]!
      this.first[n] = edges
      edges += start[record + 1]! - start[record]!
    }
    this.first[count] = edges
    if (edges > this.edge.length) this.#grow(2 * edges)
    for (let n = 0; n < count; n++) {
      let e = start[members[from + n]!]!
      for (let at = this.first[n]!; at < this.first[n + 1]!; at++) {
        this.edge[at] = e
        this.right[at] = right[e]!
        this.weight[at] = weight[e++]!
      }
    }
  }

  #grow(room: number): void {
    this.edge = new Int32Array(room)
    this.right = new Int32Array(room)
    this.weight = new Int32Array(room)
  }
}

/** A column by edge, back in the order in which the edges were given. */
export function asGiven<C extends Uint8Array | Uint16Array>(column: C, order: Int32Array | null): C {
  if (order === null) return column
  const given = column.slice() as C
  for (let e = 0; e < order.length; e++) given[order[e]!] = column[e]!
  return given
}
