import { describe, expect, test } from 'vitest'
import { dossier, parcel, resident, startChain } from '../support/chain.ts'

const some = (n: number, of: (n: number) => ReturnType<typeof resident>) =>
  Array.from({ length: n }, (_, i) => of(i + 1))

describe('a night', () => {
  test('links the registers, and every row is in exactly one end state', async () => {
    const chain = await startChain()
    chain.drop('2026-11-21', {
      residence: [...some(20, resident), resident(20)],
      'home-affairs': [...some(5, dossier), dossier(6, { bac: '2', he_so: '9,99' }), dossier(7, { so_cccd: '12345' })],
      land: some(10, parcel),
    })
    const report = await chain.night('2026-11-21')
    expect(report).toMatchObject({
      state: 'success',
      ledgerAddsUp: true,
      rowsIn: 38,
      accepted: 35,
      quarantined: 2,
      superseded: 1,
      pending: 0,
    })
    const people = await chain.query<{ golden_id: string; n: number }>(
      `select golden_id, count(*) as n from crosswalk join source_record using (record_id) where domain = 'person' group by golden_id order by n desc, golden_id`,
    )
    expect(people.length).toBe(20)
    expect(people[0]?.n).toBe(3)
    const [holder] = await chain.query<{ holder: string; person: string }>(
      `select p.holder, c.golden_id as person
         from golden.land_parcel p, source_record r join crosswalk c using (record_id)
        where p.parcel_no = '3' and r.domain = 'person' and r.source = 'residence' and r.key = 'NK0000003'`,
    )
    expect(holder?.holder).toBe(holder?.person)
  })

  test('is told of every fault of a row at once, and quarantines it with its reason', async () => {
    const chain = await startChain()
    chain.drop('2026-11-21', {
      residence: [resident(1)],
      land: [],
      'home-affairs': [dossier(1, { bac: '2', he_so: '9,99', ngay_tuyen_dung: '01/01/1970', so_cccd: '' })],
    })
    await chain.night('2026-11-21')
    const codes = (
      await chain.query<{ code: string }>(`select code from finding where domain = 'civil-servant' order by code`)
    ).map(({ code }) => code)
    expect(codes).toEqual([
      'civil-servant.beyond-retirement',
      'civil-servant.coefficient.decimal-comma',
      'civil-servant.grade-step-pay',
      'civil-servant.personalId.required',
      'civil-servant.recruited-too-young',
    ])
    expect(await chain.query('select key from quarantine')).toEqual([{ key: 'HS1' }])
  })

  test('does nothing twice: the second night touches only what changed', async () => {
    const chain = await startChain()
    const first = { residence: some(20, resident), 'home-affairs': some(5, dossier), land: some(10, parcel) }
    chain.drop('2026-11-21', first)
    const one = await chain.night('2026-11-21')
    chain.drop('2026-11-22', {
      ...first,
      residence: [...first.residence.slice(0, 19), resident(20, { dien_thoai: '0905123456' })],
    })
    const two = await chain.night('2026-11-22')
    expect(two).toMatchObject({
      state: 'success',
      rowsIn: 35,
      unchanged: 34,
      accepted: 1,
      golden: one.golden,
      duplicates: one.duplicates,
    })
    const versions = await chain.query<{ golden_id: string; version: number }>(
      'select golden_id, version from golden where version > 1',
    )
    expect(versions).toHaveLength(1)
    expect(await chain.query('select count(*) as n from golden_version')).toEqual([{ n: 1 }])
  })

  test('repeated stages give the recorded counts and change nothing', async () => {
    const chain = await startChain()
    chain.drop('2026-11-21', { residence: some(6, resident), 'home-affairs': [], land: [] })
    const { goldenHash } = await chain.night('2026-11-21', { runId: 'same' })
    const again = await chain.night('2026-11-21', { runId: 'same' })
    expect(again.goldenHash).toBe(goldenHash)
    expect(await chain.query('select count(*) as n from batch')).toEqual([{ n: 3 }])
  })
})

