import { expect, test } from 'vitest'
import { codeLists } from '../../../schemas/reference/lists.ts'

const lists = codeLists()
const versionOf = (list: string, version: string) => lists.find((one) => one.list === list && one.version === version)
const movesFrom = (code: string, list = 'commune', version = '2025-07-01') =>
  versionOf(list, version)?.moves.filter(({ from }) => from === code)

test('communes, provinces and land uses have the codes that the law counts', () => {
  expect(versionOf('commune', '2025-06-30')?.codes.filter(({ code }) => code !== '06978')).toHaveLength(10_035)
  expect(versionOf('commune', '2025-07-01')?.codes).toHaveLength(3_321)
  expect(versionOf('commune', '2026-04-30')?.codes).toHaveLength(3_321)
  expect(versionOf('province', '2025-06-30')?.codes).toHaveLength(63)
  expect(versionOf('province', '2026-04-30')?.codes).toHaveLength(34)
  expect(versionOf('ethnicity', '1')?.codes).toHaveLength(54)
})

test('no version holds a code twice, and every move names codes that exist', () => {
  for (const { list, version, codes, moves } of lists) {
    const known = new Set(codes.map(({ code }) => code))
    expect(known.size, `${list} ${version}`).toBe(codes.length)
    const strays = moves.filter(
      ({ fromVersion, from, to }) =>
        (to !== null && !known.has(to)) || !versionOf(list, fromVersion)?.codes.some(({ code }) => code === from),
    )
    if (moves.length < 1_000) expect(strays, `${list} ${version}`).toEqual([])
    else expect(moves.filter(({ to }) => to !== null && !known.has(to))).toEqual([])
  }
})

test('every code of an older version has a way on, certain or not', () => {
  for (const { list, version, moves } of lists) {
    for (const fromVersion of new Set(moves.map((move) => move.fromVersion))) {
      const named = new Set(moves.filter((move) => move.fromVersion === fromVersion).map(({ from }) => from))
      expect(
        versionOf(list, fromVersion)?.codes.filter(({ code }) => !named.has(code)),
        `${list} ${version}`,
      ).toEqual([])
    }
  }
})

test('a commune goes on as the register says: merged, split, or split with all its people on one side', () => {
  expect(movesFrom('20335')).toMatchObject([{ to: '20335', kind: 'merged', assurance: 'register-complete' }])
  expect(movesFrom('20296')).toMatchObject([
    { to: '20194', kind: 'ambiguous' },
    { to: '20197', kind: 'ambiguous' },
  ])
  expect(movesFrom('00553')?.map(({ to, kind }) => [to, kind])).toEqual([
    ['00562', 'split-by-population'],
    ['00136', 'ambiguous'],
    ['00541', 'ambiguous'],
    ['00565', 'ambiguous'],
  ])
})

test('a merger that only one public list tells of is marked, so that nothing is rewritten by it', () => {
  const doubtful = versionOf('commune', '2025-07-01')?.moves.filter(({ assurance }) => assurance === 'base-only') ?? []
  expect(doubtful.length).toBeGreaterThan(1_000)
  expect(new Set(doubtful.map(({ kind }) => kind))).toEqual(new Set(['merged']))
})

test('a land use that was abolished in 2024 has no successor, or one that nobody has confirmed', () => {
  const moves = versionOf('land-use', '2024-08-01')?.moves ?? []
  expect(moves.filter(({ from }) => from === 'DTS')).toMatchObject([{ to: null, kind: 'retired' }])
  expect(moves.filter(({ from }) => from === 'BHK')).toMatchObject([{ to: 'HNK', assurance: 'base-only' }])
  expect(moves.filter(({ from }) => from === 'ONT')).toMatchObject([{ to: 'ONT', kind: 'unchanged' }])
})

test('the pay tables and the grades that stand on them agree', () => {
  const tables = new Set(versionOf('pay-table', '2004-10-01')?.codes.map(({ code }) => code))
  const grades = versionOf('grade-code', '1')?.codes ?? []
  expect(grades.filter(({ parent }) => !tables.has(parent ?? ''))).toEqual([])
  expect(grades.find(({ code }) => code === 'V.07.04.31')).toMatchObject({
    label: 'Giáo viên THCS hạng II',
    parent: 'A2.2',
  })
  expect(new Set(grades.map(({ code }) => code)).size).toBe(38)
})
