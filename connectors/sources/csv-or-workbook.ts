import { basename } from 'node:path'
import type { SourceKind } from '../../core/source.ts'
import { businessDateOf } from '../files/drop.ts'
import { type CsvOptions, csv } from './csv.ts'
import { looksLikeWorkbook, type WorkbookOptions, workbook } from './workbook.ts'

/** `files` without the end of the name: `.csv`, `.txt` and `.xlsx` are found. */
export type CsvOrWorkbookOptions = CsvOptions & WorkbookOptions

/** An agency that sends text one night and a workbook the next. The first bytes of a file say which it is, not its name. */
export function csvOrWorkbook(options: CsvOrWorkbookOptions): SourceKind {
  const kinds = ['csv', 'txt', 'xlsx'].map((end) => csv({ files: `${options.files}.${end}` }))
  return {
    kind: 'csv-or-workbook',
    async find(request) {
      const found = (await Promise.all(kinds.map((kind) => kind.find(request)))).flat()
      const date = (path: string) => businessDateOf(basename(path)) ?? ''
      return found.sort((a, b) => (date(a) < date(b) ? 1 : date(a) > date(b) ? -1 : a < b ? 1 : a > b ? -1 : 0))
    },
    open: async (path) => ((await looksLikeWorkbook(path)) ? workbook(options) : csv(options)).open(path),
  }
}
