import { createWriteStream } from 'node:fs'
import { MOST_SHEET_ROWS, writeWorkbook } from '../connectors/sheets/write-workbook.ts'
import { Failure } from '../core/errors.ts'
import type { RowFinding } from '../engine/quality/extract.ts'

/** Where findings go, page by page; `close` when there are no more. */
export interface FindingsFile {
  put(findings: readonly RowFinding[]): Promise<void>
  close(): Promise<void>
}

/** The columns of a findings file: name in CSV, title and width in a workbook. */
const COLUMNS: readonly {
  readonly name: string
  readonly title: string
  readonly width: number
  readonly cell: (finding: RowFinding) => string
}[] = [
  { name: 'line', title: 'Dòng', width: 8, cell: ({ line }) => String(line) },
  { name: 'key', title: 'Khóa', width: 16, cell: ({ key }) => key },
  { name: 'column', title: 'Cột', width: 18, cell: ({ columns }) => columns.join(', ') },
  { name: 'field', title: 'Trường', width: 14, cell: ({ field }) => field ?? '' },
  { name: 'code', title: 'Mã lỗi', width: 32, cell: ({ code }) => code },
  { name: 'severity', title: 'Mức', width: 8, cell: ({ severity }) => severity },
  { name: 'criterion', title: 'Tiêu chí', width: 12, cell: ({ criterion }) => criterion },
  { name: 'got', title: 'Giá trị hiện có', width: 28, cell: ({ got }) => got ?? '' },
  { name: 'expected', title: 'Cần có', width: 28, cell: ({ expected }) => expected },
  { name: 'message', title: 'Lỗi', width: 50, cell: ({ message }) => message },
  { name: 'fix', title: 'Cách sửa', width: 50, cell: ({ fix }) => fix },
]

/** The same values under the same names, for programs. */
export const findingObject = (finding: RowFinding) =>
  Object.fromEntries(
    COLUMNS.map(({ name, cell }) => [
      name,
      name === 'line' ? finding.line : name === 'field' ? finding.field : cell(finding),
    ]),
  )

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
export const CSV_HEADER = COLUMNS.map(({ name }) => name).join(',')
export const csvLine = (finding: RowFinding): string => COLUMNS.map(({ cell }) => quoted(cell(finding))).join(',')

/** Opened by a spreadsheet, a cell that begins so would be a formula. */
const FORMULA = /^[=+@\t\r]|^-(?!\d)/
const harmless = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell)

/** A file named by a person; its end says what it is. Throws Failure `InvalidInput` for any other end. */
export function findingsFile(path: string): FindingsFile {
  if (/\.csv$/i.test(path)) return csvFile(path)
  if (/\.xlsx$/i.test(path)) return workbookFile(path)
  throw new Failure('InvalidInput', {
    problems: `--out ${path}: cần tên tệp .csv hoặc .xlsx (name a .csv or .xlsx file)`,
  })
}

/** UTF-8 with a byte order mark, without which spreadsheets take it for another encoding. */
function csvFile(path: string): FindingsFile {
  const stream = createWriteStream(path)
  const failed = new Promise<never>((_, fail) => stream.on('error', fail))
  failed.catch(() => {})
  const write = (text: string) => Promise.race([failed, new Promise<void>((done) => stream.write(text, () => done()))])
  let isBegun = false
  const begin = async () => {
    if (!isBegun) await write(`\ufeff${CSV_HEADER}\r\n`)
    isBegun = true
  }
  return {
    async put(findings) {
      await begin()
      const lines = findings.map((finding) => COLUMNS.map(({ cell }) => quoted(harmless(cell(finding)))).join(','))
      if (lines.length > 0) await write(`${lines.join('\r\n')}\r\n`)
    },
    async close() {
      await begin()
      await Promise.race([failed, new Promise<void>((done) => stream.end(done))])
    },
  }
}

function workbookFile(path: string): FindingsFile {
  const rows: { readonly line: number; readonly cells: readonly string[] }[] = []
  return {
    async put(findings) {
      for (const finding of findings) rows.push({ line: finding.line, cells: COLUMNS.map(({ cell }) => cell(finding)) })
      if (rows.length > MOST_SHEET_ROWS)
        throw new Failure('InvalidInput', {
          problems: `--out ${path}: hơn ${MOST_SHEET_ROWS} lỗi, một trang tính không chứa hết; ghi ra tệp .csv (too many findings for a sheet)`,
        })
    },
    async close() {
      const inOrder = rows.toSorted((a, b) => a.line - b.line).map(({ cells }) => cells)
      await writeWorkbook(path, [{ name: 'Lỗi', columns: COLUMNS, rows: inOrder }])
    },
  }
}
