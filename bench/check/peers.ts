import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const FOLDER = fileURLToPath(new URL('./peers/', import.meta.url))
const ENVIRONMENT = fileURLToPath(new URL('../.cache/check/', import.meta.url))

export interface PeerFigure {
  readonly name: string
  readonly rowsPerSecond: number
}

/** The peers on the same residence extract; none, with a sentence on stderr, where Python or its packages are not to be had. */
export async function checkByPeers(path: string, databaseUrl: string): Promise<readonly PeerFigure[]> {
  try {
    await install()
  } catch (error) {
    process.stderr.write(`check: the peers could not be installed (${lastLine(error)}), so our figure stands alone\n`)
    return []
  }
  const figures: PeerFigure[] = []
  for (const [name, script] of PEERS) {
    try {
      figures.push({ name, rowsPerSecond: await measure(name, script, [path, databaseUrl]) })
    } catch (error) {
      process.stderr.write(`check: ${name} gave no figure (${lastLine(error)}), so ours stands without it\n`)
    }
  }
  return figures
}

const PEERS = [
  ['pandera on polars', 'on_polars.py'],
  ['Great Expectations', 'on_expectations.py'],
] as const

async function measure(name: string, script: string, args: readonly string[]): Promise<number> {
  const { stdout } = await run(python, [join(FOLDER, script), ...args], { maxBuffer: 1 << 24 })
  const printed = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>
  const { rows = 0, seconds = 0, findings, checks } = printed
  process.stderr.write(
    `check: ${name}: ${rows} rows, ${checks} checks, ${findings} findings in ${seconds.toFixed(2)} s\n`,
  )
  return rows / seconds
}

/** Tracebacks end with what went wrong. */
const lastLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? ''

const python = join(ENVIRONMENT, 'bin/python')

/** A virtual environment with the pinned packages, made once for each content of `requirements.txt`. */
async function install(): Promise<void> {
  const requirements = join(FOLDER, 'requirements.txt')
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  const stamp = join(ENVIRONMENT, 'installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  await run('python3', ['-m', 'venv', '--clear', ENVIRONMENT])
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements])
  writeFileSync(stamp, wanted)
}
