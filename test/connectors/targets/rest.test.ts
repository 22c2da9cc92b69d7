import { randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { retryAfterMs } from '../../../connectors/targets/http.ts'
import { rest } from '../../../connectors/targets/rest.ts'
import { TargetStopped } from '../../../core/target.ts'
import { type FaultScript, startNationalPlatform } from '../../../simulators/national.ts'
import { describeTarget, type TargetUnderTest } from '../../contracts/target.ts'
import { testDatabase } from '../../support/database.ts'

const platform = await startNationalPlatform({
  databaseUrl: await testDatabase({ isEmpty: true }),
  clients: [{ id: 'sogoc', secret: 'for tests' }],
  tokenLifetimeS: 11,
})
afterAll(() => platform.stop())
const secretFile = join(mkdtempSync(join(tmpdir(), 'sogoc-rest-')), 'secret')
writeFileSync(secretFile, 'for tests\n')
const gateway = { url: platform.url, clientId: 'sogoc', secretFile, officer: 'CB-017', timeoutMs: 400 }
const kind = rest({ service: 'organisation', batch: 10, connections: 1 })

const post = (path: string, body: object) =>
  fetch(platform.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const SCRIPTS: Record<Parameters<TargetUnderTest['misbehave']>[0], FaultScript> = {
  none: {},
  'timeout after commit': { rules: [{ fault: { kind: 'timeout-after-commit', ms: 1_500 } }] },
  throttle: { rules: [{ fault: { kind: 'throttle', retryAfter: 'http-date', s: 2 } }] },
  'cut-off body': { rules: [{ fault: { kind: 'truncated-body' } }] },
  refuse: { rules: [{ fault: { kind: 'reject', code: 'TC-001', message: 'Đơn vị không có trong cây tổ chức' } }] },
}

describeTarget('rest', {
  connection: kind.connect(gateway),
  payload: (n) => ({ ma_dinh_danh: `H17.01.${String(n).padStart(2, '0')}`, ten: `Phòng số ${n}` }),
  misbehave: async (how) => void (await post('/sim/faults', SCRIPTS[how])),
  applied: async () => {
    const { effects } = (await (await fetch(`${platform.url}/sim/effects?service=organisation`)).json()) as {
      effects: { applied: number; appliedTwice: number }[]
    }
    return { applied: effects[0]?.applied ?? 0, twice: effects[0]?.appliedTwice ?? 0 }
  },
})

test('wrong credentials stop the target instead of being tried again', async () => {
  writeFileSync(`${secretFile}.wrong`, 'guess')
  const connection = kind.connect({ ...gateway, secretFile: `${secretFile}.wrong` })
  await expect(connection.send(randomUUID(), [])).rejects.toBeInstanceOf(TargetStopped)
})

test('a token that ends under way is renewed once, and nothing is lost', async () => {
  await post('/sim/faults', {
    rules: [{ when: { firstRequests: 1 }, fault: { kind: 'token-expired' } }],
  } satisfies FaultScript)
  const { outcomes } = await kind
    .connect(gateway)
    .send(randomUUID(), [
      { key: `e1:${'c'.repeat(64)}`, op: 'create', id: 'x-99', payload: { ma_dinh_danh: 'H17.09', ten: 'Phòng' } },
    ])
  expect(outcomes[0]?.kind).toBe('accepted')
})

test('a far side that is not there is surely unsent', async () => {
  const item = { key: `e1:${'d'.repeat(64)}`, op: 'create' as const, id: 'x-98', payload: {} }
  const { outcomes } = await kind.connect({ ...gateway, url: 'http://127.0.0.1:9' }).send(randomUUID(), [item])
  expect(outcomes[0]?.kind).toBe('unsent')
})

test.each([
  ['7', null, 7_000],
  ['Wed, 21 Oct 2026 07:28:05 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT', 5_000],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT', 0],
  ['soon', null, null],
])('Retry-After %s at %s is %s ms', (value, date, expected) => {
  expect(retryAfterMs(new Headers({ 'retry-after': value, ...(date ? { date } : {}) }))).toBe(expected)
})
