import { createHash } from 'node:crypto'
import { createReadStream, rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { WrittenFile } from './bindery.ts'
import { serialOf } from './notation.ts'
import { H, HOME_AFFAIRS } from './registers/columns.ts'
import { HOME_AFFAIRS_REGISTER } from './registers/home-affairs.ts'
import { openZip } from './zip.ts'

/** Rows that a sheet holds, header included. */
export const MOST_ROWS = 1_048_576
/** Every third clerk lets the spreadsheet know dates as dates. [assumed] */
const TYPED = 3
/** Characters of XML put together before they are packed. */
const PART = 1 << 20

const DATES: ReadonlySet<number> = new Set([H.ngay_sinh, H.ngay_huong, H.ngay_tuyen_dung, H.ngay_cap_nhat])
const SLASHED = /^(\d\d)\/(\d\d)\/(\d{4})$/
/** Numbers whose leading nought is gone, and dates without their format: what a spreadsheet keeps as a number. */
const EATEN: ReadonlyMap<number, RegExp> = new Map([
  [H.so_cccd, /^[1-9]\d{10}$/],
  [H.ma_so_thue, /^[1-9]\d{10}$/],
  [H.dien_thoai, /^[1-9]\d{8}$/],
  [H.ngay_sinh, /^\d{5}$/],
  [H.ngay_tuyen_dung, /^\d{5}$/],
])

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** The parts around the sheet. Style 1 is the date. Format: ECMA-376. */
const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'))
const LETTERS = HOME_AFFAIRS.map((_, column) => String.fromCharCode('A'.charCodeAt(0) + column))

function cellOf(text: string, column: number, row: number): string {
  if (text === '') return ''
  const place = `r="${LETTERS[column]}${row}"`
  const date = row % TYPED === 0 && DATES.has(column) ? SLASHED.exec(text) : null
  if (date) {
    const [day, month, year] = [Number(date[1]), Number(date[2]), Number(date[3])]
    return `<c ${place} s="1"><v>${serialOf({ year, month, day })}</v></c>`
  }
  if (EATEN.get(column)?.test(text)) return `<c ${place}><v>${text}</v></c>`
  return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

/**
 * Writes an extract of the staff software once more as a workbook beside it, with its manifest: the same rows and values,
 * but some dates are the spreadsheet's own and some numbers are numbers, as real systems deliver them. In constant memory.
 */
export async function writeWorkbook(extract: WrittenFile): Promise<WrittenFile> {
  const path = extract.path.replace(/\.csv$/, '.xlsx')
  const manifest = `${path}.manifest.json`
  rmSync(manifest, { force: true })
  const zip = openZip(path)
  for (const [name, xml] of Object.entries(PARTS)) {
    zip.file(name)
    zip.put(Buffer.from(HEAD + xml))
  }
  zip.file('xl/worksheets/sheet1.xml')
  let xml = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`
  let row = 0
  for await (const line of createInterface({ input: createReadStream(extract.path), crlfDelay: Infinity })) {
    row++
    const cells = (row === 1 ? line.replace(HOME_AFFAIRS_REGISTER.lead, '') : line).split(
      HOME_AFFAIRS_REGISTER.delimiter,
    )
    xml += `<row r="${row}">`
    for (let column = 0; column < cells.length; column++) xml += cellOf(cells[column]!, column, row)
    xml += '</row>'
    if (xml.length < PART) continue
    zip.put(Buffer.from(xml))
    xml = ''
  }
  zip.put(Buffer.from(`${xml}</sheetData></worksheet>`))
  zip.close()
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer)
  writeFileSync(manifest, `${JSON.stringify({ rows: extract.rows, sha256: hash.digest('hex'), complete: true })}\n`)
  return { path, rows: extract.rows }
}
