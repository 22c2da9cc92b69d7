import type { Command } from 'commander'
import { encodingNames } from '../../connectors/text/encodings.ts'
import { Failure } from '../../core/errors.ts'
import type { Delivery, Page, ReadFault } from '../../core/source.ts'
import { faultObject, faultSentence, known, openExtract, orRefusal, printable } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { table } from '../print.ts'

const EXAMPLE = `
Ví dụ (examples):
  sogoc read ho-khau-2026-11-22.csv
  sogoc read can-bo.txt --encoding tcvn3 --delimiter tab --limit 50
  sogoc read ho-khau.csv --json | head -100

Với --json, dòng đầu là { encoding, delimiter, columns }, rồi mỗi bản ghi một dòng: { line, values } hoặc
{ line, fault, got, expected, todo }. Cả tệp không dùng được thì dòng cuối (hay dòng duy nhất) là lỗi của tệp.
Mã thoát: 0 đọc được mọi dòng đã đọc; 1 có dòng không đọc được, hoặc cả tệp bị từ chối; 2 lệnh sai.
(Exit code: 0 every row was read, 1 some row or the whole file could not be read, 2 wrong request.)
Bảng mã (encodings): ${encodingNames.join(', ')}`

interface Options {
  readonly encoding?: string
  readonly delimiter?: string
  readonly sheet?: string
  readonly limit?: string
  readonly json?: boolean
}

export const read = (program: Command): void => {
  program
    .command('read')
    .description('đọc một tệp CSV hoặc XLSX đúng như hệ thống sẽ đọc (the rows of a file as the engine reads them)')
    .argument('<file>', 'tệp CSV hoặc XLSX (delimited text or a workbook)')
    .option('--encoding <name>', 'bảng mã; tự dò nếu không khai (found when not given)')
    .option('--delimiter <sign>', 'dấu phân cách: , ; tab | (found when not given)')
    .option('--sheet <name>', 'trang tính của sổ tính; mặc định trang đầu có dữ liệu (sheet of a workbook)')
    .option('--limit <n>', 'chỉ đọc n bản ghi đầu; mặc định đọc hết (records to read, default all)')
    .option('--json', 'mỗi dòng một đối tượng JSON (one object per line)')
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run(file: string, options: Options): Promise<void> {
  const encoding = options.encoding === undefined ? {} : { encoding: known('Bảng mã', options.encoding, encodingNames) }
  const delimiter = options.delimiter === undefined ? {} : { delimiter: sign(options.delimiter) }
  const sheet = options.sheet === undefined ? {} : { sheet: options.sheet }
  const limit = count(options.limit)
  const out = new Outlet()
  const show = options.json ? showJson : showListing
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const faults = await show(await openExtract(file, { ...encoding, ...delimiter, ...sheet }), limit, out)
      if (faults > 0) process.exitCode = 1
    },
  )
}

async function showJson(delivery: Delivery, limit: number, out: Outlet): Promise<number> {
  const { encoding, delimiter, columns, columnEncodings } = delivery
  await out.put([JSON.stringify({ encoding, delimiter, columns, columnEncodings })])
  let faults = 0
  for await (const page of upTo(limit, delivery.pages())) {
    faults += page.faults.length
    await out.put(inOrder(page).map((record) => JSON.stringify(record)))
    if (!out.isOpen) return 0
  }
  return faults
}

const ROWS_SHOWN = 20
const FAULTS_SHOWN = 50

async function showListing(delivery: Delivery, limit: number, out: Outlet): Promise<number> {
  const { columns, columnEncodings = {} } = delivery
  const pasted = Object.entries(columnEncodings).map(([column, encoding]) => `  cột ${plain(column)}: ${encoding}`)
  await out.put([
    `Tệp (file):           ${delivery.file}, ${delivery.bytes} byte`,
    `Bảng mã (encoding):   ${delivery.encoding}, tin cậy ${Math.round(100 * delivery.confidence)} %`,
    ...pasted,
    `Phân cách (delimiter): ${delivery.delimiter === '\t' ? 'tab' : delivery.delimiter || 'không (none)'}`,
    `Cột (columns):        ${columns.map(plain).join(' | ')}`,
    '',
  ])
  const shown: string[][] = []
  const faults: ReadFault[] = []
  const counted = { rows: 0, faults: 0 }
  const most = limit === Number.POSITIVE_INFINITY ? ROWS_SHOWN : limit
  for await (const page of upTo(limit, delivery.pages())) {
    page.rows.slice(0, most - shown.length).forEach((row, i) => {
      shown.push([String(page.lines[i]), ...row.map(plain)])
    })
    faults.push(...page.faults.slice(0, FAULTS_SHOWN - faults.length))
    counted.rows += page.rows.length
    counted.faults += page.faults.length
    if (!out.isOpen) return 0
  }
  await out.put([
    table(['dòng', ...columns.map(plain)], shown),
    '',
    `${counted.rows} dòng đọc được (rows), ${counted.faults} dòng lỗi (faults)`,
    ...faults.map(faultSentence('')),
    ...(counted.faults > faults.length
      ? [`… và ${counted.faults - faults.length} lỗi nữa: xem bằng --json (more with --json)`]
      : []),
  ])
  return counted.faults
}

/** The first records only, counted over rows and faults in the order of the file. */
async function* upTo(limit: number, pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  let left = limit
  if (left === 0) return
  for await (const page of pages) {
    const records = page.rows.length + page.faults.length
    if (records >= left) {
      const last = [...page.lines, ...page.faults.map(({ line }) => line!)].sort((a, b) => a - b)[left - 1]!
      const rows = page.lines.filter((line) => line <= last).length
      yield {
        ...page,
        lines: page.lines.slice(0, rows),
        rows: page.rows.slice(0, rows),
        faults: page.faults.filter(({ line }) => line! <= last),
      }
      return
    }
    left -= records
    yield page
  }
}

function inOrder({ lines, rows, faults }: Page): readonly { readonly line: number | null }[] {
  const found = rows.map((values, i) => ({ line: lines[i]!, values }))
  if (faults.length === 0) return found
  return [...found, ...faults.map(faultObject)].sort((a, b) => a.line! - b.line!)
}

const WIDTH = 32
const plain = (text: string) => printable(text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text)

const SIGNS: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|' }

function sign(given: string): string {
  const delimiter = SIGNS[given] ?? given
  if (/^[^"\r\n]$/.test(delimiter)) return delimiter
  return known('Dấu phân cách', given, Object.keys(SIGNS))
}

function count(given: string | undefined): number {
  if (given === undefined) return Number.POSITIVE_INFINITY
  if (/^\d{1,15}$/.test(given)) return Number(given)
  throw new Failure('InvalidInput', {
    problems: `--limit ${given}: cần một số nguyên không âm, ví dụ 50 (a whole number)`,
  })
}
