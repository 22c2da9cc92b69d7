import { describe, expect, test } from 'vitest'
import type { CodeListVersion, CodeMove } from '../../core/code-list.ts'
import { codeLists } from '../../schemas/reference/lists.ts'
import { migrate } from '../../store/migrate.ts'
import {
  codeListVersions,
  codesOf,
  loadCodeList,
  loadReference,
  moveCounts,
  startCurrent,
} from '../../store/reference.ts'
import { openStore, rows, type Store } from '../../store/sql.ts'
import { testDatabase } from '../support/database.ts'

const url = await testDatabase()
const inStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  const store = openStore(url, { connections: 1 })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const move = (from: string, to: string, kind: CodeMove['kind'] = 'merged'): CodeMove => ({
  fromVersion: '1',
  from,
  to,
  kind,
  assurance: 'register-complete',
  authority: 'NQ 1/2027',
})
const version = (more: Partial<CodeListVersion> = {}): CodeListVersion => ({
  list: 'organisation',
  title: 'Cây tổ chức',
  version: '1',
  from: '2025-07-01',
  source: 'cay.csv',
  codes: [
    { code: 'H17', label: 'UBND', parent: null, from: null, to: null },
    { code: 'H17.01', label: 'Sở cũ', parent: 'H17', from: '2010-01-01', to: '2025-08-31' },
  ],
  moves: [],
  ...more,
})

describe('the seed', () => {
  test('every declared list is there with all its codes, its newest version current', () =>
    inStore((store) =>
      store.read(async (tx) => {
        const declared = codeLists().map((one) => `${one.list} ${one.version} ${one.codes.length}`)
        const stored = await codeListVersions(tx)
        expect(stored.map((row) => `${row.list} ${row.version} ${row.codes}`).sort()).toEqual(declared.sort())
        const current = stored.filter((row) => row.is_current).map((row) => `${row.list} ${row.version}`)
        expect(current).toContain('commune 2026-04-30')
        expect(current).toContain('land-use 2024-08-01')
        expect(current).toHaveLength(new Set(stored.map((row) => row.list)).size)
        expect((await codesOf(tx, 'commune', '2025-07-01'))[0]).toMatchObject({
          code: '00004',
          label: 'Phường Ba Đình',
          parent: '01',
          attributes: { type: 'phuong' },
        })
      }),
    ))

  test('a second start loads nothing', () =>
    inStore((store) =>
      store.read(async (tx) => {
        const before = await rows(tx, 'select list, version, loaded_at from code_list order by 1, 2')
        await migrate(url, [], codeLists())
        expect(await rows(tx, 'select list, version, loaded_at from code_list order by 1, 2')).toEqual(before)
      }),
    ))
})

describe('versions', () => {
  test('the same content again changes nothing; other content under the same name is refused by name', () =>
    inStore(async (store) => {
      expect(await store.transaction((tx) => loadCodeList(tx, version()))).toEqual({ codes: true, moves: false })
      expect(await store.transaction((tx) => loadCodeList(tx, version()))).toEqual({ codes: false, moves: false })
      const other = version({ codes: version().codes.slice(1) })
      await expect(store.transaction((tx) => loadCodeList(tx, other))).rejects.toThrow(
        'Danh mục organisation, phiên bản 1 đã nạp với nội dung khác',
      )
      await expect(store.transaction((tx) => rows(tx, `delete from code where list = 'organisation'`))).rejects.toThrow(
        'insert-only',
      )
    }))

  test('a crosswalk may follow its codes later, once', () =>
    inStore(async (store) => {
      const next = version({ version: '2', from: '2027-01-01', codes: version().codes.slice(0, 1) })
      const moves = [move('H17', 'H17', 'unchanged'), move('H17.01', 'H17')]
      await store.transaction((tx) => loadCodeList(tx, next))
      expect(await store.transaction((tx) => loadCodeList(tx, { ...next, moves }))).toEqual({
        codes: false,
        moves: true,
      })
      await expect(store.transaction((tx) => loadCodeList(tx, { ...next, moves: moves.slice(1) }))).rejects.toThrow(
        'phiên bản 2 đã nạp với nội dung khác',
      )
      const counts = await store.read((tx) => moveCounts(tx, 'organisation', '2'))
      expect(counts).toEqual(
        expect.arrayContaining([
          { kind: 'merged', moves: 1 },
          { kind: 'unchanged', moves: 1 },
        ]),
      )
    }))

  test('the first version of a list is current; a later one waits for a remap', () =>
    inStore(async (store) => {
      await store.transaction((tx) => loadCodeList(tx, version({ list: 'first' })))
      await store.transaction(startCurrent)
      await store.transaction((tx) => loadCodeList(tx, version({ list: 'first', version: '2', from: '2027-01-01' })))
      await store.transaction(startCurrent)
      const versions = await store.read((tx) => codeListVersions(tx, 'first'))
      expect(versions.map((row) => [row.version, row.is_current])).toEqual([
        ['1', true],
        ['2', false],
      ])
    }))
})

test('rules ask a list as of a day: unknown where no version is in force, then by the validity of the code', () =>
  inStore(async (store) => {
    await store.transaction((tx) => loadCodeList(tx, version({ list: 'asked' })))
    const reference = await store.read((tx) => loadReference(tx, ['asked', 'never-loaded']))
    expect(reference.has('asked', 'H17.01', '2025-06-30')).toBeNull()
    expect(reference.has('asked', 'H17.01', '2025-07-01')).toBe(true)
    expect(reference.has('asked', 'H17.01', '2025-09-01')).toBe(false)
    expect(reference.find('asked', 'H17.01', '2025-09-01')).toMatchObject({ label: 'Sở cũ', to: '2025-08-31' })
    expect(reference.has('asked', 'H99', '2025-09-01')).toBe(false)
    expect(reference.find('asked', 'H99', '2025-09-01')).toBeNull()
    expect(reference.has('never-loaded', 'H17', '2025-09-01')).toBeNull()
  }))
