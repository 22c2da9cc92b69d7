import { grown, hashOf, type Texts, textOf } from './encode.ts'

/**
 * Lasting names of records, by record number. They lie one after another in one array: five million strings would be walked
 * by every collection of garbage, and take four times the room.
 */
export class Names implements Iterable<string> {
  readonly #texts: Texts
  readonly length: number

  constructor(texts: Texts) {
    this.#texts = texts
    this.length = texts.starts.length - 1
  }

  static of(names: Iterable<string>): Names {
    const list = new NameList()
    for (const name of names) list.add(name)
    return list.done()
  }

  at(record: number): string {
    return textOf(this.#texts, record)
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let record = 0; record < this.length; record++) yield this.at(record)
  }

  /** Under 0 where the first name comes first, 0 where both are equal: by UTF-16 units, as texts compare. */
  compare(a: number, b: number): number {
    const { units, starts } = this.#texts
    const [first, second] = [starts[a]!, starts[b]!]
    const [left, right] = [starts[a + 1]! - first, starts[b + 1]! - second]
    for (let i = 0; i < left && i < right; i++) {
      const order = units[first + i]! - units[second + i]!
      if (order !== 0) return order
    }
    return left - right
  }

  /** The record of a name, -1 for none. Names must ascend. */
  search(name: string): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.at(middle) < name) low = middle + 1
      else high = middle
    }
    return low < this.length && this.at(low) === name ? low : -1
  }

  /** Records in ascending order of name, null where they stand so already. */
  order(): Int32Array | null {
    let ascending = true
    for (let i = 1; i < this.length && ascending; i++) ascending = this.compare(i - 1, i) <= 0
    if (ascending) return null
    return Int32Array.from({ length: this.length }, (_, i) => i).sort((a, b) => this.compare(a, b) || a - b)
  }

  /** Seeded hash of every name, from 0 up to 2^32. */
  hashes(seed: string): Float64Array {
    const start = hashOf(`${seed}\u0000`)
    return Float64Array.from(this, (name) => hashOf(name, start) >>> 0)
  }
}

/** Collects names one by one. */
export class NameList {
  #units = new Uint16Array(1 << 12)
  #starts = new Uint32Array(1 << 10)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(name: string): void {
    const from = this.#starts[this.#length]!
    const end = from + name.length
    if (end > this.#units.length)
      this.#units = grown(this.#units, new Uint16Array(Math.max(end, 2 * this.#units.length)))
    for (let i = 0; i < name.length; i++) this.#units[from + i] = name.charCodeAt(i)
    if (this.#length + 2 > this.#starts.length)
      this.#starts = grown(this.#starts, new Uint32Array(2 * this.#starts.length))
    this.#starts[++this.#length] = end
  }

  done(): Names {
    return new Names({ units: this.#units, starts: this.#starts.subarray(0, this.#length + 1) })
  }
}
