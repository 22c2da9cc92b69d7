import type { BlockIndex } from './blocking.ts'

/** A piece of the pair grid: the pairs whose smaller record lies in `from` up to `to`. */
export interface Unit {
  readonly from: number
  readonly to: number
  /** Pairs that the rules make in it, one that several rules make counted for each. */
  readonly pairs: number
}

/** Pairs to aim at in one unit of work. */
const UNIT_PAIRS = 50_000

/** Cuts the pairs of all rules into units of similar cost, in a fixed order. */
export function unitsOf(rules: readonly BlockIndex[], records: number, aim = UNIT_PAIRS): Unit[] {
  const units: Unit[] = []
  let from = 0
  let pairs = 0
  for (let a = 0; a < records; a++) {
    for (const { of, groups, place, start } of rules) {
      for (let n = of[a]!; n < of[a + 1]!; n++) pairs += start[groups[n]! + 1]! - place[n]! - 1
    }
    if (pairs < aim && a + 1 < records) continue
    if (pairs > 0) units.push({ from, to: a + 1, pairs })
    from = a + 1
    pairs = 0
  }
  return units
}

/** Told of one pair, the smaller record first, with the first rule under which it meets. */
export type Visit = (a: number, b: number, rule: number) => void

/**
 * Visits the pairs of units, each pair once. A record is taken with all its rules in order and marks whom it has met, so
 * a pair that several rules make is left to the first at the cost of one look. With `sources`, pairs within one source
 * are left out. `visit` stays the same function for all units.
 */
export function walkPairs(
  rules: readonly BlockIndex[],
  units: Iterable<Unit>,
  records: number,
  sources: Int32Array | null,
  visit: Visit,
): number {
  const met = new Int32Array(records).fill(-1)
  let visited = 0
  for (const { from, to } of units) {
    for (let a = from; a < to; a++) {
      for (let rule = 0; rule < rules.length; rule++) {
        const { of, groups, place, start, members } = rules[rule]!
        for (let n = of[a]!; n < of[a + 1]!; n++) {
          const end = start[groups[n]! + 1]!
          for (let m = place[n]! + 1; m < end; m++) {
            const b = members[m]!
            if (met[b] === a) continue
            met[b] = a
            if (sources !== null && sources[a] === sources[b]) continue
            visited++
            visit(a, b, rule)
          }
        }
      }
    }
  }
  return visited
}
