import { describe, expect, test } from 'vitest'
import type { RemapReport } from '../../activities/remap.ts'
import type { CodeMove, MoveKind } from '../../core/code-list.ts'
import { completed } from '../../schemas/reference/file.ts'
import { codesOf, loadCodeList } from '../../store/reference.ts'
import { type Chain, parcel, resident, startChain } from '../support/chain.ts'

const NEXT = '2027-01-01'
const NOW = '2026-04-30'

const move = (from: string, to: string, kind: MoveKind): CodeMove => ({
  fromVersion: NOW,
  from,
  to,
  kind,
  assurance: 'register-complete',
  authority: 'NQ thử nghiệm',
})

/** A catalogue in which Hải Vân went to Liên Chiểu, Hòa Khánh has another name, and two wards were split. */
const loadNext = (chain: Chain) =>
  chain.store.transaction(async (tx) => {
    const now = await codesOf(tx, 'commune', NOW)
    const codes = [
      ...now
        .filter(({ code }) => code !== '20194')
        .map((one) => (one.code === '20200' ? { ...one, label: 'Mới' } : one)),
      { code: '99001', label: 'Phường Thử', parent: '48', from: null, to: null },
    ]
    const moves = [
      move('20194', '20197', 'merged'),
      move('20200', '20200', 'unchanged'),
      move('20209', '20209', 'ambiguous'),
      move('20209', '99001', 'ambiguous'),
      move('20242', '99001', 'split-by-population'),
      move('20242', '20242', 'ambiguous'),
    ]
    const version = { list: 'commune', title: 'Xã', version: NEXT, from: NEXT, source: 'thử nghiệm', codes }
    await loadCodeList(tx, { ...version, moves: completed(moves, codes, new Map([[NOW, now]])) })
  })

/** A remap as the workflow runs it, without sending. */
async function remap(chain: Chain, runId: string, { dryRun = false, to = NEXT } = {}): Promise<RemapReport> {
  const { activities } = chain
  const plan = await activities.openRemap({ runId, list: 'commune', to, dryRun })
  let changed = 0
  for (const { domain } of dryRun ? [] : plan.domains)
    changed += (await activities.mergeDomain({ runId, domain })).changed
  return activities.closeRemap({ runId, plan, changed, dryRun, parked: [] })
}

const PLACES = ['20194', '20200', '20209', '20242']
const extracts = {
  residence: PLACES.map((code, at) => resident(at + 1, { ma_xa: code })),
  'home-affairs': [],
  // A parcel of a commune that was split in 2025 (20296) and of one that was not.
  land: [parcel(1, { ma_xa: '20296' }), parcel(2, { ma_xa: '20194' })],
}
const communes = (chain: Chain, domain: string) =>
  chain
    .query<{ commune: string }>(
      `select values ->> 'commune' as commune from golden where domain = '${domain}' order by golden_id`,
    )
    .then((found) => found.map(({ commune }) => commune))
const findings = (chain: Chain) =>
  chain.query<{ key: string; got: string }>(
    `select key, got from finding where code like '%.not-current' order by key, got`,
  )

async function nightDone(): Promise<Chain> {
  const chain = await startChain()
  chain.drop('2026-11-21', extracts)
  expect(await chain.night('2026-11-21')).toMatchObject({ state: 'success' })
  return chain
}

describe('the merge', () => {
  test('carries a place to the current catalogue where that is certain, and says so', async () => {
    const chain = await nightDone()
    expect(await communes(chain, 'person')).toEqual(PLACES.map((code) => `${code}@${NOW}`))
    expect(await communes(chain, 'land-parcel')).toEqual(['20296@2025-06-30', `20194@${NOW}`])
    const lineage = await chain.query<{ lineage: object }>(
      `select lineage from golden where domain = 'land-parcel' order by golden_id`,
    )
    expect(lineage.map((row) => row.lineage)).toMatchObject([
      { stays: { commune: 'có thể là 20194, 20197' } },
      { via: { commune: `2025-06-30→${NOW}` } },
    ])
  })

  test('a place that it cannot carry is a finding on its row, raised once, and is never sent', async () => {
    const chain = await nightDone()
    const raised = [{ key: 'TD1', got: '20296@2025-06-30: có thể là 20194, 20197' }]
    expect(await findings(chain)).toEqual(raised)
    const stages = await chain.query<{ counts: object }>(`select counts from stage where name = 'national/land-parcel'`)
    expect(stages[0]?.counts).toMatchObject({ create: 1, withheld: 1, unready: 1 })
    const sent = await chain.query<{ place: string }>(
      `select payload ->> 'ma_xa' as place from effect where target = 'national/land-parcel'`,
    )
    expect(sent).toEqual([{ place: '20194' }])
    chain.drop('2026-11-22', { ...extracts, land: extracts.land.map((row) => ({ ...row, dien_tich: '99,5' })) })
    await chain.night('2026-11-22')
    expect(await findings(chain)).toEqual(raised)
  })
})

