import { type Blocks, ruleOfGroup } from './blocking.ts'

/** A piece of the pair grid: the pairs of the groups `from` up to `to`. */
export interface Unit {
  readonly from: number
  readonly to: number
  /** Pairs of its groups, one that several groups make counted for each. */
  readonly pairs: number
}

/** Pairs to aim at in one unit of work. */
const UNIT_PAIRS = 200_000

/** Cuts the groups into units of similar cost, in a fixed order. */
export function unitsOf({ starts }: Blocks, aim = UNIT_PAIRS): Unit[] {
  const units: Unit[] = []
  let from = 0
  let pairs = 0
  for (let group = 0; group + 1 < starts.length; group++) {
    const n = starts[group + 1]! - starts[group]!
    pairs += (n * (n - 1)) / 2
    if (pairs < aim && group + 2 < starts.length) continue
    units.push({ from, to: group + 1, pairs })
    from = group + 1
    pairs = 0
  }
  return units
}

/** Told of one pair, the smaller record first, with the first rule under which it meets. */
export type Visit = (a: number, b: number, rule: number) => void

/**
 * Visits the pairs of units, each pair of the whole grid once: at the first group that both records share. With `sources`,
 * pairs within one source are left out; with `touched`, pairs of which neither is touched.
 */
export function walkPairs(
  blocks: Blocks,
  units: Iterable<Pick<Unit, 'from' | 'to'>>,
  { sources, touched }: { readonly sources: Int32Array | null; readonly touched?: Uint8Array },
  visit: Visit,
): number {
  const { starts, members, of, groups } = blocks
  let visited = 0
  for (const { from, to } of units) {
    for (let group = from; group < to; group++) {
      const rule = ruleOfGroup(blocks, group)
      const end = starts[group + 1]!
      for (let i = starts[group]!; i < end; i++) {
        const a = members[i]!
        const firstOfA = of[a]!
        const isTouched = touched === undefined || touched[a] === 1
        for (let j = i + 1; j < end; j++) {
          const b = members[j]!
          if (!isTouched && touched?.[b] !== 1) continue
          if (sources !== null && sources[a] === sources[b]) continue
          if (metBefore(groups, firstOfA, of[b]!, group)) continue
          visited++
          visit(a, b, rule)
        }
      }
    }
  }
  return visited
}

/** Whether two lists of groups, both ascending and both holding `group`, share a smaller one. */
function metBefore(groups: Int32Array, i: number, j: number, group: number): boolean {
  let x = groups[i]!
  let y = groups[j]!
  while (x !== y) {
    if (x < y) x = groups[++i]!
    else y = groups[++j]!
  }
  return x !== group
}
