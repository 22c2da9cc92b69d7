import { createHash, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll } from 'vitest'
import type { FaultScript } from '../../simulators/faults.ts'
import { type NationalOptions, startNationalPlatform } from '../../simulators/national.ts'
import type { Answer, Item, Service } from '../../simulators/protocol.ts'
import { testDatabase } from '../support/database.ts'

export const CLIENT = { id: 'sogoc-test', secret: 's3cret:with a colon' }
const OFFICER = 'SG-0001'

export const keyOf = (name: string | number): string => createHash('sha256').update(`key ${name}`).digest('hex')

/** A person the register takes; all made up. */
export const person = (n: number, over: Item['payload'] = {}): Item['payload'] => ({
  so_dinh_danh: `048190${String(n).padStart(6, '0')}`,
  ho_ten: 'Nguyễn Thị Thử',
  ngay_sinh: '1990-05-17',
  gioi_tinh: 'nu',
  ...over,
})

export const creation = (n: number, over: Partial<Item> = {}): Item => ({
  key: keyOf(n),
  op: 'create',
  id: `P-${n}`,
  payload: person(n),
  ...over,
})

export const creations = (count: number, from = 0): Item[] =>
  Array.from({ length: count }, (_, n) => creation(from + n))

export interface Reply<T> {
  readonly status: number
  readonly code: string
  readonly correlationId: string
  readonly data: T
  readonly headers: Headers
}

/** The national platform on a database of its own, and a client who knows only the protocol. */
export async function openPlatform(options: Partial<NationalOptions> = {}) {
  const databaseUrl = await testDatabase({ isEmpty: true })
  const db = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  db.on('error', () => {})
  const start = () => startNationalPlatform({ databaseUrl, clients: [CLIENT], ...options })
  let platform = await start()
  let token: string | undefined
  afterAll(async () => {
    await platform.stop()
    await db.end()
  })

  const post = (path: string, body: unknown, init: RequestInit = {}) =>
    fetch(`${platform.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      ...init,
      headers: { 'content-type': 'application/json', ...init.headers },
    })
  const grant = (secret = CLIENT.secret, form = 'grant_type=client_credentials') =>
    fetch(`${platform.url}/oauth2/token`, {
      method: 'POST',
      body: form,
      headers: {
        authorization: `Basic ${Buffer.from(`${CLIENT.id}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
  const newToken = async () => ((await (await grant()).json()) as { access_token: string }).access_token

  async function call<T>(service: Service, path: string, body: unknown, init: RequestInit = {}): Promise<Reply<T>> {
    token ??= await newToken()
    const answer = await post(`/services/${service}/${path}`, body, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    })
    const { code, correlationId, response } = (await answer.json()) as {
      code: string
      correlationId: string
      response: { data: T }
    }
    return { status: answer.status, code, correlationId, data: response.data, headers: answer.headers }
  }
  const send = (items: readonly Item[], init: RequestInit = {}, service: Service = 'population') =>
    call<{ results: Answer[] }>(service, 'records', { messageId: randomUUID(), officer: OFFICER, items }, init)

  return {
    db,
    post,
    grant,
    call,
    send,
    url: () => platform.url,
    renewToken: async () => {
      token = await newToken()
    },
    restart: async () => {
      await platform.stop()
      platform = await start()
      token = undefined
    },
    /** The answers to a batch that must be served. */
    deliver: async (items: readonly Item[], service: Service = 'population') =>
      (await send(items, {}, service)).data.results,
    status: async (keys: readonly string[], service: Service = 'population') =>
      (await call<{ results: Answer[] }>(service, 'status', { keys })).data.results,
    effects: async (service: Service = 'population') => {
      const answer = await fetch(`${platform.url}/sim/effects?service=${service}`)
      return ((await answer.json()) as { effects: Record<string, number>[] }).effects[0]!
    },
    attempts: async () =>
      (await (await fetch(`${platform.url}/sim/attempts`)).json()) as {
        counts: { fault: string | null; calls: number; items: number }[]
        attempts: { messageId: string; number: number; fault: string | null; items: number }[]
      },
    faults: (script: FaultScript) => post('/sim/faults', script),
    reset: () => post('/sim/reset', {}),
    advance: (advanceMs: number) => post('/sim/clock', { advanceMs }),
  }
}

/** No effect applied twice, none accepted without being applied, none applied without being accepted. */
export const EACH_ONCE = { appliedTwice: 0, acceptedNotApplied: 0, appliedNotAccepted: 0, unchanged: 0 }
