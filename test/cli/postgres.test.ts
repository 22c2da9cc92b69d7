import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Guard, startGuard } from '../../cli/local/guard.ts'
import { birthOf } from '../../cli/local/leftover.ts'
import { removePostgres, startPostgres } from '../../cli/local/postgres.ts'
import { outsideFolder } from '../../cli/local/postgres-place.ts'

const isRoot = process.getuid?.() === 0
const home = fileURLToPath(new URL(`../../.sogoc/postgres-test-${process.pid}`, import.meta.url))
const dataDir = join(home, 'data')
let guard: Guard
/** Where the data really lies: a clone that the server's account cannot reach has it elsewhere. */
let folder: string

beforeAll(async () => {
  guard = await startGuard()
})

afterAll(async () => {
  await guard.stop()
  await removePostgres(dataDir)
  rmSync(home, { recursive: true })
})

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end().catch(() => {}))
  return client
}

async function answerTo(client: pg.Client, sql: string): Promise<unknown> {
  return Object.values((await client.query(sql)).rows[0])[0]
}

test('starts on a folder that is not there, in the C locale, and stops', async () => {
  const server = await startPostgres({ dataDir, guard })
  const client = await open(server.url)
  expect(await answerTo(client, `select current_setting('fsync') || current_setting('synchronous_commit')`)).toBe(
    'offon',
  )
  expect(await answerTo(client, `select 'a' > 'B' and 'đ' > 'z'`)).toBe(true)
  folder = String(await answerTo(client, 'show data_directory'))
  await client.end()
  await server.stop()
  expect(birthOf(server.pid)).toBeNull()
  expect(existsSync(join(folder, 'postmaster.pid'))).toBe(false)
})

test('a commit survives SIGKILL of the server, though other work was under way', async () => {
  const first = await startPostgres({ dataDir, guard })
  const client = await open(first.url)
  await client.query('create table kept (n int)')
  const busy = await open(first.url)
  const work = busy.query('select count(*) from generate_series(1, 1e9::bigint)').catch(() => 'lost')
  await client.query('insert into kept values (7)')
  process.kill(first.pid, 'SIGKILL')

  const second = await startPostgres({ dataDir, guard })
  expect(await answerTo(await open(second.url), 'select n from kept')).toBe(7)
  expect(await work).toBe('lost')
  await second.stop()
})

test('a server that a killed guard left is stopped by the next start', async () => {
  const killed = await startGuard()
  const left = await startPostgres({ dataDir, guard: killed })
  process.kill(killed.pid, 'SIGKILL')
  expect(birthOf(left.pid)).not.toBeNull()

  const next = await startPostgres({ dataDir, guard })
  expect(birthOf(left.pid)).toBeNull()
  expect(await answerTo(await open(next.url), 'select 1')).toBe(1)
  await next.stop()
})

test('a stale postmaster.pid that names a stranger stops nobody', async () => {
  writeFileSync(join(folder, 'postmaster.pid'), `${process.pid}\n${folder}\n`)
  const server = await startPostgres({ dataDir, guard })
  expect(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]).toBe(String(server.pid))
  await server.stop()
})

test('a server that ends at once is reported with what it said', async () => {
  const version = readFileSync(join(folder, 'PG_VERSION'))
  writeFileSync(join(folder, 'PG_VERSION'), '9\n')
  await expect(startPostgres({ dataDir, guard })).rejects.toThrow(/did not start: it ended \(1\)[\s\S]*incompatible/)
  writeFileSync(join(folder, 'PG_VERSION'), version)
})

test.skipIf(!isRoot)('root runs it as another user, outside of a folder that is closed to that user', async () => {
  const closed = join(home, 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0o700)
  const server = await startPostgres({ dataDir: join(closed, 'data'), guard })
  const client = await open(server.url)
  expect(await answerTo(client, 'show data_directory')).toBe(outsideFolder(join(closed, 'data')))
  await client.end()
  await server.stop()
  await removePostgres(join(closed, 'data'))
  expect(existsSync(outsideFolder(join(closed, 'data')))).toBe(false)
})
