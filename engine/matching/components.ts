import type { Edges } from './predict.ts'

/** Connected components of the kept edges and of the records that are bound together; each is clustered by itself. */
export interface Components {
  readonly count: number
  /** Component c holds `members[start[c]] … members[start[c + 1] - 1]`, ascending; records that stand alone are left out. */
  readonly start: Int32Array
  readonly members: Int32Array
}

/** In order of their smallest members. `bound`: for each record the smallest record that it must be with, or itself. */
export function componentsOf(
  records: number,
  { left, right }: Pick<Edges, 'left' | 'right'>,
  bound: Int32Array | null = null,
): Components {
  const forest = bound ? bound.slice() : ascending(records)
  const isMet = new Uint8Array(records)
  for (let e = 0; e < left.length; e++) {
    unite(forest, left[e]!, right[e]!)
    isMet[left[e]! < right[e]! ? left[e]! : right[e]!] = 1
  }
  if (bound) for (let i = 0; i < records; i++) if (bound[i] !== i) isMet[bound[i]!] = 1
  const sizes = new Int32Array((records >>> 1) + 1)
  let count = 0
  // a parent is smaller than its child, so it has its number, and the forest can turn into the numbers in place
  for (let i = 0; i < records; i++) {
    const parent = forest[i]!
    if (parent !== i) sizes[(forest[i] = forest[parent]!)]!++
    else if (isMet[i] === 1) sizes[(forest[i] = count++)]!++
    else forest[i] = -1
  }
  const start = startsOf(sizes, count)
  return { count, start, members: placed(forest, start) }
}

/** Items by group, ascending within each; -1 is no group. */
export function grouped(of: Int32Array, count: number): { start: Int32Array; items: Int32Array } {
  const sizes = new Int32Array(count)
  for (let i = 0; i < of.length; i++) if (of[i]! >= 0) sizes[of[i]!]!++
  const start = startsOf(sizes, count)
  return { start, items: placed(of, start) }
}

function startsOf(sizes: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1)
  for (let c = 0; c < count; c++) start[c + 1] = start[c]! + sizes[c]!
  return start
}

function placed(of: Int32Array, start: Int32Array): Int32Array {
  const items = new Int32Array(start[start.length - 1]!)
  const next = start.slice()
  for (let i = 0; i < of.length; i++) if (of[i]! >= 0) items[next[of[i]!]!++] = i
  return items
}

/** 0, 1, 2 … */
export function ascending(count: number): Int32Array {
  const numbers = new Int32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = i
  return numbers
}

/** Root of a member of a forest in which a parent is never larger than its child. */
export function rootIn(forest: Int32Array, member: number): number {
  let at = member
  while (forest[at] !== at) at = forest[at] = forest[forest[at]!]!
  return at
}

/** Unites the trees of two members under the smaller root. */
export function unite(forest: Int32Array, a: number, b: number): void {
  const x = rootIn(forest, a)
  const y = rootIn(forest, b)
  if (x < y) forest[y] = x
  else if (y < x) forest[x] = y
}
