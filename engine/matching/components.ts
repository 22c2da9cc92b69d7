import type { Edges } from './predict.ts'

/** Connected components of the kept edges and of the pairs that must be together; each is clustered by itself. */
export interface Components {
  /** Component c holds `members[start[c]] … members[start[c + 1] - 1]`, ascending; records without an edge are left out. */
  readonly start: Int32Array
  readonly members: Int32Array
  /** Edges of component c: `edges[edgeStart[c]] … edges[edgeStart[c + 1] - 1]`, in the order of the edge list. */
  readonly edgeStart: Int32Array
  readonly edges: Int32Array
}

export type Pair = readonly [number, number]

export function componentsOf(
  records: number,
  edges: Pick<Edges, 'left' | 'right'>,
  together: readonly Pair[] = [],
): Components {
  const root = Int32Array.from({ length: records }, (_, i) => i)
  const find = (i: number): number => {
    while (root[i] !== i) i = root[i] = root[root[i]!]!
    return i
  }
  const join = (a: number, b: number): void => {
    const x = find(a)
    const y = find(b)
    if (x < y) root[y] = x
    else root[x] = y
  }
  for (let e = 0; e < edges.left.length; e++) join(edges.left[e]!, edges.right[e]!)
  for (const [a, b] of together) join(a, b)
  const size = new Int32Array(records)
  for (let i = 0; i < records; i++) size[find(i)]!++
  const number = new Int32Array(records).fill(-1)
  let count = 0
  for (let i = 0; i < records; i++) if (root[i] === i && size[i]! > 1) number[i] = count++
  const of = Int32Array.from({ length: records }, (_, i) => number[find(i)]!)
  const { start, items: members } = grouped(of, count)
  const edgeOf = Int32Array.from({ length: edges.left.length }, (_, e) => of[edges.left[e]!]!)
  const { start: edgeStart, items: edgesOf } = grouped(edgeOf, count)
  return { start, members, edgeStart, edges: edgesOf }
}

/** Items by group, ascending within each; -1 is no group. */
export function grouped(of: Int32Array, count: number): { start: Int32Array; items: Int32Array } {
  const start = new Int32Array(count + 1)
  for (let i = 0; i < of.length; i++) if (of[i]! >= 0) start[of[i]! + 1]!++
  for (let g = 0; g < count; g++) start[g + 1]! += start[g]!
  const items = new Int32Array(start[count]!)
  const fill = start.slice()
  for (let i = 0; i < of.length; i++) if (of[i]! >= 0) items[fill[of[i]!]!++] = i
  return { start, items }
}
