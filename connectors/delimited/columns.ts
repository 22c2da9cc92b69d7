import type { ReadFault } from '../../core/source.ts'
import { ambiguousColumn } from '../files/faults.ts'
import type { Sample } from '../files/sample.ts'
import { encodingOfColumn, type Verdict } from '../text/detect.ts'
import type { TextEncoding } from '../text/encoding.ts'
import type { Dialect } from './dialect.ts'
import { columnName, type Header } from './header.ts'
import { parseRecords } from './parser.ts'
import { RecordCutter } from './records.ts'

export interface Columns {
  readonly columns: readonly string[]
  readonly encodings: readonly (TextEncoding | null)[]
  /** Encodings found in single columns of a Unicode file, by column name; null when there are none. */
  readonly pasted: Readonly<Record<string, string>> | null
  /** The lowest of the found encodings, 1 without any. */
  readonly confidence: number
  readonly faults: readonly ReadFault[]
}

/** Names of the columns and how their cells are decoded. `cells` decodes the whole file; without it each column is judged. */
export function describeColumns(sample: Sample, dialect: Dialect, header: Header, cells: TextEncoding | null): Columns {
  if (cells !== null) {
    const columns = header.cells.map((cell) => columnName(decoded(cells, cell)))
    return { columns, encodings: columns.map(() => cells), pasted: null, confidence: 1, faults: [] }
  }
  const verdicts = judgeColumns(sampledColumns(sample, dialect, header))
  const columns = headerNames(header.cells, verdicts)
  const found = verdicts.flatMap((verdict, i) => (verdict === null ? [] : [{ verdict, column: columns[i]! }]))
  return {
    columns,
    encodings: verdicts.map((verdict) => verdict?.encoding ?? null),
    pasted:
      found.length === 0
        ? null
        : Object.fromEntries(found.map(({ verdict, column }) => [column, verdict.encoding?.name ?? '?'])),
    confidence: Math.min(1, ...found.map(({ verdict }) => verdict.confidence)),
    faults: found
      .filter(({ verdict }) => verdict.encoding === null)
      .map(({ verdict, column }) => ambiguousColumn(column, scores(verdict))),
  }
}

const scores = ({ tried }: Verdict) =>
  tried.map(({ encoding, after }) => `${encoding.name} ${after.toFixed(2)}`).join(', ')

/** What one column holds makes the same encoding credible in the others, where a single word may be all there is. */
function judgeColumns(columns: readonly (readonly string[])[]): readonly (Verdict | null)[] {
  const first = columns.map((cells) => encodingOfColumn(cells))
  const trusted = new Set(first.flatMap((verdict) => verdict?.encoding ?? []))
  return trusted.size === 0 ? first : columns.map((cells, i) => first[i] ?? encodingOfColumn(cells, trusted))
}

/** The header line is judged as one more column. `ï»¿` is a byte order mark that was encoded twice. */
function headerNames(cells: readonly string[], verdicts: readonly (Verdict | null)[]): readonly string[] {
  const trusted = new Set(verdicts.flatMap((verdict) => verdict?.encoding ?? []))
  const encoding = encodingOfColumn(cells, trusted)?.encoding ?? null
  return cells.map((cell, i) => {
    const name = i === 0 ? cell.replace(/^ï»¿/, '') : cell
    return columnName(encoding === null ? name : decoded(encoding, name))
  })
}

const decoded = (encoding: TextEncoding, text: string) =>
  encoding.touches.test(text) ? (encoding.decode(text) ?? text) : text

/** Cells of the sampled rows, column by column; rows of another width and the ends of stretches are left out. */
function sampledColumns({ head, others }: Sample, dialect: Dialect, header: Header): readonly (readonly string[])[] {
  const columns: string[][] = header.cells.map(() => [])
  const keep = (row: readonly string[]) => {
    if (row.length !== columns.length) return
    for (const [i, cell] of row.entries()) columns[i]!.push(cell)
  }
  const waiting: string[] = []
  const sink = {
    cells: (_line: number, cells: string[]) => keep(cells),
    text: (_line: number, record: string) => void waiting.push(record),
  }
  const inner = others.map((text) =>
    text.slice(text.indexOf(dialect.newline) + 1, text.lastIndexOf(dialect.newline) + 1),
  )
  for (const text of [head.slice(header.length), ...inner]) {
    const cutter = new RecordCutter(dialect, sink, 1)
    if (cutter.feed(text) === null) cutter.end()
  }
  for (const answer of parseRecords(waiting, dialect)) if (!('cell' in answer)) keep(answer)
  return columns
}
