import { nearest } from '../../core/nearest.ts'
import type { ReadFault } from '../../core/source.ts'
import { type Dialect, separatorLine } from './dialect.ts'
import { duplicateColumn, emptyColumnName, missingColumn, noHeader, recordTooLong, strayQuote } from './faults.ts'
import { parseRecord } from './parser.ts'
import { RecordCutter, type RecordSink } from './records.ts'

export interface Header {
  /** As they stand in the file. */
  readonly cells: readonly string[]
  readonly line: number
  /** Characters of the text up to the first row, and the line on which that starts. */
  readonly length: number
  readonly nextLine: number
}

/** The first record of the text, after Excel's `sep=` line and blank lines. `isWhole`: nothing of the file comes after the text. */
export function readHeader(text: string, dialect: Dialect, isWhole: boolean): Header | ReadFault {
  const skipped = separatorLine(text)?.length ?? 0
  const first = new FirstRecord(dialect)
  let line = skipped === 0 ? 1 : 2
  const cutter = new RecordCutter(dialect, first, line)
  for (let at = skipped; at < text.length; line++) {
    const end = text.indexOf(dialect.newline, at)
    if (end < 0 && !isWhole) return recordTooLong(line, text.length)
    const next = end < 0 ? text.length : end + 1
    const fault = cutter.feed(text.slice(at, next)) ?? (end < 0 ? cutter.end() : null)
    if (fault !== null) return fault
    at = next
    const { found } = first
    if (found !== null) return 'fault' in found ? found : { ...found, length: at, nextLine: line + 1 }
  }
  return cutter.end() ?? noHeader()
}

class FirstRecord implements RecordSink {
  readonly #dialect: Dialect
  found: { readonly line: number; readonly cells: readonly string[] } | ReadFault | null = null

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  cells(line: number, cells: readonly string[]): void {
    this.found ??= { line, cells }
  }

  text(line: number, record: string): void {
    const answer = parseRecord(record, this.#dialect)
    this.found ??= 'cell' in answer ? strayQuote(line, null) : { line, cells: answer }
  }
}

/** Names are compared and handed on trimmed and in NFC. */
export const columnName = (cell: string) => cell.trim().normalize('NFC')

/** All that is wrong with the names of the columns. */
export function headerFaults(
  columns: readonly string[],
  line: number,
  required: readonly string[],
): readonly ReadFault[] {
  const first = new Map<string, number>()
  const faults: ReadFault[] = []
  columns.forEach((name, i) => {
    const before = first.get(name)
    if (name === '') faults.push(emptyColumnName(line, i + 1))
    else if (before !== undefined) faults.push(duplicateColumn(line, i + 1, before, name))
    else first.set(name, i + 1)
  })
  for (const name of required) {
    if (!first.has(columnName(name))) faults.push(missingColumn(line, name, nearest(name, [...first.keys()]), columns))
  }
  return faults
}
