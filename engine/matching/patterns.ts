import type { Scored } from './lane.ts'
import type { Scorer } from './score.ts'

/** Pairs that ended in the same levels with about the same term bits. */
export interface PatternCount {
  readonly code: number
  readonly levels: readonly number[]
  /** Bits of term frequency, rounded to half a bit. */
  readonly termBits: number
  readonly pairs: number
  /** Share of them that are matches, where people have said so. */
  readonly said?: number
}

const HALF_BIT = 500_000
/** Half bits of term frequency that a pattern keeps either way. */
const RANGE = 64
const SPAN = 2 * RANGE + 1

export interface PatternCounter {
  /** Counts the pair that the scorer judged last. */
  readonly add: () => void
  /** In ascending code, so that sums over them never depend on the order in which pairs came; each pair counts `times`. */
  readonly counts: (times?: number) => PatternCount[]
}

export function createPatternCounter(scored: readonly Scored[], { levels, bits }: Scorer): PatternCounter {
  const radix = scored.map(({ comparison }) => comparison.levels.length + 2)
  const found = new Map<number, number>()
  const add = (): void => {
    let code = 0
    let extra = 0
    for (let c = 0; c < radix.length; c++) {
      code = code * radix[c]! + levels[c]!
      extra += bits[c]!
    }
    const half = Math.min(RANGE, Math.max(-RANGE, Math.round(extra / HALF_BIT)))
    code = code * SPAN + half + RANGE
    found.set(code, (found.get(code) ?? 0) + 1)
  }
  return {
    add,
    counts: (times = 1) =>
      [...found].sort((a, b) => a[0] - b[0]).map(([code, pairs]) => unpack(code, radix, pairs * times)),
  }
}

function unpack(code: number, radix: readonly number[], pairs: number): PatternCount {
  const levels: number[] = new Array(radix.length)
  let rest = Math.floor(code / SPAN)
  for (let c = radix.length - 1; c >= 0; c--) {
    levels[c] = rest % radix[c]!
    rest = Math.floor(rest / radix[c]!)
  }
  return { code, levels, termBits: ((code % SPAN) - RANGE) / 2, pairs }
}
