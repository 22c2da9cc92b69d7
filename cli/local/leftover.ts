import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE = 10_000

/**
 * Stops a server that an earlier process could not stop (its guard was killed, or is still at it). `mark` is a text of
 * its command line that no other process has: the id alone may belong to a stranger by now.
 */
export async function stopLeftover(pid: number, mark: string, signal: NodeJS.Signals): Promise<void> {
  if (!isServer(pid, mark)) return
  process.kill(pid, signal)
  if (await isGone(pid, mark)) return
  process.kill(pid, 'SIGKILL')
  if (!(await isGone(pid, mark))) throw new Error(`Process ${pid} (${mark}) does not stop. Stop it and start again.`)
}

/**
 * Kills the processes whose working folder is this one: the sessions of a PostgreSQL whose main process was killed. A busy
 * one notices only when its statement ends, and until then no new server starts ("pre-existing shared memory block").
 * Only where the system tells working folders (Linux); elsewhere the message of the server stands.
 */
export async function killProcessesIn(folder: string): Promise<void> {
  if (process.platform !== 'linux') return
  const end = Date.now() + PATIENCE
  for (let left = processesIn(folder); left.length > 0 && Date.now() < end; left = processesIn(folder)) {
    for (const pid of left) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
    await sleep(20)
  }
}

function processesIn(folder: string): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder
    } catch {
      return false
    }
  })
}

/** The process id on the first line of a file, or 0. */
export function pidIn(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0
  } catch {
    return 0
  }
}

/** When a process began, in a form that only serves to tell it from a later one with the same id; null when it is gone. */
export function birthOf(pid: number): string | null {
  if (process.platform !== 'linux') return isAlive(pid) ? 'alive' : null
  try {
    // Counted from the state, which follows the name in brackets. A zombie is gone: it only waits for its parent.
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return state === 'Z' ? null : (fields[18] ?? null)
  } catch {
    return null
  }
}

async function isGone(pid: number, mark: string): Promise<boolean> {
  const end = Date.now() + PATIENCE
  while (Date.now() < end) {
    if (!isServer(pid, mark)) return true
    await sleep(20)
  }
  return false
}

function isServer(pid: number, mark: string): boolean {
  if (pid <= 1 || !isAlive(pid)) return false
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
    return command.includes(mark)
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
