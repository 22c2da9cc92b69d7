import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { dossier, resident, startChain } from '../support/chain.ts'
import { files, sogoc } from './run.ts'

vi.setConfig({ testTimeout: 240_000 })

const { folder, stored } = await files()
afterAll(() => rm(folder, { recursive: true, force: true }))

const nk = (n: number): string => `NK${String(n).padStart(7, '0')}`
const lines = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')

test('golden records of the store are measured with a truth, and the mistakes listed', async () => {
  const chain = await startChain()
  chain.drop('2026-11-21', {
    residence: [1, 2, 3].map((n) => resident(n)),
    'home-affairs': [1, 2].map((n) => dossier(n)),
    land: [],
  })
  await chain.night('2026-11-21')
  process.env.DATABASE_URL = chain.url
  const claim = (source: string, key: string, entity: string, domain = 'person', until = '') =>
    [source, key, '', entity, domain, '', until].join()
  const truth = await stored(
    'truth.csv',
    [
      'source,key,role,entity,domain,from,until',
      // the second dossier speaks of another person in truth, and a claim that ended or of another domain counts for nothing
      ...[1, 2, 3].map((n) => claim('residence', nk(n), `P${n}`)),
      claim('home-affairs', 'HS1', 'P1'),
      claim('home-affairs', 'HS2', 'P9'),
      claim('home-affairs', 'HS2', 'P2', 'person', '2026-11-20'),
      claim('residence', nk(1), 'H1', 'household'),
      claim('residence', nk(99), 'P99'),
    ].join('\n'),
  )
  const { code, objects } = await sogoc(
    'match',
    'evaluate',
    '--domain',
    'person',
    '--truth',
    truth,
    '--out',
    folder,
    '--json',
  )
  expect([code, objects[0]]).toMatchObject([
    0,
    {
      domain: 'person',
      truth: 6,
      absent: 1,
      unknown: 0,
      evaluation: { records: 5, pairwise: { found: 1, predicted: 2, true: 1, recall: 1 }, overMerged: 1, split: 0 },
      falseMerges: 1,
      missed: 0,
    },
  ])
  expect(lines('false-merges.csv')[0]).toBe('cluster,record,entity')
  expect(
    lines('false-merges.csv')
      .slice(1)
      .map((row) => row.replace(/^[^,]*,/, ''))
      .sort(),
  ).toEqual(['home-affairs:HS2,P9', `residence:${nk(2)},P2`])
  expect((await sogoc('match', 'evaluate', '--domain', 'persn', '--truth', truth)).err).toContain('"person"')
  const other = await stored('other.csv', 'source,kee,entity\na,b,c\n')
  expect((await sogoc('match', 'evaluate', '--domain', 'person', '--truth', other)).code).toBe(2)
})
