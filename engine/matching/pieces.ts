import { ascending, grouped, rootIn, unite } from './components.ts'
import { FATE } from './fates.ts'
import type { Judge, Plane } from './judge.ts'
import type { Linkage } from './linkage.ts'
import { sortedBy } from './radix.ts'

/** Pairs scored at most between two groups of different pieces: more are represented by as many, evenly spread. */
const SAMPLE = 1024

interface Pieces {
  /** Piece p holds `members[start[p]] … members[start[p + 1] - 1]`, ascending. */
  readonly start: Int32Array
  readonly members: Int32Array
  /** Edges between pieces. */
  readonly cut: Int32Array
}

/**
 * Clusters a component of more than `most` groups. It is taken apart first: its edges from the strongest down connect pieces
 * of at most `most` groups, so the weakest are cut, and each piece is clustered whole. That bounds time by
 * records × most scores and memory by most² cells, and looks at nothing but the component.
 */
export function solveInPieces(
  linkage: Linkage,
  judge: Judge,
  plane: Plane,
  members: Int32Array,
  score: (a: number, b: number) => number,
  most: number,
): void {
  const pieces = piecesOf(plane, members, most)
  for (let p = 0; p + 1 < pieces.start.length; p++)
    linkage.solve(pieces.members, pieces.start[p]!, pieces.start[p + 1]!)
  tellCut(judge, plane, members, pieces.cut, score)
}

function piecesOf(plane: Plane, members: Int32Array, most: number): Pieces {
  const { rows, bound, local } = plane
  const forest = ascending(members.length)
  const groups = new Int32Array(members.length).fill(1)
  for (let p = 0; p < members.length; p++) local[members[p]!] = p
  if (bound) for (let p = 0; p < members.length; p++) unite(forest, local[bound[members[p]!]!]!, p)
  const list = edgesAmong(plane, members)
  // heaviest first; equal weights by smaller, then larger record
  for (const e of sortedBy(list, (edge) => -rows.weight[edge]!)) {
    const x = rootIn(forest, local[rows.left[e]!]!)
    const y = rootIn(forest, local[rows.right[e]!]!)
    if (x === y || groups[x]! + groups[y]! > most) continue
    groups[Math.min(x, y)] = groups[x]! + groups[y]!
    unite(forest, x, y)
  }
  const number = new Int32Array(members.length)
  const of = new Int32Array(members.length)
  let count = 0
  for (let p = 0; p < members.length; p++) {
    const root = rootIn(forest, p)
    if (root === p) number[p] = count++
    of[p] = number[root]!
  }
  const { start, items } = grouped(of, count)
  return {
    start,
    members: items.map((p) => members[p]!),
    cut: list.filter((e) => of[local[rows.left[e]!]!] !== of[local[rows.right[e]!]!]),
  }
}

/** All edges of a component, by smaller, then larger record. */
function edgesAmong({ rows }: Plane, members: Int32Array): Int32Array {
  let count = 0
  for (const record of members) count += rows.start[record + 1]! - rows.start[record]!
  const list = new Int32Array(count)
  count = 0
  for (const record of members) for (let e = rows.start[record]!; e < rows.start[record + 1]!; e++) list[count++] = e
  return list
}

/** Fates of edges between pieces, from the clusters that their ends came to: where these fit, `size` says who was not joined. */
function tellCut(
  judge: Judge,
  { rows, clusterOf, local }: Plane,
  members: Int32Array,
  cut: Int32Array,
  score: (a: number, b: number) => number,
): void {
  const of = new Int32Array(members.length)
  let count = 0
  for (let p = 0; p < members.length; p++) {
    const name = clusterOf[members[p]!]!
    if (name === members[p]) local[name] = count++
    of[p] = local[name]!
  }
  const { start, items } = grouped(of, count)
  const records = items.map((p) => members[p]!)
  const known = new Map<number, number>()
  for (const e of cut) {
    const x = local[clusterOf[rows.left[e]!]!]!
    const y = local[clusterOf[rows.right[e]!]!]!
    const [a, b] = x < y ? [x, y] : [y, x]
    const key = a * count + b
    let verdict = known.get(key)
    if (verdict === undefined) {
      const xs = records.subarray(start[a]!, start[a + 1]!)
      const ys = records.subarray(start[b]!, start[b + 1]!)
      verdict = verdictOf(judge, xs, ys, xs.length + ys.length === 2 ? () => rows.weight[e]! : score)
      known.set(key, verdict)
    }
    judge.tell(e, rows.weight[e]!, verdict)
  }
}

function verdictOf(judge: Judge, xs: Int32Array, ys: Int32Array, score: (a: number, b: number) => number): number {
  const all = xs.length * ys.length
  const looked = Math.min(all, SAMPLE)
  let sum = 0
  let low = Number.POSITIVE_INFINITY
  for (let n = 0; n < looked; n++) {
    const pair = Math.floor((n * all) / looked)
    const x = xs[Math.floor(pair / ys.length)]!
    const y = ys[pair % ys.length]!
    const own = x < y ? score(x, y) : score(y, x)
    sum += own
    low = Math.min(low, own)
  }
  return judge.verdict(xs, xs.length, ys, ys.length, sum / looked, low, FATE.size)
}
