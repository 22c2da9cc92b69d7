import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { type BlocksOptions, blocks } from '../match/blocks.ts'
import { type DedupeOptions, dedupe } from '../match/dedupe.ts'
import type { EvaluateOptions } from '../match/evaluate.ts'
import { type ExplainOptions, explain } from '../match/explain.ts'
import { BUDGET, number, wholeNumber } from '../match/numbers.ts'
import { type ThresholdsOptions, thresholds } from '../match/thresholds.ts'

const EXAMPLES = `
Ví dụ (examples):
  sogoc match dedupe nguoi.csv --spec nguoi.json --out ket-qua
  sogoc match dedupe a.csv b.xlsx --spec nguoi.json --out ket-qua --truth nguoi_that --json
  sogoc match link chu-dat.csv dan-cu.csv --spec link.json --out ket-qua --model model.json

Thư mục kết quả: model.json, clusters.csv, pairs.csv, review.csv, findings.jsonl, figures.json, *.svg; với --truth thêm
false-merges.csv, missed.csv. Khai báo (spec) viết thế nào: docs/match-a-file.md.
Mã thoát: 0 xong; 1 một tệp bị từ chối; 2 lệnh hoặc khai báo sai. (Exit code: 0 done, 1 a file is refused, 2 wrong request.)`

const WORKERS = Math.min(8, availableParallelism())

/** `sogoc match …`: the matching engine on any files, without a database. */
export const match = (program: Command): void => {
  const own = program
    .command('match')
    .description('tìm các bản ghi của cùng một thực thể trong tệp bất kỳ (find the records of one entity, in any file)')
  running(own.command('dedupe').argument('<file...>'))
    .description('gộp trùng một hay nhiều tệp (duplicates within and across files)')
    .action((files: readonly string[], options: DedupeOptions) => dedupe(files, false, options))
  running(own.command('link').argument('<left>').argument('<right>'))
    .description('nối hai tệp (pairs across two files only)')
    .action((left: string, right: string, options: DedupeOptions) => dedupe([left, right], true, options))
  looking(own)
  measuring(own)
}

const running = (command: Command): Command =>
  command
    .requiredOption(
      '--spec <file>',
      'so gì, gặp nhau theo khóa nào, ngưỡng, JSON (comparisons, block rules, thresholds)',
    )
    .requiredOption('--out <dir>', 'thư mục kết quả (folder for the results)')
    .option('--truth <column>', 'cột chỉ thực thể thật, chỉ để đo (true entity: read only to measure)')
    .option('--labels <file>', 'cặp hay cụm đã gán nhãn: để học và để đo (labels, to learn from and to measure)')
    .option('--model <file>', 'mô hình đã có; không nêu thì học từ dữ liệu (a frozen model; default: learnt)')
    .option('--workers <n>', 'số luồng (threads)', wholeNumber(1, 64), WORKERS)
    .option('--budget <pairs>', 'số cặp nhiều nhất được so (most pairs to score)', wholeNumber(1, 1e15), BUDGET)
    .option('--json', 'một đối tượng JSON ra stdout (one object)')
    .addHelpText('after', EXAMPLES)

/** Commands that look at rules, or at a run that is done. */
function looking(own: Command): void {
  own
    .command('blocks')
    .description('mỗi quy tắc khối tốn bao nhiêu cặp và được gì, trước khi so (cost and gain of every block rule)')
    .argument('<file...>')
    .requiredOption('--spec <file>', 'khai báo, JSON (the spec)')
    .option('--truth <column>', 'cột chỉ thực thể thật (true entity)')
    .option('--link', 'chỉ cặp giữa hai tệp (pairs across files only)')
    .option('--budget <pairs>', 'ngân sách để đối chiếu (budget to compare with)', wholeNumber(1, 1e15), BUDGET)
    .option('--json', 'một đối tượng JSON ra stdout (one object)')
    .addHelpText('after', '\nVí dụ (example):\n  sogoc match blocks nguoi.csv --spec nguoi.json --truth nguoi_that')
    .action((files: readonly string[], options: BlocksOptions) => blocks(files, options))
  own
    .command('explain')
    .description('vì sao hai bản ghi cùng hay khác cụm (why two records are together or apart)')
    .argument('<left>', 'khóa, hoặc TỆP:khóa khi có nhiều tệp (key, or FILE:key)')
    .argument('<right>')
    .requiredOption('--out <dir>', 'thư mục của một lượt chạy (folder of a finished run)')
    .option('--svg <file>', 'vẽ biểu đồ trọng số (draw the waterfall)')
    .option('--workers <n>', 'số luồng (threads)', wholeNumber(1, 64), WORKERS)
    .option('--json', 'một đối tượng JSON ra stdout (one object)')
    .addHelpText('after', '\nVí dụ (example):\n  sogoc match explain NK17 NK204 --out ket-qua --svg cap.svg')
    .action((left: string, right: string, options: ExplainOptions) => explain(left, right, options))
  own
    .command('thresholds')
    .description('mỗi ngưỡng trọng số cho kết quả gì, trước và sau khi gom cụm (what each threshold would do)')
    .requiredOption('--out <dir>', 'thư mục của một lượt chạy (folder of a finished run)')
    .option('--truth <column>', 'cột chỉ thực thể thật (true entity)')
    .option('--labels <file>', 'cặp hay cụm đã gán nhãn (labels)')
    .option('--from <bits>', 'ngưỡng thấp nhất được xét (lowest threshold)', number, 0)
    .option('--workers <n>', 'số luồng (threads)', wholeNumber(1, 64), WORKERS)
    .option('--json', 'mỗi ngưỡng một đối tượng JSON (one object per threshold)')
    .addHelpText('after', '\nVí dụ (example):\n  sogoc match thresholds --out ket-qua --truth nguoi_that --from -6')
    .action((options: ThresholdsOptions) => thresholds(options))
}

/** The command that looks at the store. */
function measuring(own: Command): void {
  own
    .command('evaluate')
    .description('đo bản ghi vàng trong kho bằng đáp án (measure the golden records of the store with a truth)')
    .requiredOption('--domain <name>', 'miền, như person (the domain)')
    .requiredOption('--truth <file...>', 'đáp án: source, key, entity (the truth)')
    .option('--as-of <date>', 'đáp án của ngày nào; mặc định mới nhất (day of the truth; default: the last)')
    .option('--out <dir>', 'ghi false-merges.csv và missed.csv (folder for the mistakes)')
    .option('--json', 'một đối tượng JSON ra stdout (one object)')
    .addHelpText(
      'after',
      '\nVí dụ (example):\n  sogoc match evaluate --domain person --truth province/truth/entities-*.csv --out sai',
    )
    // loaded when asked for: the clients of the store and of Temporal take longer to load than a small file to match
    .action(async (options: EvaluateOptions) => (await import('../match/evaluate.ts')).evaluateStore(options))
}
