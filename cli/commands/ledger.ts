import type { Command } from 'commander'
import { Failure } from '../../core/errors.ts'
import { effectTotals } from '../../store/effects.ts'
import { conservationFaults, ledgerOf } from '../../store/ledger.ts'
import { latestRuns, runById } from '../../store/stages.ts'
import { withStore } from '../environment.ts'
import { put } from '../print.ts'
import { ledgerText } from '../report.ts'

export const ledger = (program: Command): void => {
  program
    .command('ledger')
    .argument('[run]', 'mã lượt chạy; mặc định lượt gần nhất')
    .description('sổ cái của một lượt chạy: mọi dòng ở đúng một trạng thái cuối (the account of a run)')
    .option('--json', 'JSON')
    .addHelpText('after', '\nVí dụ: sogoc ledger 2026-11-21-1a2b3c4d')
    .action((given: string | undefined, { json }: { json?: boolean }) =>
      withStore((store) =>
        store.read(async (tx) => {
          const recent = await latestRuns(tx, 10)
          const runId = given ?? recent.find(({ kind }) => kind === 'night')?.run_id ?? ''
          if (!(await runById(tx, runId))) {
            throw new Failure('UnknownName', {
              kind: 'Lượt chạy',
              got: runId,
              known: recent.map(({ run_id }) => run_id).join(', ') || '(chưa có)',
              hint: '',
            })
          }
          const [lines, effects, faults] = [
            await ledgerOf(tx, runId),
            await effectTotals(tx, runId),
            await conservationFaults(tx, runId),
          ]
          put(
            json
              ? JSON.stringify({ runId, inbound: lines, outbound: effects, faults, addsUp: faults.length === 0 })
              : ledgerText(lines, effects, faults),
          )
          if (faults.length > 0) process.exitCode = 1
        }),
      ),
    )
}
