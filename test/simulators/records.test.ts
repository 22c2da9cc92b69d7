import { beforeEach, describe, expect, test } from 'vitest'
import type { Item, Op, Service } from '../../simulators/protocol.ts'
import { BIRTH_PROVINCES } from '../../simulators/services/population.ts'
import { CLIENT, creation, creations, keyOf, openPlatform, person } from './client.ts'

const clock = { now: () => new Date('2026-07-01T18:00:00Z') }
const platform = await openPlatform({ clock, tokenLifetimeS: 60 })
beforeEach(async () => {
  await platform.reset()
})

const servant = {
  so_dinh_danh: '048190000001',
  co_quan: 'H17.02',
  ngach: '01.003',
  bac: 3,
  he_so: 3,
  ho_ten: 'Nguyễn Thị Thử',
}
const parcel = {
  ma_xa: '20335',
  so_to: 5,
  so_thua: '123',
  dien_tich: 120.5,
  loai_dat: 'ODT',
  so_phat_hanh: 'BĐ 123456',
  so_vao_so: 'CS 05494',
}
const household = { so_ho_so: 'HS-1', chu_ho: 'P-1', ma_xa: '00004', dia_chi: null }
const agency = { ma_dinh_danh: 'H17.02.05', ten: 'Phòng Thử nghiệm', ma_dvqhns: '1234567' }

describe('a service', () => {
  test.each<[Service, Item['payload']]>([
    ['population', person(1)],
    ['population', { so_cmnd: '201234567', ho_ten: "H' Nim", ngay_sinh: '1955', gioi_tinh: null }],
    ['population', person(1, { so_dinh_danh: '101085123456', ngay_sinh: '2026-07' })],
    ['population', person(1, { so_dinh_danh: '049085123456', ngay_sinh: '2026-07-02' })],
    ['civil-servant', servant],
    ['civil-servant', { ...servant, ngach: 'V.07.04.30', bac: 8, he_so: '6.78' }],
    ['civil-servant', { so_dinh_danh: '048190000001', co_quan: '000.02.H17' }],
    ['civil-servant', { ...servant, ngach: '15a.201', bac: null, he_so: null }],
    ['land', parcel],
    ['land', { ma_xa: '20335', so_to: 1, so_thua: 1 }],
    ['land', { ...parcel, so_phat_hanh: 'AA 12345678' }],
    ['household', household],
    ['organisation', agency],
    ['organisation', { ma_dinh_danh: '000.05.02.H17', ten: 'Phòng Thử nghiệm' }],
    ['organisation', { ma_dinh_danh: 'H17', ten: 'Thành phố' }],
  ])('%s takes %j', async (service, payload) => {
    const [answer] = await platform.deliver([creation(1, { payload })], service)
    expect(answer).toEqual({
      key: keyOf(1),
      outcome: 'accepted',
      nationalId: expect.stringMatching(/^(DC|CT|CB|DD|TC)-[0-9A-F]{16}$/),
      receipt: expect.any(String),
    })
  })

  test.each<[Service, string, string, Item['payload']]>([
    ['population', 'DC-101', 'so_dinh_danh', person(1, { so_dinh_danh: null })],
    ['population', 'DC-104', 'so_dinh_danh', person(1, { so_dinh_danh: '48190000001' })],
    ['population', 'DC-105', 'so_dinh_danh', person(1, { so_dinh_danh: '003190000001' })],
    ['population', 'DC-105', 'so_dinh_danh', person(1, { so_dinh_danh: '000190000001' })],
    ['population', 'DC-110', 'ho_ten', person(1, { ho_ten: ' ' })],
    ['population', 'DC-112', 'ho_ten', person(1, { ho_ten: 'Nguye62n Thi' })],
    ['population', 'DC-121', 'ngay_sinh', person(1, { ngay_sinh: '17/05/1990' })],
    ['population', 'DC-121', 'ngay_sinh', person(1, { ngay_sinh: '1990-02-30' })],
    ['population', 'DC-121', 'ngay_sinh', person(1, { ngay_sinh: '1990-13' })],
    ['population', 'DC-122', 'ngay_sinh', person(1, { ngay_sinh: '2026-07-03' })],
    ['population', 'DC-122', 'ngay_sinh', person(1, { ngay_sinh: '2027' })],
    ['population', 'DC-131', 'gioi_tinh', person(1, { gioi_tinh: 'Nữ' })],
    ['population', 'DC-900', 'ten_goi_khac', person(1, { ten_goi_khac: 'Sáu' })],
    ['civil-servant', 'CB-001', 'so_dinh_danh', { ...servant, so_dinh_danh: null }],
    ['civil-servant', 'CB-009', 'co_quan', { ...servant, co_quan: '' }],
    ['civil-servant', 'CB-017', 'ngach', { ...servant, ngach: 'CV' }],
    ['civil-servant', 'CB-021', 'he_so', { ...servant, he_so: 3.33 }],
    ['civil-servant', 'CB-021', 'he_so', { ...servant, he_so: '3,00' }],
    ['civil-servant', 'CB-021', 'he_so', { ...servant, bac: 10, he_so: 5.31 }],
    ['civil-servant', 'CB-021', 'he_so', { ...servant, ngach: 'V.07.04.30', he_so: 3.01 }],
    ['land', 'DD-201', 'ma_xa', { ...parcel, ma_xa: '331' }],
    ['land', 'DD-211', 'so_to', { ...parcel, so_to: 0 }],
    ['land', 'DD-212', 'so_thua', { ...parcel, so_thua: '123a' }],
    ['land', 'DD-221', 'loai_dat', { ...parcel, loai_dat: 'NNP' }],
    ['land', 'DD-230', 'dien_tich', { ...parcel, dien_tich: 0 }],
    ['land', 'DD-241', 'so_phat_hanh', { ...parcel, so_phat_hanh: 'CS 05494' }],
    ['household', 'CT-011', 'so_ho_so', { ...household, so_ho_so: null }],
    ['household', 'CT-023', 'ma_xa', { ...household, ma_xa: '20335@2025-07-01' }],
    ['organisation', 'TC-003', 'ma_dinh_danh', { ...agency, ma_dinh_danh: '17.02' }],
    ['organisation', 'TC-007', 'ten', { ma_dinh_danh: 'H17' }],
  ])('%s refuses with %s on %s', async (service, code, field, payload) => {
    const [answer] = await platform.deliver([creation(1, { payload })], service)
    expect(answer).toEqual({ key: keyOf(1), outcome: 'rejected', code, field, message: expect.any(String) })
    expect((await platform.effects(service)).applied).toBe(0)
  })

  test('knows the 63 provinces of birth registration', () => expect(BIRTH_PROVINCES.size).toBe(63))
})

