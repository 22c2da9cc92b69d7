import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import type { Guard } from './guard.ts'
import { launch } from './launch.ts'
import { killProcessesIn, pidIn, stopLeftover } from './leftover.ts'
import { freePort, LOOPBACK } from './port.ts'
import { initialise } from './postgres-data.ts'
import { choosePlace, outsideFolder, packagedPostgres } from './postgres-place.ts'

export interface PostgresOptions {
  readonly dataDir: string
  /** Folder with `bin/` and `lib/` of a PostgreSQL; default: the one that npm installed. */
  readonly binDir?: string
  readonly guard: Guard
  /** Default: a free one. */
  readonly port?: number
}

export interface Postgres {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** For data that can be made again, on 2 cores and up to 2 GB. */
const SETTINGS = {
  listen_addresses: LOOPBACK,
  // No socket file: paths over 107 characters are refused, and a clone may lie deep.
  unix_socket_directories: '',
  max_connections: 100,
  // A power cut may cost the data folder. A killed server may not: the system still holds the pages it wrote.
  fsync: 'off',
  full_page_writes: 'off',
  // A commit is in the log before it is answered, so it survives SIGKILL of the server.
  synchronous_commit: 'on',
  // Nobody replicates from here, and COPY into a table made in the same transaction then skips the log.
  wal_level: 'minimal',
  max_wal_senders: 0,
  // Bulk loads would otherwise checkpoint every few seconds.
  max_wal_size: '4GB',
  shared_buffers: '256MB',
  // Sorts and hash joins of a million rows stay in memory; only a handful run at the same time.
  work_mem: '64MB',
  maintenance_work_mem: '256MB',
  // Compiling costs more than it saves on statements of under a second, and row counts of fresh tables mislead it.
  jit: 'off',
  autovacuum: 'on',
  // Bulk steps refresh their own statistics; a sweep in the middle of a one-minute demo only takes a core away.
  autovacuum_naptime: '5min',
  // Not the machine's: two machines must read the same dates.
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Starts one PostgreSQL on a data folder, which is made when it is not there. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir)
  await mkdir(dirname(dataDir), { recursive: true })
  const place = await choosePlace(resolve(options.binDir ?? packagedPostgres()), dataDir)
  await stopRunning(place.dataDir)
  if (!existsSync(join(place.dataDir, 'PG_VERSION'))) await initialise(place)
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { server, url } = await launch(options.guard, async () => {
    const port = options.port ?? (await freePort())
    const url = `postgres://postgres@${LOOPBACK}:${port}/postgres`
    const program = {
      name: 'postgres',
      command: join(place.binDir, 'bin/postgres'),
      args: ['-D', place.dataDir, '-p', String(port), ...settings],
      ...place.account,
      cwd: '/',
      // Fast shutdown: open transactions are rolled back, connections are closed.
      stopSignal: 'SIGINT' as const,
      log: `${dataDir}.log`,
    }
    return { program, url, probe: () => connectOnce(url) }
  })
  return { url, pid: server.pid, stop: server.stop }
}

/** Stops what still runs on a data folder, and removes the folder. */
export async function removePostgres(dataDir: string): Promise<void> {
  for (const folder of [resolve(dataDir), outsideFolder(resolve(dataDir))]) {
    await stopRunning(folder)
    await rm(folder, { recursive: true, force: true })
  }
}

async function stopRunning(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid')
  await stopLeftover(pidIn(pidFile), `-D ${dataDir} `, 'SIGINT')
  await killProcessesIn(dataDir)
  // Left by SIGKILL. PostgreSQL would refuse to start if another process of its account had that id by now.
  await rm(pidFile, { force: true })
}

async function connectOnce(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  await client.connect()
  await client.end()
}
