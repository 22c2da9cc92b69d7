import type { Page, ReadFault } from '../../core/source.ts'
import type { TextEncoding } from '../text/encoding.ts'
import type { Dialect } from './dialect.ts'
import { undecodableCell } from './faults.ts'

/** What the rows of a file must look like. */
export interface Shape {
  readonly dialect: Dialect
  readonly columns: readonly string[]
  /** How the cells of each column are decoded; null for a column that stands as it is. */
  readonly encodings: readonly (TextEncoding | null)[]
}

/** Rows without NULs, decoded column by column. A row with a cell that does not decode becomes a fault. */
export function decodeRows(shape: Shape, lines: readonly number[], delivered: readonly (readonly string[])[]): Page {
  const rows = delivered.map((row) => row.slice())
  const faults = new Map<number, ReadFault>()
  shape.encodings.forEach((encoding, column) => {
    if (encoding === null) return
    for (const i of decodeColumn(encoding, column, rows)) {
      const raw = asWritten(delivered[i]!, shape.dialect)
      if (faults.has(i)) continue
      faults.set(i, undecodableCell(lines[i]!, shape.columns[column]!, encoding.name, delivered[i]![column]!, raw))
    }
  })
  if (faults.size === 0) return { lines, rows, faults: [], delivered }
  const isGood = (_: unknown, i: number) => !faults.has(i)
  return {
    lines: lines.filter(isGood),
    rows: rows.filter(isGood),
    faults: [...faults.values()],
    delivered: delivered.filter(isGood),
  }
}

/** Decodes a column in place as one text with NUL between the cells; cell by cell only to find those that do not decode. */
function decodeColumn(encoding: TextEncoding, column: number, rows: string[][]): readonly number[] {
  const touched: number[] = []
  rows.forEach((row, i) => {
    if (encoding.touches.test(row[column]!)) touched.push(i)
  })
  if (touched.length === 0) return []
  const together = encoding.decode(touched.map((i) => rows[i]![column]!).join('\0'))?.split('\0')
  return touched.filter((i, n) => {
    const text = together === undefined ? encoding.decode(rows[i]![column]!) : together[n]!
    if (text !== null) rows[i]![column] = text
    return text === null
  })
}

/** The record again as a line of its dialect; the same values, not always the same quotes. */
export function asWritten(row: readonly string[], { delimiter }: Dialect): string {
  const quoted = (cell: string) =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell
  return row.map(quoted).join(delimiter)
}
