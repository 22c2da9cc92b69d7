import { type BlockIndex, sharedGroup } from './blocking.ts'

/** A piece of the pair grid: groups `from` up to `to` of one rule. */
export interface Unit {
  readonly rule: number
  readonly from: number
  readonly to: number
  /** Pairs of the rule in it, before those that an earlier rule makes are left out. */
  readonly pairs: number
}

/** Pairs to aim at in one unit of work. */
const UNIT_PAIRS = 50_000

/** Cuts the pairs of all rules into units of similar cost, in a fixed order. */
export function unitsOf(rules: readonly BlockIndex[], aim = UNIT_PAIRS): Unit[] {
  const units: Unit[] = []
  rules.forEach(({ start }, rule) => {
    let from = 0
    let pairs = 0
    for (let g = 0; g + 1 < start.length; g++) {
      const size = start[g + 1]! - start[g]!
      pairs += (size * (size - 1)) / 2
      if (pairs < aim && g + 2 < start.length) continue
      units.push({ rule, from, to: g + 1, pairs })
      from = g + 1
      pairs = 0
    }
  })
  return units
}

/**
 * Visits every pair of a unit that no earlier rule makes, each once, the smaller record first. With `sources`, pairs
 * within one source are left out. Answers the number of pairs visited.
 */
export function walkUnit(
  rules: readonly BlockIndex[],
  unit: Unit,
  sources: Int32Array | null,
  visit: (a: number, b: number) => void,
): number {
  const { start, members, single } = rules[unit.rule]!
  const own = rules[unit.rule]!
  const earlier = rules.slice(0, unit.rule)
  const plain = earlier.flatMap((rule) => (rule.single ? [rule.single] : []))
  const many = earlier.filter((rule) => !rule.single)
  const mine = new Int32Array(plain.length)
  let visited = 0
  for (let g = unit.from; g < unit.to; g++) {
    const end = start[g + 1]!
    for (let i = start[g]!; i < end; i++) {
      const a = members[i]!
      for (let q = 0; q < plain.length; q++) mine[q] = plain[q]![a]!
      next: for (let j = i + 1; j < end; j++) {
        const b = members[j]!
        if (sources !== null && sources[a] === sources[b]) continue
        for (let q = 0; q < plain.length; q++) if (mine[q]! >= 0 && plain[q]![b] === mine[q]) continue next
        for (let q = 0; q < many.length; q++) if (sharedGroup(many[q]!, a, b) >= 0) continue next
        if (single === null && sharedGroup(own, a, b) !== g) continue
        visited++
        visit(a, b)
      }
    }
  }
  return visited
}
