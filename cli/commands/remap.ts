import { WorkflowExecutionAlreadyStartedError, WorkflowIdConflictPolicy } from '@temporalio/client'
import type { Command } from 'commander'
import type { RemapReport } from '../../activities/remap.ts'
import { Failure } from '../../core/errors.ts'
import { problemsOf, type RemapInput, remapInput } from '../../workflows/messages.ts'
import { withTemporal } from '../environment.ts'
import { relayed } from '../failures.ts'
import { grouped, put } from '../print.ts'

interface Options {
  readonly to: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

export const remap = (program: Command): void => {
  program
    .command('remap')
    .description('chuyển bản ghi vàng sang phiên bản khác của một danh mục (carries golden records to another version)')
    .argument('<list>', 'tên danh mục; xem: sogoc codes list')
    .requiredOption('--to <version>', 'phiên bản đã nạp kèm bảng chuyển')
    .option('--dry-run', 'chỉ đếm, không đổi gì')
    .option('--json', 'JSON')
    .addHelpText('after', '\nVí dụ: sogoc remap commune --to 2027-01-01 --dry-run')
    .action(run)
}

async function run(list: string, { to, dryRun = false, json }: Options): Promise<void> {
  const input: RemapInput = { list, to, dryRun }
  const problems = problemsOf(remapInput, input)
  if (problems) throw new Failure('InvalidInput', { problems })
  const report = await withTemporal(async (client, { SOGOC_TASK_QUEUE: taskQueue }) => {
    try {
      return (await client.workflow.execute('remapCodes', {
        taskQueue,
        workflowId: `remap/${list}${dryRun ? '/dry-run' : ''}`,
        args: [input],
        staticSummary: `Chuyển danh mục ${list} sang ${to}${dryRun ? ' (chạy thử)' : ''}`,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      })) as RemapReport
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError)
        throw new Failure('NotAllowed', {
          what: `Danh mục ${list} đang được chuyển; chờ lượt đó xong (sogoc status) rồi chạy lại.`,
        })
      throw relayed(error)
    }
  })
  put(json ? JSON.stringify(report) : reportText(report))
  if (report.state !== 'success') process.exitCode = 1
}

const reportText = ({ list, from, to, dryRun, touched, changed, ambiguous, effects, problems }: RemapReport): string =>
  [
    `Danh mục ${list}: ${from} → ${to}${dryRun ? ' (chạy thử, chưa đổi gì)' : ''}`,
    `Bản ghi vàng xét lại ${grouped(touched)}, ${dryRun ? 'sẽ đổi' : 'đổi'} ${grouped(changed)}, không chuyển chắc chắn được ${grouped(ambiguous)} (giữ nguyên)`,
    ...(dryRun
      ? []
      : [
          `Việc gửi ${grouped(effects.planned)}, đã nhận ${grouped(effects.accepted)}, còn mở ${grouped(effects.open)}`,
        ]),
    ...problems.map((problem) => `Chưa làm được: ${problem}`),
  ].join('\n')
