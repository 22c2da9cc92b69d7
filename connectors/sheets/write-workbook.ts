import writeXlsxFile from 'write-excel-file/node'

/** One column of a sheet for people. */
export interface SheetColumn {
  readonly title: string
  /** In characters. */
  readonly width: number
}

/** A sheet of text: every cell is written as text, so that codes keep their leading zeros and nothing becomes a formula. */
export interface TextSheet {
  readonly name: string
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly (readonly string[])[]
}

/** Rows that a sheet may have under its title (ECMA-376: 1,048,576 with it). */
export const MOST_SHEET_ROWS = 1_048_575
/** Characters that a cell may hold. */
const MOST_CHARACTERS = 32_767

const TITLE = { type: String, fontWeight: 'bold', backgroundColor: '#DDEBF7', wrap: true } as const

/** Writes a workbook with a title row that stays in sight and can be filtered by. */
export async function writeWorkbook(path: string, sheets: readonly TextSheet[]): Promise<void> {
  await writeXlsxFile(
    sheets.map(({ name, columns, rows }) => ({
      data: [
        columns.map(({ title }) => ({ value: title, ...TITLE })),
        ...rows.map((row) =>
          row.map((cell) => (cell === '' ? null : ({ value: printable(cell), type: String, format: '@' } as const))),
        ),
      ],
      sheet: name,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
    })),
    {
      features: [
        {
          files: {
            transform: {
              'xl/worksheets/sheet{id}.xml': {
                transform: (xml, _options, { sheetIndex }) => filtered(xml, sheets[sheetIndex]!),
              },
            },
          },
        },
      ],
    },
  ).toFile(path)
}

/** What XML cannot hold, and what is over the length of a cell, is cut. */
const printable = (text: string): string =>
  text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').slice(0, MOST_CHARACTERS)

/** `autoFilter` stands right behind the data of a sheet (ECMA-376 part 1, 18.3.1.99). */
function filtered(xml: string, { columns, rows }: TextSheet): string {
  const range = `A1:${columnLetters(columns.length)}${rows.length + 1}`
  return xml.replace('</sheetData>', `</sheetData><autoFilter ref="${range}"/>`)
}

/** 1 -> A, 27 -> AA. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26)
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26))
}
