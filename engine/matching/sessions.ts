import { blocksOf } from './blocking.ts'
import { hashOf } from './encode.ts'
import type { Scored } from './lane.ts'
import { layOut } from './layout.ts'
import { type Maximised, type Session, sessionOf } from './maximise.ts'
import { unitsOf, walkPairs } from './pairs.ts'
import { createPatternCounter } from './patterns.ts'
import type { Records } from './records.ts'
import type { Scorer } from './score.ts'

/** Pairs of one rule that are judged: enough for m to a percent. */
const PAIRS_MOST = 200_000

/**
 * What the pairs of every single rule say of m, to be held against each other: a sign of dependence, of which no weight is
 * made. `scored` and its scorer as training or a run made them; of a rule with many pairs one in so many by seeded hash.
 */
export function sessionsOver(
  records: Records,
  scored: readonly Scored[],
  scorer: Scorer,
  found: Pick<Maximised, 'shares' | 'lambda'>,
  seed = '',
): Session[] {
  const salt = hashOf(seed)
  return records.blocks.map(({ narrows: _, ...rule }) => {
    const layout = layOut(records, blocksOf([rule], records.size), scored)
    const { recordAt } = layout
    const counter = createPatternCounter(scored, scorer)
    const every = Math.max(1, Math.ceil((layout.rules[0]?.pairs ?? 0) / PAIRS_MOST))
    walkPairs(layout, unitsOf(layout), undefined, (p, q) => {
      const a = Math.min(recordAt[p]!, recordAt[q]!)
      const b = Math.max(recordAt[p]!, recordAt[q]!)
      if (every > 1 && (Math.imul(Math.imul(a ^ salt, 0x9e3779b1) ^ b, 0x85ebca6b) >>> 3) % every !== 0) return
      scorer.judge(a, b)
      counter.add()
    })
    return sessionOf({ rule: rule.name, patterns: counter.counts(every) }, found)
  })
}
