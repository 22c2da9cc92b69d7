import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { createActivities } from '../../activities/index.ts'
import { openModels } from '../../activities/matching/model.ts'
import { runNight } from '../../bench/faults/chain.ts'
import type { Model } from '../../engine/matching/model.ts'
import { saveDecision } from '../../store/decisions.ts'
import { type Chain, dossier, resident, startChain } from '../support/chain.ts'
import { files, sogoc } from './run.ts'

vi.setConfig({ testTimeout: 240_000 })

const { folder } = await files()
afterAll(() => rm(folder, { recursive: true, force: true }))

const PEOPLE = 240
const OFFICE = '0236388888'
const CARD = '201234567'
const everyone = Array.from({ length: PEOPLE }, (_, i) => i + 1)
const nk = (n: number): string => `NK${String(n).padStart(7, '0')}`

/** A register and dossiers of the same people, who share one telephone and one old card; one has a name of her own. */
function drop(chain: Chain): void {
  const own = (n: number) => (n === 7 ? { ho_ten: 'Alăng Thị Bhnướch' } : {})
  chain.drop('2026-11-21', {
    residence: everyone.map((n) => resident(n, { dien_thoai: OFFICE, so_cmnd: CARD, ...own(n) })),
    'home-affairs': everyone.map((n) => dossier(n, { dien_thoai: OFFICE, ...own(n) })),
    land: [],
  })
}

const decided = (chain: Chain, kind: 'same' | 'different', groups: readonly (readonly string[])[]) =>
  chain.store.transaction((tx) =>
    saveDecision(tx, {
      requestId: `r-${groups.flat().join()}`,
      domain: 'person',
      kind,
      groups,
      actor: 'lan',
      verified: true,
      reason: '',
      evidenceHash: '',
      caseId: '00000000-0000-4000-8000-000000000000',
    }),
  )

test('a domain is learnt from the store, what people decided stands, and nights match by the file', async () => {
  const chain = await startChain()
  drop(chain)
  await chain.night('2026-11-21')
  await decided(chain, 'same', [[`residence:${nk(1)}`, 'home-affairs:HS1']])
  await decided(chain, 'different', [[`residence:${nk(2)}`], ['home-affairs:HS2']])
  await decided(chain, 'same', [[`residence:${nk(999)}`, 'home-affairs:HS3']])
  process.env.DATABASE_URL = chain.url
  const out = join(folder, 'models', 'person.json')
  const { code, err, objects } = await sogoc('model', 'train', '--domain', 'person', '--out', out, '--json')
  expect(code, err).toBe(0)
  expect(objects).toEqual([
    expect.objectContaining({
      name: 'person',
      records: 2 * PEOPLE,
      converged: true,
      labels: { labels: 2, unknown: 1, matches: 1 },
    }),
  ])
  const text = readFileSync(out, 'utf8')
  expect(text).toContain('nguyen van an')
  for (const personal of ['bhnuoch', OFFICE, CARD, '"NK', '048060']) expect(text).not.toContain(personal)
  const model = JSON.parse(text) as Model
  expect(model.training).toMatchObject({ how: 'em', labels: { matches: 1, how: 'known' } })

  const catalog = { ...chain.context.catalog, models: new Map([['person', model as unknown]]) }
  expect(openModels(catalog).get('person')?.model).toEqual(model)
  const learnt = createActivities({ ...chain.context, catalog }, () => ({ beat() {}, stopping: false }))
  expect(await runNight(learnt, { runId: 'learnt', date: '2026-11-21', dryRun: true })).toMatchObject({
    state: 'success',
  })
  const golden = await chain.query<{ ref: string; golden_id: string }>(
    `select source || ':' || key as ref, golden_id from crosswalk join source_record using (record_id) where domain = 'person'`,
  )
  const of = new Map(golden.map(({ ref, golden_id }) => [ref, golden_id]))
  expect(of.get('home-affairs:HS2')).not.toBe(of.get(`residence:${nk(2)}`))
  expect(of.get('home-affairs:HS3')).toBe(of.get(`residence:${nk(3)}`))
})

test('a domain that is not there, or has nothing to learn from, is refused and nothing is written', async () => {
  const chain = await startChain()
  process.env.DATABASE_URL = chain.url
  const out = join(folder, 'none.json')
  const train = (...args: readonly string[]) => sogoc('model', 'train', ...args, '--out', out)
  expect(await train('--domain', 'persn')).toMatchObject({ code: 2, err: expect.stringContaining('"person"') })
  const empty = await train('--domain', 'land-parcel')
  expect(empty).toMatchObject({ code: 2, err: expect.stringContaining('sogoc night') })
  expect(empty.err).toContain('land-parcel')
  expect(await train('people.csv', '--domain', 'person')).toMatchObject({ code: 2 })
  expect(await train('people.csv')).toMatchObject({ code: 2, err: expect.stringContaining('--domain') })
  expect(existsSync(out)).toBe(false)
})
