import { Client, Connection } from '@temporalio/client'
import { type Config, readConfig } from '../core/config.ts'
import { Failure } from '../core/errors.ts'
import { openStore, type Store } from '../store/sql.ts'
import { connectionOptions } from './local/connection.ts'
import { findStack } from './local/stack-file.ts'

/** Database of the master data in a stack of our own. */
export const MASTER = 'sogoc_master'

/** Where commands work: what the environment names, else the stack that `npm start` keeps running. */
export function environment(): Config {
  const config = readConfig()
  const stack = config.DATABASE_URL && config.TEMPORAL_ADDRESS ? null : findStack()
  if (!stack) return config
  return {
    ...config,
    DATABASE_URL: config.DATABASE_URL ?? databaseOf(stack.databaseUrl, MASTER),
    TEMPORAL_ADDRESS: config.TEMPORAL_ADDRESS ?? stack.temporalAddress,
    TEMPORAL_NAMESPACE: config.TEMPORAL_ADDRESS ? config.TEMPORAL_NAMESPACE : stack.namespace,
    TEMPORAL_UI_URL: config.TEMPORAL_UI_URL ?? stack.temporalUi ?? undefined,
  }
}

/** The address of another database on the same server. */
export function databaseOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const { DATABASE_URL } = environment()
  if (!DATABASE_URL) {
    throw new Failure('ConfigError', {
      setting: 'DATABASE_URL',
      got: 'not set',
      expected: 'postgres://…',
      todo: 'Set it, or keep `npm start` running in another terminal.',
    })
  }
  const store = openStore(DATABASE_URL, { connections: 2 })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

export async function withTemporal<T>(work: (client: Client, config: Config) => Promise<T>): Promise<T> {
  const config = environment()
  if (!config.TEMPORAL_ADDRESS) {
    throw new Failure('ConfigError', {
      setting: 'TEMPORAL_ADDRESS',
      got: 'not set',
      expected: 'host:port',
      todo: 'Set it, or keep `npm start` running in another terminal.',
    })
  }
  const { client, close } = await connectTemporal(config)
  try {
    return await work(client, config)
  } finally {
    await close()
  }
}

export async function connectTemporal(config: Config): Promise<{ readonly client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect({ ...(await connectionOptions(config)), connectTimeout: '10s' })
  return { client: new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }), close: () => connection.close() }
}
