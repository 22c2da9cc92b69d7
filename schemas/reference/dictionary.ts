import type { z } from 'zod'
import {
  type AnyDomain,
  type Cell,
  type Fields,
  type Mapping,
  mappingsOf,
  type Pick,
  type TargetMapping,
} from '../../core/domain.ts'
import { type CodeCatalogue, fieldMeta } from '../../core/field.ts'
import { type RuleLine, ruleBook } from '../../engine/quality/rules.ts'

/** Said in every generated page: who changes it by hand loses the change. */
export const GENERATED = '<!-- Sinh từ schemas/; đừng sửa tay. Sinh lại: npx sogoc dictionary --write -->'

const cell = (text: string): string =>
  text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\\/g, '\\\\')
    .replace(/\|/g, '\\|')
    .replace(/</g, '&lt;')
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
const tick = (text: string): string => `\`${text}\``

function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : ['', row(header), `|${'---|'.repeat(header.length)}`, ...rows.map(row)]
}

/** The page of one domain: what each field is, where it comes from and goes, and everything that can be found wrong. */
export function dictionaryPage(domain: AnyDomain): string {
  const fields = domain.fields as Fields
  const book = ruleBook(domain)
  const names = Object.keys(fields)
  const own = book.filter(({ code }) => names.some((name) => code.startsWith(`${domain.name}.${name}.`)))
  const rules = book.filter((line) => !own.includes(line))
  return `${[
    `# ${domain.label} (\`${domain.name}\`)`,
    '',
    GENERATED,
    '',
    `Đồng bộ và gửi sau: ${domain.after.map(tick).join(', ') || 'không chờ domain nào'}. JSON Schema: [${domain.name}.schema.json](../schemas/${domain.name}.schema.json).`,
    '',
    '## Các trường',
    ...table(
      ['nhãn', 'trường', 'kiểu', 'bắt buộc', 'giá trị sạch'],
      names.map((name) => {
        const { spec, required } = fieldMeta(fields[name] as z.ZodType)
        const clean = spec.examples?.map((example) => tick(String(example))).join(', ') ?? ''
        return [spec.label, tick(name), tick(spec.type), required ? 'có' : '', clean]
      }),
    ),
    ...names.flatMap((name) => fieldSection(domain, name, own)),
    '',
    '## Quy tắc trên cả bản ghi',
    '',
    'Quy tắc nhìn nhiều trường, nhiều bản ghi hoặc một bản ghi được nhắc đến. `error` giữ bản ghi lại, `warn` cho qua kèm việc phải làm, `note` chỉ đếm.',
    ...findingTable(rules),
  ].join('\n')}\n`
}

function fieldSection(domain: AnyDomain, name: string, book: readonly RuleLine[]): readonly string[] {
  const { spec, required, reference } = fieldMeta(domain.fields[name] as z.ZodType)
  const pick = domain.survivorship[name] as Pick
  const found = book.filter(({ field }) => field === name)
  const from = mappingsOf(domain).flatMap(([, mapping]) => sourceOf(mapping, name))
  const to = (Object.entries(domain.targets) as [string, TargetMapping<Fields>][]).flatMap(([target, { columns }]) =>
    Object.entries(columns).flatMap(([column, field]) => (field === name ? [`${target}: ${tick(column)}`] : [])),
  )
  return [
    '',
    `### ${spec.label} · \`${name}\``,
    '',
    ...(spec.description ? [spec.description, ''] : []),
    `- Kiểu: \`${spec.type}\`; ${required ? 'bắt buộc, thiếu thì bản ghi bị giữ lại' : 'có thể trống'}`,
    ...cleanValue(name, book, spec),
    `- Nguồn: ${reference ? `bản ghi \`${reference.domain}\` của cùng một dòng` : from.join(' · ') || 'chưa nguồn nào có'}`,
    `- Chọn giá trị: ${tick(pick.rule)}`,
    `- Gửi đi: ${to.join(' · ') || 'không'}`,
    ...catalogueLines(spec.catalogue),
    ...findingTable(found),
  ]
}

function cleanValue(
  name: string,
  book: readonly RuleLine[],
  { examples = [] }: { readonly examples?: readonly unknown[] },
): readonly string[] {
  const expected = new Set(
    book.filter(({ field, expected }) => field === name && expected !== '').map((l) => l.expected),
  )
  const words = [...expected].slice(0, 1)
  const shown = examples.map((example) => tick(String(example))).join(', ')
  const text = [...words, ...(shown ? [`ví dụ ${shown}`] : [])].join('; ')
  return text ? [`- Giá trị sạch: ${text}`] : []
}

const CODES_SHOWN = 20

function catalogueLines(catalogue: CodeCatalogue | undefined): readonly string[] {
  if (!catalogue) return []
  const { title, codes } = catalogue
  const shown = codes.slice(0, CODES_SHOWN).map(({ code, label }) => `${tick(code)} ${label}`)
  const more = codes.length > shown.length ? [`… (tất cả ${codes.length} mã: \`sogoc codes show\`)`] : []
  return [`- Danh mục: ${title}: ${[...shown, ...more].join(', ')}`]
}

/** `label: columns` of one source, or nothing where it does not map the field. */
function sourceOf(mapping: Mapping, name: string): readonly string[] {
  const column = mapping.columns[name]
  if (column === undefined) return []
  const read = typeof column === 'string' ? [column] : columnsRead(column)
  const split = mapping.each ? columnsRead(mapping.each.split) : []
  const parts = read.filter((one) => !mapping.from.columns.includes(one))
  const whole = read.filter((one) => mapping.from.columns.includes(one))
  const columns = [...new Set([...whole, ...(parts.length > 0 ? split : [])])].map(tick).join(', ')
  const how = parts.length > 0 ? ' (tách)' : typeof column === 'string' ? '' : ' (ghép)'
  return [`${mapping.from.label}: ${columns}${how}`]
}

/** The columns that a mapping function looks at, seen by giving it a row of blanks and a row of something. */
function columnsRead(of: (cell: Cell<string>) => unknown): readonly string[] {
  const seen = new Set<string>()
  for (const text of ['', 'x']) {
    of((column) => {
      seen.add(column)
      return text
    })
  }
  return [...seen]
}

const findingTable = (lines: readonly RuleLine[]): readonly string[] =>
  table(
    ['mã', 'mức', 'tiêu chí', 'nội dung', 'mong đợi', 'cách sửa'],
    lines.map(({ code, severity, criterion, vi, expected, fix }) => [
      tick(code),
      severity,
      criterion,
      vi,
      expected,
      fix,
    ]),
  )

/** The table of contents of the dictionary. */
export function dictionaryIndex(domains: Iterable<AnyDomain>): string {
  return `${[
    '# Từ điển dữ liệu (data dictionary)',
    '',
    GENERATED,
    '',
    'Mỗi domain một trang: trường, nguồn, cách chọn giá trị, nơi gửi, lỗi và quy tắc. Máy đọc thì dùng JSON Schema (draft 2020-12).',
    ...table(
      ['domain', 'trường', 'quy tắc và lỗi', 'JSON Schema'],
      [...domains].map((domain) => [
        `[${domain.label}](${domain.name}.md)`,
        String(Object.keys(domain.fields).length),
        String(ruleBook(domain).length),
        `[${domain.name}.schema.json](../schemas/${domain.name}.schema.json)`,
      ]),
    ),
  ].join('\n')}\n`
}
