import type { HotKey } from './blocking.ts'
import type { KeyColumn } from './records.ts'

/** The groups of one rule: group g holds `members[starts[g]]` up to `members[starts[g + 1]]`, ascending. */
export interface KeyTable {
  readonly starts: Int32Array
  readonly members: Int32Array
  readonly hot: readonly Omit<HotKey, 'rule'>[]
  /** 1 for each record that a hot key holds; empty where there is none. */
  readonly inHot: Uint8Array
  readonly keyless: number
  readonly largest: number
}

/** Entries that are grouped at once: their table then stays in the cache of a core. */
const PART = 1 << 12
/** Entries that are laid out by part at once: bounds what the layout costs in memory, 12 bytes each. */
const PASS = 1 << 23

/**
 * Groups the entries of a rule by key: cut into parts by hash first, then each part in a table of its own. A single table
 * of millions of keys would miss the cache at each of them. With `within` only records that it marks take part.
 */
export function tableOf(column: KeyColumn, size: number, within: Uint8Array | undefined): KeyTable {
  const entries = column.low.length
  const parts = 2 ** Math.ceil(Math.log2(Math.max(1, entries / PART)))
  const counts = partCounts(column, size, parts, within)
  const out = new Groups(column, size)
  for (let from = 0; from < parts; ) {
    let to = from
    let total = 0
    while (to < parts && (to === from || total + counts[to]! <= PASS)) total += counts[to++]!
    const laid = layOut(column, size, counts, [from, to], within)
    for (let part = from, at = 0; part < to; at += counts[part++]!) out.take(laid, at, at + counts[part]!)
    from = to
  }
  return out.done(counts.reduce((sum, n) => sum + n, 0))
}

const mixed = (low: number, high: number): number => Math.imul(low ^ (high >>> 7), 0x9e3779b1) ^ high

/** Calls for each entry that is a key of a record that takes part. */
function eachKey(
  { low, high, starts }: KeyColumn,
  size: number,
  within: Uint8Array | undefined,
  visit: (entry: number, record: number) => void,
): void {
  for (let record = 0; record < size; record++) {
    if (within && !within[record]) continue
    const end = starts ? starts[record + 1]! : record + 1
    for (let entry = starts ? starts[record]! : record; entry < end; entry++)
      if (low[entry] !== 0 || high[entry] !== 0) visit(entry, record)
  }
}

function partCounts(column: KeyColumn, size: number, parts: number, within: Uint8Array | undefined): Int32Array {
  const counts = new Int32Array(parts)
  const { low, high } = column
  eachKey(column, size, within, (entry) => {
    counts[mixed(low[entry]!, high[entry]!) & (parts - 1)]!++
  })
  return counts
}

/** Words of an entry: low and high half of its key, and its record. Side by side, as they are written to many parts in turn. */
const ENTRY = 3

/** Entries of some parts, part by part, records ascending within each. */
function layOut(
  column: KeyColumn,
  size: number,
  counts: Int32Array,
  [from, to]: readonly [number, number],
  within: Uint8Array | undefined,
): Int32Array {
  const next = new Int32Array(counts.length)
  let total = 0
  for (let part = from; part < to; part++) {
    next[part] = total
    total += counts[part]!
  }
  const laid = new Int32Array(ENTRY * total)
  const { low, high } = column
  eachKey(column, size, within, (entry, record) => {
    const part = mixed(low[entry]!, high[entry]!) & (counts.length - 1)
    if (part < from || part >= to) return
    const at = ENTRY * next[part]!++
    laid[at] = low[entry]!
    laid[at + 1] = high[entry]!
    laid[at + 2] = record
  })
  return laid
}

/** Collects the groups of a rule part by part. */
class Groups {
  readonly #column: KeyColumn
  readonly #size: number
  readonly #hot: Omit<HotKey, 'rule'>[] = []
  #starts = new Int32Array(1 << 10)
  #members = new Int32Array(1 << 12)
  #inHot = new Uint8Array(0)
  #groups = 0
  #largest = 0
  #table = new Int32Array(0)
  #first = new Int32Array(0)
  #counts = new Int32Array(0)
  #numbers = new Int32Array(0)

