import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterAll, inject } from 'vitest'
import type { NightReport } from '../../activities/night.ts'
import { runNight } from '../../cli/nights.ts'
import { type Config, readConfig } from '../../core/config.ts'
import { type FaultScript, startNationalPlatform } from '../../simulators/national.ts'
import { openStore, rows, type Store } from '../../store/sql.ts'
import { installRuntime, startWorker } from '../../worker.ts'
import { type Extracts, writeExtracts } from './chain.ts'
import { testDatabase } from './database.ts'

/** Everything real: Temporal, PostgreSQL, HTTP to the national platform, a worker of its own task queue. */
export interface TestProvince {
  readonly config: Config
  readonly client: Client
  readonly store: Store
  drop(date: string, extracts: Extracts): void
  night(date: string, more?: object): Promise<NightReport>
  query<R extends object>(sql: string, values?: readonly (string | number)[]): Promise<readonly R[]>
  /** What the national platform says that it applied, per service. */
  applied(): Promise<readonly { service: string; accepted: number; rejected: number; appliedTwice: number }[]>
  setFaults(script: FaultScript): Promise<void>
  /** A worker in a process of its own, to be killed. */
  spawnWorker(): ChildProcess
}

installRuntime('error')
let count = 0

/** Starts a province for a test file. Call it at the top of the file. */
export async function startTestProvince({ worker = true, faults = {} as FaultScript } = {}): Promise<TestProvince> {
  const [master, national] = [await testDatabase(), await testDatabase({ isEmpty: true })]
  const folder = mkdtempSync(join(tmpdir(), 'sogoc-province-'))
  const secretFile = join(folder, 'secret')
  writeFileSync(secretFile, 'only for tests', { mode: 0o600 })
  const platform = await startNationalPlatform({
    databaseUrl: national,
    clients: [{ id: 'sogoc', secret: 'only for tests' }],
    faults,
  })
  const config: Config = {
    ...readConfig({}),
    DATABASE_URL: master,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: inject('namespace'),
    SOGOC_TASK_QUEUE: `test-${process.pid}-${++count}`,
    SOGOC_DROP: folder,
    SOGOC_GATEWAY_URL: platform.url,
    SOGOC_GATEWAY_SECRET_FILE: secretFile,
    SOGOC_TARGET_TIMEOUT_MS: 1_000,
  }
  const running = worker ? await startWorker(config, master) : null
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS ?? '' })
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE })
  const store = openStore(master)
  const children: ChildProcess[] = []
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await running?.stop()
    await connection.close()
    await store.close()
    await platform.stop()
  })
  const sim = async (path: string, body?: object) =>
    (
      await fetch(
        platform.url + path,
        body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {},
      )
    ).json()
  return {
    config,
    client,
    store,
    drop: (date, extracts) => writeExtracts(folder, date, extracts),
    night: (date, more = {}) =>
      runNight(
        client,
        { businessDate: date, dryRun: false, ...more },
        { taskQueue: config.SOGOC_TASK_QUEUE, workflowId: `${config.SOGOC_TASK_QUEUE}-${date}-${++count}` },
      ),
    query: (sql, values = []) => store.read((tx) => rows(tx, sql, values)),
    applied: async () => ((await sim('/sim/effects')) as { effects: never }).effects,
    setFaults: async (script) => void (await sim('/sim/faults', script)),
    spawnWorker: () => {
      const env = {
        ...process.env,
        ...Object.fromEntries(
          Object.entries(config).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
        ),
      }
      const child = spawn(process.execPath, ['--import', 'tsx', 'worker.ts'], { env, stdio: 'ignore' })
      children.push(child)
      return child
    },
  }
}

export const ended = (child: ChildProcess): Promise<unknown> => once(child, 'exit')
