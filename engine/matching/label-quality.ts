import { type PairQuality, pairQuality } from './evaluate.ts'
import type { PlacedLabel, Reason } from './labels.ts'
import { microbits } from './model.ts'

/** Quality over labelled pairs alone. A label from a half up says that the two are the same. */
export interface LabelQuality {
  readonly labels: number
  /** Pairs at or over the link weight, before any closure. */
  readonly pairs: PairQuality
  /** Pairs that ended in one cluster. */
  readonly clusters: PairQuality
}

const SAME = 0.5

/**
 * Measures weights and clusters with labelled pairs, all together and by why they were labelled: pairs that people saw because
 * they were doubtful are no fair sample of all. `score` in micro-bits, `link` in bits.
 */
export function labelQuality(
  labels: readonly PlacedLabel[],
  clusterOf: Int32Array,
  score: (a: number, b: number) => number,
  link: number,
): { readonly all: LabelQuality; readonly byReason: Readonly<Partial<Record<Reason, LabelQuality>>> } {
  const bound = microbits(link)
  const seen = labels.map(({ left, right, share, reason }) => ({
    isSame: share >= SAME,
    isPair: score(Math.min(left, right), Math.max(left, right)) >= bound,
    isTogether: clusterOf[left] === clusterOf[right],
    reason,
  }))
  type Seen = (typeof seen)[number]
  const quality = (some: readonly Seen[], isFound: (one: Seen) => boolean): PairQuality => {
    const found = some.filter(isFound)
    return pairQuality(
      found.filter(({ isSame }) => isSame).length,
      found.length,
      some.filter(({ isSame }) => isSame).length,
    )
  }
  const of = (some: readonly Seen[]): LabelQuality => ({
    labels: some.length,
    pairs: quality(some, ({ isPair }) => isPair),
    clusters: quality(some, ({ isTogether }) => isTogether),
  })
  const reasons = [...new Set(seen.map(({ reason }) => reason))].sort()
  return {
    all: of(seen),
    byReason: Object.fromEntries(reasons.map((reason) => [reason, of(seen.filter((one) => one.reason === reason))])),
  }
}
