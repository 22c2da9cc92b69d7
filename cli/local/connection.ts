import { readFile } from 'node:fs/promises'
import type { Config } from '../../core/config.ts'

/** How to reach Temporal, for client and worker alike: address, TLS (mutual where a certificate is given), API key. */
export async function connectionOptions(config: Config): Promise<{
  address: string
  tls?: true | { clientCertPair: { crt: Buffer; key: Buffer } }
  apiKey?: string
}> {
  const {
    TEMPORAL_ADDRESS: address = '127.0.0.1:7233',
    TEMPORAL_TLS_CERT: crt,
    TEMPORAL_TLS_KEY: key,
    TEMPORAL_API_KEY_FILE: apiKey,
  } = config
  return {
    address,
    ...(crt && key
      ? { tls: { clientCertPair: { crt: await readFile(crt), key: await readFile(key) } } }
      : config.TEMPORAL_TLS
        ? { tls: true as const }
        : {}),
    ...(apiKey ? { apiKey: (await readFile(apiKey, 'utf8')).trim() } : {}),
  }
}
