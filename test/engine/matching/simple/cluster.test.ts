import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ClusterInput, cluster, type Link } from '../../../../engine/matching/simple/cluster.ts'
import { questions } from '../../../../engine/matching/simple/questions.ts'

const free: Omit<ClusterInput, 'size' | 'links'> = {
  link: 8_000,
  same: [],
  apart: () => false,
  veto: () => null,
  held: [],
}
const run = (size: number, links: Link[], more: Partial<ClusterInput> = {}) =>
  cluster({ ...free, size, links, held: new Array(size).fill(null), ...more })

describe('clustering', () => {
  test('joins over the link weight and leaves the rest to review', () => {
    const { root, fate } = run(4, [
      { left: 0, right: 1, weight: 9_000 },
      { left: 2, right: 3, weight: 5_000 },
    ])
    expect(root).toEqual([0, 0, 2, 3])
    expect(fate).toEqual(['joined', 'review'])
  })

  test('a veto anywhere across two groups keeps them apart, though every link on the way is strong', () => {
    const links = [
      { left: 0, right: 1, weight: 20_000 },
      { left: 1, right: 2, weight: 19_000 },
    ]
    const { root, fate } = run(3, links, { veto: (a, b) => (a === 0 && b === 2 ? 'never: two personal IDs' : null) })
    expect(root).toEqual([0, 0, 2])
    expect(fate).toEqual(['joined', 'never: two personal IDs'])
  })

  test('a decision "different" beats any weight, a decision "same" joins without any link', () => {
    const { root } = run(4, [{ left: 0, right: 1, weight: 90_000 }], {
      apart: (a, b) => a === 0 && b === 1,
      same: [[2, 3]],
    })
    expect(root).toEqual([0, 1, 2, 2])
  })

  test('decisions that contradict each other join nothing and become a question', () => {
    const apart = (a: number, b: number) => a === 0 && b === 2
    const { root, fate, contradicted } = run(3, [], {
      same: [
        [0, 1],
        [1, 2],
      ],
      apart,
    })
    expect(root).toEqual([0, 0, 2])
    expect(contradicted).toEqual([[1, 2]])
    expect(questions([], fate, root, contradicted)).toEqual([{ kind: 'contradiction', members: [0, 1, 2], links: [] }])
  })

  test('two ids that a national system holds are never joined without a decision', () => {
    const held = ['person-1', null, 'person-2']
    const links = [
      { left: 0, right: 1, weight: 20_000 },
      { left: 1, right: 2, weight: 19_000 },
    ]
    const denied = run(3, links, { held })
    expect(denied.root).toEqual([0, 0, 2])
    expect(denied.fate).toEqual(['joined', 'two held ids'])
    expect(run(3, links, { held, same: [[0, 2]] }).root).toEqual([0, 0, 0])
  })

  test('one question per group, named by its most severe reason', () => {
    const links = [
      { left: 0, right: 1, weight: 5_000 },
      { left: 1, right: 2, weight: 9_000 },
    ]
    const { root, fate } = run(3, links, {
      veto: (a, b) => (a === 1 && b === 2 ? 'dispute: one ID, other name and year' : null),
    })
    expect(questions(links, fate, root, [])).toEqual([{ kind: 'dispute', members: [0, 1, 2], links: [0, 1] }])
  })

  test('the order of links never shows, and no forbidden pair is ever together', () => {
    const link = fc.record({ left: fc.nat(11), right: fc.nat(11), weight: fc.integer({ min: 3_000, max: 15_000 }) })
    fc.assert(
      fc.property(
        fc.array(link, { maxLength: 40 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 6 }),
        (raw, bans) => {
          const links = [
            ...new Map(
              raw.flatMap(({ left, right, weight }) =>
                left === right
                  ? []
                  : [
                      [
                        `${Math.min(left, right)} ${Math.max(left, right)}`,
                        { left: Math.min(left, right), right: Math.max(left, right), weight },
                      ] as const,
                    ],
              ),
            ).values(),
          ]
          const forbidden = (a: number, b: number) =>
            bans.some(([x, y]) => Math.min(x, y) === a && Math.max(x, y) === b && x !== y)
          const veto = (a: number, b: number) => (forbidden(a, b) ? 'never: banned' : null)
          const { root } = run(12, links, { veto })
          expect(run(12, [...links].reverse(), { veto }).root).toEqual(root)
          for (let a = 0; a < 12; a++)
            for (let b = a + 1; b < 12; b++) if (forbidden(a, b)) expect(root[a] === root[b]).toBe(false)
        },
      ),
    )
  })
})
