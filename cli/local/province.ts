import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, readConfig } from '../../core/config.ts'
import { SEARCH_ATTRIBUTES } from '../../core/search-attributes.ts'
import { demoFaults } from '../../simulators/faults.ts'
import { startNationalPlatform } from '../../simulators/national.ts'
import { createDatabase } from '../../store/databases.ts'
import { MASTER } from '../environment.ts'
import { type Guard, type Server, startGuard } from './guard.ts'
import { type Stack, startStack } from './stack.ts'

const NATIONAL = 'sogoc_national'
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A whole province on this machine: servers, national platform, worker, and the folder that agencies drop files into. */
export interface Province {
  readonly config: Config
  readonly stack: Stack
  readonly nationalUrl: string
  /** Puts the extracts of one night into the drop folder. */
  drop(night: string): Promise<void>
  startWorker(): Promise<Server>
  stop(): Promise<void>
}

/** Starts everything but the worker, empty. Whatever happens to this process, what it started ends. */
export async function startProvince(dir: string): Promise<Province> {
  const env = readConfig()
  const stack = await startStack({
    dir,
    fresh: true,
    searchAttributes: SEARCH_ATTRIBUTES,
    env: {
      databaseUrl: env.DATABASE_URL,
      temporalAddress: env.TEMPORAL_ADDRESS,
      temporalNamespace: env.TEMPORAL_NAMESPACE,
    },
  })
  const [master, national] = await Promise.all(
    [MASTER, NATIONAL].map((name) => createDatabase(stack.databaseUrl, name)),
  )
  const secret = randomBytes(24).toString('hex')
  const secretFile = join(stack.dir, 'gateway-secret')
  const drop = join(stack.dir, 'drop')
  await mkdir(drop, { recursive: true })
  await writeFile(secretFile, secret, { mode: 0o600 })
  const platform = await startNationalPlatform({
    databaseUrl: national as string,
    clients: [{ id: env.SOGOC_GATEWAY_CLIENT, secret }],
    faults: demoFaults,
  })
  const config: Config = {
    ...env,
    DATABASE_URL: master,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    TEMPORAL_NAMESPACE: stack.namespace,
    SOGOC_DROP: drop,
    TEMPORAL_UI_URL: env.TEMPORAL_UI_URL ?? stack.temporalUi ?? undefined,
    SOGOC_GATEWAY_URL: platform.url,
    SOGOC_GATEWAY_SECRET_FILE: secretFile,
    // The demo's platform holds some answers back; a short patience shows the probe at work.
    SOGOC_TARGET_TIMEOUT_MS: 1_000,
  }
  let guard: Guard | null = null
  return {
    config,
    stack,
    nationalUrl: platform.url,
    drop: (night) => copyFolder(night, drop),
    startWorker: async () => {
      guard ??= await startGuard()
      return guard.run({
        name: 'worker',
        command: process.execPath,
        args: ['--import', 'tsx', join(ROOT, 'worker.ts')],
        cwd: ROOT,
        env: environmentOf(config),
        stopSignal: 'SIGTERM',
        log: join(stack.dir, 'worker.log'),
      })
    },
    stop: async () => {
      await guard?.stop()
      await platform.stop()
      await stack.stop()
    },
  }
}

/** Settings as the environment of another process. */
function environmentOf(config: Config): Record<string, string> {
  const set = Object.entries(config).filter(([, value]) => value !== undefined)
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]))
}

/** Copies a night's files, manifests last: a file without its manifest is not there yet. */
async function copyFolder(from: string, to: string): Promise<void> {
  const names = (await readdir(from)).sort((a, b) => Number(a.endsWith('.json')) - Number(b.endsWith('.json')))
  for (const name of names) await copyFile(join(from, name), join(to, name))
}
