import { once } from 'node:events'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { NightReport } from '../../activities/night.ts'
import { generateProvince } from '../../bench/province/generate.ts'
import { systemClock } from '../../core/clock.ts'
import type { Config } from '../../core/config.ts'
import { effectTotals } from '../../store/effects.ts'
import { conservationFaults, ledgerOf } from '../../store/ledger.ts'
import { openStore } from '../../store/sql.ts'
import { connectTemporal } from '../environment.ts'
import { startLinks } from '../links.ts'
import { type Province, startProvince } from '../local/province.ts'
import { runNight } from '../nights.ts'
import { put, say } from '../print.ts'
import { ledgerText, nightText } from '../report.ts'

const FOLDER = '.sogoc/demo'
/** The sample province: over 6,000 households, messy at the published rates, its truth known. */
const SAMPLE = { persons: 20_000, civilServants: 3_000, parcels: 12_000, seed: 7, firstDate: '2026-11-21', nights: 2 }

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export const demo = (program: Command): void => {
  program
    .command('demo')
    .description('tỉnh mẫu: hai đêm đồng bộ trên máy này, rồi dừng (a sample province, two nights, then stop)')
    .option('--json', 'mỗi đêm một đối tượng JSON ở stdout')
    .addHelpText('after', '\nVí dụ: npm run demo')
    .action(async ({ json }: { json?: boolean }) => {
      await withProvince(async (province) => {
        const failed = await twoNights(province, json ?? false)
        if (failed) process.exitCode = 1
      })
    })
  program
    .command('start')
    .description('như demo, rồi chạy tiếp để xem và thử (the same, and stays up)')
    .addHelpText('after', '\nVí dụ: npm start')
    .action(async () => {
      await withProvince(async (province) => {
        await twoNights(province, false)
        put(startLinks(province.config))
        await new Promise(() => {})
      })
    })
}

async function withProvince(work: (province: Province) => Promise<void>): Promise<void> {
  say('• Khởi động PostgreSQL, Temporal và cổng quốc gia mô phỏng')
  const province = await startProvince(FOLDER)
  const interrupted = new AbortController()
  // Stays on while stopping: an impatient second Ctrl-C must not leave anything half stopped.
  for (const signal of SIGNALS) process.on(signal, () => interrupted.abort())
  try {
    await Promise.race([work(province), once(interrupted.signal, 'abort')])
  } finally {
    say('• Dừng tất cả')
    await province.stop()
  }
}

async function twoNights(province: Province, json: boolean): Promise<boolean> {
  say('• Sinh tỉnh mẫu')
  const [worker, sample] = await Promise.all([
    province.startWorker(),
    generateProvince({ ...SAMPLE, out: join(province.stack.dir, 'sample') }),
  ])
  void worker.exited.then((how) => say(`• Worker đã dừng (${how})`))
  say(`  ${sample.persons} người, ${sample.households} hộ, ${sample.civilServants} cán bộ, ${sample.parcels} thửa`)
  let failed = false
  for (const [at, { date }] of sample.nights.entries()) {
    say(`• Đêm ${at + 1}: ${date}`)
    await province.drop(join(province.stack.dir, 'sample', date))
    const report = await oneNight(province.config, date)
    failed ||= report.state !== 'success'
    put(
      json
        ? JSON.stringify({ night: at + 1, ...report })
        : `\nĐêm ${at + 1} · ${date}\n${nightText(report)}\n\n${await account(province.config, report.runId)}`,
    )
  }
  return failed
}

async function oneNight(config: Config, businessDate: string): Promise<NightReport> {
  const { client, close } = await connectTemporal(config)
  const started = systemClock.now().getTime()
  try {
    return await runNight(
      client,
      { businessDate, dryRun: false },
      {
        taskQueue: config.SOGOC_TASK_QUEUE,
        onStage: ({ stage, name, counts }) => {
          const seconds = ((systemClock.now().getTime() - started) / 1000).toFixed(1).padStart(5)
          say(
            `  ${seconds} s  ${stage.padEnd(9)} ${name.padEnd(23)} ${Object.entries(counts)
              .filter(([, n]) => typeof n === 'number' && n > 0)
              .map(([k, n]) => `${k} ${n}`)
              .join(', ')}`,
          )
        },
      },
    )
  } finally {
    await close()
  }
}

async function account(config: Config, runId: string): Promise<string> {
  const store = openStore(config.DATABASE_URL ?? '', { connections: 1 })
  try {
    return await store.read(async (tx) =>
      ledgerText(await ledgerOf(tx, runId), await effectTotals(tx, runId), await conservationFaults(tx, runId)),
    )
  } finally {
    await store.close()
  }
}
