import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

/** Pinned so that a figure can be repeated; from PyPI, into an environment of the bench's own. */
const PEERS = ['splink==5.0.0', 'duckdb==2.0.0', 'pandas==3.1.1', 'pyarrow==26.0.1']
const CACHE = new URL('../.cache/', import.meta.url).pathname

/** What a peer did on one task. Clusters stand by threshold, then by record key. */
export interface PeerRun {
  readonly train: number
  readonly predict: number
  readonly cluster: number
  readonly clusters: Readonly<Record<string, ReadonlyMap<string, string>>>
}

/** The Python of the peers, installed on first use; null where there is no Python or no network. */
export function peerPython(): string | null {
  const python = join(CACHE, 'peers', 'bin', 'python')
  if (existsSync(python)) return python
  try {
    execFileSync('python3', ['-m', 'venv', join(CACHE, 'peers')], { stdio: 'inherit' })
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...PEERS], { stdio: 'inherit' })
    return python
  } catch (error) {
    process.stderr.write(`no peers: ${(error as Error).message}\n`)
    return null
  }
}

/** Runs Splink on a task of `matching/peer.py`. */
export function runPeer(python: string, task: string, files: readonly string[]): PeerRun {
  const out = join(CACHE, `peer-${task}.csv`)
  const script = new URL('./peer.py', import.meta.url).pathname
  const said = execFileSync(python, [script, task, out, ...files], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  })
  const { train, predict, cluster } = JSON.parse(said.trim().split('\n').at(-1) ?? '{}') as PeerRun
  const rows: Record<string, string>[] = parse(readFileSync(out, 'utf8'), { columns: true })
  const thresholds = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id')
  const clusters = Object.fromEntries(
    thresholds.map((threshold) => [threshold, new Map(rows.map((row) => [row.id!, row[threshold]!]))]),
  )
  return { train, predict, cluster, clusters }
}
