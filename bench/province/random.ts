const STEP = 0x9e3779b9
const UNIT = 2 ** -32

/** A 32-bit finaliser (xor, multiply): neighbouring inputs give unrelated outputs. */
export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return (x ^ (x >>> 15)) >>> 0
}

/**
 * Random numbers by counting: draw n of (seed, stream, index) is a hash of these four, so any household can be made again
 * without the ones before it, and a draw added to one stream leaves the others alone. Two 32-bit keys per index keep
 * five million households apart.
 */
export class Dice {
  readonly #low: number
  readonly #high: number
  #key = 0
  #salt = 0
  #count = 0

  constructor(seed: number, stream: string) {
    let hash = mix(seed | 0) ^ mix(Math.floor(seed / 2 ** 32) | 0)
    for (let i = 0; i < stream.length; i++) hash = mix(hash ^ stream.charCodeAt(i))
    this.#low = hash
    this.#high = mix(hash ^ STEP)
    this.at(0)
  }

  /** Goes to the start of the draws of one index. */
  at(index: number): this {
    this.#key = mix(this.#low ^ Math.imul(index + 1, STEP))
    this.#salt = mix(this.#high + index)
    this.#count = 0
    return this
  }

  /** 0 to 2^32 - 1: the finaliser of `mix` over the counter, with the second key let in halfway. */
  next(): number {
    this.#count = (this.#count + STEP) | 0
    let x = this.#key + this.#count
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad) ^ this.#salt
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
    return (x ^ (x >>> 15)) >>> 0
  }

  /** 0 inclusive to 1 exclusive. */
  unit(): number {
    return this.next() * UNIT
  }

  /** 0 to n - 1. */
  below(n: number): number {
    return (this.next() * UNIT * n) | 0
  }

  chance(probability: number): boolean {
    return this.next() * UNIT < probability
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit())
  }
}

/** A table to pick from evenly in which each value stands in proportion to its weight, at least once. */
export function spread<T>(weighted: readonly (readonly [T, number])[], size = 1024): readonly T[] {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0)
  return weighted.flatMap(([value, weight]) => Array<T>(Math.max(1, Math.round((weight / total) * size))).fill(value))
}

/** The same, weights falling with the rank as names do in a population. */
export const ranked = (words: string, size = 512): readonly string[] =>
  spread(
    words.split(' ').map((word, rank) => [word, 1 / (rank + 6)] as const),
    size,
  )

/** The same from a text of names with their weights: `Nguyễn 33, Trần 12`. */
export const weighted = (text: string): readonly string[] =>
  spread(
    text.split(/,\s*/).map((entry) => {
      const space = entry.lastIndexOf(' ')
      return [entry.slice(0, space), Number(entry.slice(space + 1))] as const
    }),
  )
