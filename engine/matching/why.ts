import { edgeOf } from './joins.ts'
import { firstShared } from './layout.ts'
import { bits, type Model, microbits } from './model.ts'
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

/** Explains the decision over two records of a finished resolution. */
export function whyOf(
  model: Model,
  { layout, scorer, edges, clustering }: Pick<Resolution, 'layout' | 'scorer' | 'edges' | 'clustering'>,
  a: number,
  b: number,
): Why {
  const total = scorer.judge(a, b)
  const link = microbits(model.thresholds.link)
  if (clustering.clusterOf[a] === clustering.clusterOf[b])
    return { code: edgeOf(edges, a, b) >= 0 && total >= link ? 'joined' : 'joined-by-others' }
  if (firstShared(layout, a, b) < 0) return { code: 'never-met', wouldWeigh: bits(total) }
  if (total < link) return { code: 'too-weak', ...heaviestDoubt(model, scorer) }
  const [left, right] = [membersOf(clustering.clusterOf, a), membersOf(clustering.clusterOf, b)]
  return { code: 'outvoted', mean: bits(meanBetween(left, right, scorer.judge)), sizes: [left.length, right.length] }
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
