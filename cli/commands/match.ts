import { availableParallelism } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { type DedupeOptions, dedupe } from '../match/dedupe.ts'

const EXAMPLES = `
Ví dụ (examples):
  sogoc match dedupe nguoi.csv --spec nguoi.json --out ket-qua
  sogoc match dedupe a.csv b.xlsx --spec nguoi.json --out ket-qua --truth nguoi_that --json
  sogoc match link chu-dat.csv dan-cu.csv --spec link.json --out ket-qua --model model.json

Thư mục kết quả: model.json, clusters.csv, pairs.csv, review.csv, findings.jsonl, figures.json, *.svg; với --truth thêm
false-merges.csv, missed.csv. Khai báo (spec) viết thế nào: docs/match-a-file.md.
Mã thoát: 0 xong; 1 một tệp bị từ chối; 2 lệnh hoặc khai báo sai. (Exit code: 0 done, 1 a file is refused, 2 wrong request.)`

/** `sogoc match …`: the matching engine on any files, without a database. */
export const match = (program: Command): void => {
  const own = program
    .command('match')
    .description('tìm các bản ghi của cùng một thực thể trong tệp bất kỳ (find the records of one entity, in any file)')
  const common = (command: Command): Command =>
    command
      .requiredOption(
        '--spec <file>',
        'so gì, gặp nhau theo khóa nào, ngưỡng (comparisons, block rules, thresholds; JSON)',
      )
      .requiredOption('--out <dir>', 'thư mục kết quả (folder for the results)')
      .option('--truth <column>', 'cột chỉ thực thể thật, chỉ để đo (true entity: read only to measure)')
      .option('--model <file>', 'mô hình đã có; không nêu thì học từ dữ liệu (a frozen model; default: learnt)')
      .option('--workers <n>', 'số luồng (threads)', wholeNumber(1, 64), Math.min(8, availableParallelism()))
      .option('--budget <pairs>', 'số cặp nhiều nhất được so (most pairs to score)', wholeNumber(1, 1e15), 2e9)
      .option('--json', 'một đối tượng JSON ra stdout (one object)')
      .addHelpText('after', EXAMPLES)
  common(
    own.command('dedupe').argument('<file...>').description('gộp trùng một hay nhiều tệp (within and across files)'),
  ).action((files: readonly string[], options: DedupeOptions) => dedupe(files, false, options))
  common(
    own.command('link').argument('<left>').argument('<right>').description('nối hai tệp (pairs across two files only)'),
  ).action((left: string, right: string, options: DedupeOptions) => dedupe([left, right], true, options))
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`cần số nguyên từ ${least} đến ${most}, không phải "${text}" (a whole number).`)
    return value
  }
