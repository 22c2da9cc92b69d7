import type { AnyComparison } from '../../core/comparison.ts'
import { type Column, countsOf, textOf } from './encode.ts'

/** How often each term of a comparison occurs, frozen with the model. Shares are of all terms counted. */
export interface TermTable {
  readonly counts: ReadonlyMap<string, number>
  readonly total: number
  /** Share of pairs of terms that are equal by chance: sum of squared shares. */
  readonly mean: number
  /** Records that a term outside the table counts for. */
  readonly unseen: number
}

export const NO_TERMS: TermTable = { counts: new Map(), total: 0, mean: 1, unseen: 1 }

/** Counts the terms of a column, weighted by the records that hold each value. */
export function countTerms(comparison: AnyComparison, column: Column): TermTable {
  if (!comparison.terms) return NO_TERMS
  const counts = new Map<string, number>()
  let total = 0
  countsOf(column).forEach((records, value) => {
    const prepared = comparison.prepare(textOf(column, value))
    if (prepared === null) return
    for (const term of comparison.terms?.(prepared) ?? []) {
      counts.set(term, (counts.get(term) ?? 0) + records)
      total += records
    }
  })
  // whole numbers, whose sum does not depend on the order in which the terms came
  let squares = 0
  for (const count of counts.values()) squares += count * count
  return { counts, total, mean: total ? squares / total ** 2 : 1, unseen: 1 }
}

/** Records of a register from which a name, a birthday or a hamlet says nothing of one person. */
const PUBLIC_LEAST = 20

/**
 * What of a table may leave the register it was counted in: terms that many records hold. The others count for what one of
 * their records sees on average, so that a name of fifteen people is not taken for one that nobody else has.
 */
export function publicTerms(comparison: AnyComparison, { counts, total, mean }: TermTable): TermTable {
  if (comparison.hasPersonalTerms) return NO_TERMS
  const kept = new Map<string, number>()
  let records = 0
  let squares = 0
  for (const [term, count] of counts) {
    if (count >= PUBLIC_LEAST) kept.set(term, count)
    else {
      records += count
      squares += count * count
    }
  }
  return { counts: kept, total, mean, unseen: records > 0 ? Math.max(1, Math.round(squares / records)) : 1 }
}

/** Bits that sharing these terms adds beyond the level itself, as whole micro-bits. */
export function termBits(table: TermTable, shared: readonly string[], k: number, floor: number): number {
  let bits = 0
  for (const term of shared) {
    const share = Math.max((table.counts.get(term) ?? table.unseen) / Math.max(table.total, 1), floor)
    bits += Math.log2(table.mean / share)
  }
  return Math.round(bits * k * 1e6)
}
