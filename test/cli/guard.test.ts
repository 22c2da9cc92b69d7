import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startGuard } from '../../cli/local/guard.ts'
import { birthOf } from '../../cli/local/leftover.ts'

const server = { name: 'idle', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] }
const guardScript = new URL('../../cli/local/guard.mjs', import.meta.url)

async function hasEndedWithin(ms: number, pid: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (birthOf(pid) === null) return true
  return false
}

test('servers end when the process that uses them is killed', async () => {
  const program = `
    const { startGuard } = await import('${new URL('../../cli/local/guard.ts', import.meta.url)}')
    const guard = await startGuard()
    const { pid } = await guard.run(${JSON.stringify(server)})
    console.log(JSON.stringify({ pid, guard: guard.pid }))
  `
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { stdio: 'pipe' })
  const [line] = await once(parent.stdout, 'data')
  const { pid, guard } = JSON.parse(String(line)) as { pid: number; guard: number }
  expect(birthOf(pid)).not.toBeNull()

  parent.kill('SIGKILL')

  expect(await hasEndedWithin(3000, pid)).toBe(true)
  expect(await hasEndedWithin(3000, guard)).toBe(true)
})

test('servers end when their user dies in the middle of a command', async () => {
  const guard = spawn(process.execPath, [guardScript.pathname], { stdio: ['pipe', 'pipe', 'inherit'] })
  guard.stdin.write(`${JSON.stringify(server)}\n`)
  const [line] = await once(guard.stdout, 'data')
  const { pid } = JSON.parse(String(line)) as { pid: number }
  guard.stdin.end('{"name":"cut sho')
  expect(await hasEndedWithin(3000, pid)).toBe(true)
})

test('stop ends one server and leaves the others', async () => {
  const guard = await startGuard()
  onTestFinished(() => guard.stop())
  const [first, second] = [await guard.run(server), await guard.run(server)]
  await first.stop()
  expect(await first.exited).toBe('SIGTERM')
  expect(birthOf(first.pid)).toBeNull()
  expect(birthOf(second.pid)).not.toBeNull()
})

test('a program that is not there is refused by name', async () => {
  const guard = await startGuard()
  onTestFinished(() => guard.stop())
  await expect(guard.run({ ...server, command: '/no/such/program' })).rejects.toThrow(/\/no\/such\/program.*ENOENT/)
})
