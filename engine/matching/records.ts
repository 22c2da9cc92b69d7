import type { AnyComparison } from '../../core/comparison.ts'
import type { Column } from './encode.ts'
import type { Names } from './names.ts'

/**
 * The keys of one blocking rule as 64-bit hashes in two halves; both 0 is no key. Record r holds the entries from
 * `starts[r]` up to `starts[r + 1]`, distinct; without `starts` exactly entry r.
 */
export interface KeyColumn {
  readonly name: string
  readonly low: Uint32Array
  readonly high: Uint32Array
  readonly starts: Int32Array | null
  /** Records above which one key is set aside, reported and left to longer keys. */
  readonly limit: number
  /** This rule is the longer key of another: it meets only records that a key over the limit of that rule holds. */
  readonly narrows?: number
}

/** What the engine is given: one column per comparison, one key column per rule. */
export interface Records {
  readonly size: number
  /** Lasting names, ascending with the record number: every tie ends here. */
  readonly names: Names
  /** Number of the source of each record. With `crossOnly`, pairs within one source are never made. */
  readonly sources: Int32Array | null
  readonly crossOnly: boolean
  readonly columns: readonly Column[]
  readonly blocks: readonly KeyColumn[]
}

/** The comparisons that belong to the columns of records, in the same order. */
export type Comparisons = readonly AnyComparison[]
