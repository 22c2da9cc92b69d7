import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { generateProvince } from './province/generate.ts'

const SIZES = [200_000, 1_000_000] as const
const GOAL_PER_SECOND = 100_000
const GOAL_MEGABYTES = 1000
const MEGABYTE = 1e6
const SHEET = 1 << 20

/** Makes provinces with their truth, beside writing as many bytes and doing nothing else. */
export async function run(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const persons of SIZES) {
    const out = await mkdtemp(join(tmpdir(), 'sogoc-bench-'))
    try {
      figures.push(...(await made(persons, out)))
    } finally {
      await rm(out, { recursive: true, force: true })
    }
  }
  return figures
}

async function made(persons: number, out: string): Promise<readonly Figure[]> {
  let peak = 0
  const started = performance.now()
  const onProgress = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  await generateProvince({ persons, seed: 7, nights: 1, firstDate: '2026-11-21', out, onProgress })
  const perSecond = (persons / (performance.now() - started)) * 1000
  return [
    {
      metric: `generate_persons_per_s_${thousands(persons)}`,
      value: Math.round(perSecond),
      unit: 'persons/s',
      peer: 'write the same bytes',
      peerValue: Math.round(persons / written(await bytesUnder(out), join(out, 'bytes'))),
      goal: GOAL_PER_SECOND,
      higherIsBetter: true,
    },
    {
      metric: `generate_peak_mb_${thousands(persons)}`,
      value: Math.round(peak / MEGABYTE),
      unit: 'MB',
      goal: GOAL_MEGABYTES,
      higherIsBetter: false,
    },
  ]
}

/** `200k`, `1000k` */
const thousands = (persons: number): string => `${persons / 1000}k`

async function bytesUnder(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder, { recursive: true })) {
    const found = await stat(join(folder, name))
    if (found.isFile()) bytes += found.size
  }
  return bytes
}

/** Seconds for copying as many bytes into a sheet and writing it, the least that any generator must do. */
function written(bytes: number, path: string): number {
  const started = performance.now()
  const [ink, sheet] = [Buffer.alloc(SHEET, 'x'), Buffer.alloc(SHEET)]
  const file = openSync(path, 'w')
  for (let left = bytes; left > 0; left -= SHEET) {
    ink.copy(sheet)
    writeSync(file, sheet, 0, Math.min(SHEET, left))
  }
  closeSync(file)
  return (performance.now() - started) / 1000
}
