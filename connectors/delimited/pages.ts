import type { Page, ReadFault } from '../../core/source.ts'
import { asWritten, decodeRows, type Shape } from './decode.ts'
import { nulByte, raggedRow, strayQuote, unterminatedQuote } from './faults.ts'
import { parseRecord, parseRecords } from './parser.ts'
import type { RecordSink } from './records.ts'

const RECORDS_A_PAGE = 1_000

/** Records that wait for the parser, with the place kept for them among the rows. */
interface Waiting {
  readonly at: number
  readonly record: string
  readonly isBroken: boolean
}

/** Collects records into pages; each record ends as one row or one fault. */
export class PageBuilder implements RecordSink {
  readonly #shape: Shape
  readonly #decodes: boolean
  #lines: number[] = []
  #rows: (readonly string[] | null)[] = []
  #waiting: Waiting[] = []
  #faults: ReadFault[] = []
  /** Ready to be handed on; the first one may be followed by others of the same block of text. */
  readonly full: Page[] = []
  /** A quote that swallowed rows: the file cannot be used. */
  refusal: ReadFault | null = null
  /** The text holds a NUL somewhere; without that hint, looking for one would cost a tenth of the time. */
  mayHoldNul = false

  constructor(shape: Shape) {
    this.#shape = shape
    this.#decodes = shape.encodings.some((encoding) => encoding !== null)
  }

  cells(line: number, cells: string[], text: string, start: number, end: number): void {
    const columns = this.#shape.columns.length
    if (cells.length !== columns) this.#faults.push(raggedRow(line, cells.length, columns, text.slice(start, end)))
    else {
      this.#lines.push(line)
      this.#rows.push(cells)
    }
    if (this.#rows.length + this.#faults.length >= RECORDS_A_PAGE) this.flush()
  }

  text(line: number, record: string, isBroken: boolean): void {
    this.#waiting.push({ at: this.#rows.length, record, isBroken })
    this.#lines.push(line)
    this.#rows.push(null)
    if (this.#rows.length + this.#faults.length >= RECORDS_A_PAGE) this.flush()
  }

  flush(): void {
    if (this.refusal !== null || this.#rows.length + this.#faults.length === 0) return
    this.#parseWaiting()
    if (this.mayHoldNul) this.#takeOutNuls()
    if (this.refusal !== null) return
    const { lines, rows: delivered } = this.#kept()
    const page = this.#decodes ? decodeRows(this.#shape, lines, delivered) : { lines, rows: delivered, faults: [] }
    this.#faults.push(...page.faults)
    this.#faults.sort((a, b) => a.line! - b.line!)
    this.full.push({ ...page, faults: this.#faults })
    this.#lines = []
    this.#rows = []
    this.#waiting = []
    this.#faults = []
  }

  #parseWaiting(): void {
    const { dialect, columns } = this.#shape
    // One broken record would have all the others parsed one by one.
    const whole = this.#waiting.filter(({ isBroken }) => !isBroken)
    const parsed = parseRecords(
      whole.map(({ record }) => record),
      dialect,
    )
    let next = 0
    for (const { at, record, isBroken } of this.#waiting) {
      const answer = isBroken ? parseRecord(record, dialect) : parsed[next++]!
      const line = this.#lines[at]!
      if ('cell' in answer) {
        const column = answer.cell === null ? null : (columns[answer.cell] ?? String(answer.cell + 1))
        this.#faults.push(strayQuote(line, column, record))
      } else if (answer.length === columns.length) this.#rows[at] = answer
      else if (hasSwallowedRows(record, this.#shape)) this.refusal ??= unterminatedQuote(line)
      else this.#faults.push(raggedRow(line, answer.length, columns.length, record))
    }
  }

  /** The rows that did not become faults. */
  #kept(): { readonly lines: readonly number[]; readonly rows: readonly (readonly string[])[] } {
    const rows = this.#rows.filter((row) => row !== null)
    if (rows.length === this.#rows.length) return { lines: this.#lines, rows }
    return { lines: this.#lines.filter((_, i) => this.#rows[i] !== null), rows }
  }

  #takeOutNuls(): void {
    this.#rows.forEach((row, i) => {
      const cell = row?.findIndex((text) => text.includes('\0')) ?? -1
      if (cell < 0) return
      this.#faults.push(nulByte(this.#lines[i]!, this.#shape.columns[cell]!, asWritten(row!, this.#shape.dialect)))
      this.#rows[i] = null
    })
  }
}

/** A record of the wrong width over several lines, one of which is a whole row by itself: a quote was left open before it. */
function hasSwallowedRows(record: string, { dialect, columns }: Shape): boolean {
  const inner = record.split(dialect.newline).slice(1, -1)
  return columns.length > 1 && inner.some((line) => line.split(dialect.delimiter).length === columns.length)
}
