import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import pg from 'pg'
import { z } from 'zod'
import { type Clock, systemClock } from '../core/clock.ts'
import { controlRoutes } from './control.ts'
import type { FaultScript } from './faults.ts'
import { createPlatform, movableClock, type Platform, prepareDatabase } from './platform.ts'
import { failure, faultsOf } from './protocol.ts'
import { serviceRoutes, tokenRoute } from './routes.ts'
import { type Client, tokenDesk } from './tokens.ts'

export { demoFaults, type FaultScript } from './faults.ts'
export type { Client } from './tokens.ts'

export interface NationalOptions {
  /** A database of its own; the schema `national` is created in it. */
  readonly databaseUrl: string
  /** 0 or left out = any free port. */
  readonly port?: number
  readonly clients: readonly Client[]
  /** Default: no faults. */
  readonly faults?: FaultScript
  readonly clock?: Clock
  /** Seconds; default 300. */
  readonly tokenLifetimeS?: number
  /** Refuse to create what is held and to change what is not; default true. */
  readonly checksExistence?: boolean
}

export interface NationalPlatform {
  readonly url: string
  stop(): Promise<void>
}

const CONNECTIONS = 8
const TOKEN_LIFETIME_S = 300
const BODY_LIMIT_BYTES = 16 * 1024 * 1024

/** Starts the national platform on loopback: five services behind one gateway, with its own ledger and a fault script. */
export async function startNationalPlatform(options: NationalOptions): Promise<NationalPlatform> {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: CONNECTIONS })
  // A connection that breaks fails its statement and is replaced by the pool; without listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    const secret = await prepareDatabase(pool)
    const clock = movableClock(options.clock ?? systemClock)
    const platform = await createPlatform(pool, secret, {
      clock,
      tokens: tokenDesk(options.clients, options.tokenLifetimeS ?? TOKEN_LIFETIME_S, clock),
      faults: options.faults ?? {},
      checksExistence: options.checksExistence ?? true,
    })
    const app = createServer(platform)
    const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
    return {
      url,
      async stop() {
        await app.close()
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

function createServer(platform: Platform): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  )
  app.setErrorHandler(
    (error: { readonly statusCode?: number; readonly code?: string; readonly name: string }, _, reply) => {
      const correlationId = randomUUID()
      const status = error instanceof z.ZodError ? 400 : (error.statusCode ?? 500)
      // The text of an unexpected error may quote values, so only its code leaves the house.
      const message =
        error instanceof z.ZodError ? faultsOf(error) : `Yêu cầu không xử lý được (${error.code ?? error.name})`
      const code = status < 500 ? 'BAD_REQUEST' : 'SYS-500'
      return reply.code(status).send(failure(correlationId, status, code, message))
    },
  )
  tokenRoute(app, platform)
  app.register((scope) => serviceRoutes(scope, platform))
  app.register((scope) => controlRoutes(scope, platform))
  return app
}
