import { beforeEach, describe, expect, test } from 'vitest'
import { demoFaults, faultOfCall, faultOfItem, faultScript } from '../../simulators/faults.ts'
import type { Answer, Item } from '../../simulators/protocol.ts'
import { creation, creations, EACH_ONCE, keyOf, openPlatform } from './client.ts'

const platform = await openPlatform()
beforeEach(async () => {
  await platform.reset()
  await platform.faults({})
  await platform.renewToken()
})

type Fault = NonNullable<Parameters<typeof platform.faults>[0]['rules']>[number]['fault']
type When = NonNullable<Parameters<typeof platform.faults>[0]['rules']>[number]['when']
const once = (fault: Fault, when: When = { attempt: 1 }) => platform.faults({ rules: [{ when, fault }] })

const timed = async <T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> => {
  const start = performance.now()
  return { result: await work(), ms: performance.now() - start }
}
const outcomes = (answers: readonly Answer[]) => answers.map(({ outcome }) => outcome)
const applied = async () => (await platform.effects()).applied

describe('a fault before the commit', () => {
  test('throttle and unavailable ask to wait, in seconds or as a date beside Date', async () => {
    await once({ kind: 'throttle', s: 3 })
    const seconds = await platform.send([creation(1)])
    expect([seconds.status, seconds.headers.get('retry-after')]).toEqual([429, '3'])
    await once({ kind: 'unavailable', retryAfter: 'http-date', s: 5 }, {})
    const { status, headers } = await platform.send([creation(1)])
    expect(status).toBe(503)
    expect(Date.parse(headers.get('retry-after')!) - Date.parse(headers.get('date')!)).toBe(5000)
    await once({ kind: 'unavailable' }, {})
    expect((await platform.send([creation(1)])).headers.has('retry-after')).toBe(false)
    expect(await platform.status([keyOf(1)])).toEqual([{ key: keyOf(1), outcome: 'not-found' }])
  })

  test('error500 and business-500 give no data, the second one under HTTP 200', async () => {
    await once({ kind: 'error500' })
    expect(await platform.send([creation(1)])).toMatchObject({ status: 500, code: 'SYS-500', data: null })
    await once({ kind: 'business-500' }, {})
    expect(await platform.send([creation(2)])).toMatchObject({ status: 200, code: 'SYS-500', data: null })
    expect(await applied()).toBe(0)
  })

  test('timeout-before-commit applies nothing, whether the caller waits or hangs up', async () => {
    await once({ kind: 'timeout-before-commit', ms: 150 })
    const { result, ms } = await timed(() => platform.send([creation(1)]))
    expect([result.status, ms > 140]).toEqual([504, true])
    await expect(platform.send([creation(2)], { signal: AbortSignal.timeout(50) })).rejects.toThrow()
    await new Promise((done) => setTimeout(done, 200))
    expect(await applied()).toBe(0)
    expect(outcomes(await platform.deliver(creations(2, 1)))).toEqual(['accepted', 'accepted'])
  })

  test('token-expired kills the token, once', async () => {
    await once({ kind: 'token-expired' }, {})
    expect((await platform.send([creation(1)])).status).toBe(401)
    expect((await platform.send([creation(1)])).status).toBe(401)
    await platform.renewToken()
    expect((await platform.send([creation(1)])).status).toBe(200)
  })

  test('a caller who hangs up during latency is not served afterwards', async () => {
    await once({ kind: 'latency', ms: 150 }, {})
    await expect(platform.send([creation(1)], { signal: AbortSignal.timeout(50) })).rejects.toThrow()
    const { result, ms } = await timed(() => platform.deliver([creation(2)]))
    expect([outcomes(result), ms > 140]).toEqual([['accepted'], true])
    expect((await platform.status([keyOf(1)]))[0]).toMatchObject({ outcome: 'not-found' })
  })
})

