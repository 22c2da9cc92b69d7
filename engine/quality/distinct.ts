/** Registers of the estimate: 2^12, for a standard error of 1.6 %. */
const BITS = 12
const REGISTERS = 1 << BITS

/** Exact up to so many values. */
export const EXACT = 2_000

/** How many different values came: exact while they are few, then by HyperLogLog (Flajolet et al. 2007). */
export class Distinct {
  /** Counts by value, kept only while they are exact. */
  #exact: Map<string, number> | null = new Map()
  readonly #registers = new Uint8Array(REGISTERS)

  add(value: string): void {
    const { register, rank } = placeOf(value)
    if (rank > this.#registers[register]!) this.#registers[register] = rank
    if (this.#exact === null) return
    this.#exact.set(value, (this.#exact.get(value) ?? 0) + 1)
    if (this.#exact.size > EXACT) this.#exact = null
  }

  /** Values with their counts, most frequent first; null where there are too many. */
  values(): readonly (readonly [string, number])[] | null {
    return this.#exact && [...this.#exact].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  }

  count(): { readonly count: number; readonly isExact: boolean } {
    if (this.#exact) return { count: this.#exact.size, isExact: true }
    let sum = 0
    let empty = 0
    for (const rank of this.#registers) {
      sum += 2 ** -rank
      if (rank === 0) empty++
    }
    const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum
    // The small-range correction of the paper: while registers are empty, their number says more.
    const estimate = raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw
    return { count: Math.max(EXACT, Math.round(estimate)), isExact: false }
  }
}

/** FNV-1a with the finish of MurmurHash3: 12 bits choose the register, the leading zeros of the others the rank. */
function placeOf(text: string): { readonly register: number; readonly rank: number } {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  hash ^= hash >>> 16
  return { register: hash >>> (32 - BITS), rank: Math.min(Math.clz32(hash << BITS), 32 - BITS) + 1 }
}
