import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Clock, SECOND } from '../core/clock.ts'

export interface Client {
  readonly id: string
  readonly secret: string
}

export interface Tokens {
  /** Seconds a new token is good for. */
  readonly lifetimeS: number
  /** A new bearer token for the client of a Basic header, or null when the header does not name one. */
  issue(authorization: string | undefined): string | null
  check(authorization: string | undefined): 'valid' | 'missing' | 'invalid'
  revoke(authorization: string | undefined): void
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Opaque bearer tokens, kept as digests in memory: a restart forgets them, as a gateway's does. */
export function tokenDesk(clients: readonly Client[], lifetimeS: number, clock: Clock): Tokens {
  // Digests have one length whatever the secret's, so the comparison below takes the same time for every guess.
  const known = clients.map(({ id, secret }) => digest(`${id}:${secret}`))
  const expiries = new Map<string, number>()
  const nameOf = (authorization: string | undefined) => {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
    return token && digest(token).toString('hex')
  }
  return {
    lifetimeS,
    issue(authorization) {
      const encoded = /^Basic (\S+)$/.exec(authorization ?? '')?.[1] ?? ''
      const got = digest(Buffer.from(encoded, 'base64').toString())
      if (known.filter((each) => timingSafeEqual(each, got)).length === 0) return null
      const now = clock.now().getTime()
      for (const [name, expiry] of expiries) if (expiry <= now) expiries.delete(name)
      const token = randomBytes(32).toString('base64url')
      expiries.set(digest(token).toString('hex'), now + lifetimeS * SECOND)
      return token
    },
    check(authorization) {
      const name = nameOf(authorization)
      if (!name) return 'missing'
      return (expiries.get(name) ?? 0) > clock.now().getTime() ? 'valid' : 'invalid'
    },
    revoke(authorization) {
      expiries.delete(nameOf(authorization) ?? '')
    },
  }
}
