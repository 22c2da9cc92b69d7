import { readdir, readFile } from 'node:fs/promises'

/** Memory of one process at one moment, in MB. */
export interface Sample {
  readonly at: number
  readonly process: 'worker' | 'postgres'
  readonly mb: number
}

const EVERY_MS = 250

/**
 * Samples the resident memory of the worker and of the largest PostgreSQL process until `stop`. Linux only (`/proc`);
 * elsewhere there are no samples.
 */
export function watchMemory(worker: number): { readonly stop: () => readonly Sample[] } {
  const samples: Sample[] = []
  const timer = setInterval(async () => {
    const at = Date.now()
    const own = await residentMb(String(worker))
    if (own !== null) samples.push({ at, process: 'worker', mb: own })
    const backends = await Promise.all((await postgresProcesses()).map(residentMb))
    samples.push({ at, process: 'postgres', mb: Math.max(0, ...backends.map((mb) => mb ?? 0)) })
  }, EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return samples
    },
  }
}

async function residentMb(pid: string): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kb = /^VmRSS:\s+(\d+)/m.exec(status)?.[1]
  return kb ? Number(kb) / 1024 : null
}

async function postgresProcesses(): Promise<readonly string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const names = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')))
  return pids.filter((_, at) => names[at]?.trim() === 'postgres')
}

/** The highest sample of a process between two moments, 0 where there is none. */
export const peakMb = (samples: readonly Sample[], process: Sample['process'], from: number, to: number): number =>
  Math.round(
    Math.max(0, ...samples.filter((s) => s.process === process && s.at >= from && s.at <= to).map(({ mb }) => mb)),
  )
