import { MISSING } from './encode.ts'
import { type Layout, sharedBy } from './layout.ts'

/** A piece of the pair grid: the pairs of the groups `from` up to `to`. */
export interface Unit {
  readonly from: number
  readonly to: number
  /** Pairs of its groups, one that several groups make counted for each. */
  readonly pairs: number
}

/** Pairs to aim at in one unit of work. */
const UNIT_PAIRS = 100_000

/** Cuts the groups into units of similar cost, in a fixed order. */
export function unitsOf({ starts }: Pick<Layout, 'starts'>, aim = UNIT_PAIRS): Unit[] {
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

/** The rule of a group. */
export function ruleOf({ rules }: Pick<Layout, 'rules'>, group: number): number {
  let rule = rules.length - 1
  while (rule > 0 && rules[rule]!.from > group) rule--
  return rule
}

/** Told of one pair by the positions of its records, with the first rule under which they meet. */
export type Visit = (p: number, q: number, rule: number) => void

/**
 * Visits the pairs of units, each pair of the whole grid once: in the first group that both records share. Pairs within one
 * source are left out where the layout has sources; with `touched` (by position) pairs of which neither is touched.
 */
export function walkPairs(
  layout: Layout,
  units: Iterable<Pick<Unit, 'from' | 'to'>>,
  touched: Uint8Array | undefined,
  visit: Visit,
): number {
  const { starts, members, words, width, sources } = layout
  let visited = 0
  for (const { from, to } of units) {
    for (let group = from; group < to; group++) {
      const rule = ruleOf(layout, group)
      const end = starts[group + 1]!
      for (let i = starts[group]!; i + 1 < end; i++) {
        const p = members[i]!
        const row = p * width
        const isTouched = touched === undefined || touched[p] === 1
        for (let j = i + 1; j < end; j++) {
          const q = members[j]!
          if (!isTouched && touched?.[q] !== 1) continue
          if (sources !== null && sources[p] === sources[q]) continue
          if (metBefore(layout, words, row, q * width, rule, group)) continue
          visited++
          visit(p, q, rule)
        }
      }
    }
  }
  return visited
}

/** Whether two rows share a group of an earlier rule, or a smaller one of this rule. */
export function metBefore(
  layout: Layout,
  words: Int32Array,
  left: number,
  right: number,
  rule: number,
  group: number,
): boolean {
  for (let r = 0; r < rule; r++) {
    const x = words[left + r]!
    const y = words[right + r]!
    if (x === y) {
      if (x >= 0 || (x !== MISSING && sharedBy(layout, x, y) >= 0)) return true
    } else if ((x < MISSING || y < MISSING) && sharedBy(layout, x, y) >= 0) return true
  }
  const x = words[left + rule]!
  return x < 0 && sharedBy(layout, x, words[right + rule]!) !== group
}
