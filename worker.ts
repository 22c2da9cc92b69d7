// Composition root: config -> store -> catalog -> activities -> Temporal worker. Nothing else.
import { fileURLToPath } from 'node:url'
import { NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { pino } from 'pino'
import { activityPulse, failureInterceptor } from './activities/edge.ts'
import { createActivities } from './activities/index.ts'
import { workflowBundle } from './cli/local/bundle.ts'
import { connectionOptions } from './cli/local/connection.ts'
import { loadCatalog } from './core/catalog.ts'
import { systemClock } from './core/clock.ts'
import { type Config, readConfig } from './core/config.ts'
import { SEARCH_ATTRIBUTES } from './core/search-attributes.ts'
import { codeLists } from './schemas/reference/lists.ts'
import { migrate } from './store/migrate.ts'
import { openStore } from './store/sql.ts'

export interface RunningWorker {
  /** Resolves when the worker has stopped; rejects when it broke. */
  readonly done: Promise<void>
  stop(): Promise<void>
}

/** Starts a worker of all roles. Runs until `stop` or a signal; an activity under way is given time to commit. */
export async function startWorker(config: Config, databaseUrl: string): Promise<RunningWorker> {
  const catalog = await loadCatalog(new URL('./schemas/', import.meta.url))
  await migrate(databaseUrl, catalog.domains.values(), codeLists())
  const store = openStore(databaseUrl)
  const [connection, workflows] = await Promise.all([
    NativeConnection.connect(await connectionOptions(config)),
    workflowBundle(),
  ])
  await registerSearchAttributes(connection, config.TEMPORAL_NAMESPACE)
  const worker = await Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.SOGOC_TASK_QUEUE,
    workflowBundle: workflows,
    activities: createActivities({ store, catalog, config, clock: systemClock }, activityPulse),
    interceptors: { activity: [() => ({ inbound: failureInterceptor() })] },
    maxCachedWorkflows: 200,
    shutdownGraceTime: '20s',
    shutdownForceTime: '60s',
  })
  const done = worker.run().finally(async () => {
    await connection.close()
    await store.close()
  })
  return {
    done,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown()
      await done
    },
  }
}

const TYPE_CODES = { Keyword: 2, Bool: 5, Datetime: 6 } as const

/** A run that sets an attribute which the server does not know would hang: they are registered before any work is taken. */
async function registerSearchAttributes({ operatorService }: NativeConnection, namespace: string): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace })
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !(name in customAttributes))
  if (missing.length === 0) return
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, TYPE_CODES[type]])),
  })
}

/** PostgreSQL puts row values into `detail` and `where` of its errors: only what is ours goes to the log. */
const withoutValues = (error: unknown): object =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        cause: error.cause ? withoutValues(error.cause) : undefined,
      }
    : {}

/** Logs of the SDK through pino: names, ids and counts; values never reach a log. */
export function installRuntime(level: Config['SOGOC_LOG_LEVEL']): void {
  const log = pino({ level, name: 'worker', serializers: { error: withoutValues } }, pino.destination(2))
  const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const
  const write = (to: (typeof levels)[keyof typeof levels]) => (message: string, meta?: object) =>
    log[to](meta ?? {}, message)
  Runtime.install({
    logger: {
      log: (severity, message, meta) => log[levels[severity]](meta ?? {}, message),
      trace: write('trace'),
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    },
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const config = readConfig()
  if (!config.DATABASE_URL)
    throw new Error('DATABASE_URL is not set: name the PostgreSQL of the master data (docs/configuration.md)')
  installRuntime(config.SOGOC_LOG_LEVEL)
  const { done } = await startWorker(config, config.DATABASE_URL)
  await done
}
