import type { AnyComparison } from '../../core/comparison.ts'
import type { Blocks } from './blocking.ts'
import { type Column, MISSING, shared, valuesOf } from './encode.ts'
import { type Packed, type Scored, UNPACKED } from './lane.ts'
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

export function layOut(records: Records, blocks: Blocks, scored: readonly Scored[]): Layout {
  const { recordAt, positionOf } = nearby(blocks, records.size)
  const rules = blocks.rules.length
  const pairs = scored.filter(({ comparison }) => comparison.digits).length
  let [twoWords, oneWord] = [rules, rules + 2 * pairs]
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
  const words = shared.int32(records.size * width)
  const members = shared.int32(blocks.members.length)
  for (let m = 0; m < members.length; m++) members[m] = positionOf[blocks.members[m]!]!
  const lists = placeGroups(words, width, blocks, members, records.size)
  scored.forEach((one, c) => {
    const { at, digits, packed } = places[c]!
    if (digits && packed) placeDigits(words, width, at, one.column, packed, recordAt)
    else for (let p = 0; p < recordAt.length; p++) words[p * width + at] = one.column.ids[recordAt[p]!]!
  })
  const sources = records.crossOnly && records.sources ? shared.int32(records.size) : null
  sources?.forEach((_, p) => {
    sources[p] = records.sources?.[recordAt[p]!] ?? 0
  })
  const { starts } = blocks
  return { width, words, lists, places, positionOf, recordAt, starts, members, sources, rules: blocks.rules }
}

/** Positions in the order in which groups first name the records: who shares the earliest key lies side by side. */
function nearby({ members }: Blocks, size: number): Pick<Layout, 'recordAt' | 'positionOf'> {
  const positionOf = shared.int32(size).fill(-1)
  const recordAt = shared.int32(size)
  let next = 0
  const place = (record: number): void => {
    if (positionOf[record] !== -1) return
    positionOf[record] = next
    recordAt[next++] = record
  }
  for (let m = 0; m < members.length; m++) place(members[m]!)
  for (let record = 0; record < size; record++) place(record)
  return { recordAt, positionOf }
}

/** Writes the groups of every record into its row; answers the lists of those that have several under one rule. */
function placeGroups(words: Int32Array, width: number, blocks: Blocks, members: Int32Array, size: number): Int32Array {
  const { rules, starts } = blocks
  const lists: number[] = []
  // one rule at a time in a small array, which a cache holds, then in order into the rows, which it does not
  const slots = new Int32Array(size)
  rules.forEach(({ from }, rule) => {
    const to = rules[rule + 1]?.from ?? starts.length - 1
    const several = new Map<number, number[]>()
    slots.fill(MISSING)
    for (let group = from; group < to; group++) {
      for (let m = starts[group]!; m < starts[group + 1]!; m++) {
        const at = members[m]!
        const before = slots[at]!
        if (before === MISSING) slots[at] = group
        else if (before >= 0) {
          slots[at] = -2
          several.set(at, [before, group])
        } else several.get(at)?.push(group)
      }
    }
    for (const [at, groups] of several) {
      slots[at] = -2 - lists.length
      lists.push(groups.length)
      for (const group of groups) lists.push(group)
    }
    for (let p = 0; p < size; p++) words[p * width + rule] = slots[p]!
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

function placeDigits(
  words: Int32Array,
  width: number,
  at: number,
  { ids }: Column,
  { low, high }: Packed,
  recordAt: Int32Array,
): void {
  for (let p = 0; p < recordAt.length; p++) {
    const value = ids[recordAt[p]!]!
    words[p * width + at] = value < 0 ? 0 : low[value]!
    words[p * width + at + 1] = value < 0 ? 0 : high[value]!
  }
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
