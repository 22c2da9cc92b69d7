import { execFile } from 'node:child_process'
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Evaluation, evaluate } from '../../engine/matching/evaluate.ts'

const run = promisify(execFile)
const FOLDER = fileURLToPath(new URL('./', import.meta.url))
const CACHE = fileURLToPath(new URL('../.cache/', import.meta.url))
const ENVIRONMENT = join(CACHE, 'peers')
const REQUIREMENTS = join(FOLDER, 'requirements.txt')
const SCRIPTS = ['peer.py', 'keys.py', 'models.py', 'requirements.txt'] as const
const PRINTED_MOST = 1 << 26

/** Tasks that `peer.py` has a model for. */
export type PeerTask = 'historical' | 'febrl3' | 'febrl4' | 'persons'

/** What the peer did on one task: seconds by phase, counts, peaks of its process. */
export interface PeerRun {
  readonly versions: { readonly splink: string; readonly duckdb: string }
  readonly rows: number
  /** Reading the files and deriving key columns. */
  readonly load: number
  readonly train: number
  readonly block: number
  readonly score: number
  /** `block` and `score` together. */
  readonly predict: number
  /** Connected components at the blind threshold. */
  readonly cluster: number
  /** Pairs that its rules made, each once. */
  readonly pairs: number
  /** Pairs at or above the lowest threshold. */
  readonly edges: number
  readonly trainMb: number
  readonly peakMb: number
  /** Clusters by threshold: for each row, in the order of the files, the number of the first row of its cluster. */
  readonly partitions: Readonly<Record<string, Int32Array>>
}

/** Tracebacks end with what went wrong; a process that was ended from outside says nothing. */
function lastLine(error: unknown): string {
  const { signal, stderr = '', message } = error as Error & { readonly signal?: string; readonly stderr?: string }
  if (signal) return `ended by ${signal}, as when memory is short`
  return (stderr.trim() || message).split('\n').at(-1) ?? ''
}

/**
 * The Python of the peer with its pinned packages, made on first use and again when a pin changes; null, with a sentence on
 * stderr, where Python or its packages are not to be had.
 */
export async function peerPython(): Promise<string | null> {
  const python = join(ENVIRONMENT, 'bin', 'python')
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex')
  const stamp = join(ENVIRONMENT, 'installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python
  try {
    await run('python3', ['-m', 'venv', '--clear', ENVIRONMENT])
    await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS])
    writeFileSync(stamp, wanted)
    return python
  } catch (error) {
    process.stderr.write(`matching: Splink could not be installed (${lastLine(error)}), so our figures stand alone\n`)
    return null
  }
}

export interface PeerOptions {
  /** Takes the result of an earlier run with the same task, rules, data and versions if one was kept, and keeps this one. */
  readonly cached?: boolean
}

/**
 * Runs Splink on a task: the model of `models.py`, the blocking rules of the spec (a path), the files in the order in
 * which ours are read. Throws with the last line of what Python said.
 */
export async function runPeer(
  python: string,
  task: PeerTask,
  spec: string,
  files: readonly string[],
  { cached = false }: PeerOptions = {},
): Promise<PeerRun> {
  mkdirSync(CACHE, { recursive: true })
  const out = join(CACHE, `splink-${task}-${await fingerprint(task, [spec, ...files])}`)
  if (!(cached && existsSync(`${out}.json`))) {
    await rm(`${out}.json`, { force: true })
    const { stdout } = await run(python, ['-B', join(FOLDER, 'peer.py'), task, spec, out, ...files], {
      maxBuffer: PRINTED_MOST,
    }).catch((error: unknown) => {
      throw new Error(`Splink gave no answer on ${task}: ${lastLine(error)}`)
    })
    writeFileSync(`${out}.part`, stdout.trim().split('\n').at(-1) ?? '')
    await rename(`${out}.part`, `${out}.json`)
  }
  const { partitions, ...figures } = JSON.parse(readFileSync(`${out}.json`, 'utf8')) as Omit<PeerRun, 'partitions'> & {
    readonly partitions: readonly string[]
  }
  const columns = partitions.map((name) => [name, partition(`${out}.${name}`)] as const)
  if (!cached) for (const name of ['json', ...partitions]) await rm(`${out}.${name}`)
  return { ...figures, partitions: Object.fromEntries(columns) }
}

/** A column of little-endian 32-bit numbers. */
function partition(path: string): Int32Array {
  const bytes = readFileSync(path)
  return new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

async function fingerprint(task: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(task)
  for (const path of [...SCRIPTS.map((name) => join(FOLDER, name)), ...paths]) await added(hash, path)
  return hash.digest('hex').slice(0, 16)
}

async function added(hash: Hash, path: string): Promise<void> {
  await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) hash.update(chunk)
  })
}

/** The peer's partitions beside the truth. */
export interface PeerQuality {
  /** By threshold, as in `PeerRun`. */
  readonly all: Readonly<Record<string, Evaluation>>
  /** The best by pairwise F1: a choice that needs the truth. */
  readonly best: Evaluation
  readonly bestAt: string
  /** At a match probability of .95, as its users choose without the truth. */
  readonly blind: Evaluation
}

const BLIND = '0.95'

/** Measures a run by our evaluator; `truth` has the number of the entity of each row, in the order of the files. */
export function judgePeer({ partitions }: Pick<PeerRun, 'partitions'>, truth: Int32Array): PeerQuality {
  const all = Object.fromEntries(Object.entries(partitions).map(([name, own]) => [name, evaluate(own, truth)]))
  const [bestAt, best] = Object.entries(all).reduce((most, one) =>
    one[1].pairwise.f1 > most[1].pairwise.f1 ? one : most,
  )
  return { all, best, bestAt, blind: all[BLIND]! }
}
