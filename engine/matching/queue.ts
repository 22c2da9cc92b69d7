const GROUP_BITS = 11
/** Groups of one piece have numbers below this: a pair of them fits one integer. */
export const GROUPS_MOST = 1 << GROUP_BITS

/**
 * Joins that could be made, best first: greater mean, then smaller left group, then smaller right group, which stand for
 * source keys. A binary heap over plain arrays: offers are many and short-lived, and objects would cost as much as the work.
 */
export class Queue {
  #means = new Float64Array(64)
  #pairs = new Int32Array(64)
  #size = 0
  /** Parts of the offer that `pop` took off; a < b. */
  mean = 0
  a = 0
  b = 0

  clear(): void {
    this.#size = 0
  }

  /** a < b < GROUPS_MOST. */
  push(mean: number, a: number, b: number): void {
    if (this.#size === this.#means.length) this.#grow()
    const means = this.#means
    const pairs = this.#pairs
    const pair = (a << GROUP_BITS) | b
    let at = this.#size++
    while (at > 0) {
      const up = (at - 1) >> 1
      if (mean < means[up]! || (mean === means[up] && pair > pairs[up]!)) break
      means[at] = means[up]!
      pairs[at] = pairs[up]!
      at = up
    }
    means[at] = mean
    pairs[at] = pair
  }

  /** Takes the best offer off; false when there is none. */
  pop(): boolean {
    if (this.#size === 0) return false
    this.mean = this.#means[0]!
    this.a = this.#pairs[0]! >>> GROUP_BITS
    this.b = this.#pairs[0]! & (GROUPS_MOST - 1)
    this.#size--
    if (this.#size > 0) this.#sink(this.#means[this.#size]!, this.#pairs[this.#size]!)
    return true
  }

  #sink(mean: number, pair: number): void {
    const means = this.#means
    const pairs = this.#pairs
    const size = this.#size
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      const next = child + 1
      if (
        next < size &&
        (means[next]! > means[child]! || (means[next] === means[child] && pairs[next]! < pairs[child]!))
      )
        child = next
      if (mean > means[child]! || (mean === means[child] && pair < pairs[child]!)) break
      means[at] = means[child]!
      pairs[at] = pairs[child]!
      at = child
    }
    means[at] = mean
    pairs[at] = pair
  }

  #grow(): void {
    const means = new Float64Array(2 * this.#means.length)
    means.set(this.#means)
    this.#means = means
    const pairs = new Int32Array(2 * this.#pairs.length)
    pairs.set(this.#pairs)
    this.#pairs = pairs
  }
}
