import type { Command } from 'commander'
import { latestRuns, waitingWork } from '../../store/stages.ts'
import { withStore } from '../environment.ts'
import { put, table } from '../print.ts'

const WAITING: Readonly<Record<string, string>> = {
  touched_records: 'bản ghi chờ đối sánh',
  stale_golden: 'bản ghi vàng chờ hợp nhất',
  quarantined_records: 'bản ghi cách ly',
  open_cases: 'hồ sơ chờ người',
  open_effects: 'việc chờ gửi',
}

export const status = (program: Command): void => {
  program
    .command('status')
    .description('lượt chạy gần đây và việc đang chờ (what ran and what waits)')
    .option('--json', 'JSON, mỗi dòng một đối tượng')
    .addHelpText('after', '\nVí dụ: sogoc status')
    .action(({ json }: { json?: boolean }) =>
      withStore((store) =>
        store.read(async (tx) => {
          const runs = await latestRuns(tx, 10)
          const waiting = await waitingWork(tx)
          if (json) {
            for (const { report: _, ...run } of runs) put(JSON.stringify(run))
            put(JSON.stringify({ waiting }))
            return
          }
          put(
            table(
              ['lượt chạy', 'loại', 'ngày', 'trạng thái', 'bắt đầu'],
              runs.map((run) => [
                run.run_id,
                run.kind,
                run.business_date,
                run.state + (run.dry_run ? ' (chạy thử)' : ''),
                run.started_at.toISOString(),
              ]),
            ),
          )
          put('')
          put(
            table(
              ['đang chờ', 'số'],
              Object.entries(waiting).map(([name, n]) => [WAITING[name] ?? name, n]),
            ),
          )
        }),
      ),
    )
}
