// Programs of the machine that npm does not install. Plain JavaScript, because run.mjs needs it before `npm ci`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where the set-up installs the Temporal command. */
export const temporalFolder = fileURLToPath(new URL('../../.sogoc/temporal', import.meta.url))

export const temporalAdvice = `No Temporal dev server was found. One of these helps:
  - set TEMPORAL_ADDRESS to the host:port of a running Temporal server
  - put the command "temporal" (1.5 or later) on PATH
  - install python3 with pip, and run "node cli/local/run.mjs setup" again: it installs the command into .sogoc/`

/** The command `temporal` from PATH, else the one of the set-up; older than 1.5 lacks updates and metadata. */
export function findTemporal() {
  for (const path of ['temporal', `${temporalFolder}/bin/temporal`]) {
    const version = /^temporal version (\d+\.\d+\.\d+)/.exec(answerOf(path))?.[1]
    const [major = 0, minor = 0] = (version ?? '').split('.').map(Number)
    if (version !== undefined && (major > 1 || (major === 1 && minor >= 5))) return { path, version }
  }
  return undefined
}

/** The path of a Chromium or Chrome. */
export function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const { stdout } = spawnSync('sh', ['-c', names.map((name) => `command -v ${name}`).join(' || ')], {
    encoding: 'utf8',
  })
  return existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : stdout?.trim() || undefined
}

function answerOf(program) {
  return spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 }).stdout ?? ''
}
