import type { Command } from 'commander'
import { type Catalog, domainsOf, loadCatalog } from '../../core/catalog.ts'
import type { Source } from '../../core/domain.ts'
import { type FieldSpec, fieldMeta, type Scalar } from '../../core/field.ts'
import { type Delivery, SourceRefused } from '../../core/source.ts'
import { bare } from '../../core/values.ts'
import { extractJudge } from '../../engine/quality/extract.ts'
import { LineMarks } from '../../engine/quality/line-marks.ts'
import { type ColumnProfile, ExtractProfile } from '../../engine/quality/profile.ts'
import { businessDate, openDelivery, openExtract, orRefusal, printable } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { grouped, table } from '../print.ts'

const EXAMPLE = `
Ví dụ (examples):
  sogoc profile ho-khau-2026-11-22.csv
  sogoc profile can-bo.xlsx --json | jq 'select(.column)'

Với --json: trước hết { file, encoding, delimiter, rows, unreadable, columns }, rồi mỗi cột một đối tượng { column, filled,
fill, distinct, isExact, minLength, maxLength, patterns, values, types, newYear }, cuối cùng { rules }: quy tắc nói gì nếu
tệp giống một nguồn đã khai. Giá trị chỉ hiện ở cột mã, không bao giờ ở cột tên, số định danh, ngày sinh, địa chỉ.
Mã thoát: 0 đã đọc; 1 cả tệp bị từ chối; 2 lệnh sai. (Exit code: 0 read, 1 the file is refused, 2 wrong request.)`

interface Options {
  readonly json?: boolean
}

