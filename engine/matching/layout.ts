import type { AnyComparison } from '../../core/comparison.ts'
import type { Blocks } from './blocking.ts'
import { type Column, MISSING, shared, valuesOf } from './encode.ts'
import { type Packed, type Scored, UNPACKED } from './lane.ts'
import { type Placing, place, type Rows, type Several } from './placing.ts'
import type { Records } from './records.ts'
import { packDigits } from './similarity/digits.ts'

/** Where one comparison finds its value in a row: one word with the number of the value, or two with packed digits. */
export interface Place {
  readonly at: number
  readonly digits: boolean
  /** By distinct value, where the comparison has such: packed digits, and the hash of the fold. */
  readonly packed: Packed | null
  readonly folds: Uint32Array | null
  /** Two words per distinct value. */
  readonly sketches: Int32Array | null
}

/**
 * Records as scoring reads them: all that a pair asks of a record lies side by side, and records that share a key lie near
 * each other, so that a pair costs two or three looks into memory. Rows stand at positions, not at record numbers.
 * The row at position p holds its words from `p * width`: for each rule the group of the record (`MISSING` for none,
 * `-2 - n` for several, listed in `lists` from n on: how many, then which, ascending), then packed digits, then numbers of values.
 */
export interface Layout {
  readonly width: number
  readonly words: Int32Array
  readonly lists: Int32Array
  readonly places: readonly Place[]
  readonly positionOf: Int32Array
  readonly recordAt: Int32Array
  /** Group g holds the positions `members[starts[g]]` up to `members[starts[g + 1]]`. */
  readonly starts: Int32Array
  readonly members: Int32Array
  /** Source of each position; null where pairs within one source are wanted. */
  readonly sources: Int32Array | null
  readonly rules: Blocks['rules']
}

/** Words of a cache line: rows that nearly fill lines are widened to whole ones. */
const LINE = 16

/** What writes columns of words: `place`, here or on threads. */
export type PlaceAll = (rows: Rows, placings: readonly Placing[]) => Promise<readonly Several[]>

export function layOut(records: Records, blocks: Blocks, scored: readonly Scored[]): Layout {
  const { rows, placings, finish } = plan(records, blocks, scored)
  return finish(placings.map((placing) => place(rows, placing)))
}

/** The same with columns written by others. */
export async function layOutBy(
  placeAll: PlaceAll,
  records: Records,
  blocks: Blocks,
  scored: readonly Scored[],
): Promise<Layout> {
  const { rows, placings, finish } = plan(records, blocks, scored)
  return finish(await placeAll(rows, placings))
}

function plan(records: Records, blocks: Blocks, scored: readonly Scored[]) {
  const { rules, starts, members } = blocks
  const pairs = scored.filter(({ comparison }) => comparison.digits).length
  let [twoWords, oneWord] = [rules.length, rules.length + 2 * pairs]
  const places = scored.map(({ comparison, column }): Place => {
    const digits = comparison.digits !== undefined
    const at = digits ? twoWords : oneWord++
    if (digits) twoWords += 2
    return {
      at,
      digits,
      packed: packedOf(comparison, column),
      folds: foldsOf(comparison, column),
      sketches: sketchesOf(comparison, column),
    }
  })
  const used = oneWord
  const width = used > LINE / 2 && used <= LINE ? LINE : used
  const rows: Rows = { width, words: shared.int32(records.size * width), ...nearby(blocks, records.size) }
  const positions = shared.int32(members.length)
  const ofRules = rules.map(({ from }, at): Placing => {
    const to = rules[at + 1]?.from ?? starts.length - 1
    return { rule: { at, from, starts: starts.subarray(from, to + 1), members, positions } }
  })
  const ofColumns = scored.map(({ column: { ids } }, c): Placing => {
    const { at, packed } = places[c]!
    return { column: { at, ids, packed } }
  })
  const sources = records.crossOnly && records.sources ? shared.int32(records.size) : null
  sources?.forEach((_, p) => {
    sources[p] = records.sources?.[rows.recordAt[p]!] ?? 0
  })
  return {
    rows,
    placings: [...ofRules, ...ofColumns],
    finish: (several: readonly Several[]): Layout => ({
      ...rows,
      lists: listed(rows, several),
      places,
      starts,
      members: positions,
      sources,
      rules,
    }),
  }
}

