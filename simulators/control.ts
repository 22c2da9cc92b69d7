import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { countAttempts, listAttempts } from './attempts.ts'
import { clearLedgers, countEffects } from './effects.ts'
import { faultScript } from './faults.ts'
import type { Platform } from './platform.ts'
import { isOwnReceipt } from './proof.ts'
import { SERVICES } from './protocol.ts'

const oneService = z.object({ service: z.enum(SERVICES).optional() })
const attemptsQuery = oneService.extend({ limit: z.coerce.number().int().min(1).max(10_000).default(100) })
const clockBody = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceMs: z.int() }),
])
const receiptBody = z.object({ service: z.enum(SERVICES), key: z.string(), receipt: z.string() })

/** The tester's side of the platform, without a token: the server listens on loopback only. */
export async function controlRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  const { pool, clock } = platform

  app.get('/sim/health', async () => {
    await pool.query('select 1')
    return { ok: true, now: clock.now().toISOString() }
  })
  app.get('/sim/effects', async ({ query }) => {
    const { service } = oneService.parse(query)
    return { effects: await countEffects(pool, service ? [service] : SERVICES) }
  })
  app.get('/sim/attempts', async ({ query }) => {
    const { service = null, limit } = attemptsQuery.parse(query)
    return { counts: await countAttempts(pool, service), attempts: await listAttempts(pool, service, limit) }
  })
  app.post('/sim/reset', async () => {
    await clearLedgers(pool)
    platform.forgetArrivals()
    return { ok: true }
  })
  app.post('/sim/faults', async ({ body }) => {
    platform.setScript(faultScript.parse(body))
    return platform.script()
  })
  app.post('/sim/clock', async ({ body }) => {
    const wanted = clockBody.parse(body)
    clock.move('advanceMs' in wanted ? wanted.advanceMs : new Date(wanted.now).getTime() - clock.now().getTime())
    return { now: clock.now().toISOString() }
  })
  app.post('/sim/receipts', async ({ body }) => {
    const { service, key, receipt } = receiptBody.parse(body)
    return { genuine: isOwnReceipt(platform.bench(service).secret, service, key, receipt) }
  })
}