describe('a remap', () => {
  test('counts first and changes nothing when it is only tried', async () => {
    const chain = await nightDone()
    await loadNext(chain)
    const before = await communes(chain, 'person')
    const report = await remap(chain, 'try', { dryRun: true })
    // Four persons, their four households and one parcel stand in the current catalogue; one of each of the first two and
    // the parcel of 2025 are left behind.
    expect(report).toMatchObject({ from: NOW, to: NEXT, dryRun: true, touched: 9, changed: 7, ambiguous: 3 })
    expect(await communes(chain, 'person')).toEqual(before)
    expect(await chain.query('select from stale_golden')).toEqual([])
    expect(await chain.query(`select version from code_list where list = 'commune' and is_current`)).toEqual([
      { version: NOW },
    ])
  })

  test('carries merged, renamed and settled places, leaves split ones alone with a finding, and tells the feed', async () => {
    const chain = await nightDone()
    await loadNext(chain)
    expect(await remap(chain, 'first')).toMatchObject({ state: 'success', from: NOW })
    expect(await communes(chain, 'person')).toEqual([`20197@${NEXT}`, `20200@${NEXT}`, `20209@${NOW}`, `99001@${NEXT}`])
    expect(await communes(chain, 'land-parcel')).toEqual(['20296@2025-06-30', `20197@${NEXT}`])
    expect((await findings(chain)).map(({ key, got }) => `${key} ${got}`)).toContain(
      `NK0000003 20209@${NOW}: có thể là 20209, 99001`,
    )
    const told = await chain.query<{ domain: string; n: number }>(
      `select domain, count(*) as n from event where run_id = 'first' and kind = 'changed' group by 1 order by 1`,
    )
    expect(told).toEqual([
      { domain: 'household', n: 3 },
      { domain: 'land-parcel', n: 1 },
      { domain: 'person', n: 3 },
    ])
  })

  test('does nothing the second time, and neither does the night that follows', async () => {
    const chain = await nightDone()
    await loadNext(chain)
    await remap(chain, 'first')
    const versions = await chain.query('select golden_id, version, hash from golden order by 1')
    expect(await remap(chain, 'second')).toMatchObject({ touched: 0, changed: 0 })
    chain.drop('2026-11-22', extracts)
    await chain.night('2026-11-22')
    expect(await chain.query('select golden_id, version, hash from golden order by 1')).toEqual(versions)
  })

  test('gives the golden records of a store that had the new catalogue from the start', async () => {
    const chain = await nightDone()
    await loadNext(chain)
    await remap(chain, 'first')
    chain.drop('2026-11-22', extracts)
    const { goldenHash } = await chain.night('2026-11-22')
    const fresh = await startChain()
    await loadNext(fresh)
    await remap(fresh, 'empty')
    fresh.drop('2026-11-22', extracts)
    expect((await fresh.night('2026-11-22')).goldenHash).toBe(goldenHash)
  })

  test('says what is wrong with a request', async () => {
    const chain = await startChain()
    const open = (list: string, to: string) =>
      chain.activities.openRemap({ runId: 'wrong', list, to, dryRun: false }).catch((error: Error) => error.message)
    expect(await open('comune', NEXT)).toContain('Có phải "commune"?')
    expect(await open('commune', NEXT)).toContain('Phiên bản "2027-01-01" không có')
    expect(await open('commune', '2025-07-01')).toContain('cũ hơn phiên bản hiện hành 2026-04-30')
    expect(await open('pay-table', '2004-10-01')).toContain('không có trường nào giữ mã của danh mục pay-table')
    await chain.store.transaction(async (tx) => {
      const codes = await codesOf(tx, 'commune', NOW)
      await loadCodeList(tx, { list: 'commune', title: 'Xã', version: NEXT, from: NEXT, source: '', codes, moves: [] })
    })
    expect(await open('commune', NEXT)).toContain('chưa có bảng chuyển sang 2027-01-01')
    expect(await chain.query('select from run')).toEqual([])
  })
})
