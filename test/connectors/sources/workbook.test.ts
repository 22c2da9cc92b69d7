import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { writeWorkbook } from '../../../connectors/sheets/write-workbook.ts'
import { csvOrWorkbook } from '../../../connectors/sources/csv-or-workbook.ts'
import { workbook } from '../../../connectors/sources/workbook.ts'
import { describeSource, expectComplete, pagesOf, refusalOf } from '../../contracts/source.ts'
import { type DraftSheet, textRow, workbookOf, zipOf } from './sheet-files.ts'

const folder = await mkdtemp(join(tmpdir(), 'sogoc-xlsx-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function stored(name: string, content: Buffer | string): Promise<string> {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}
const sheet = (rows: string, behind = ''): DraftSheet => ({ name: 'Danh sách', rows, behind })
const kind = workbook({ files: '*.xlsx', requiredColumns: ['ma'] })
const CELL = '<row r="3"><c r="A3"><v>7</v></c><c r="B3" t="e"><v>#REF!</v></c></row>'

describeSource('workbook', async () => ({
  kind: workbook({ files: '{source}-*.xlsx', requiredColumns: ['ma'] }),
  folder,
  businessDate: '2026-11-22',
  path: await stored(
    'sample-2026-11-22.xlsx',
    workbookOf([sheet(`${textRow(1, ['ma', 'ten'])}${textRow(2, ['1', 'An'])}${CELL}${textRow(9, ['2', 'Bình'])}`)]),
  ),
  columns: ['ma', 'ten'],
  rows: [
    { line: 2, values: ['1', 'An'] },
    { line: 9, values: ['2', 'Bình'] },
  ],
  faulty: [3],
  refused: await stored('other.xlsx', workbookOf([sheet(textRow(1, ['so', 'ten']))])),
}))

async function read(content: Buffer, own = kind) {
  const delivery = await own.open(await stored('mot.xlsx', content))
  const pages = await pagesOf(delivery)
  return {
    columns: delivery.columns,
    lines: pages.flatMap(({ lines }) => lines),
    rows: pages.flatMap(({ rows }) => rows),
    faults: pages.flatMap(({ faults }) => faults),
  }
}

test('every type of cell is read as a person sees it', async () => {
  const cells = `<row r="2"><c r="A2"><v>48080000011</v></c><c r="B2" s="1"><v>29343</v></c><c r="C2" t="s"><v>0</v></c>
    <c r="D2" t="b"><v>1</v></c><c r="E2" s="2"><v>1080000011</v></c><c r="F2" t="str"><f>A1&amp;B1</f><v>ghép</v></c>
    <c r="G2"><f>1+1</f><v>0.1</v></c><c r="H2" t="inlineStr"><is><r><t>Trần </t></r><r><t>An</t></r></is></c>
    <c r="I2" s="4"><v>32874.5</v></c><c r="J2" t="s"><v>1</v></c><c r="K2" t="inlineStr"><is><t>29343</t></is></c><c r="L2"><v>4.808E+16</v></c></row>`
  const { rows } = await read(
    workbookOf(
      [sheet(textRow(1, ['ma', ...'bcdefghijkl']) + cells)],
      ['Lê &amp; Nguyễn', '<r><t>Hai</t></r><r><t> đoạn</t></r><rPh><t>x</t></rPh>'],
    ),
  )
  expect(rows).toEqual([
    [
      '48080000011',
      '02/05/1980',
      'Lê & Nguyễn',
      'TRUE',
      '001080000011',
      'ghép',
      '0.1',
      'Trần An',
      '01/01/1990 12:00:00',
      'Hai đoạn',
      '29343',
      '48080000000000000',
    ],
  ])
})

test('days count from 1900 with its 29 February that never was, or from 1904', async () => {
  const day = (serial: number) =>
    `${textRow(1, ['ma', 'ngay'])}<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>${serial}</v></c></row>`
  const cases: readonly (readonly [number, string])[] = [
    [1, '01/01/1900'],
    [59, '28/02/1900'],
    [60, '60'],
    [61, '01/03/1900'],
    [45838, '30/06/2025'],
  ]
  for (const [serial, text] of cases) expect((await read(workbookOf([sheet(day(serial))]))).rows[0]![1]).toBe(text)
  const old = await read(workbookOf([sheet(day(0))], [], '<workbookPr date1904="1"/>'))
  expect(old.rows[0]![1]).toBe('01/01/1904')
})

test('the header is found under titles; hidden rows are read, blank ones are no records', async () => {
  const rows = `${textRow(1, ['SỞ NỘI VỤ'])}${textRow(2, ['DANH SÁCH CÁN BỘ NĂM 2026'])}${textRow(4, ['stt', 'ma', 'ten'])}
    <row r="5" hidden="1"><c r="B5" t="inlineStr"><is><t>1</t></is></c></row><row r="6"><c r="A6" s="1"/></row>${textRow(8, ['', '2', 'B'])}<row r="9"/>`
  expect(await read(workbookOf([sheet(rows)]))).toMatchObject({
    columns: ['stt', 'ma', 'ten'],
    lines: [5, 8],
    rows: [
      ['', '1', ''],
      ['', '2', 'B'],
    ],
  })
})

test('a cell merged downwards holds its value in every row, one merged sideways only where it stands', async () => {
  const rows = `${textRow(1, ['ma', 'ho', 'ten'])}${textRow(2, ['1', 'HS1', 'A'])}<row r="3"><c r="A3"><v>2</v></c><c r="C3"><v>9</v></c></row>${textRow(4, ['3', '', 'C'])}`
  const merged = '<mergeCells count="2"><mergeCell ref="B2:B3"/><mergeCell ref="B4:C4"/></mergeCells>'
  expect((await read(workbookOf([sheet(rows, merged)]))).rows).toEqual([
    ['1', 'HS1', 'A'],
    ['2', 'HS1', '9'],
    ['3', '', 'C'],
  ])
})

test('an error value and a cell beyond the columns are faults of their row, with what to do', async () => {
  const { faults, rows } = await read(
    workbookOf([sheet(`${textRow(1, ['ma', 'ten'])}${CELL}${textRow(4, ['1', 'An', 'thừa'])}`)]),
  )
  expect(rows).toEqual([])
  expect(faults).toMatchObject([
    { line: 3, column: 'ten', fault: 'error-cell', got: expect.stringContaining('#REF!'), raw: '7\t#REF!' },
    { line: 4, column: 'C', fault: 'extra-cell' },
  ])
})

test('of several sheets the one with the required columns is read; two are one too many', async () => {
  const list = { name: 'Danh mục', rows: textRow(1, ['loai', 'nhan']) }
  const people = { name: 'Người', rows: `${textRow(1, ['ma', 'ten'])}${textRow(2, ['1', 'An'])}` }
  expect((await read(workbookOf([list, people]))).rows).toEqual([['1', 'An']])
  expect((await read(workbookOf([people, { ...people, name: 'Ẩn', state: 'hidden' }]))).rows).toEqual([['1', 'An']])
  const two = await stored('hai.xlsx', workbookOf([people, { ...people, name: 'Bản sao' }]))
  expect((await refusalOf(kind, two)).faults[0]).toMatchObject({ fault: 'several-sheets' })
  const chosen = workbook({ files: '*', requiredColumns: ['ma'], sheet: 'Bản sao' })
  expect(await pagesOf(await chosen.open(two))).toHaveLength(1)
  const other = await refusalOf(workbook({ files: '*', sheet: 'Không có' }), two)
  expect(other.faults[0]).toMatchObject({ fault: 'no-such-sheet' })
})

test('what cannot be read is refused in a sentence', async () => {
  const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  const good = workbookOf([sheet(textRow(1, ['ma']))])
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['cu.xls', Buffer.concat([ole, Buffer.alloc(600)]), 'old-workbook'],
    [
      'khoa.xlsx',
      Buffer.concat([ole, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
      'password-protected',
    ],
    ['zip.xlsx', zipOf({ 'a.txt': 'a' }), 'not-a-workbook'],
    ['nhi-phan.xlsx', zipOf({ 'xl/workbook.bin': 'a' }), 'not-a-workbook'],
    ['cut.xlsx', good.subarray(0, good.length - 40), 'not-a-workbook'],
    ['chu.xlsx', Buffer.from('ma,ten\n1,An\n'), 'not-a-workbook'],
    ['rong.xlsx', Buffer.alloc(0), 'empty-file'],
    ['trang.xlsx', workbookOf([sheet('')]), 'empty-workbook'],
    ['bom.xlsx', zipOf({ 'xl/workbook.xml': Buffer.alloc(80_000_000) }), 'too-large'],
    ['doi.xlsx', zipOf({ 'xl/workbook.xml': 'x'.repeat(10_000) }, { size: 100 }), 'too-large'],
    ['xml.xlsx', zipOf({ 'xl/workbook.xml': '<workbook><sheets>' }), 'not-a-workbook'],
    [
      'thuc-the.xlsx',
      zipOf({ 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>' }),
      'not-a-workbook',
    ],
  ]
  for (const [name, content, fault] of cases) {
    const error = await refusalOf(kind, await stored(name, content))
    expect([name, error.faults[0]!.fault]).toEqual([name, fault])
    for (const one of error.faults) expectComplete(one)
  }
})

test('a manifest binds a workbook too', async () => {
  const path = await stored('kem.xlsx', workbookOf([sheet(`${textRow(1, ['ma'])}${textRow(2, ['1'])}`)]))
  await writeFile(`${path}.manifest.json`, JSON.stringify({ rows: 2, complete: true }))
  expect((await kind.open(path)).complete).toBe(true)
  expect((await refusalOf(kind, path)).faults[0]).toMatchObject({ fault: 'rows-mismatch' })
})

test('text or workbook: the bytes decide, not the name, and the newest date goes first', async () => {
  const either = csvOrWorkbook({ files: 'noi-vu*', requiredColumns: ['ma'] })
  const book = await stored('noi-vu-2026-11-22.xlsx', workbookOf([sheet(`${textRow(1, ['ma'])}${textRow(2, ['1'])}`)]))
  const text = await stored('noi-vu-2026-11-21.csv', 'ma\n1\n')
  const misnamed = await stored(
    'noi-vu-2026-11-20.csv',
    workbookOf([sheet(`${textRow(1, ['ma'])}${textRow(2, ['1'])}`)]),
  )
  expect(await either.find({ folder, source: 'x', businessDate: '2026-11-22' })).toEqual([book, text, misnamed])
  for (const path of [book, text, misnamed]) expect((await pagesOf(await either.open(path)))[0]!.rows).toEqual([['1']])
})

test('any text that is written is read back as it was', async () => {
  const path = join(folder, 'viet.xlsx')
  const cell = fc.string({ unit: fc.constantFrom('a', 'Ế', '0', '=', '&', '<', '"', ' ', '\n', '😀'), maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), async (cells) => {
      const rows = cells.map((row, i) => [`0${i}`, ...row])
      await writeWorkbook(path, [
        { name: 'Lỗi', columns: ['ma', 'b', 'c'].map((title) => ({ title, width: 9 })), rows },
      ])
      const pages = await pagesOf(await kind.open(path))
      expect(pages.flatMap((page) => page.rows)).toEqual(rows)
    }),
    { numRuns: 60 },
  )
})
