/** A value as compared or blocked on; null is missing. */
export type Cell = string | null

export const MISSING = -1

/** Texts one after another as UTF-16 units: text n in `units[starts[n]]` up to `units[starts[n + 1]]`. */
export interface Texts {
  readonly units: Uint16Array
  readonly starts: Uint32Array
}

/**
 * A column as numbers and the texts that they stand for: `ids[record]` names a distinct value, `MISSING` where the cell is
 * missing; ids follow first appearance. All of it lies in shared memory, so that threads read it without a copy.
 */
export interface Column extends Texts {
  readonly ids: Int32Array
}

export const shared = {
  int32: (length: number): Int32Array =>
    new Int32Array(new SharedArrayBuffer(Math.max(length, 1) * 4)).subarray(0, length),
  uint32: (length: number): Uint32Array =>
    new Uint32Array(new SharedArrayBuffer(Math.max(length, 1) * 4)).subarray(0, length),
  uint16: (length: number): Uint16Array =>
    new Uint16Array(new SharedArrayBuffer(Math.max(length, 1) * 2)).subarray(0, length),
}

export const valuesOf = ({ starts }: Column): number => starts.length - 1

export function textOf({ units, starts }: Texts, value: number): string {
  const from = starts[value]!
  const to = starts[value + 1]!
  return Buffer.from(units.buffer, units.byteOffset + 2 * from, 2 * (to - from)).toString('utf16le')
}

/** Records that hold each value. */
export function countsOf(column: Column): Int32Array {
  const counts = new Int32Array(valuesOf(column))
  for (const id of column.ids) if (id >= 0) counts[id]!++
  return counts
}

/**
 * Gives every distinct value of a column a number as cells arrive; empty text counts as missing. One open-addressing table
 * over one arena: five million distinct values cost some 40 bytes each, where a map of strings would cost four times that.
 */
export class ColumnEncoder {
  #table = new Int32Array(1 << 12).fill(-1)
  #units = new Uint16Array(1 << 14)
  #starts = new Uint32Array(1 << 10)
  #hashes = new Int32Array(1 << 10)
  #ids = new Int32Array(1 << 10)
  #values = 0
  #cells = 0

