import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { writeAttempt } from './attempts.ts'
import { executeBatch, settle, statusOf } from './execute.ts'
import { faultOfCall } from './faults.ts'
import { pass } from './gateway.ts'
import { listRows, MAX_ROWS, summarise } from './holdings.ts'
import type { Bench } from './judge.ts'
import type { Platform } from './platform.ts'
import {
  failure,
  faultsOf,
  type Op,
  recordsBody,
  rowsBody,
  SERVICES,
  type Service,
  statusBody,
  success,
  summaryBody,
} from './protocol.ts'

interface Caller {
  readonly service: Service
  readonly correlationId: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** The token endpoint, OAuth 2 client credentials as WSO2 API Manager does it. */
export function tokenRoute(app: FastifyInstance, { tokens }: Platform): void {
  app.post('/oauth2/token', async (request, reply) => {
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
    const isOurGrant = form.get('grant_type') === 'client_credentials'
    if (!isOurGrant) return reply.code(400).send({ error: 'unsupported_grant_type' })
    const token = tokens.issue(request.headers.authorization)
    if (!token) return reply.code(401).send({ error: 'invalid_client' })
    reply.header('cache-control', 'no-store')
    return { access_token: token, token_type: 'Bearer', expires_in: tokens.lifetimeS }
  })
}

/** The four calls of every service, behind the token check of the gateway. */
export async function serviceRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    const verdict = platform.tokens.check(request.headers.authorization)
    if (verdict === 'valid') return
    const code = verdict === 'missing' ? '900902' : '900901'
    return reply.code(401).send(failure(randomUUID(), 401, code, 'Token thiếu hoặc không còn hiệu lực'))
  })

  /** A route whose body is checked before anything else happens; refused as a whole, it leaves no trace. */
  const route = <T>(path: string, schema: z.ZodType<T>, answer: (caller: Caller, body: T) => Promise<unknown>) =>
    app.post<{ Params: { service: string } }>(`/services/:service/${path}`, async (request, reply) => {
      const correlationId = randomUUID()
      const service = SERVICES.find((each) => each === request.params.service)
      if (!service) return reply.code(404).send(failure(correlationId, 404, 'NO_SUCH_SERVICE', 'Không có dịch vụ này'))
      const body = schema.safeParse(request.body)
      if (!body.success) return reply.code(400).send(failure(correlationId, 400, 'BAD_REQUEST', faultsOf(body.error)))
      return answer({ service, correlationId, request, reply }, body.data)
    })

  route('records', recordsBody, (caller, { messageId, officer, items }) =>
    passUnderFaults(platform, caller, {
      call: 'records',
      messageId,
      officer,
      op: items[0]!.op,
      firstKey: items[0]!.key,
      items: items.length,
      execute: async (bench) => ({
        results: await executeBatch(platform.pool, bench, messageId, items, platform.script()),
      }),
    }),
  )
  route('status', statusBody, (caller, { keys }) =>
    passUnderFaults(platform, caller, {
      call: 'status',
      messageId: null,
      officer: null,
      op: null,
      firstKey: keys[0]!,
      items: keys.length,
      execute: async (bench) => ({ results: await statusOf(platform.pool, bench, keys) }),
    }),
  )
  route('summary', summaryBody, async ({ service, correlationId }, { buckets }) => {
    await settle(platform.pool, platform.bench(service))
    return success(correlationId, { buckets: await summarise(platform.pool, service, buckets) })
  })
  route('rows', rowsBody, async ({ service, correlationId }, { buckets, bucket }) => {
    await settle(platform.pool, platform.bench(service))
    const rows = await listRows(platform.pool, service, buckets, bucket)
    return rows.length > MAX_ROWS
      ? failure(correlationId, 200, 'TOO_MANY_ROWS', `Quá ${MAX_ROWS} dòng, hãy yêu cầu ít nhóm hơn`)
      : success(correlationId, { rows })
  })
}

interface Delivery {
  readonly call: 'records' | 'status'
  readonly messageId: string | null
  readonly officer: string | null
  readonly op: Op | null
  readonly firstKey: string
  readonly items: number
  readonly execute: (bench: Bench) => Promise<unknown>
}

async function passUnderFaults(platform: Platform, caller: Caller, delivery: Delivery): Promise<FastifyReply> {
  const { service, correlationId, request, reply } = caller
  const { call, firstKey, op, execute, ...rest } = delivery
  const arrival = platform.arrive(service, call, firstKey)
  const { latencyMs, fault } = faultOfCall(platform.script(), { service, call, op, firstKey, ...arrival })
  await writeAttempt(platform.pool, {
    ...rest,
    service,
    call,
    firstKey,
    correlationId,
    number: arrival.attempt,
    fault: fault?.kind ?? (latencyMs > 0 ? 'latency' : null),
    at: platform.clock.now(),
  })
  await pass({
    platform,
    request,
    reply,
    correlationId,
    latencyMs,
    fault,
    execute: async () => {
      await settle(platform.pool, platform.bench(service))
      return execute(platform.bench(service))
    },
  })
  return reply
}
