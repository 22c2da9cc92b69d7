import type { Command } from 'commander'
import { type NightlyInput, STAGES } from '../../workflows/messages.ts'
import { withTemporal } from '../environment.ts'
import { runNight, startNight } from '../nights.ts'
import { put, say } from '../print.ts'
import { nightText } from '../report.ts'

interface Options {
  readonly date?: string
  readonly domain?: string[]
  readonly source?: string[]
  readonly from?: NightlyInput['startFrom']
  readonly dryRun?: boolean
  readonly watch?: boolean
  readonly json?: boolean
}

export const night = (program: Command): void => {
  program
    .command('night')
    .description('bắt đầu đồng bộ một đêm (starts nightlySync)')
    .option('--date <YYYY-MM-DD>', 'ngày nghiệp vụ; mặc định hôm nay ở Việt Nam')
    .option('--domain <name...>', 'chỉ những domain này')
    .option('--source <name...>', 'chỉ những nguồn này')
    .option('--from <stage>', `bắt đầu từ bước: ${STAGES.join(', ')}`)
    .option('--dry-run', 'làm mọi bước nhưng không gửi gì')
    .option('--watch', 'theo dõi đến khi xong')
    .option('--json', 'in kết quả dạng JSON (kèm --watch)')
    .addHelpText('after', '\nVí dụ: sogoc night --date 2026-11-21 --watch')
    .action(async (options: Options) => {
      const input = inputOf(options)
      await withTemporal(async (client, config) => {
        const taskQueue = config.SOGOC_TASK_QUEUE
        if (!options.watch && !options.json) {
          const { workflowId } = await startNight(client, input, { taskQueue })
          put(workflowId)
          return
        }
        const report = await runNight(client, input, {
          taskQueue,
          onStage: ({ stage, name, counts }) => say(`${stage.padEnd(10)} ${name.padEnd(24)} ${JSON.stringify(counts)}`),
        })
        put(options.json ? JSON.stringify(report) : nightText(report))
        if (report.state !== 'success') process.exitCode = 1
      })
    })
}

/** Vietnam is at UTC+7 all year. */
const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)

const inputOf = ({ date, domain, source, from, dryRun }: Options): NightlyInput => ({
  businessDate: date ?? today(),
  dryRun: dryRun ?? false,
  ...(domain ? { domains: domain } : {}),
  ...(source ? { sources: source } : {}),
  ...(from ? { startFrom: from } : {}),
})
