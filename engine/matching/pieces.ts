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
  /** Edges within piece p. */
  readonly edgeStart: Int32Array
  readonly edges: Int32Array
  /** Edges between pieces. */
  readonly cut: readonly number[]
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
  list: Int32Array,
  score: (a: number, b: number) => number,
  most: number,
): void {
  const pieces = piecesOf(plane, members, list, most)
  for (let p = 0; p + 1 < pieces.start.length; p++)
    linkage.solve(
      pieces.members,
      pieces.start[p]!,
      pieces.start[p + 1]!,
      pieces.edges,
      pieces.edgeStart[p]!,
      pieces.edgeStart[p + 1]!,
    )
  tellCut(judge, plane, members, pieces.cut, score)
}

function piecesOf(plane: Plane, members: Int32Array, list: Int32Array, most: number): Pieces {
  const { left, right, bound, local } = plane
  const forest = ascending(members.length)
  const groups = new Int32Array(members.length).fill(1)
  for (let p = 0; p < members.length; p++) local[members[p]!] = p
  if (bound) {
    for (let p = 0; p < members.length; p++) unite(forest, local[bound[members[p]!]!]!, p)
  }
  for (const e of byStrength(plane, list)) {
    const x = rootIn(forest, local[left[e]!]!)
    const y = rootIn(forest, local[right[e]!]!)
    if (x === y || groups[x]! + groups[y]! > most) continue
    groups[Math.min(x, y)] = groups[x]! + groups[y]!
    unite(forest, x, y)
  }
  const number = new Int32Array(members.length)
  let count = 0
  const of = Int32Array.from(members, (_, p) => {
    const root = rootIn(forest, p)
    if (root === p) number[p] = count++
    return number[root]!
  })
  const pieces = grouped(of, count)
  const cut: number[] = []
  const pieceOf = Int32Array.from(list, (e) => {
    const piece = of[local[left[e]!]!]!
    if (piece === of[local[right[e]!]!]) return piece
    cut.push(e)
    return -1
  })
  const inside = grouped(pieceOf, count)
  return {
    start: pieces.start,
    members: pieces.items.map((p) => members[p]!),
    edgeStart: inside.start,
    edges: inside.items.map((n) => list[n]!),
    cut,
  }
}

/** Heaviest first; equal weights by smaller, then larger record, in whatever order the edges came. */
function byStrength({ left, right, weight }: Plane, list: Int32Array): Int32Array {
  const high = (e: number): number => Math.max(left[e]!, right[e]!)
  const low = (e: number): number => Math.min(left[e]!, right[e]!)
  return sortedBy(sortedBy(sortedBy(list, high), low), (e) => -weight[e]!)
}

/** Fates of edges between pieces, from the clusters that their ends came to: where these fit, `size` says who was not joined. */
function tellCut(
  judge: Judge,
  { left, right, clusterOf, local, weight }: Plane,
  members: Int32Array,
  cut: readonly number[],
  score: (a: number, b: number) => number,
): void {
  let count = 0
  const of = Int32Array.from(members, (record) => {
    const name = clusterOf[record]!
    if (name === record) local[record] = count++
    return local[name]!
  })
  const { start, items } = grouped(of, count)
  const records = items.map((p) => members[p]!)
  const known = new Map<number, number>()
  for (const e of cut) {
    const x = local[clusterOf[left[e]!]!]!
    const y = local[clusterOf[right[e]!]!]!
    const [a, b] = x < y ? [x, y] : [y, x]
    const key = a * count + b
    let verdict = known.get(key)
    if (verdict === undefined) {
      const xs = records.subarray(start[a]!, start[a + 1]!)
      const ys = records.subarray(start[b]!, start[b + 1]!)
      verdict = verdictOf(judge, xs, ys, xs.length + ys.length === 2 ? () => weight[e]! : score)
      known.set(key, verdict)
    }
    judge.tell(e, verdict)
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
