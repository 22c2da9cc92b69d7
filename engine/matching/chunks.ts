import type { Blocks } from './blocking.ts'
import type { Unit } from './pairs.ts'

type Groups = Pick<Blocks, 'starts' | 'members'>

/**
 * Cuts the pairs that groups make into chunks of about `aim`, groups ascending; with `touched` only pairs of which one record
 * at least is marked count. No key makes more pairs than a chunk has room for: its limit sees to that.
 */
export function chunksOf(groups: Groups, aim: number, touched: Uint8Array | null): Unit[] {
  const chunks: Unit[] = []
  const last = groups.starts.length - 1
  let from = 0
  let pairs = 0
  for (let group = 0; group < last; group++) {
    pairs += pairsIn(groups, group, touched)
    if (pairs < aim && group + 1 < last) continue
    if (pairs > 0) chunks.push({ from, to: group + 1, pairs })
    from = group + 1
    pairs = 0
  }
  return chunks
}

/** Pairs that each rule makes, one that several make counted for each. */
export function pairsByRule(
  blocks: Blocks,
  touched: Uint8Array | null,
): readonly { readonly name: string; readonly pairs: number }[] {
  return blocks.rules.map(({ name, from }, rule) => {
    const to = blocks.rules[rule + 1]?.from ?? blocks.starts.length - 1
    let pairs = 0
    for (let group = from; group < to; group++) pairs += pairsIn(blocks, group, touched)
    return { name, pairs }
  })
}

function pairsIn({ starts, members }: Groups, group: number, touched: Uint8Array | null): number {
  const n = starts[group + 1]! - starts[group]!
  if (!touched) return (n * (n - 1)) / 2
  let marked = 0
  for (let m = starts[group]!; m < starts[group + 1]!; m++) marked += touched[members[m]!]!
  return marked * (n - marked) + (marked * (marked - 1)) / 2
}
