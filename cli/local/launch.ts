import { existsSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Guard, Program, Server } from './guard.ts'

const SECOND = 1000
const READY = 60 * SECOND
const ATTEMPTS = 3

export interface Launch {
  readonly program: Program & { readonly log: string }
  /** Throws while the server does not answer yet. */
  readonly probe: () => Promise<void>
}

/** Starts a server and waits until it answers. `plan` chooses the ports: it is asked again when another program took one. */
export async function launch<T extends Launch>(guard: Guard, plan: () => Promise<T>): Promise<T & { server: Server }> {
  for (let attempt = 1; ; attempt++) {
    const chosen = await plan()
    const { program, probe } = chosen
    const logStart = existsSync(program.log) ? statSync(program.log).size : 0
    const server = await guard.run(program)
    const fault = await faultOf(server, probe)
    if (fault === null) return { ...chosen, server }
    await server.stop()
    const said = readFileSync(program.log).subarray(logStart).toString().trim()
    if (attempt === ATTEMPTS || !/address already in use/i.test(said))
      throw new Error(`${program.name} did not start: ${fault}. ${program.log} ends with:\n${said.slice(-2000)}`)
  }
}

/** Null when the server answers, else what went wrong. */
async function faultOf(server: Server, probe: () => Promise<void>): Promise<string | null> {
  let ended: string | null = null
  void server.exited.then((how) => {
    ended = `it ended (${how})`
  })
  const end = Date.now() + READY
  for (;;) {
    try {
      await probe()
      return null
    } catch (error) {
      if (ended !== null) return ended
      if (Date.now() > end) return `no answer within ${READY / SECOND} s (${(error as Error).message})`
      await sleep(20)
    }
  }
}