describe('rows that are gone', () => {
  test('are suspected first, confirmed when absent twice, and come back when the row does', async () => {
    const chain = await startChain()
    const all = some(10, resident)
    const drop = (date: string, residence: typeof all) => chain.drop(date, { residence, 'home-affairs': [], land: [] })
    drop('2026-11-21', all)
    await chain.night('2026-11-21')
    drop('2026-11-22', all.slice(1))
    expect(await chain.night('2026-11-22')).toMatchObject({ state: 'success', suspectedMissing: 1, golden: 20 })
    // No new delivery: the same file again is no second absence.
    expect(await chain.night('2026-11-22')).toMatchObject({ suspectedMissing: 0, golden: 20 })
    drop('2026-11-23', [...all.slice(1, 9), resident(10, { dia_chi: 'Thôn Mới' })])
    expect(await chain.night('2026-11-23')).toMatchObject({ state: 'success', golden: 18 })
    drop('2026-11-24', all)
    expect(await chain.night('2026-11-24')).toMatchObject({ state: 'success', golden: 20 })
    const ids = await chain.query<{ n: number }>(`select count(*) as n from golden where domain = 'person'`)
    expect(ids).toEqual([{ n: 10 }])
  })

  test('a broken extract retires nobody', async () => {
    const chain = await startChain()
    chain.drop('2026-11-21', { residence: some(10, resident), 'home-affairs': [], land: [] })
    await chain.night('2026-11-21')
    for (const date of ['2026-11-22', '2026-11-23', '2026-11-24']) {
      chain.drop(date, { residence: some(3, resident), 'home-affairs': [], land: [] })
      expect(await chain.night(date)).toMatchObject({ golden: 20 })
    }
  })
})

describe('merging', () => {
  test('two members become one person when the evidence comes, and two again when it goes: same ids, same values', async () => {
    const chain = await startChain()
    const apart = [resident(1), resident(2, { so_ho_so: 'HS-1', quan_he_chu_ho: 'Con' })]
    const drop = (date: string, residence: typeof apart) =>
      chain.drop(date, { residence, 'home-affairs': [], land: [] })
    const people = () =>
      chain.query<{ golden_id: string; values: object }>(
        `select golden_id, values from golden where domain = 'person' and state = 'active' order by golden_id`,
      )
    drop('2026-11-21', apart)
    await chain.night('2026-11-21')
    const before = await people()
    const twin = { ...resident(1), ma_nhan_khau: 'NK0000002' }
    drop('2026-11-22', [resident(1), twin])
    await chain.night('2026-11-22')
    expect(await people()).toHaveLength(1)
    expect(await chain.query('select from_id, to_id from redirect')).toEqual([
      { from_id: before[1]?.golden_id, to_id: before[0]?.golden_id },
    ])
    drop('2026-11-23', apart)
    await chain.night('2026-11-23')
    expect(await people()).toEqual(before)
    expect(await chain.query('select from_id from redirect')).toEqual([])
    const seqs = await chain.query<{ seq: number }>(`select seq from event where domain = 'person' order by seq`)
    expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, i) => i + 1))
  })

  test('a parcel that is sold leaves the seller who he is, and joins the buyer', async () => {
    const chain = await startChain()
    const residence = [resident(1), resident(2)]
    const sold = (n: number, date: string) =>
      chain.drop(date, { residence, 'home-affairs': [], land: [parcel(1), { ...parcel(n), ma_thua: 'TD0' }] })
    const people = () =>
      chain.query<{ golden_id: string; name: string; members: number }>(
        `select golden_id, values ->> 'fullName' as name, members from golden where domain = 'person' order by golden_id`,
      )
    sold(1, '2026-11-21')
    await chain.night('2026-11-21')
    const before = await people()
    expect(before.map(({ members }) => members)).toEqual([3, 1])
    sold(2, '2026-11-22')
    expect(await chain.night('2026-11-22')).toMatchObject({ cases: 0 })
    expect(await people()).toEqual(before.map((person) => ({ ...person, members: 2 })))
    sold(1, '2026-11-23')
    await chain.night('2026-11-23')
    expect(await people()).toEqual(before)
  })
})
