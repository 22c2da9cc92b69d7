import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Guard, startGuard } from './guard.ts'
import { removePostgres, startPostgres } from './postgres.ts'
import { type Addresses, announce, claim, withdraw } from './stack-file.ts'
import { type SearchAttributes, startTemporal, stopLeftoverTemporal } from './temporal.ts'

export interface StackOptions {
  /** Folder of the data, relative to the checkout: `.sogoc/demo`. One stack at a time may use it. */
  readonly dir: string
  /** Empties the folder first. Servers that `env` names are never emptied. */
  readonly fresh: boolean
  readonly env?: StackEnv
  readonly searchAttributes?: SearchAttributes
  /** Lets other commands find the stack (findStack). Default: true. */
  readonly isAnnounced?: boolean
}

/** Servers that run already and are used instead of own ones. */
export interface StackEnv {
  readonly databaseUrl?: string | undefined
  readonly temporalAddress?: string | undefined
  readonly temporalNamespace?: string | undefined
}

export interface Stack extends Addresses {
  /** Stops what was started here. The data stays. */
  stop(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Starts PostgreSQL and a Temporal dev server. They end with `stop`, or with this process, however it ends. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = resolve(ROOT, options.dir)
  const release = claim(dir)
  let guard: Guard | undefined
  const stop = async () => {
    withdraw()
    await guard?.stop()
    release()
  }
  try {
    if (options.fresh) await emptyFolder(dir)
    guard = await startGuard()
    const addresses = await startServers(dir, guard, options)
    if (options.isAnnounced ?? true) announce(addresses)
    return { ...addresses, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function emptyFolder(dir: string): Promise<void> {
  await Promise.all([removePostgres(join(dir, 'postgres')), stopLeftoverTemporal(dir)])
  await rm(dir, { recursive: true, force: true })
}

async function startServers(
  dir: string,
  guard: Guard,
  { env = {}, searchAttributes = {} }: StackOptions,
): Promise<Addresses> {
  const [databaseUrl, temporal] = await Promise.all([
    env.databaseUrl ?? startPostgres({ dataDir: join(dir, 'postgres'), guard }).then(({ url }) => url),
    startTemporal({
      guard,
      dir,
      searchAttributes,
      address: env.temporalAddress,
      namespace: env.temporalNamespace ?? 'default',
    }),
  ])
  if (env.databaseUrl !== undefined) tell(`uses the PostgreSQL of DATABASE_URL (${new URL(databaseUrl).host})`)
  if (env.temporalAddress !== undefined) tell(`uses the Temporal server of TEMPORAL_ADDRESS (${temporal.address})`)
  return {
    databaseUrl,
    temporalAddress: temporal.address,
    temporalUi: temporal.uiUrl,
    namespace: temporal.namespace,
    dir,
  }
}

function tell(what: string): void {
  process.stderr.write(`sogoc: ${what}\n`)
}
