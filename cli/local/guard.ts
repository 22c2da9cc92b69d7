import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Program {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly uid?: number
  readonly gid?: number
  readonly cwd?: string
  readonly stopSignal?: NodeJS.Signals
  /** File that receives what the server prints. */
  readonly log?: string
}

export interface Server {
  readonly pid: number
  /** Resolves with the exit code or signal. */
  readonly exited: Promise<string>
  stop(): Promise<void>
}

export interface Guard {
  readonly pid: number
  run(program: Program): Promise<Server>
  /** Stops every server, then the guard. */
  stop(): Promise<void>
}

interface Report {
  readonly name: string
  readonly pid?: number
  readonly failed?: string
  readonly exited?: string | number
}

/** Starts the process that owns servers (guard.mjs). Whoever starts it stops it, or dies: both stop the servers. */
export async function startGuard(): Promise<Guard> {
  const script = fileURLToPath(new URL('./guard.mjs', import.meta.url))
  const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] })
  await once(child, 'spawn')
  const gone = once(child, 'exit')
  // Writing to a guard that was killed is reported by `gone`, not by an unhandled EPIPE.
  child.stdin.on('error', () => {})
  const listeners = new Map<string, (report: Report) => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const report = JSON.parse(line) as Report
    listeners.get(report.name)?.(report)
  })
  child.once('exit', () => {
    for (const [name, listener] of listeners) listener({ name, failed: 'its guard died', exited: 'its guard died' })
  })
  const tell = (command: object) => child.stdin.write(`${JSON.stringify(command)}\n`)

  let count = 0
  function run(program: Program): Promise<Server> {
    const name = `${program.name}-${++count}`
    return new Promise((resolve, reject) => {
      let exit: (how: string) => void = () => {}
      const exited = new Promise<string>((settle) => {
        exit = settle
      })
      const stop = async () => {
        tell({ stop: name })
        await exited
      }
      listeners.set(name, (report) => {
        if (report.pid !== undefined) resolve({ pid: report.pid, exited, stop })
        if (report.failed !== undefined) reject(new Error(`${program.command} cannot be started: ${report.failed}`))
        if (report.exited !== undefined) exit(String(report.exited))
      })
      tell({ ...program, name })
    })
  }

  async function stop(): Promise<void> {
    child.stdin.end()
    await gone
  }

  return { pid: child.pid ?? 0, run, stop }
}
