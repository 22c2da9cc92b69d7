import { FATE, fateName } from './fates.ts'
import { firstShared } from './layout.ts'
import { bits, type Model, microbits } from './model.ts'
import type { Edges } from './predict.ts'
import type { Resolution } from './resolve.ts'

/** Why two records are together or apart. Weights are in bits. */
export type Why =
  /** Their own pair carries it, or others do: they joined with a cluster that as a whole says "the same". */
  | { readonly code: 'joined' | 'joined-by-others' }
  /** No rule makes a pair of them: they were never compared. */
  | { readonly code: 'never-met'; readonly wouldWeigh: number }
  /** Compared, and under the threshold: the comparison that spoke loudest against it. */
  | { readonly code: 'too-weak'; readonly comparison: string; readonly level: string; readonly bits: number }
  /** Strong enough as a pair, but the groups that they had joined are not, taken whole. */
  | { readonly code: 'outvoted'; readonly mean: number; readonly sizes: readonly [number, number] }
  /** A decision, a veto, a guard or a rival kept them apart: the name of the fate, with its code. */
  | { readonly code: 'refused'; readonly fate: string }

/** Explains the decision over two records of a finished resolution. */
export function whyOf(
  model: Model,
  { layout, scorer, edges, clustering }: Pick<Resolution, 'layout' | 'scorer' | 'edges' | 'clustering'>,
  a: number,
  b: number,
): Why {
  const { clusterOf, fate, reason, reasons } = clustering
  const total = scorer.judge(a, b)
  const link = microbits(model.thresholds.link)
  const edge = edgeOf(edges, a, b)
  if (clusterOf[a] === clusterOf[b]) return { code: edge >= 0 && total >= link ? 'joined' : 'joined-by-others' }
  const own = edge < 0 ? FATE.outvoted : fate[edge]!
  if (own !== FATE.outvoted && own !== FATE.review)
    return { code: 'refused', fate: fateName(own, reasons[reason[edge]!]) }
  if (firstShared(layout, a, b) < 0) return { code: 'never-met', wouldWeigh: bits(total) }
  if (total < link) return { code: 'too-weak', ...heaviestDoubt(model, scorer) }
  const [left, right] = [membersOf(clusterOf, a), membersOf(clusterOf, b)]
  return { code: 'outvoted', mean: bits(meanBetween(left, right, scorer.judge)), sizes: [left.length, right.length] }
}

/** Position of the edge of two records, -1 where none is kept. */
export function edgeOf({ left, right }: Pick<Edges, 'left' | 'right'>, a: number, b: number): number {
  const [x, y] = a < b ? [a, b] : [b, a]
  let low = 0
  let high = left.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (left[middle]! < x || (left[middle] === x && right[middle]! < y)) low = middle + 1
    else high = middle
  }
  return left[low] === x && right[low] === y ? low : -1
}

/** Of the pair that was judged last. */
function heaviestDoubt(model: Model, { levels, bits: terms }: Pick<Resolution['scorer'], 'levels' | 'bits'>) {
  let worst = { comparison: '', level: '', bits: Number.POSITIVE_INFINITY }
  model.comparisons.forEach(({ name, levels: own }, c) => {
    const level = own[levels[c]! - 1]
    const weight = level ? bits(level.microbits + terms[c]!) : 0
    if (weight < worst.bits) worst = { comparison: name, level: level?.code ?? 'missing', bits: weight }
  })
  return worst
}

/** Records of the cluster of a record, ascending. */
export function membersOf(clusterOf: Int32Array, record: number): number[] {
  const members: number[] = []
  for (let other = 0; other < clusterOf.length; other++) if (clusterOf[other] === clusterOf[record]) members.push(other)
  return members
}

function meanBetween(
  left: readonly number[],
  right: readonly number[],
  score: (a: number, b: number) => number,
): number {
  let sum = 0
  for (const a of left) for (const b of right) sum += score(Math.min(a, b), Math.max(a, b))
  return sum / (left.length * right.length)
}