  add(cell: Cell | undefined): void {
    if (this.#cells === this.#ids.length) this.#ids = grown(this.#ids, new Int32Array(2 * this.#cells))
    this.#ids[this.#cells++] = cell ? this.#number(cell) : MISSING
  }

  /** Adds a cell that stands as UTF-8 in bytes, without making a string of it. */
  addUtf8(bytes: Uint8Array, from: number, to: number): void {
    if (this.#cells === this.#ids.length) this.#ids = grown(this.#ids, new Int32Array(2 * this.#cells))
    this.#ids[this.#cells++] = from === to ? MISSING : this.#numberUtf8(bytes, from, to)
  }

  done(): Column {
    const ids = shared.int32(this.#cells)
    ids.set(this.#ids.subarray(0, this.#cells))
    const starts = shared.uint32(this.#values + 1)
    starts.set(this.#starts.subarray(0, this.#values + 1))
    const units = shared.uint16(starts[this.#values]!)
    units.set(this.#units.subarray(0, units.length))
    return { ids, units, starts }
  }

  #number(text: string): number {
    const hash = hashOf(text)
    const mask = this.#table.length - 1
    let slot = hash & mask
    for (let value = this.#table[slot]!; value !== -1; value = this.#table[slot]!) {
      if (this.#hashes[value] === hash && this.#holds(value, text)) return value
      slot = (slot + 1) & mask
    }
    this.#table[slot] = this.#values
    return this.#keep(text, hash)
  }

  /** Decodes a cell behind the last value; it stays there when it is new. */
  #numberUtf8(bytes: Uint8Array, from: number, to: number): number {
    const start = this.#starts[this.#values]!
    if (start + (to - from) > this.#units.length)
      this.#units = grown(this.#units, new Uint16Array(Math.max(start + (to - from), 2 * this.#units.length)))
    const units = this.#units
    const end = decodeUtf8(bytes, from, to, units, start)
    let h = SEED
    for (let i = start; i < end; i++) h = Math.imul(h ^ units[i]!, 0x01000193)
    const hash = mixed(h)
    const mask = this.#table.length - 1
    let slot = hash & mask
    for (let value = this.#table[slot]!; value !== -1; value = this.#table[slot]!) {
      if (this.#hashes[value] === hash && this.#holdsUnits(value, start, end)) return value
      slot = (slot + 1) & mask
    }
    this.#table[slot] = this.#values
    return this.#kept(end, hash)
  }

  #holdsUnits(value: number, start: number, end: number): boolean {
    const from = this.#starts[value]!
    if (this.#starts[value + 1]! - from !== end - start) return false
    for (let i = start; i < end; i++) if (this.#units[from + i - start] !== this.#units[i]) return false
    return true
  }

  #holds(value: number, text: string): boolean {
    const from = this.#starts[value]!
    if (this.#starts[value + 1]! - from !== text.length) return false
    for (let i = 0; i < text.length; i++) if (this.#units[from + i] !== text.charCodeAt(i)) return false
    return true
  }

  #keep(text: string, hash: number): number {
    const from = this.#starts[this.#values]!
    const end = from + text.length
    if (end > this.#units.length)
      this.#units = grown(this.#units, new Uint16Array(Math.max(end, 2 * this.#units.length)))
    for (let i = 0; i < text.length; i++) this.#units[from + i] = text.charCodeAt(i)
    return this.#kept(end, hash)
  }

  /** Makes a value of the units behind the last one. */
  #kept(end: number, hash: number): number {
    const value = this.#values++
    if (value + 2 > this.#starts.length) {
      this.#starts = grown(this.#starts, new Uint32Array(2 * this.#starts.length))
      this.#hashes = grown(this.#hashes, new Int32Array(2 * this.#hashes.length))
    }
    this.#starts[value + 1] = end
    this.#hashes[value] = hash
    if (2 * this.#values > this.#table.length) this.#widen()
    return value
  }

  #widen(): void {
    const mask = 2 * this.#table.length - 1
    this.#table = new Int32Array(mask + 1).fill(-1)
    for (let value = 0; value < this.#values; value++) {
      let slot = this.#hashes[value]! & mask
      while (this.#table[slot] !== -1) slot = (slot + 1) & mask
      this.#table[slot] = value
    }
  }
}

/** Encodes a whole column at once. */
export function encode(cells: Iterable<Cell | undefined>): Column {
  const encoder = new ColumnEncoder()
  for (const cell of cells) encoder.add(cell)
  return encoder.done()
}

export function grown<A extends Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array>(
  from: A,
  into: A,
): A {
  into.set(from)
  return into
}

/** Decodes UTF-8 that PostgreSQL has checked into UTF-16 units; answers where they end. There are never more units than bytes. */
function decodeUtf8(bytes: Uint8Array, from: number, to: number, units: Uint16Array, at: number): number {
  for (let i = from; i < to; ) {
    const byte = bytes[i++]!
    if (byte < 0x80) units[at++] = byte
    else if (byte < 0xe0) units[at++] = ((byte & 0x1f) << 6) | (bytes[i++]! & 0x3f)
    else if (byte < 0xf0) units[at++] = ((byte & 0x0f) << 12) | ((bytes[i++]! & 0x3f) << 6) | (bytes[i++]! & 0x3f)
    else {
      const point =
        ((byte & 0x07) << 18) | ((bytes[i++]! & 0x3f) << 12) | ((bytes[i++]! & 0x3f) << 6) | (bytes[i++]! & 0x3f)
      units[at++] = 0xd7c0 + (point >>> 10)
      units[at++] = 0xdc00 | (point & 0x3ff)
    }
  }
  return at
}

const SEED = 0x811c9dc5

/** FNV-1a over UTF-16 units with the final mix of Murmur 3: the same on every machine. */
export function hashOf(text: string, seed = SEED): number {
  let h = seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mixed(h)
}

function mixed(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
