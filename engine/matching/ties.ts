/**
 * What lies between the groups of one piece: the sum of the weights of all pairs, the weakest of them, and a verdict once
 * there is one. Groups are small numbers. A triangle of cells and a bit per tie: a piece has at most some thousand groups,
 * and nothing is cleared but the bits.
 */
export class Ties {
  #sums = new Float64Array(0)
  #lows = new Int32Array(0)
  #verdicts = new Uint16Array(0)
  #rows = new Int32Array(0)
  #words = 0

  /** Forgets all ties and makes room for `size` groups. */
  reset(size: number): void {
    this.#words = (size + 31) >>> 5
    const bits = size * this.#words
    if (bits > this.#rows.length) this.#rows = new Int32Array(2 * bits)
    else this.#rows.fill(0, 0, bits)
    const cells = (size * (size - 1)) / 2
    if (cells <= this.#sums.length) return
    const room = Math.max(64, Math.ceil(1.3 * cells))
    this.#sums = new Float64Array(room)
    this.#lows = new Int32Array(room)
    this.#verdicts = new Uint16Array(room)
  }

  has(a: number, b: number): boolean {
    return ((this.#rows[a * this.#words + (b >>> 5)]! >>> (b & 31)) & 1) === 1
  }

  sum(a: number, b: number): number {
    return this.#sums[cell(a, b)]!
  }

  low(a: number, b: number): number {
    return this.#lows[cell(a, b)]!
  }

  set(a: number, b: number, sum: number, low: number): void {
    const at = cell(a, b)
    this.#sums[at] = sum
    this.#lows[at] = low
    this.#verdicts[at] = 0
    this.#rows[a * this.#words + (b >>> 5)]! |= 1 << (b & 31)
    this.#rows[b * this.#words + (a >>> 5)]! |= 1 << (a & 31)
  }

  /** The verdict on two groups, 0 where none was given since the tie changed. */
  verdict(a: number, b: number): number {
    return this.#verdicts[cell(a, b)]!
  }

  judge(a: number, b: number, verdict: number): void {
    this.#verdicts[cell(a, b)] = verdict
  }

  /** Group `gone` is part of another now: `other` no longer sees it. */
  drop(other: number, gone: number): void {
    this.#rows[other * this.#words + (gone >>> 5)]! &= ~(1 << (gone & 31))
  }

  /** Writes the groups tied to either of two, ascending and without the two, and says how many. */
  near(a: number, b: number, into: Int32Array): number {
    const words = this.#words
    let count = 0
    for (let w = 0; w < words; w++) {
      let bits = this.#rows[a * words + w]! | this.#rows[b * words + w]!
      if (a >>> 5 === w) bits &= ~(1 << (a & 31))
      if (b >>> 5 === w) bits &= ~(1 << (b & 31))
      while (bits !== 0) {
        const lowest = bits & -bits
        into[count++] = (w << 5) + 31 - Math.clz32(lowest)
        bits ^= lowest
      }
    }
    return count
  }
}

const cell = (a: number, b: number): number => (a < b ? (b * (b - 1)) / 2 + a : (a * (a - 1)) / 2 + b)
