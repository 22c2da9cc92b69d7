/** Closer looks after which the order is chosen anew, by how much more each time, and when it stays. */
const FIRST = 1 << 10
const LATER = 4
const LAST = 1 << 18

/**
 * Slots in the order in which a closer look has cost pairs most for its price so far: whoever cannot match is given up soonest.
 * The order decides what is looked at, never what a pair weighs.
 */
export class DoubtFirst {
  slots: Int32Array
  readonly #cost: readonly number[]
  readonly #falls: Float64Array
  readonly #looks: Float64Array
  #seen = 0
  #next = FIRST

  constructor(cost: readonly number[]) {
    this.#cost = cost
    this.slots = Int32Array.from(cost, (_, slot) => slot)
    this.#falls = new Float64Array(cost.length)
    this.#looks = new Float64Array(cost.length)
  }

  /** By how much a closer look lowered the bound of a pair. */
  note(slot: number, fall: number): void {
    if (this.#seen === LAST) return
    this.#falls[slot]! += fall
    this.#looks[slot]!++
    if (++this.#seen < this.#next) return
    this.#next *= LATER
    // what was never looked at comes first, to be known
    const worth = this.#cost.map((cost, n) =>
      this.#looks[n] === 0 ? Number.MAX_VALUE : this.#falls[n]! / this.#looks[n]! / cost,
    )
    this.slots = Int32Array.from([...worth.keys()].sort((a, b) => worth[b]! - worth[a]! || a - b))
  }
}
