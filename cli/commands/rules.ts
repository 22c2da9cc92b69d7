import type { Command } from 'commander'
import { loadCatalog } from '../../core/catalog.ts'
import { ruleBook } from '../../engine/quality/rules.ts'
import { put, table } from '../print.ts'

export const rules = (program: Command): void => {
  program
    .command('rules')
    .description('mọi quy tắc chất lượng: mã, mức, tiêu chí, nội dung (every quality rule)')
    .option('--json', 'JSON, mỗi dòng một quy tắc')
    .addHelpText('after', '\nVí dụ: sogoc rules')
    .action(async ({ json }: { json?: boolean }) => {
      const { domains } = await loadCatalog(new URL('../../schemas/', import.meta.url))
      const lines = [...domains.values()].flatMap(ruleBook)
      if (json) for (const line of lines) put(JSON.stringify(line))
      else
        put(
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
          ),
        )
    })
}
