// Child processes of run.mjs: every one gets the signals that we get, and ends before we do.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'

const KEPT = 1500
const children = new Set()
let received

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    received = signal
    // Ctrl-C reaches every program of the terminal's group by itself; a second one would mean "at once" to the child.
    const isFromTerminal = signal === 'SIGINT' && (process.stdin.isTTY || process.stderr.isTTY)
    if (!isFromTerminal) for (const child of children) child.kill(signal)
    if (children.size === 0) process.exit(codeOf(null, signal))
  })

/** Runs a program in our terminal. Returns its exit code. */
export async function follow(command, args, cwd) {
  const child = start(command, args, { cwd, stdio: 'inherit' })
  const [code, signal] = await once(child, 'exit')
  return codeOf(code, signal)
}

/** Runs a program whose words matter only when it fails. */
export async function runQuietly(command, args, { cwd, env } = {}) {
  const child = start(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data))
  const [code, signal] = await once(child, 'close')
  if (received !== undefined) process.exit(codeOf(null, received))
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed (${signal ?? code}):\n${shortened(said.trim())}`)
}

function start(command, args, options) {
  const child = spawn(command, args, options)
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

function codeOf(code, signal) {
  return code ?? 128 + constants.signals[signal]
}

/** The cause stands in the first lines of npm and in the last lines of pip and apt. */
function shortened(text) {
  return text.length <= 2 * KEPT ? text : `${text.slice(0, KEPT)}\n…\n${text.slice(-KEPT)}`
}