describe('a fault after the commit has applied the effect, once', () => {
  const settledOnce = async () => {
    const [probed] = await platform.status([keyOf(1)])
    expect(probed).toMatchObject({ outcome: 'accepted' })
    expect(await platform.deliver([creation(1)])).toEqual([{ ...probed, replayed: true }])
    expect(await platform.effects()).toMatchObject({ accepted: 1, applied: 1, replayed: 1, ...EACH_ONCE })
  }

  test('timeout-after-commit, when the caller hangs up', async () => {
    await once({ kind: 'timeout-after-commit', ms: 60_000 })
    await expect(platform.send([creation(1)], { signal: AbortSignal.timeout(100) })).rejects.toThrow()
    await settledOnce()
  })

  test('timeout-after-commit, when the caller waits', async () => {
    await once({ kind: 'timeout-after-commit', ms: 150 })
    const { result, ms } = await timed(() => platform.deliver([creation(1)]))
    expect([outcomes(result), ms > 140]).toEqual([['accepted'], true])
    await settledOnce()
  })

  test('reset-after-commit', async () => {
    await once({ kind: 'reset-after-commit' })
    await expect(platform.send([creation(1)])).rejects.toThrow('fetch failed')
    await settledOnce()
  })

  test('truncated-body', async () => {
    await once({ kind: 'truncated-body' })
    await expect(platform.send([creation(1)])).rejects.toThrow(SyntaxError)
    await settledOnce()
  })

  test.each(['error500', 'business-500'] as const)('%s, committed', async (kind) => {
    await once({ kind, committed: true })
    expect((await platform.send([creation(1)])).data).toBeNull()
    await settledOnce()
  })
})

describe('a fault of an item', () => {
  test('reject is remembered under the key, and spares the rest of the batch', async () => {
    await once({ kind: 'reject', code: 'DC-999', message: 'Không rõ lý do' }, { ratio: 0.3 })
    const answers = await platform.deliver(creations(100))
    const rejected = answers.filter(({ code }) => code === 'DC-999')
    expect(rejected.length).toBeGreaterThan(15)
    expect(rejected.length).toBeLessThan(45)
    await platform.faults({})
    expect(await platform.deliver(creations(100))).toEqual(answers.map((answer) => ({ ...answer, replayed: true })))
    expect(await platform.effects()).toMatchObject({
      accepted: 100 - rejected.length,
      rejected: rejected.length,
      ...EACH_ONCE,
    })
  })

  test('awaiting is applied when its time has come, and the probe tells', async () => {
    await once({ kind: 'awaiting', ms: 3_600_000 }, { op: 'create' })
    expect(await platform.deliver([creation(1)])).toEqual([{ key: keyOf(1), outcome: 'awaiting' }])
    expect(await platform.status([keyOf(1)])).toEqual([{ key: keyOf(1), outcome: 'awaiting' }])
    expect(await platform.effects()).toMatchObject({ awaiting: 1, applied: 0, ...EACH_ONCE })
    await platform.advance(3_600_000)
    await platform.renewToken()
    const [later] = await platform.status([keyOf(1)])
    expect(later).toEqual({
      key: keyOf(1),
      outcome: 'accepted',
      nationalId: expect.any(String),
      receipt: expect.any(String),
    })
    expect(await platform.deliver([creation(1)])).toEqual([{ key: keyOf(1), outcome: 'awaiting', replayed: true }])
    expect(await platform.effects()).toMatchObject({ accepted: 1, awaiting: 0, applied: 1, ...EACH_ONCE })
  })
})

test('stopping does not wait for answers that are held back', async () => {
  await once({ kind: 'timeout-after-commit', ms: 60_000 })
  const held = platform.send([creation(1)]).catch(() => 'hung up')
  await expect.poll(applied).toBe(1)
  const { ms } = await timed(platform.restart)
  expect(await held).toBe('hung up')
  expect(ms).toBeLessThan(5000)
})

test('lost database connections cost errors 500, never an effect or a second one', async () => {
  const cut = () =>
    platform.db.query(
      `select pg_terminate_backend(pid)
         from pg_stat_activity
        where datname = current_database()
          and pid <> pg_backend_pid()`,
    )
  const deliver = async (batch: readonly Item[]) => {
    for (let reply = await platform.send(batch); reply.status !== 200; reply = await platform.send(batch)) {
      expect(reply).toMatchObject({ status: 500, data: null })
    }
  }
  const deliveries = Promise.all(Array.from({ length: 40 }, (_, n) => deliver(creations(50, n * 50))))
  for (let n = 0; n < 8; n++) await cut()
  await deliveries
  expect(await platform.effects()).toMatchObject({ accepted: 2000, applied: 2000, held: 2000, ...EACH_ONCE })
})

