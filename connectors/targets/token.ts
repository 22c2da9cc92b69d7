import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { GatewaySettings } from '../../core/target.ts'
import { TargetSilent, TargetStopped } from '../../core/target.ts'

const grant = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })
/** A token is renewed this long before it ends, so that it does not end under way. */
const SKEW_MS = 10_000

export interface TokenSource {
  current(): Promise<string>
  forget(): void
}

/** OAuth2 client credentials (RFC 6749 4.4): one token for all calls, fetched once at a time, renewed before it ends. */
export function tokenSource(gateway: GatewaySettings): TokenSource {
  let held: { readonly token: Promise<string>; until: number } | null = null
  return {
    async current() {
      if (!held || held.until <= Date.now()) {
        const fresh = {
          token: fetchToken(gateway, (seconds) => (fresh.until = Date.now() + seconds * 1_000 - SKEW_MS)),
          until: Number.POSITIVE_INFINITY,
        }
        held = fresh
        fresh.token.catch(() => (held = null))
      }
      return held.token
    },
    forget: () => (held = null),
  }
}

async function fetchToken(gateway: GatewaySettings, granted: (seconds: number) => void): Promise<string> {
  const secret = (await readFile(gateway.secretFile, 'utf8')).trim()
  const response = await fetch(`${gateway.url}/oauth2/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${gateway.clientId}:${secret}`).toString('base64')}`,
    },
    body: 'grant_type=client_credentials',
    redirect: 'manual',
    signal: AbortSignal.timeout(gateway.timeoutMs),
  })
  if (response.status === 400 || response.status === 401 || response.status === 403) {
    throw new TargetStopped(
      `token request refused with ${response.status}; check SOGOC_GATEWAY_CLIENT and its secret file`,
    )
  }
  if (!response.ok) throw new TargetSilent(`token request: http ${response.status}`)
  const { access_token, expires_in } = grant.parse(await response.json())
  granted(expires_in)
  return access_token
}
