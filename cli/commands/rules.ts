import type { Command } from 'commander'
import { loadCatalog } from '../../core/catalog.ts'
import { type RuleLine, ruleBook } from '../../engine/quality/rules.ts'
import { known } from '../extract.ts'
import { put, table } from '../print.ts'

const EXAMPLE = `
Ví dụ (examples):
  sogoc rules
  sogoc rules --domain person
  sogoc rules --json | jq 'select(.severity == "error")'

Có mọi quy tắc: của từng kiểu dữ liệu (mã domain.field.code), của một dòng, của nhiều bản ghi đứng cùng nhau, và của bản ghi
với bản ghi mà nó trỏ tới. Mức: error giữ bản ghi lại, warn đưa vào danh sách việc, note chỉ đếm.`

interface Options {
  readonly json?: boolean
  readonly domain?: string
}

export const rules = (program: Command): void => {
  program
    .command('rules')
    .description('mọi quy tắc chất lượng: mã, mức, tiêu chí, nội dung (every quality rule)')
    .option('--domain <name>', 'chỉ một lĩnh vực, như person (one domain only)')
    .option('--json', 'JSON, mỗi dòng một quy tắc (one object per rule)')
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run({ json, domain }: Options): Promise<void> {
  const { domains } = await loadCatalog(new URL('../../schemas/', import.meta.url))
  const names = domain === undefined ? [...domains.keys()] : [known('Lĩnh vực', domain, [...domains.keys()])]
  for (const name of names) {
    const own = domains.get(name)!
    const lines = ruleBook(own)
    if (json) for (const line of lines) put(JSON.stringify({ domain: name, ...line }))
    else put(`${own.label} (${name}): ${lines.length} quy tắc\n\n${listing(lines)}\n`)
  }
}

const listing = (lines: readonly RuleLine[]): string =>
  table(
    ['mã', 'số', 'họ', 'mức', 'tiêu chí', 'nội dung'],
    lines.map(({ code, number, family, severity, criterion, vi }) => [
      code,
      number ?? '',
      family,
      severity,
      criterion,
      vi,
    ]),
  )