/** Positions in the order in which groups first name the records: who shares the earliest key lies side by side. */
function nearby({ members }: Blocks, size: number): Pick<Layout, 'recordAt' | 'positionOf'> {
  const positionOf = shared.int32(size).fill(-1)
  const recordAt = shared.int32(size)
  let next = 0
  const put = (record: number): void => {
    if (positionOf[record] !== -1) return
    positionOf[record] = next
    recordAt[next++] = record
  }
  for (let m = 0; m < members.length && next < size; m++) put(members[m]!)
  for (let record = 0; record < size; record++) put(record)
  return { recordAt, positionOf }
}

/** Lists the groups of records that have several under one rule, and names the lists in their rows. */
function listed({ words, width }: Rows, several: readonly Several[]): Int32Array {
  const lists: number[] = []
  several.forEach((own, rule) => {
    for (let n = 0; n < own.length; ) {
      const [p, groups] = [own[n]!, own[n + 1]!]
      words[p * width + rule] = -2 - lists.length
      for (let i = n + 1; i <= n + 1 + groups; i++) lists.push(own[i]!)
      n += 2 + groups
    }
  })
  const out = shared.int32(lists.length)
  out.set(lists)
  return out
}

/** Packs each distinct value once. Fillers are 0, as if missing; what is not all digits is `UNPACKED` with its number. */
function packedOf({ digits }: AnyComparison, column: Column): Packed | null {
  if (!digits) return null
  const values = valuesOf(column)
  const low = shared.int32(values)
  const high = shared.int32(values)
  for (let value = 0; value < values; value++) {
    if (!packDigits(column.units, column.starts[value]!, column.starts[value + 1]!, low, high, value)) {
      low[value] = UNPACKED
      high[value] = value
    } else if (!digits.holds(low[value]!, high[value]!)) low[value] = high[value] = 0
  }
  return { low, high }
}

function foldsOf({ fold }: AnyComparison, { units, starts }: Column): Uint32Array | null {
  if (!fold) return null
  const folds = shared.uint32(starts.length - 1)
  for (let value = 0; value < folds.length; value++) folds[value] = fold.hash(units, starts[value]!, starts[value + 1]!)
  return folds
}

function sketchesOf({ sketch }: AnyComparison, { units, starts }: Column): Int32Array | null {
  if (!sketch) return null
  const sketches = shared.int32(2 * (starts.length - 1))
  for (let value = 0; value + 1 < starts.length; value++)
    sketch.of(units, starts[value]!, starts[value + 1]!, sketches, 2 * value)
  return sketches
}

/** The first group in which two records meet, -1 where they never do. */
export function firstShared(layout: Layout, a: number, b: number): number {
  const { width, words, positionOf, rules } = layout
  const left = positionOf[a]! * width
  const right = positionOf[b]! * width
  for (let rule = 0; rule < rules.length; rule++) {
    const group = sharedBy(layout, words[left + rule]!, words[right + rule]!)
    if (group >= 0) return group
  }
  return -1
}

/** The smallest group that two slots of one rule share, -1 for none. */
export function sharedBy({ lists }: Pick<Layout, 'lists'>, x: number, y: number): number {
  if (x === MISSING || y === MISSING) return -1
  if (x >= 0 && y >= 0) return x === y ? x : -1
  let i = x >= 0 ? -1 : -1 - x
  let j = y >= 0 ? -1 : -1 - y
  const endI = x >= 0 ? 0 : i + lists[i - 1]!
  const endJ = y >= 0 ? 0 : j + lists[j - 1]!
  for (;;) {
    const g = i < 0 ? x : lists[i]!
    const h = j < 0 ? y : lists[j]!
    if (g === h) return g
    if (g < h) {
      if (i < 0 || ++i >= endI) return -1
    } else if (j < 0 || ++j >= endJ) return -1
  }
}

/** Calls for each group of a record, ascending. */
export function eachGroup(layout: Layout, record: number, visit: (group: number) => void): void {
  const { width, words, lists, positionOf, rules } = layout
  const row = positionOf[record]! * width
  for (let rule = 0; rule < rules.length; rule++) {
    const slot = words[row + rule]!
    if (slot >= 0) visit(slot)
    else if (slot !== MISSING) for (let n = 0; n < lists[-2 - slot]!; n++) visit(lists[-1 - slot + n]!)
  }
}
