import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Delivery, type Page, type ReadFault, type SourceKind, SourceRefused } from '../../core/source.ts'
import { columnName, headerFaults } from '../delimited/header.ts'
import { findInDrop } from '../files/drop.ts'
import { emptyFile, fileChanged, notAFile, rowsMismatch, sha256Mismatch } from '../files/faults.ts'
import { readManifest } from '../files/manifest.ts'
import { refusedBy } from '../files/survey.ts'
import {
  emptyWorkbook,
  errorCell,
  extraCell,
  noSuchSheet,
  notAWorkbook,
  oldWorkbook,
  passwordProtected,
  severalSheets,
} from '../sheets/faults.ts'
import { readParts, type Sheet, type Workbook } from '../sheets/parts.ts'
import { type SheetRow, sheetRows } from '../sheets/rows.ts'
import { columnLetters } from '../sheets/write-workbook.ts'
import { type Archive, openArchive, Unusable } from '../sheets/zip.ts'

export interface WorkbookOptions {
  /** Names of the files in the folder: `*`, `?`, and `{source}` for the name of the source. */
  readonly files: string
  /** Name of the sheet; when not given, the one that has the required columns, or the first that holds a table. */
  readonly sheet?: string
  /** Columns without which the file is refused; the header row is the one that has them, wherever it stands. */
  readonly requiredColumns?: readonly string[]
  /** Each file holds everything; default false. A manifest beside the file has the last word. */
  readonly complete?: boolean
}

/**
 * Sheets of `.xlsx` workbooks (ECMA-376) from a drop folder. Days come as `dd/MM/yyyy`, other numbers as they are stored, formulas
 * as their last value. A row with an error value is a fault; a row without any value is no record.
 */
export function workbook(options: WorkbookOptions): SourceKind {
  return {
    kind: 'workbook',
    find: (request) => findInDrop(options.files, request),
    async open(path) {
      try {
        return await openFile(path, options)
      } catch (error) {
        throw refusal(path, error)
      }
    },
  }
}

const refusal = (path: string, error: unknown): unknown =>
  error instanceof Unusable ? new SourceRefused(basename(path), [error.fault]) : refusedBy(path, error)

const OLE = 'd0cf11e0a1b11ae1'

/** Whether the first bytes are those of a spreadsheet, old, locked or new, rather than of a text. */
export async function looksLikeWorkbook(path: string): Promise<boolean> {
  const head = await firstBytes(path).catch(() => Buffer.alloc(0))
  const hex = head.subarray(0, 8).toString('hex')
  return (
    hex === OLE ||
    (hex.startsWith('504b0304') && /\[Content_Types\]\.xml|xl\/|_rels\/|docProps\//.test(head.toString('latin1')))
  )
}

async function firstBytes(path: string): Promise<Buffer> {
  let handle: FileHandle | undefined
  try {
    if (!(await stat(path)).isFile()) return Buffer.alloc(0)
    handle = await open(path)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4_096), 0, 4_096, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle?.close()
  }
}

/** Everything that must hold still between opening and reading. */
interface Opened {
  readonly path: string
  readonly modifiedMs: number
  readonly bytes: number
  readonly archive: Archive
  readonly book: Workbook
  readonly table: Table
  readonly declaredRows: number | null
}

/** A sheet with the row that names its columns. */
interface Table {
  readonly sheet: Sheet
  readonly columns: readonly string[]
  readonly line: number
  readonly faults: readonly ReadFault[]
}

async function openFile(path: string, options: WorkbookOptions): Promise<Delivery> {
  const file = basename(path)
  const refuse = (faults: readonly ReadFault[]) => new SourceRefused(file, faults)
  const found = await stat(path)
  if (!found.isFile()) throw refuse([notAFile()])
  if (found.size === 0) throw refuse([emptyFile()])
  const { sha256, isOle, isLocked } = await seen(path)
  if (isOle) throw refuse([isLocked ? passwordProtected() : oldWorkbook()])
  const manifest = await readManifest(path)
  const stated = manifest?.sha256?.toLowerCase()
  if (stated != null && stated !== sha256) throw refuse([sha256Mismatch(sha256, stated)])
  const archive = await openArchive(path)
  const book = await readParts(archive)
  const table = await tableOf(archive, book, options)
  if (table.faults.length > 0) throw refuse(table.faults)
  const declaredRows = manifest?.rows ?? null
  const opened = { path, modifiedMs: found.mtimeMs, bytes: found.size, archive, book, table, declaredRows }
  return {
    file,
    path,
    bytes: found.size,
    sha256,
    encoding: 'xlsx',
    confidence: 1,
    delimiter: '',
    columns: table.columns,
    declaredRows,
    complete: manifest?.complete ?? options.complete ?? false,
    pages: () => pagesOf(opened),
  }
}

/** 'EncryptedPackage', the stream in which a workbook with a password lies ([MS-OFFCRYPTO] 2.3.4.4). */
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le')

