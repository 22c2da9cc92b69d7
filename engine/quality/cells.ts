import type { Cell } from '../../core/domain.ts'
import { remembering } from './reading.ts'

/** The row being judged, as the declared functions of a mapping see it. One for the life of a plan. */
export interface Row {
  cells: readonly string[]
  /** Cells that stand beside those of the row, where a row yields several records. */
  part: Readonly<Record<string, string>> | null
  readonly cell: Cell<string>
  readonly indexOf: (column: string) => number
  /** The first column that `cell` was asked for since it was last set to -1, and whether it was asked for another. */
  first: number
  hasOthers: boolean
}

/** A row of an extract with the given columns; columns that the extract lacks are blank. */
export function openRow(columns: readonly string[]): Row {
  const at = new Map(columns.map((column, index) => [column, index]))
  const row: Row = {
    cells: [],
    part: null,
    first: -1,
    hasOthers: false,
    indexOf: (column) => at.get(column) ?? -1,
    cell: (column) => {
      const own = row.part?.[column]
      const index = at.get(column) ?? columns.length
      if (own !== undefined || (row.first >= 0 && row.first !== index)) row.hasOthers = true
      row.first = index
      return own ?? row.cells[index] ?? ''
    },
  }
  return row
}

/**
 * What a declared function says of the row. Such functions are pure and most look at one column: then the answer is
 * remembered by the text of that column. An answer for which another column was asked is never remembered.
 */
export function asked<T>(row: Row, declared: (cell: Cell<string>) => T): () => T {
  let column = -1
  let isAlone = true
  const ask = (): T => {
    row.first = -1
    row.hasOthers = false
    const answer = declared(row.cell)
    if (row.hasOthers || row.first < 0) isAlone = false
    else column = row.first
    return answer
  }
  let remembered: ((text: string) => T) | null = null
  return () => {
    if (!isAlone || column < 0 || row.part !== null) return ask()
    remembered ??= remembering(ask)
    return remembered(row.cells[column] ?? '')
  }
}
