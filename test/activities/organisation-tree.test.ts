import { expect, test } from 'vitest'
import { loadCodeList } from '../../store/reference.ts'
import { type Chain, dossier, startChain } from '../support/chain.ts'

const listed = (code: string, parent: string | null, to: string | null = null) => ({
  code,
  label: `Đơn vị ${code}`,
  parent,
  from: '2010-01-01',
  to,
})

const loadTree = (chain: Chain) =>
  chain.store.transaction((tx) =>
    loadCodeList(tx, {
      list: 'organisation',
      title: 'Cây tổ chức',
      version: '2026-01-01',
      from: '2026-01-01',
      source: 'thử nghiệm',
      codes: [listed('H17', null), listed('H17.01', 'H17'), listed('H17.02', 'H17', '2026-06-30')],
      moves: [],
    }),
  )

const extracts = {
  residence: [],
  land: [],
  'home-affairs': [
    dossier(1, { ma_don_vi: 'H17.01' }),
    dossier(2, { ma_don_vi: 'H17.02' }),
    dossier(3, { ma_don_vi: '000.09.H17' }),
  ],
}
const outsiders = (chain: Chain) =>
  chain
    .query<{ key: string }>(`select key from finding where code = 'civil-servant.unit-not-in-tree' order by key`)
    .then((found) => found.map(({ key }) => key))

test('a dossier in a dissolved or unknown unit is held back once the national tree is loaded, and only then', async () => {
  const without = await startChain()
  without.drop('2026-11-21', extracts)
  await without.night('2026-11-21')
  expect(await outsiders(without)).toEqual([])

  const chain = await startChain()
  await loadTree(chain)
  chain.drop('2026-11-21', extracts)
  expect(await chain.night('2026-11-21')).toMatchObject({ state: 'success' })
  expect(await outsiders(chain)).toEqual(['HS2', 'HS3'])
})
