import { columnOf, dateText, numberText } from './cells.ts'
import { notAWorkbook, tooLarge } from './faults.ts'
import type { Sheet, Workbook } from './parts.ts'
import { parseXml, type XmlEvents } from './xml.ts'
import { type Archive, Unusable } from './zip.ts'

/** A row as it stands on the sheet; rows without any value are left out. */
export interface SheetRow {
  /** Counted from 1, as the spreadsheet shows it. */
  readonly line: number
  /** Trailing blank cells are left out. */
  readonly cells: readonly string[]
  /** The first cell that holds an error value (`#REF!`), counted from 0. */
  readonly error: number | null
}

const MOST_COLUMNS = 16_384
const MOST_CELL = 100_000

/** The rows of a sheet in their order, hidden ones too. A cell merged over several rows holds its value in each. */
export async function* sheetRows(archive: Archive, workbook: Workbook, sheet: Sheet): AsyncGenerator<SheetRow> {
  const merges = await mergesOf(archive, sheet)
  const collector = new RowCollector(workbook, merges)
  for await (const _ of parseXml(archive.read(sheet.path), sheet.path, collector)) yield* collector.done.splice(0)
}

interface Merge {
  readonly column: number
  readonly first: number
  readonly last: number
}

/** Ranges that are merged downwards, by their first row. They stand behind the rows, so they are looked for first. */
async function mergesOf(archive: Archive, sheet: Sheet): Promise<readonly Merge[]> {
  let tail: Buffer = Buffer.alloc(0)
  let isBehind = false
  for await (const block of archive.read(sheet.path)) {
    tail = Buffer.concat([tail, block])
    if (!isBehind) {
      const at = tail.lastIndexOf('sheetData>')
      isBehind = at >= 0
      tail = tail.subarray(isBehind ? at : Math.max(0, tail.length - 64))
    }
    if (tail.length > 64_000_000) throw new Unusable(tooLarge(sheet.path, '64 MB sau các dòng'))
  }
  return [...tail.toString('utf8').matchAll(/mergeCell\s[^>]*?ref="([A-Z]+)(\d+):[A-Z]+(\d+)"/g)]
    .map(([, column = '', first, last]) => ({
      column: columnOf(column) ?? 0,
      first: Number(first),
      last: Number(last),
    }))
    .filter(({ first, last }) => last > first)
    .sort((a, b) => a.first - b.first)
}

/** '_x000D_' stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

class RowCollector implements XmlEvents {
  readonly done: SheetRow[] = []
  readonly #workbook: Workbook
  readonly #merges: readonly Merge[]
  #nextMerge = 0
  /** Merges that reach below the row in which they began, with their value. */
  #running: { readonly merge: Merge; value: string }[] = []
  #line = 0
  #cells: string[] = []
  #error: number | null = null
  #column = -1
  #type = ''
  #style = 0
  #value = ''
  #isValue = false
  #isPhonetic = false

  constructor(workbook: Workbook, merges: readonly Merge[]) {
    this.#workbook = workbook
    this.#merges = merges
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') this.#openRow(attributes)
    else if (name === 'c') this.#openCell(attributes)
    else if (name === 'rPh') this.#isPhonetic = true
    else if (name === 'v' || (name === 't' && this.#type === 'inlineStr' && !this.#isPhonetic)) this.#isValue = true
  }

  text(text: string): void {
    if (this.#isValue && this.#value.length < MOST_CELL) this.#value += text
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false
    else if (name === 'rPh') this.#isPhonetic = false
    else if (name === 'c') this.#closeCell()
    else if (name === 'row') this.#closeRow()
  }

  #openRow({ r }: Readonly<Record<string, string>>): void {
    const line = r === undefined ? this.#line + 1 : Number(r)
    if (!Number.isInteger(line) || line <= this.#line || line > 1_048_576)
      throw new Unusable(notAWorkbook(`dòng ${r} sai thứ tự`))
    this.#line = line
    this.#cells = []
    this.#error = null
    this.#column = -1
  }

  #openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    this.#column = r === undefined ? this.#column + 1 : (columnOf(r) ?? this.#column + 1)
    if (this.#column >= MOST_COLUMNS) throw new Unusable(notAWorkbook(`ô ${r} ngoài trang tính`))
    this.#type = t
    this.#style = Number(s)
    this.#value = ''
  }

  #closeCell(): void {
    const text = this.#cellText()
    if (text === '') return
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column] = text
    if (this.#type === 'e') this.#error ??= this.#column
  }

  #cellText(): string {
    const { strings, styles, from1904 } = this.#workbook
    switch (this.#type) {
      case 's':
        return unescaped(strings[Number(this.#value)] ?? '')
      case 'b':
        return this.#value === '1' ? 'TRUE' : this.#value === '0' ? 'FALSE' : this.#value
      case 'd': {
        const time = Date.parse(this.#value)
        return (Number.isNaN(time) ? null : dateText(time / 86_400_000 + 25_569, false)) ?? this.#value
      }
      case 'n':
        return numberText(this.#value, styles[this.#style] ?? null, from1904)
      default:
        return unescaped(this.#value)
    }
  }

  #closeRow(): void {
    this.#fillMerged()
    if (this.#cells.some((cell) => cell.trim() !== ''))
      this.done.push({ line: this.#line, cells: this.#cells, error: this.#error })
  }

  #fillMerged(): void {
    this.#running = this.#running.filter(({ merge }) => merge.last >= this.#line)
    const isBlank = this.#cells.every((cell) => cell.trim() === '')
    for (const { merge, value } of this.#running) {
      if (isBlank || value === '') continue
      while (this.#cells.length <= merge.column) this.#cells.push('')
      if (this.#cells[merge.column] === '') this.#cells[merge.column] = value
    }
    for (; (this.#merges[this.#nextMerge]?.first ?? Number.POSITIVE_INFINITY) <= this.#line; this.#nextMerge++) {
      const merge = this.#merges[this.#nextMerge]!
      if (merge.first === this.#line) this.#running.push({ merge, value: this.#cells[merge.column] ?? '' })
    }
  }
}
