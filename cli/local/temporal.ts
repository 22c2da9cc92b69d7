import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Connection } from '@temporalio/client'
import type { Guard } from './guard.ts'
import { launch } from './launch.ts'
import { pidIn, stopLeftover } from './leftover.ts'
import { freePort, LOOPBACK, touchPort } from './port.ts'
import { findTemporal, temporalAdvice } from './programs.mjs'

/** As the command line names them, with the numbers of the wire. */
const ATTRIBUTE_TYPES = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const
export type SearchAttributes = Readonly<Record<string, keyof typeof ATTRIBUTE_TYPES>>

export interface TemporalOptions {
  readonly guard: Guard
  /** Holds the database file and the log. */
  readonly dir: string
  /** Without the Web UI. Default: with it. */
  readonly headless?: boolean
  readonly searchAttributes: SearchAttributes
  /** `host:port` of a server that runs already. Then none is started. */
  readonly address?: string | undefined
  /** Default: `default`, the one that a dev server always has. */
  readonly namespace?: string
}

export interface Temporal {
  readonly address: string
  /** Null when unknown (a server that we did not start) or headless. */
  readonly uiUrl: string | null
  readonly namespace: string
  stop(): Promise<void>
}

/** A Temporal server with the search attributes: the one at `address`, else a dev server of our own. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const { address, searchAttributes, namespace = 'default' } = options
  if (address === undefined) return startDevServer(options, namespace)
  try {
    await addMissingAttributes(address, namespace, searchAttributes)
  } catch (error) {
    const why = (error as Error).message
    throw new Error(`Temporal at ${address} cannot be used: ${why}. Start it, or unset TEMPORAL_ADDRESS.`, {
      cause: error,
    })
  }
  return { address, uiUrl: null, namespace, stop: async () => {} }
}

/** Stops a dev server that an earlier, killed process left on this folder. */
export async function stopLeftoverTemporal(dir: string): Promise<void> {
  await stopLeftover(pidIn(pidFile(dir)), databaseFile(dir), 'SIGTERM')
}

async function startDevServer(options: TemporalOptions, namespace: string): Promise<Temporal> {
  const { guard, dir, headless = false, searchAttributes } = options
  const program = findTemporal()
  if (program === undefined) throw new Error(temporalAdvice)
  await mkdir(dir, { recursive: true })
  await stopLeftoverTemporal(dir)
  const { server, address, uiUrl } = await launch(guard, async () => {
    const [port, uiPort] = [await freePort(), await freePort()]
    const address = `${LOOPBACK}:${port}`
    const args = [
      ...['server', 'start-dev', '--ip', LOOPBACK, '--port', String(port), '--namespace', namespace],
      ...(headless ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
      // 295 workflow starts per second with the two pragmas, 39 without.
      ...[
        '--db-filename',
        databaseFile(dir),
        '--sqlite-pragma',
        'journal_mode=wal',
        '--sqlite-pragma',
        'synchronous=off',
      ],
      ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
      ...['--log-level', 'error', '--color', 'never'],
    ]
    return {
      program: { name: 'temporal', command: program.path, args, log: join(dir, 'temporal.log') },
      probe: () => checkServer(port, address, namespace, searchAttributes),
      address,
      uiUrl: headless ? null : `http://${LOOPBACK}:${uiPort}`,
    }
  })
  await writeFile(pidFile(dir), `${server.pid}\n`)
  return { address, uiUrl, namespace, stop: server.stop }
}

async function checkServer(port: number, address: string, namespace: string, wanted: SearchAttributes): Promise<void> {
  // Before gRPC, which waits a second after a refused connection.
  await touchPort(port)
  await withConnection(address, async (connection) => {
    await connection.workflowService.describeNamespace({ namespace })
    const missing = await missingAttributes(connection, namespace, wanted)
    if (missing.length > 0) throw new Error(`search attributes are missing: ${missing.join(', ')}`)
  })
}

async function addMissingAttributes(address: string, namespace: string, wanted: SearchAttributes): Promise<void> {
  await withConnection(address, async (connection) => {
    const missing = await missingAttributes(connection, namespace, wanted)
    if (missing.length === 0) return
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, ATTRIBUTE_TYPES[wanted[name] ?? 'Keyword']])),
    })
  })
}

async function missingAttributes(
  connection: Connection,
  namespace: string,
  wanted: SearchAttributes,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  return Object.keys(wanted).filter((name) => customAttributes?.[name] === undefined)
}

async function withConnection(address: string, use: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 5000 })
  try {
    await use(connection)
  } finally {
    await connection.close()
  }
}

const databaseFile = (dir: string) => join(resolve(dir), 'temporal.db')
const pidFile = (dir: string) => join(resolve(dir), 'temporal.pid')