async function seen(
  path: string,
): Promise<{ readonly sha256: string; readonly isOle: boolean; readonly isLocked: boolean }> {
  const hash = createHash('sha256')
  const isOle = (await firstBytes(path)).subarray(0, 8).toString('hex') === OLE
  let isLocked = false
  let last: Buffer = Buffer.alloc(0)
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(block)
    if (isOle && !isLocked) isLocked = Buffer.concat([last, block]).includes(LOCKED)
    last = block.subarray(-LOCKED.length)
  }
  return { sha256: hash.digest('hex'), isOle, isLocked }
}

async function tableOf(
  archive: Archive,
  book: Workbook,
  { sheet, requiredColumns = [] }: WorkbookOptions,
): Promise<Table> {
  const names = book.sheets.map(({ name }) => name)
  if (sheet !== undefined && !names.includes(sheet)) throw new Unusable(noSuchSheet(sheet, names))
  const wanted =
    sheet === undefined
      ? book.sheets.filter(({ isHidden }) => !isHidden)
      : book.sheets.filter(({ name }) => name === sheet)
  const tables: Table[] = []
  for (const one of wanted) {
    const table = await headerOf(archive, book, one, requiredColumns)
    if (table !== null) tables.push(table)
  }
  const whole = tables.filter(({ faults }) => faults.length === 0)
  if (requiredColumns.length > 0 && whole.length > 1)
    throw new Unusable(severalSheets(whole.map((one) => one.sheet.name)))
  const table = whole[0] ?? tables[0]
  if (table === undefined)
    throw new Unusable(book.sheets.length === 0 ? notAWorkbook('không có trang tính') : emptyWorkbook())
  return table
}

/** Rows in which the names of the columns are looked for: titles, logos and signatures stand above them. */
const MOST_TITLES = 50

/** The first row that has every required column; where none has, or none is required, the one that looks most like it. */
async function headerOf(
  archive: Archive,
  book: Workbook,
  sheet: Sheet,
  required: readonly string[],
): Promise<Table | null> {
  const rows: SheetRow[] = []
  for await (const row of sheetRows(archive, book, sheet)) {
    if (rows.push(row) >= MOST_TITLES) break
  }
  if (rows.length === 0) return null
  const wanted = new Set(required.map(columnName))
  const shared = ({ cells }: SheetRow): number => new Set(cells.map(columnName).filter((name) => wanted.has(name))).size
  const filled = ({ cells }: SheetRow): number => cells.filter((cell) => cell.trim() !== '').length
  const widest = Math.max(...rows.map(filled))
  const isTitled = (row: SheetRow): boolean =>
    filled(row) >= 0.8 * widest && !row.cells.some((cell) => /^[\d.,]+$/.test(cell))
  const best = Math.max(...rows.map(shared))
  const header =
    (best > 0 ? rows.find((row) => shared(row) === best) : rows.find(isTitled)) ??
    rows.find((row) => filled(row) === widest)!
  const columns = header.cells.map(columnName)
  return { sheet, columns, line: header.line, faults: headerFaults(columns, header.line, required) }
}

const RECORDS_A_PAGE = 1_000

async function* pagesOf(opened: Opened): AsyncGenerator<Page> {
  const { path, modifiedMs, bytes, archive, book, table, declaredRows } = opened
  let records = 0
  try {
    const found = await stat(path)
    if (found.size !== bytes || found.mtimeMs !== modifiedMs) throw new Unusable(fileChanged())
    let page = blankPage()
    for await (const row of sheetRows(archive, book, table.sheet)) {
      if (row.line <= table.line) continue
      take(page, row, table.columns)
      if (++records % RECORDS_A_PAGE !== 0) continue
      yield page
      page = blankPage()
    }
    if (page.rows.length + page.faults.length > 0) yield page
  } catch (error) {
    throw refusal(path, error)
  }
  if (declaredRows !== null && records !== declaredRows)
    throw new SourceRefused(basename(path), [rowsMismatch(records, declaredRows)])
}

interface PageInMaking extends Page {
  readonly lines: number[]
  readonly rows: (readonly string[])[]
  readonly faults: ReadFault[]
}

const blankPage = (): PageInMaking => ({ lines: [], rows: [], faults: [] })

function take(page: PageInMaking, { line, cells, error }: SheetRow, columns: readonly string[]): void {
  const extra = cells.findIndex((cell, at) => at >= columns.length && cell.trim() !== '')
  const raw = () => cells.join('\t')
  if (error !== null)
    page.faults.push(errorCell(line, columns[error] ?? columnLetters(error + 1), cells[error]!, raw()))
  else if (extra >= 0) page.faults.push(extraCell(line, columnLetters(extra + 1), raw()))
  else {
    page.lines.push(line)
    page.rows.push(columns.map((_, at) => cells[at] ?? ''))
  }
}
