import { CsvError, parse } from 'csv-parse/sync'
import type { Dialect } from './dialect.ts'

/** A record that csv-parse refused: the number of the cell, counted from 0, where it knows it. */
export interface Refusal {
  readonly cell: number | null
}

/**
 * Records with quotes that need the rules (escapes, line breaks). They go to csv-parse together, because a call costs 31 µs
 * before the first byte; should it refuse one, it is asked again for each.
 */
export function parseRecords(records: readonly string[], dialect: Dialect): readonly (readonly string[] | Refusal)[] {
  if (records.length === 0) return []
  const together = attempt(records.join(dialect.newline), dialect)
  if (Array.isArray(together) && together.length === records.length) return together
  return records.map((record) => parseRecord(record, dialect))
}

export function parseRecord(record: string, dialect: Dialect): readonly string[] | Refusal {
  const answer = attempt(record, dialect)
  if (!Array.isArray(answer)) return answer
  return answer.length === 1 ? answer[0]! : { cell: null }
}

function attempt(text: string, { delimiter, newline }: Dialect): string[][] | Refusal {
  try {
    return parse(text, { delimiter, record_delimiter: newline, relax_column_count: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { cell: typeof error.column === 'number' ? error.column : null }
  }
}