describe('what a service holds', () => {
  const send = async (op: Op, name: string) =>
    (await platform.deliver([creation(1, { op, key: keyOf(name) })])).map(({ code, outcome }) => code ?? outcome)

  test('decides which operations it takes', async () => {
    expect(await send('update', 'a')).toEqual(['NOT_FOUND'])
    expect(await send('deactivate', 'b')).toEqual(['NOT_FOUND'])
    expect(await send('create', 'c')).toEqual(['accepted'])
    expect(await send('create', 'd')).toEqual(['ALREADY_EXISTS'])
    expect(await send('deactivate', 'e')).toEqual(['accepted'])
    expect(await send('create', 'f')).toEqual(['accepted'])
  })

  test('is not mixed between services', async () => {
    await platform.deliver([creation(1)])
    const [answer] = await platform.deliver([creation(1, { payload: household })], 'household')
    expect(answer).toMatchObject({ outcome: 'accepted' })
    expect(answer).not.toHaveProperty('replayed')
  })

  test('is proved by a receipt that cannot be moved to another key', async () => {
    const [{ receipt } = { receipt: '' }] = await platform.deliver([creation(1)])
    const genuine = async (body: object) =>
      (
        (await (
          await platform.post('/sim/receipts', { service: 'population', key: keyOf(1), receipt, ...body })
        ).json()) as {
          genuine: boolean
        }
      ).genuine
    expect(await genuine({})).toBe(true)
    expect(await genuine({ key: keyOf(2) })).toBe(false)
    expect(await genuine({ receipt: `x${receipt}` })).toBe(false)
    expect(JSON.parse(Buffer.from(receipt!.split('.')[0]!, 'base64url').toString())).toEqual({
      receiptId: expect.any(String),
      acceptedAt: '2026-07-01T18:00:00.000Z',
      payloadHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })
})

describe('the gateway', () => {
  test('gives a token for the right secret only', async () => {
    const answer = await platform.grant()
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 60 })
    const refused = await platform.grant(`${CLIENT.secret} `)
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'invalid_client' }])
    expect((await platform.grant(CLIENT.secret, 'grant_type=password')).status).toBe(400)
  })

  test('wants a living token', async () => {
    const bearer = (authorization: string) => platform.send([creation(1)], { headers: { authorization } })
    expect(await bearer('')).toMatchObject({ status: 401, code: '900902' })
    expect(await bearer('Bearer made-up')).toMatchObject({ status: 401, code: '900901' })
    await platform.advance(61_000)
    expect(await platform.send([creation(1)])).toMatchObject({ status: 401, code: '900901' })
    await platform.renewToken()
    expect(await platform.send([creation(1)])).toMatchObject({ status: 200, code: 'SUCCESS' })
  })

  test('answers in one envelope, with the results in the order of the items', async () => {
    const answer = await platform.send([creation(2), creation(1, { payload: {} }), creation(3)])
    expect(answer).toMatchObject({
      status: 200,
      code: 'SUCCESS',
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(answer.data.results.map(({ key, outcome }) => [key, outcome])).toEqual([
      [keyOf(2), 'accepted'],
      [keyOf(1), 'rejected'],
      [keyOf(3), 'accepted'],
    ])
    expect(await platform.call('land', 'nothing', {}).catch(() => 'no such call')).toBe('no such call')
    expect(await platform.call('weather' as Service, 'status', { keys: [keyOf(1)] })).toMatchObject({ status: 404 })
  })

  test('never repeats a value of a body that it cannot read', async () => {
    const answer = await platform.post('/sim/faults', { seed: 'Nguyễn Thị Thử' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain('Nguyễn')
  })

  test('keeps what arrived, by message', async () => {
    await platform.deliver(creations(5))
    const { attempts, counts } = await platform.attempts()
    expect(attempts).toMatchObject([{ service: 'population', officer: 'SG-0001', items: 5, number: 1, fault: null }])
    expect(counts).toEqual([{ service: 'population', call: 'records', fault: null, calls: 1, items: 5 }])
  })
})
