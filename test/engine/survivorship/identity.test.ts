import { describe, expect, test } from 'vitest'
import { assignIds, type OldGolden } from '../../../engine/survivorship/identity.ts'

const golden = (id: string, anchor: number, members: number[], held = false): OldGolden => ({
  id,
  anchor,
  members,
  held,
})

describe('golden ids', () => {
  test('new clusters mint, known ones survive', () => {
    const { ids, retired } = assignIds([{ members: [1, 2] }, { members: [9] }], [golden('p-1', 1, [1])])
    expect(ids).toEqual(['p-1', null])
    expect(retired).toEqual([])
  })

  test('on a merge the id that a national system holds survives, and the other answers with it', () => {
    const { ids, retired } = assignIds(
      [{ members: [1, 2, 3] }],
      [golden('p-1', 1, [1, 2]), golden('p-2', 3, [3], true)],
    )
    expect(ids).toEqual(['p-2'])
    expect(retired).toEqual([{ id: 'p-1', survivor: 0 }])
  })

  test('without such a claim the larger part survives, then the lower id', () => {
    expect(assignIds([{ members: [1, 2, 3] }], [golden('p-1', 1, [1]), golden('p-2', 2, [2, 3])]).ids).toEqual(['p-2'])
    expect(assignIds([{ members: [1, 2] }], [golden('p-2', 1, [1]), golden('p-1', 2, [2])]).ids).toEqual(['p-1'])
  })

  test('on a split the part with the anchor keeps the id and the other gets its old one back', () => {
    const merged = golden('p-1', 1, [1, 2])
    const retired = golden('p-2', 2, [])
    const { ids, split } = assignIds([{ members: [1] }, { members: [2] }], [merged, retired])
    expect(ids).toEqual(['p-1', 'p-2'])
    expect(split).toEqual([{ id: 'p-1', parts: [0, 1] }])
  })

  test('a golden record without records retires, with nobody to answer for it', () => {
    expect(assignIds([], [golden('p-1', 1, [])]).retired).toEqual([{ id: 'p-1', survivor: null }])
  })
})
