import { expect, test } from 'vitest'
import { labelQuality } from '../../../engine/matching/label-quality.ts'
import type { PlacedLabel } from '../../../engine/matching/labels.ts'

const label = (left: number, right: number, share: number, reason: PlacedLabel['reason']): PlacedLabel => ({
  left,
  right,
  share,
  reason,
})
/** Heavier the nearer the numbers of two records are. */
const score = (a: number, b: number): number => (3 - (b - a)) * 1e6

test('labelled pairs are measured before and after closure, and by why they were labelled', () => {
  const labels = [
    label(0, 1, 1, 'random'),
    label(4, 0, 1, 'random'),
    label(1, 2, 0, 'review'),
    label(3, 4, 0.8, 'review'),
  ]
  const { all, byReason } = labelQuality(labels, Int32Array.of(0, 0, 2, 3, 0), score, 2)
  expect(all).toMatchObject({
    labels: 4,
    pairs: { found: 2, predicted: 3, true: 3 },
    clusters: { found: 2, predicted: 2, true: 3, precision: 1 },
  })
  expect(Object.keys(byReason)).toEqual(['random', 'review'])
  expect(byReason.random).toMatchObject({ labels: 2, pairs: { recall: 0.5 }, clusters: { recall: 1 } })
  expect(byReason.review).toMatchObject({
    pairs: { precision: 0.5 },
    clusters: { predicted: 0, precision: 1, recall: 0 },
  })
})
