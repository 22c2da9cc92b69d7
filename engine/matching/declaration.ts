import type { AnyComparison } from '../../core/comparison.ts'
import type { BlockKeys } from './blocking.ts'
import { type Cell, type Encoded, encode } from './encode.ts'

/** What the engine is given: plain columns, one entry per record. Records stand in ascending order of their keys. */
export interface Records {
  /** Lasting names of the records, unique, ascending: every tie ends here. */
  readonly keys: readonly string[]
  /** Number of the source of each record. With `crossOnly`, pairs within one source are never made. */
  readonly sources: Int32Array | null
  readonly crossOnly: boolean
  readonly compared: readonly { readonly comparison: AnyComparison; readonly cells: readonly Cell[] }[]
  readonly blocks: readonly BlockKeys[]
}

/** One compared column, encoded. */
export interface Field {
  readonly comparison: AnyComparison
  readonly column: Encoded
  /** Prepared form of each value, filled as values are met. */
  readonly forms: unknown[]
}

export const encodeFields = (records: Records): Field[] =>
  records.compared.map(({ comparison, cells }) => {
    const column = encode(cells)
    return { comparison, column, forms: new Array(column.values.length) }
  })

/** The order in which records are handled: ascending source key, whatever order they came in. */
export function orderOf(keys: readonly string[]): number[] {
  return keys.map((_, i) => i).sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b))
}