  constructor(column: KeyColumn, size: number) {
    this.#column = column
    this.#size = size
  }

  take(laid: Int32Array, from: number, to: number): void {
    const keys = this.#numbered(laid, from, to)
    const place = this.#placed(laid, keys)
    for (let at = from; at < to; at++) {
      const key = this.#numbers[at - from]!
      const n = this.#counts[key]!
      const record = laid[ENTRY * at + 2]!
      if (n > this.#column.limit) this.#inHot[record] = 1
      else if (n > 1) this.#members[place[key]!++] = record
    }
  }

  done(keys: number): KeyTable {
    return {
      starts: this.#starts.slice(0, this.#groups + 1),
      members: this.#members.slice(0, this.#starts[this.#groups]),
      hot: this.#hot.sort((a, b) => b.records - a.records || a.example - b.example),
      inHot: this.#inHot,
      keyless: Math.max(0, this.#column.starts ? keylessOf(this.#column) : this.#size - keys),
      largest: this.#largest,
    }
  }

  /** Gives the distinct keys of a part numbers in order of appearance; answers how many there are. */
  #numbered(laid: Int32Array, from: number, to: number): number {
    const room = 2 ** Math.ceil(Math.log2(Math.max(16, 2 * (to - from))))
    if (this.#table.length < room) {
      this.#table = new Int32Array(room)
      this.#first = new Int32Array(room)
      this.#counts = new Int32Array(room)
      this.#numbers = new Int32Array(room)
    }
    const table = this.#table
    const first = this.#first
    const counts = this.#counts
    const numbers = this.#numbers
    const mask = room - 1
    table.fill(-1, 0, room)
    let keys = 0
    for (let at = from; at < to; at++) {
      const entry = ENTRY * at
      const l = laid[entry]!
      const h = laid[entry + 1]!
      // the bits that chose the part are all alike here: take others
      let slot = (Math.imul(h ^ (l >>> 15), 0x85ebca6b) ^ l) & mask
      let key = table[slot]!
      while (key !== -1 && (laid[first[key]!] !== l || laid[first[key]! + 1] !== h)) {
        slot = (slot + 1) & mask
        key = table[slot]!
      }
      if (key === -1) {
        table[slot] = key = keys
        first[keys] = entry
        counts[keys++] = 0
      }
      counts[key]!++
      numbers[at - from] = key
    }
    return keys
  }

  /** Makes room for the groups of a part and answers where the members of each key go. */
  #placed(laid: Int32Array, keys: number): Int32Array {
    const place = new Int32Array(keys)
    for (let key = 0; key < keys; key++) {
      const n = this.#counts[key]!
      if (n > this.#largest) this.#largest = n
      if (n < 2) continue
      if (n > this.#column.limit) {
        const entry = this.#first[key]!
        const [low, high] = [laid[entry]! >>> 0, laid[entry + 1]! >>> 0]
        this.#hot.push({ low, high, records: n, example: laid[entry + 2]! })
        if (this.#inHot.length === 0) this.#inHot = new Uint8Array(this.#size)
        continue
      }
      const start = this.#starts[this.#groups]!
      place[key] = start
      if (this.#groups + 2 > this.#starts.length) this.#starts = doubled(this.#starts)
      while (start + n > this.#members.length) this.#members = doubled(this.#members)
      this.#starts[++this.#groups] = start + n
    }
    return place
  }
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const into = new Int32Array(2 * from.length)
  into.set(from)
  return into
}

function keylessOf({ starts }: KeyColumn): number {
  let keyless = 0
  if (starts)
    for (let record = 0; record + 1 < starts.length; record++) if (starts[record] === starts[record + 1]) keyless++
  return keyless
}
