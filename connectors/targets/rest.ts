import type {
  GatewaySettings,
  HeldRow,
  Item,
  Outcome,
  Segment,
  SendResult,
  TargetConnection,
  TargetKind,
} from '../../core/target.ts'
import { TargetSilent, TargetStopped } from '../../core/target.ts'
import { type Answer, postJson } from './http.ts'
import { answerBody, outcomeOf, type Result, rowsBody, segmentsBody } from './rest-protocol.ts'
import { tokenSource } from './token.ts'

/**
 * A service behind the national gateway: JSON over HTTP with a bearer token, a batch of items per call, the idempotency key
 * of every item in the body, one verdict per item in the answer. A 200 may hold a business error: the verdict decides.
 */
export function rest({
  service,
  batch,
  connections,
}: {
  service: string
  batch: number
  connections: number
}): TargetKind {
  return { kind: 'rest', service, batch, connections, connect: (gateway) => connect(gateway, service) }
}

function connect(gateway: GatewaySettings, service: string): TargetConnection {
  const token = tokenSource(gateway)
  const call = async (path: string, body: object): Promise<Answer> => {
    let bearer: string
    try {
      bearer = await token.current()
    } catch (error) {
      if (error instanceof TargetStopped) throw error
      return { kind: 'unsent', why: 'no token' }
    }
    return postJson(`${gateway.url}/services/${service}/${path}`, body, { bearer, timeoutMs: gateway.timeoutMs })
  }
  const post = async (path: string, body: object): Promise<Answer> => {
    let answer = await call(path, body)
    if (answer.kind === 'answered' && answer.status === 401) {
      // A token may expire inside a batch: refresh once, replay once, then it is our credentials that are refused.
      token.forget()
      answer = await call(path, body)
      if (answer.kind === 'answered' && answer.status === 401) throw new TargetStopped(`${service}: 401, token refused`)
    }
    if (answer.kind === 'answered' && answer.status === 403)
      throw new TargetStopped(`${service}: 403, no right to this service`)
    return answer
  }
  return {
    send: async (messageId, items) =>
      sendResult(await post('records', { messageId, officer: gateway.officer, items }), items),
    probe: async (keys) => probed(await post('status', { keys }), keys),
    segments: async (buckets) =>
      reconciled<readonly Segment[]>(await post('summary', { buckets }), (data) => segmentsBody.parse(data).buckets),
    held: async (buckets, wanted) =>
      reconciled<readonly HeldRow[]>(
        await post('rows', { buckets, bucket: wanted }),
        (data) => rowsBody.parse(data).rows,
      ),
  }
}

/** Where the answer does not say how long. */
const SHORTEST_PAUSE_MS = 250
/** Longest pause that we take from one Retry-After: a header must not park a night. */
const LONGEST_PAUSE_MS = 10 * 60_000

function sendResult(answer: Answer, items: readonly Item[]): SendResult {
  const all = (outcome: Outcome, pauseMs: number | null = null): SendResult => ({
    outcomes: items.map(() => outcome),
    pauseMs,
    httpStatus: answer.kind === 'answered' ? answer.status : null,
    correlationId: null,
  })
  if (answer.kind === 'unsent') return all({ kind: 'unsent', why: answer.why, retryAfterMs: null })
  if (answer.kind === 'lost') return all({ kind: 'unknown', why: answer.why })
  const { status, retryAfterMs, body } = answer
  if (status === 429 || status === 503) {
    const pause = Math.min(retryAfterMs ?? SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS)
    return all({ kind: 'unsent', why: `http ${status}`, retryAfterMs: null }, pause)
  }
  if (status >= 500) return all({ kind: 'unknown', why: `http ${status}` })
  const parsed = answerBody.safeParse(body)
  if (!parsed.success) return all({ kind: 'unknown', why: 'answer is not in the contract' })
  const { code, correlationId, response } = parsed.data
  if (!response.data) {
    const refused = status >= 400 && status < 500
    return all(
      refused
        ? {
            kind: 'rejected',
            code: response.error_code ?? code,
            field: null,
            message: response.message ?? `http ${status}`,
          }
        : { kind: 'unknown', why: `business error ${response.error_code ?? code}` },
    )
  }
  const byKey = new Map(response.data.results.map((result) => [result.key, result]))
  return {
    outcomes: items.map(({ key }) => outcomeFor(byKey.get(key))),
    pauseMs: null,
    httpStatus: status,
    correlationId,
  }
}

const outcomeFor = (result: Result | undefined): Outcome =>
  result ? outcomeOf(result) : { kind: 'unknown', why: 'no verdict for this item' }

function probed(answer: Answer, keys: readonly string[]): readonly Outcome[] {
  const parsed = answer.kind === 'answered' && answer.status === 200 ? answerBody.safeParse(answer.body) : null
  if (!parsed?.success || !parsed.data.response.data)
    return keys.map(() => ({ kind: 'unknown', why: 'probe not answered' }))
  const byKey = new Map(parsed.data.response.data.results.map((result) => [result.key, result]))
  return keys.map((key) => outcomeFor(byKey.get(key)))
}

function reconciled<T>(answer: Answer, parse: (data: unknown) => T): T {
  if (answer.kind !== 'answered') throw new TargetSilent(answer.why)
  if (answer.status !== 200) throw new TargetSilent(`http ${answer.status}`)
  return parse((answer.body as { response?: { data?: unknown } }).response?.data)
}
