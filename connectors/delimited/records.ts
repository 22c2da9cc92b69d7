import type { ReadFault } from '../../core/source.ts'
import type { Dialect } from './dialect.ts'
import { recordTooLong, unterminatedQuote } from './faults.ts'
import { quotesOf, simpleCells } from './quotes.ts'

/** Takes the records of a file in order. `line` is the physical line on which a record starts. */
export interface RecordSink {
  /** A record whose cells are plain; its text is `text.slice(start, end)`. */
  cells(line: number, cells: string[], text: string, start: number, end: number): void
  /** A record whose quotes the parser must judge; `isBroken` when it is sure to refuse it. */
  text(line: number, record: string, isBroken: boolean): void
}

/** Characters a record may have; a longer one is a missing line break or quote, and would only fill the memory. */
export const RECORD_LIMIT = 16_000_000

/** A record over several lines, of which the quote is still open. */
interface Open {
  readonly line: number
  readonly pieces: string[]
  length: number
  quoteLine: number
}

/**
 * Cuts decoded text into records, in constant memory. csv-parse is not asked for this: its line numbers count `\r\n` inside
 * quotes twice, and after a fault it cannot go on. Blank lines are no records. `feed` and `end` return the fault that makes
 * the file unusable, if there is one.
 */
export class RecordCutter {
  readonly #delimiter: string
  readonly #newline: string
  readonly #sink: RecordSink
  #line: number
  /** The line that the text so far did not end. */
  #rest: string[] = []
  #restLength = 0
  #open: Open | null = null
  #nextDelimiter = -1

  constructor({ delimiter, newline }: Dialect, sink: RecordSink, firstLine: number) {
    this.#delimiter = delimiter
    this.#newline = newline
    this.#sink = sink
    this.#line = firstLine
  }

  feed(text: string): ReadFault | null {
    const last = text.lastIndexOf(this.#newline)
    if (last < 0) return this.#keep(text)
    let from = 0
    if (this.#rest.length > 0) {
      from = text.indexOf(this.#newline) + 1
      const fault = this.#block(this.#taken() + text.slice(0, from), 0)
      if (fault !== null) return fault
    }
    return this.#block(text.slice(0, last + 1), from) ?? this.#keep(text.slice(last + 1))
  }

  end(): ReadFault | null {
    const last = this.#taken()
    // 0x1A is the end-of-file mark of DOS programs, not a record.
    const fault = last === '' || last === '\x1a' ? null : this.#block(last + this.#newline, 0)
    return fault ?? (this.#open === null ? null : unterminatedQuote(this.#open.quoteLine))
  }

  #taken(): string {
    const rest = this.#rest.join('')
    this.#rest = []
    this.#restLength = 0
    return rest
  }

  #keep(text: string): ReadFault | null {
    if (text !== '') this.#rest.push(text)
    this.#restLength += text.length
    if (this.#restLength < RECORD_LIMIT) return null
    return this.#open === null ? recordTooLong(this.#line, RECORD_LIMIT) : unterminatedQuote(this.#open.quoteLine)
  }

  /** Text that ends with a line break. */
  #block(text: string, from: number): ReadFault | null {
    let quote = text.indexOf('"', from)
    this.#nextDelimiter = text.indexOf(this.#delimiter, from)
    for (let start = from; start < text.length; ) {
      if (this.#open !== null) start = this.#skipQuoted(this.#open, text, start)
      if (this.#open !== null && this.#open.length >= RECORD_LIMIT) return unterminatedQuote(this.#open.quoteLine)
      if (start >= text.length) break
      const lineBreak = text.indexOf(this.#newline, start)
      const next = lineBreak + 1
      const isCrLf = this.#newline === '\n' && lineBreak > start && text.charCodeAt(lineBreak - 1) === 13
      const end = isCrLf ? lineBreak - 1 : lineBreak
      if (quote >= 0 && quote < start) quote = text.indexOf('"', start)
      let fault: ReadFault | null = null
      if (this.#open !== null) fault = this.#openLine(this.#open, text, start, end, next)
      else if (end - start >= RECORD_LIMIT) fault = recordTooLong(this.#line, RECORD_LIMIT)
      else if (quote >= 0 && quote < end) fault = this.#quotedLine(text, start, end, next)
      else if (end > start) this.#sink.cells(this.#line, this.#plainCells(text, start, end), text, start, end)
      if (fault !== null) return fault
      this.#line++
      start = next
    }
    return null
  }

  /** Lines of a quoted cell without a quote of their own are taken at once. */
  #skipQuoted(held: Open, text: string, start: number): number {
    const quote = text.indexOf('"', start)
    const end = quote < 0 ? text.length : text.lastIndexOf(this.#newline, quote) + 1
    if (end <= start) return start
    held.pieces.push(text.slice(start, end))
    held.length += end - start
    for (let at = start; at < end; at = text.indexOf(this.#newline, at) + 1) this.#line++
    return end
  }

  /** `nextDelimiter` only moves forward, so that a file of one column is not searched to its end for every line. */
  #plainCells(text: string, start: number, end: number): string[] {
    const cells: string[] = []
    let at = start
    let found = this.#nextDelimiter
    if (found >= 0 && found < at) found = text.indexOf(this.#delimiter, at)
    while (found >= 0 && found < end) {
      cells.push(text.slice(at, found))
      at = found + 1
      found = text.indexOf(this.#delimiter, at)
    }
    cells.push(text.slice(at, end))
    this.#nextDelimiter = found
    return cells
  }

  /** `next` is where the following line starts, so that the line break inside a quoted cell stays as it is. */
  #quotedLine(text: string, start: number, end: number, next: number): ReadFault | null {
    const record = text.slice(start, end)
    const cells = simpleCells(record, this.#delimiter)
    if (cells !== null) {
      this.#sink.cells(this.#line, cells, text, start, end)
      return null
    }
    const quotes = quotesOf(record, this.#delimiter)
    if (!quotes.isOpen) this.#sink.text(this.#line, record, quotes.isBroken)
    // After a stray quote nobody can say whether the next line is a record or the rest of a cell.
    else if (quotes.isBroken) return unterminatedQuote(this.#line)
    else {
      const line = this.#line
      this.#open = { line, pieces: [text.slice(start, next)], length: next - start, quoteLine: line }
    }
    return null
  }

  #openLine(held: Open, text: string, start: number, end: number, next: number): ReadFault | null {
    const piece = text.slice(start, end)
    const quotes = piece.includes('"') ? quotesOf(piece, this.#delimiter, true) : null
    if (quotes?.isBroken) return unterminatedQuote(held.quoteLine)
    if (quotes?.isOpen === false) {
      this.#open = null
      this.#sink.text(held.line, [...held.pieces, piece].join(''), false)
      return null
    }
    held.pieces.push(text.slice(start, next))
    held.length += next - start
    if (quotes !== null && quotes.openedAt >= 0) held.quoteLine = this.#line
    return held.length >= RECORD_LIMIT ? unterminatedQuote(held.quoteLine) : null
  }
}
