import { bare } from '../../core/values.ts'
import { type Column, grown, hashOf, shared, textOf, valuesOf } from './encode.ts'
import type { KeyColumn } from './records.ts'
import { type MatchSpec, type Part, unknown } from './spec.ts'

/** What the values of a column become in a key: value v has the hashes from `starts[v]` up to `starts[v + 1]`. */
interface Pieces {
  readonly ids: Int32Array
  readonly starts: Int32Array
  readonly low: Uint32Array
  readonly high: Uint32Array
  /** No value has more than one. */
  readonly single: boolean
}

/** The keys that some parts make of every record: a key for each way to choose one piece of every part. */
export function keysOf(
  parts: readonly Part[],
  column: (name: string) => Column,
  lists: MatchSpec['lists'],
): Pick<KeyColumn, 'low' | 'high' | 'starts'> {
  const pieces = parts.map((part) => {
    const own = typeof part === 'string' ? { column: part } : part
    return piecesOf(column(own.column), own, lists)
  })
  return pieces.every(({ single }) => single) ? singleKeys(pieces) : severalKeys(pieces)
}

const mixLow = (sum: number, own: number): number => (Math.imul(sum ^ own, 0x9e3779b1) ^ (sum >>> 15)) >>> 0
const mixHigh = (sum: number, own: number): number => (Math.imul(sum ^ own, 0x85ebca6b) ^ (sum >>> 13)) >>> 0

function singleKeys(pieces: readonly Pieces[]): Pick<KeyColumn, 'low' | 'high' | 'starts'> {
  const size = pieces[0]!.ids.length
  const low = shared.uint32(size)
  const high = shared.uint32(size)
  for (let record = 0; record < size; record++) {
    let l = 1
    let h = 2
    for (const { ids, starts, low: lows, high: highs } of pieces) {
      const value = ids[record]!
      const at = value < 0 ? -1 : starts[value]!
      if (value < 0 || at === starts[value + 1]!) {
        l = h = 0
        break
      }
      l = mixLow(l, lows[at]!) || 1
      h = mixHigh(h, highs[at]!)
    }
    low[record] = l
    high[record] = h
  }
  return { low, high, starts: null }
}

function severalKeys(pieces: readonly Pieces[]): Pick<KeyColumn, 'low' | 'high' | 'starts'> {
  const size = pieces[0]!.ids.length
  const starts = shared.int32(size + 1)
  for (let record = 0; record < size; record++) {
    let keys = 1
    for (const { ids, starts: of } of pieces) keys *= ids[record]! < 0 ? 0 : of[ids[record]! + 1]! - of[ids[record]!]!
    starts[record + 1] = starts[record]! + keys
  }
  const low = shared.uint32(starts[size]!)
  const high = shared.uint32(starts[size]!)
  for (let record = 0; record < size; record++) {
    for (let key = starts[record]!; key < starts[record + 1]!; key++) {
      let choice = key - starts[record]!
      let l = 1
      let h = 2
      for (const { ids, starts: of, low: lows, high: highs } of pieces) {
        const from = of[ids[record]!]!
        const count = of[ids[record]! + 1]! - from
        l = mixLow(l, lows[from + (choice % count)]!) || 1
        h = mixHigh(h, highs[from + (choice % count)]!)
        choice = Math.floor(choice / count)
      }
      low[key] = l
      high[key] = h
    }
  }
  return { low, high, starts }
}

type OwnPart = Exclude<Part, string>

const withoutOf = ({ without }: OwnPart, lists: MatchSpec['lists']): ReadonlySet<string> =>
  new Set(without === undefined ? [] : (lists[without] ?? unknown('list', without, Object.keys(lists))))

/** The keys of one record as people may read them, in the order in which `keysOf` lays them out. */
export function keyTexts(
  parts: readonly Part[],
  column: (name: string) => Column,
  lists: MatchSpec['lists'],
  record: number,
): readonly (readonly string[])[] {
  const pieces = parts.map((part) => {
    const own = typeof part === 'string' ? { column: part } : part
    const of = column(own.column)
    const value = of.ids[record]!
    return value < 0 ? [] : piecesIn(textOf(of, value), own, withoutOf(own, lists))
  })
  return pieces.reduce<readonly (readonly string[])[]>(
    (keys, own) => own.flatMap((piece) => keys.map((key) => [...key, piece])),
    [[]],
  )
}

function piecesOf(column: Column, part: OwnPart, lists: MatchSpec['lists']): Pieces {
  const without = withoutOf(part, lists)
  const values = valuesOf(column)
  const starts = new Int32Array(values + 1)
  let low = new Uint32Array(values)
  let high = new Uint32Array(values)
  let used = 0
  let single = true
  for (let value = 0; value < values; value++) {
    const own = piecesIn(textOf(column, value), part, without)
    for (const piece of own) {
      if (used === low.length) {
        low = grown(low, new Uint32Array(2 * used))
        high = grown(high, new Uint32Array(2 * used))
      }
      low[used] = hashOf(piece)
      high[used++] = hashOf(piece, 0x41c6ce57)
    }
    single &&= own.length < 2
    starts[value + 1] = used
  }
  return { ids: column.ids, starts, low, high, single }
}

/** Letters of a cell that are looked at in words: no name or address is longer. */
const LONGEST = 1000

function piecesIn(cell: string, part: OwnPart, without: ReadonlySet<string>): readonly string[] {
  let text = part.bare ? bare(cell.slice(0, LONGEST)) : cell.toLowerCase()
  if (part.words || without.size > 0) {
    const words = text
      .slice(0, LONGEST)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 1 && !without.has(word))
    if (part.words === 'all') return [...new Set(words)]
    text = part.words === 'first' ? (words[0] ?? '') : part.words === 'last' ? (words.at(-1) ?? '') : words.join(' ')
  }
  if (part.dropLast) text = text.slice(0, -part.dropLast)
  if (part.first) text = text.length >= part.first ? text.slice(0, part.first) : ''
  return text === '' ? [] : [text]
}
