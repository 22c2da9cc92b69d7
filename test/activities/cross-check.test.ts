import { describe, expect, test } from 'vitest'
import { type Cells, type Chain, dossier, parcel, resident, startChain } from '../support/chain.ts'

const standing = async (chain: Chain): Promise<readonly string[]> =>
  (
    await chain.query<{ line: string }>(
      `select code || ' ' || source || ':' || key as line from standing_finding order by 1`,
    )
  ).map(({ line }) => line)

/** Two rows of one household, number 1; the second says who it is. */
const couple = (relation: string, more: Cells = {}): readonly Cells[] => [
  resident(1),
  resident(2, { so_ho_so: 'HS-1', quan_he_chu_ho: relation, gioi_tinh: 'Nữ', so_dinh_danh: '048162000002', ...more }),
]

describe('records that stand together', () => {
  test('two heads keep their household here until one of them is mended', async () => {
    const chain = await startChain()
    chain.drop('2026-11-21', { residence: couple('Chủ hộ'), 'home-affairs': [], land: [] })
    await chain.night('2026-11-21')
    expect(await standing(chain)).toEqual([
      'household.two-heads residence:NK0000001',
      'household.two-heads residence:NK0000002',
    ])
    const households = () => chain.query(`select op from effect where target = 'national/household'`)
    expect(await households()).toEqual([])

    chain.drop('2026-11-22', { residence: couple('Vợ'), 'home-affairs': [], land: [] })
    await chain.night('2026-11-22')
    expect(await standing(chain)).toEqual([])
    expect(await households()).toEqual([{ op: 'create' }])
    expect(await chain.query(`select distinct code from finding_cleared`)).toEqual([{ code: 'household.two-heads' }])
    expect(await chain.query(`select key from finding where code = 'household.two-heads' order by key`)).toHaveLength(2)
  })

  test('a household whose head waits in quarantine has a head, until the row is gone from it', async () => {
    const chain = await startChain()
    const drop = (date: string, head: Cells) =>
      chain.drop(date, { residence: [resident(1, head), couple('Vợ')[1] as Cells], 'home-affairs': [], land: [] })
    drop('2026-11-21', { so_dinh_danh: '04806100000' })
    await chain.night('2026-11-21')
    expect(await chain.query(`select key from quarantine where domain = 'person'`)).toEqual([{ key: 'NK0000001' }])
    expect(await standing(chain)).toEqual([])

    drop('2026-11-22', { so_dinh_danh: '04806100000', so_ho_so: 'HS-9' })
    await chain.night('2026-11-22')
    expect(await standing(chain)).toEqual(['person.no-head residence:NK0000002'])

    drop('2026-11-23', {})
    await chain.night('2026-11-23')
    expect(await standing(chain)).toEqual([])
  })

  test('what a night raises on changes is what a night on everything raises', async () => {
    const before = {
      residence: [...couple('Chủ hộ'), resident(3), resident(4, { so_ho_so: 'HS-3', quan_he_chu_ho: 'Con' })],
      'home-affairs': [dossier(3), dossier(4)],
      land: [parcel(1), parcel(2), parcel(3)],
    }
    const after = {
      residence: [...couple('Vợ'), resident(3, { tinh_trang: 'Đã chết' }), resident(4)],
      'home-affairs': [dossier(3), dossier(4, { so_bhxh: '' })],
      land: [parcel(1), parcel(2, { so_phat_hanh: 'BĐ 100001', ngay_cap: '13/07/2016' }), parcel(3)],
    }
    const stepwise = await startChain()
    stepwise.drop('2026-11-21', before)
    await stepwise.night('2026-11-21')
    stepwise.drop('2026-11-22', after)
    await stepwise.night('2026-11-22')
    const atOnce = await startChain()
    atOnce.drop('2026-11-22', after)
    await atOnce.night('2026-11-22')
    const found = await standing(stepwise)
    expect(found).toEqual(await standing(atOnce))
    const golden = (chain: Chain) => chain.query(`select hash from golden where state = 'active' order by hash`)
    expect(await golden(stepwise)).toEqual(await golden(atOnce))
    // The holder of parcel 3 died, and a serial stands on two parcels.
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining('land-parcel.serial-used-twice')]))
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining('land:TD3')]))
  })

  test('a record that leaves its group clears the others there, though nothing else of them changed', async () => {
    const chain = await startChain()
    const other = (so_dinh_danh: string) =>
      resident(2, { ho_ten: 'Trần Thị Hoa', ngay_sinh: '1990-02-03', gioi_tinh: 'Nữ', so_dinh_danh })
    const shared = resident(1).so_dinh_danh ?? ''
    chain.drop('2026-11-21', { residence: [resident(1), other(shared)], 'home-affairs': [], land: [] })
    await chain.night('2026-11-21')
    expect(await standing(chain)).toContain('person.id-of-two-persons residence:NK0000001')
    chain.drop('2026-11-22', { residence: [resident(1), other('048190000002')], 'home-affairs': [], land: [] })
    await chain.night('2026-11-22')
    expect((await standing(chain)).filter((line) => line.includes('id-of-two-persons'))).toEqual([])
  })

  test('a repeated night raises nothing again', async () => {
    const chain = await startChain()
    const rows = { residence: couple('Chủ hộ'), 'home-affairs': [], land: [] }
    chain.drop('2026-11-21', rows)
    await chain.night('2026-11-21')
    const raised = await chain.query(`select code from finding where batch_id is null`)
    chain.drop('2026-11-22', rows)
    await chain.night('2026-11-22')
    expect(await chain.query(`select code from finding where batch_id is null`)).toEqual(raised)
    expect(await standing(chain)).toHaveLength(2)
  })
})