describe('a script', () => {
  test('is decided by seed, key and attempt, not by the order of arrival', async () => {
    const script = faultScript.parse({ seed: 3, rules: [{ when: { ratio: 0.5 }, fault: { kind: 'error500' } }] })
    const decide = (n: number, attempt: number, ordinal: number, seed = 3) =>
      faultOfCall(
        { ...script, seed },
        {
          service: 'land',
          call: 'records',
          op: 'create',
          firstKey: keyOf(n),
          attempt,
          ordinal: { all: ordinal, service: ordinal },
        },
      ).fault !== null
    const numbers = Array.from({ length: 400 }, (_, n) => n)
    const first = numbers.map((n) => decide(n, 1, n + 1))
    expect(numbers.map((n) => decide(n, 1, 999 - n))).toEqual(first)
    expect(numbers.map((n) => decide(n, 2, n + 1))).not.toEqual(first)
    expect(numbers.map((n) => decide(n, 1, n + 1, 4))).not.toEqual(first)
    expect(first.filter(Boolean).length).toBeGreaterThan(160)
    expect(first.filter(Boolean).length).toBeLessThan(240)
  })

  test('may be tied to a service, an operation, an attempt, the first calls and the probe', async () => {
    const status = async (item: Item) => (await platform.send([item])).status
    await once({ kind: 'error500' }, { service: 'land' })
    expect(await status(creation(1))).toBe(200)
    await once({ kind: 'error500' }, { op: 'update' })
    expect([await status(creation(2)), await status(creation(3, { op: 'update' }))]).toEqual([200, 500])
    await once({ kind: 'error500' }, { attempt: 2 })
    expect([await status(creation(4)), await status(creation(4)), await status(creation(4))]).toEqual([200, 500, 200])
    await once({ kind: 'unavailable' }, { firstRequests: 2 })
    expect([await status(creation(5)), await status(creation(6)), await status(creation(5))]).toEqual([503, 503, 200])
    await once({ kind: 'error500' }, { call: 'status', attempt: 1 })
    expect(await status(creation(7))).toBe(200)
    expect((await platform.call('population', 'status', { keys: [keyOf(7)] })).status).toBe(500)
    expect((await platform.call('population', 'status', { keys: [keyOf(7)] })).status).toBe(200)
  })

  test('that cannot be read is refused and leaves the old one in force', async () => {
    await once({ kind: 'error500' }, {})
    expect((await platform.post('/sim/faults', { rules: [{ fault: { kind: 'earthquake' } }] })).status).toBe(400)
    expect((await platform.send([creation(1)])).status).toBe(500)
  })

  test('for the demo is gentle: three calls in a hundred, three items in two hundred', () => {
    const script = faultScript.parse(demoFaults)
    const keys = Array.from({ length: 20_000 }, (_, n) => keyOf(n))
    const ordinal = { all: 1, service: 1 }
    const call = { service: 'population', call: 'records', op: 'create', attempt: 1, ordinal } as const
    const struck = keys.filter((firstKey) => faultOfCall(script, { ...call, firstKey }).fault !== null)
    expect(struck.length / keys.length).toBeCloseTo(0.03, 2)
    const rejected = keys.filter((key) => faultOfItem(script, 'population', 'create', key) !== null)
    expect(rejected.length / keys.length).toBeCloseTo(0.015, 2)
  })
})

test('a client who repeats every unanswered call on a very bad day has each effect applied once', async () => {
  await platform.faults({
    seed: 11,
    rules: [
      { when: { ratio: 0.1 }, fault: { kind: 'timeout-after-commit', ms: 60_000 } },
      { when: { ratio: 0.1 }, fault: { kind: 'reset-after-commit' } },
      { when: { ratio: 0.1 }, fault: { kind: 'truncated-body' } },
      { when: { ratio: 0.1 }, fault: { kind: 'timeout-before-commit', ms: 60_000 } },
      { when: { ratio: 0.1 }, fault: { kind: 'business-500', committed: true } },
      { when: { ratio: 0.1 }, fault: { kind: 'throttle', s: 0 } },
      { when: { ratio: 0.05 }, fault: { kind: 'reject', code: 'DC-137', message: 'Không khớp' } },
    ],
  })
  const batches = Array.from({ length: 60 }, (_, n) => creations(20, n * 20))
  const answers = new Map<string, Answer>()
  const deliver = async (batch: readonly Item[]) => {
    while (!answers.has(batch[0]!.key)) {
      const reply = await platform.send(batch, { signal: AbortSignal.timeout(1000) }).catch(() => null)
      for (const answer of reply?.data?.results ?? []) answers.set(answer.key, answer)
    }
  }
  const queue = [...batches]
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let batch = queue.pop(); batch; batch = queue.pop()) await deliver(batch)
    }),
  )
  const accepted = [...answers.values()].filter(({ outcome }) => outcome === 'accepted').length
  const counts = await platform.effects()
  expect(counts).toMatchObject({ accepted, rejected: 1200 - accepted, applied: accepted, held: accepted, ...EACH_ONCE })
  expect(counts.replayed).toBeGreaterThan(100)
})
