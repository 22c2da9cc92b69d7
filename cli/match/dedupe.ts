import { readSpec } from '../../engine/matching/spec.ts'
import { orRefusal } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { findingsOf } from './findings.ts'
import { Folder, readJson } from './folder.ts'
import { load } from './load.ts'
import { progressOn } from './progress.ts'
import { writeResults } from './results.ts'
import { runOver, timed } from './run.ts'
import { figuresOf, figuresText } from './summary.ts'

export interface DedupeOptions {
  readonly spec: string
  readonly out: string
  readonly truth?: string
  readonly labels?: string
  readonly model?: string
  readonly workers: number
  readonly budget: number
  readonly json?: boolean
}

const SECOND = 1000

/** `sogoc match dedupe | link`: the whole engine over files, its results in a folder. */
export async function dedupe(files: readonly string[], isLink: boolean, options: DedupeOptions): Promise<void> {
  const out = new Outlet()
  const spec = readSpec(readJson(options.spec, 'Khai báo (spec)'))
  const folder = new Folder(options.out)
  const progress = progressOn(process.stderr)
  const started = performance.now()
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const loaded = await load(spec, files, { isLink, truth: options.truth, progress })
      const read = (performance.now() - started) / SECOND
      const run = await runOver(loaded, { ...options, progress })
      const findings = findingsOf(run)
      progress.stage(`Ghi ${options.out} (writing)`, 'cặp')
      const [written, write] = timed(() => writeResults(folder, run, options.truth, findings))
      progress.end()
      const total = (performance.now() - started) / SECOND
      const figures = figuresOf(run, written, findings, { read, ...run.seconds, write, total })
      folder.write('figures.json', `${JSON.stringify(figures, null, 1)}\n`)
      await out.put(options.json ? [JSON.stringify(figures)] : figuresText(figures, findings, options.out))
    },
  )
}
