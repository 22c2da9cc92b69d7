import { type Cell, type Column, ColumnEncoder } from '../../../engine/matching/encode.ts'

/** A column as the engine encodes it, from its cells. */
export function columnOf(cells: readonly Cell[]): Column {
  const encoder = new ColumnEncoder()
  for (const cell of cells) encoder.add(cell)
  return encoder.done()
}
