import type { Command } from 'commander'
import { domainsOf, loadCatalog } from '../../core/catalog.ts'
import type { Source } from '../../core/domain.ts'
import type { Delivery, Page, ReadFault } from '../../core/source.ts'
import { type ExtractJudge, extractJudge, type RowFinding } from '../../engine/quality/extract.ts'
import { LineMarks } from '../../engine/quality/line-marks.ts'
import { businessDate, known, openDelivery, orRefusal } from '../extract.ts'
import { CSV_HEADER, csvLine, type FindingsFile, findingObject, findingsFile } from '../findings-file.ts'
import { Outlet } from '../outlet.ts'
import { say, table } from '../print.ts'

const EXAMPLE = `
Ví dụ (examples):
  sogoc check home-affairs-2026-11-22.csv --source home-affairs --out loi.xlsx
  sogoc check ho-khau.csv --source residence > loi.csv
  sogoc check dat.xlsx --source land --json | tail -1

Mỗi lỗi một dòng: line, key, column, field, code, severity, criterion, got, expected, message, fix. Dòng không đọc được
cũng là lỗi (row.*). Bảng tổng hợp ra stderr; với --json là đối tượng cuối cùng. Không ghi gì vào kho dữ liệu; quy tắc
cần danh mục hoặc nguồn khác thì chưa xét.
Mã thoát: 0 đã kiểm tra (dù có lỗi); 1 cả tệp bị từ chối; 2 lệnh sai.
(Exit code: 0 judged, also with findings, 1 the file is refused as a whole, 2 wrong request.)`

interface Options {
  readonly source?: string
  readonly date?: string
  readonly out?: string
  readonly json?: boolean
}

export const check = (program: Command): void => {
  program
    .command('check')
    .description('kiểm tra một tệp trích xuất mà không lưu (judges an extract without storing it)')
    .argument('<file>', 'tệp CSV hoặc XLSX (an extract)')
    .requiredOption('--source <name>', 'nguồn của tệp, như home-affairs (the register it comes from)')
    .option('--date <date>', 'ngày số liệu; mặc định theo tên tệp, không có thì hôm nay (business date)')
    .option('--out <file>', 'ghi lỗi ra tệp .csv hoặc .xlsx; mặc định CSV ra stdout (where findings go)')
    .option('--json', 'mỗi lỗi một đối tượng JSON (one object per finding, then a summary)')
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run(file: string, options: Options): Promise<void> {
  const catalog = await loadCatalog(new URL('../../schemas/', import.meta.url))
  const name = known('Nguồn', options.source ?? '', [...catalog.sources.keys()])
  const source = catalog.sources.get(name) as Source
  const domains = domainsOf(catalog, name).map((domain) => catalog.domains.get(domain)!)
  const asOf = businessDate(options.date, file)
  const file_ = options.out === undefined ? null : findingsFile(options.out)
  const out = new Outlet()
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const delivery = await openDelivery(file, source)
      const judge = extractJudge(domains, source, delivery.columns, asOf)
      for await (const { rows } of delivery.pages()) for (const cells of rows) judge.count(cells)
      const sink = file_ ?? (options.json ? jsonOut(out) : await csvOut(out))
      const summary = await judged(delivery, judge, sink)
      await sink.close()
      const told = {
        file: delivery.file,
        source: name,
        date: asOf,
        ...summary,
        codes: Object.fromEntries(summary.codes),
      }
      if (options.json) await out.put([JSON.stringify({ summary: told })])
      else listing(summary)
    },
  )
}

async function csvOut(out: Outlet): Promise<FindingsFile> {
  await out.put([CSV_HEADER])
  return { put: (findings) => out.put(findings.map(csvLine)), close: async () => {} }
}

const jsonOut = (out: Outlet): FindingsFile => ({
  put: (findings) => out.put(findings.map((finding) => JSON.stringify(findingObject(finding)))),
  close: async () => {},
})

interface Summary {
  rows: number
  unreadable: number
  /** Rows with a finding of severity `error`, unreadable ones too. */
  rowsWithErrors: number
  rowsWithFindings: number
  findings: number
  readonly severities: { error: number; warn: number; note: number }
  readonly codes: Map<string, number>
}

async function judged(delivery: Delivery, judge: ExtractJudge, sink: FindingsFile): Promise<Summary> {
  const summary: Summary = {
    rows: 0,
    unreadable: 0,
    rowsWithErrors: 0,
    rowsWithFindings: 0,
    findings: 0,
    severities: { error: 0, warn: 0, note: 0 },
    codes: new Map(),
  }
  const marks = new LineMarks()
  for await (const page of delivery.pages()) {
    const found = findingsOf(page, judge)
    summary.rows += page.rows.length + page.faults.length
    summary.unreadable += page.faults.length
    for (const { line, code, severity } of found) {
      summary.findings++
      summary.severities[severity]++
      summary.codes.set(code, (summary.codes.get(code) ?? 0) + 1)
      marks.mark(line, severity === 'error')
    }
    await sink.put(found)
  }
  return { ...summary, rowsWithErrors: marks.errors, rowsWithFindings: marks.lines }
}

function findingsOf(page: Page, judge: ExtractJudge): readonly RowFinding[] {
  const ofRows = page.rows.flatMap((cells, i) => judge.judge(page.lines[i]!, cells))
  return [...ofRows, ...page.faults.map(unreadable)].sort((a, b) => a.line - b.line)
}

const unreadable = ({ line, column, fault, got, expected, todo }: ReadFault): RowFinding => ({
  line: line ?? 0,
  key: `line:${line}`,
  columns: column === null ? [] : [column],
  code: `row.${fault}`,
  field: null,
  severity: 'error',
  criterion: 'sạch',
  got,
  expected,
  message: 'Dòng không đọc được',
  fix: todo,
})

function listing(summary: Summary): void {
  const { rows, unreadable: unread, rowsWithErrors, rowsWithFindings, findings, severities } = summary
  say(
    table(
      ['tổng hợp (summary)', 'số'],
      [
        ['dòng (rows)', rows],
        ['không đọc được (unreadable)', unread],
        ['dòng bị chặn vì lỗi (rows with errors)', rowsWithErrors],
        ['dòng có phát hiện (rows with findings)', rowsWithFindings],
        ['phát hiện (findings)', findings],
        ['  lỗi / cảnh báo / ghi nhận', `${severities.error} / ${severities.warn} / ${severities.note}`],
      ],
    ),
  )
  const codes = [...summary.codes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  if (codes.length > 0) say(`\n${table(['mã lỗi (code)', 'số'], codes)}`)
}