export const profile = (program: Command): void => {
  program
    .command('profile')
    .description('xem một tệp trích xuất bất kỳ mà không lưu (what is in an extract, without storing it)')
    .argument('<file>', 'tệp CSV hoặc XLSX (any extract)')
    .option('--json', 'mỗi cột một đối tượng JSON (one object per column)')
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run(file: string, { json }: Options): Promise<void> {
  const catalog = await loadCatalog(new URL('../../schemas/', import.meta.url))
  const out = new Outlet()
  await orRefusal(
    json === true,
    (lines) => out.put(lines),
    async () => {
      const asOf = businessDate(undefined, file)
      const delivery = await openExtract(file)
      const profiled = new ExtractProfile(delivery.columns)
      let unreadable = 0
      for await (const page of delivery.pages()) {
        unreadable += page.faults.length
        for (const cells of page.rows) profiled.add(cells)
      }
      const { encoding, confidence, delimiter, columns, columnEncodings, bytes } = delivery
      const head = {
        file: delivery.file,
        bytes,
        encoding,
        confidence,
        delimiter,
        rows: profiled.rows,
        unreadable,
        columns,
        columnEncodings,
      }
      const found = profiled.columns(fieldTypes(catalog), asOf)
      const rules = await rulesFor(catalog, file, delivery, asOf)
      if (json) await out.put([head, ...found, { rules }].map((line) => JSON.stringify(line)))
      else
        await out.put([
          ...headLines(head),
          ...found.flatMap((one) => columnLines(one, columnEncodings)),
          ...ruleLines(rules),
        ])
    },
  )
}

/** Every field type that a domain uses, each once. */
function fieldTypes(catalog: Catalog): readonly FieldSpec<Scalar>[] {
  const specs = [...catalog.domains.values()].flatMap(({ fields }) =>
    Object.values(fields).flatMap((schema) => {
      const { spec, reference } = fieldMeta(schema as never)
      return reference ? [] : [spec]
    }),
  )
  return [...new Map(specs.toReversed().map((spec) => [spec.type, spec])).values()]
}

interface RulesSaid {
  readonly source: string
  readonly label: string
  /** Columns of the source that the file has, of all that it declares. */
  readonly columns: number
  readonly declared: number
  /** Why the rules were not asked: the file lacks what the source requires. */
  readonly refused: string | null
  readonly rowsWithErrors: number
  readonly codes: Readonly<Record<string, number>>
}

const ALIKE = 0.5

/** What the rules say of a file whose columns are most of a declared source's; null where it is like none. */
async function rulesFor(
  catalog: Catalog,
  file: string,
  { columns }: Delivery,
  asOf: string,
): Promise<RulesSaid | null> {
  const names = new Set(columns.map(bare))
  const alike = [...catalog.sources.values()]
    .map((source) => ({ source, shared: source.columns.filter((column) => names.has(bare(column))).length }))
    .sort((a, b) => b.shared / b.source.columns.length - a.shared / a.source.columns.length)
  const best = alike[0]
  if (best === undefined || best.shared < ALIKE * best.source.columns.length) return null
  const { source, shared } = best
  const said = { source: source.name, label: source.label, columns: shared, declared: source.columns.length }
  try {
    return { ...said, refused: null, ...(await judged(catalog, source, file, asOf)) }
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error
    return { ...said, refused: error.message, rowsWithErrors: 0, codes: {} }
  }
}

async function judged(catalog: Catalog, source: Source, file: string, asOf: string) {
  const delivery = await openDelivery(file, source)
  const domains = domainsOf(catalog, source.name).map((name) => catalog.domains.get(name)!)
  const judge = extractJudge(domains, source, delivery.columns, asOf)
  for await (const { rows } of delivery.pages()) for (const cells of rows) judge.count(cells)
  const codes = new Map<string, number>()
  const marks = new LineMarks()
  for await (const { rows, lines } of delivery.pages()) {
    rows.forEach((cells, i) => {
      for (const { line, code, severity } of judge.judge(lines[i]!, cells)) {
        codes.set(code, (codes.get(code) ?? 0) + 1)
        marks.mark(line, severity === 'error')
      }
    })
  }
  return { rowsWithErrors: marks.errors, codes: Object.fromEntries([...codes].sort(([, m], [, n]) => n - m)) }
}

const percent = (share: number): string => `${Math.floor(1000 * share) / 10} %`

function headLines(
  head: Pick<Delivery, 'file' | 'bytes' | 'encoding' | 'confidence' | 'delimiter' | 'columns'> & {
    rows: number
    unreadable: number
  },
) {
  return [
    `Tệp (file):            ${head.file}, ${grouped(head.bytes)} byte`,
    `Bảng mã (encoding):    ${head.encoding}, tin cậy ${percent(head.confidence)}`,
    `Phân cách (delimiter): ${head.delimiter === '\t' ? 'tab' : head.delimiter || 'không (none)'}`,
    `Dòng (rows):           ${grouped(head.rows)}, không đọc được ${grouped(head.unreadable)}`,
    `Cột (columns):         ${head.columns.length}`,
    '',
  ]
}

function columnLines(one: ColumnProfile, encodings: Readonly<Record<string, string>> = {}): readonly string[] {
  const { column, fill, distinct, isExact, minLength, maxLength, patterns, values, types, newYear } = one
  const pasted = encodings[column]
  return [
    printable(column) + (pasted ? `  [dán từ ${pasted}]` : ''),
    `  có giá trị ${percent(fill)}, khác nhau ${isExact ? '' : '≈ '}${grouped(distinct)}, dài ${minLength}-${maxLength}`,
    ...(types.length > 0
      ? [`  có thể là: ${types.map(({ label, share }) => `${label} (${percent(share)})`).join(', ')}`]
      : []),
    ...(patterns.length > 0
      ? [`  dạng: ${patterns.map(({ pattern, count }) => `${printable(pattern)} × ${grouped(count)}`).join(' · ')}`]
      : []),
    ...(values.length > 0
      ? [`  giá trị: ${values.map(({ value, count }) => `${printable(value)} × ${grouped(count)}`).join(' · ')}`]
      : []),
    ...(newYear?.isSpike
      ? [`  1 tháng 1: ${grouped(newYear.count)} trong ${grouped(newYear.dates)} ngày; có lẽ chỉ biết năm`]
      : []),
  ]
}

function ruleLines(rules: RulesSaid | null): readonly string[] {
  if (rules === null) return ['', 'Cột không giống nguồn nào đã khai, nên chưa xét quy tắc (like no declared source).']
  const like = `Giống nguồn ${rules.source} (${rules.label}): ${rules.columns}/${rules.declared} cột`
  if (rules.refused !== null) return ['', `${like}, nhưng thiếu cột bắt buộc:`, rules.refused]
  return [
    '',
    `${like}. Quy tắc nói (what the rules say): ${grouped(rules.rowsWithErrors)} dòng bị chặn`,
    table(['mã lỗi (code)', 'số'], Object.entries(rules.codes)),
    `Xem từng lỗi: sogoc check TỆP --source ${rules.source} --out loi.xlsx`,
  ]
}
