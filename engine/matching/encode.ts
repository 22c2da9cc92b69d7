/** A value as compared or blocked on; null is missing. */
export type Cell = string | null

/** A column as numbers: `ids[row]` points into `values`, -1 where the cell is missing. Ids follow first appearance. */
export interface Encoded {
  readonly ids: Int32Array
  readonly values: readonly string[]
  /** Rows that hold each value. */
  readonly counts: Int32Array
}

export const MISSING = -1

/** Gives every distinct value of a column a number. Empty text counts as missing. */
export function encode(column: readonly Cell[]): Encoded {
  const numbers = new Map<string, number>()
  const values: string[] = []
  const ids = new Int32Array(new SharedArrayBuffer(column.length * 4))
  for (let row = 0; row < column.length; row++) {
    const value = column[row]
    if (value === null || value === undefined || value === '') {
      ids[row] = MISSING
      continue
    }
    let id = numbers.get(value)
    if (id === undefined) {
      numbers.set(value, (id = values.length))
      values.push(value)
    }
    ids[row] = id
  }
  const counts = new Int32Array(values.length)
  for (const id of ids) if (id >= 0) counts[id]!++
  return { ids, values, counts }
}
