import { fateName } from '../../engine/matching/fates.ts'
import { healthOf } from '../../engine/matching/health.ts'
import { bits, microbits, probability } from '../../engine/matching/model.ts'
import { questions } from '../../engine/matching/questions.ts'
import { FATES_SAID } from './fates-said.ts'
import type { Folder } from './folder.ts'
import { Names } from './load.ts'
import type { Run } from './run.ts'

/** What a person has to look at: groups that the machine does not settle, and clusters that one weak pair holds together. */
export interface ReviewCounts {
  readonly questions: number
  readonly pairs: number
  readonly weakBridges: number
}

/** Bits over the link threshold under which the only pair that holds two parts of a cluster together is worth a look. */
const STRONG = 7

/**
 * `review.csv`: one row per open pair, the pairs of one question together; then the weak bridges of clusters, each a question
 * of its own. `reason` as the engine names it, `said` as people read it.
 */
export function writeReview(folder: Folder, run: Run): ReviewCounts {
  const names = new Names(run)
  const { edges, clustering } = run.resolution
  const file = folder.csv('review.csv', [
    'question',
    'kind',
    'reason',
    'said',
    'left',
    'right',
    'bits',
    'probability',
    'left_cluster',
    'right_cluster',
  ])
  const row = (question: number, kind: string, reason: string, e: number): void => {
    const [a, b] = [edges.left[e]!, edges.right[e]!]
    const [left, right] = names.isInOrder(a, b) ? [a, b] : [b, a]
    const weight = edges.weight[e]!
    const cluster = (record: number): string => names.full(clustering.clusterOf[record]!)
    const told = [names.full(left), names.full(right), bits(weight).toFixed(3), probability(weight).toFixed(6)]
    file.put(question, kind, reason, FATES_SAID[reason] ?? reason, ...told, cluster(left), cluster(right))
  }
  const open = questions(edges, clustering)
  let pairs = 0
  open.forEach(({ kind, edges: own }, q) => {
    for (const e of own) row(q + 1, kind, fateName(clustering.fate[e]!, clustering.reasons[clustering.reason[e]!]), e)
    pairs += own.length
  })
  const strong = microbits(run.model.thresholds.link + STRONG)
  const { weakBridges } = healthOf(edges, clustering.clusterOf, { strong })
  for (const [n, e] of weakBridges.entries()) row(open.length + n + 1, 'bridge', 'weak bridge', e)
  file.close()
  return { questions: open.length, pairs, weakBridges: weakBridges.length }
}

/** How many kept pairs met which fate. */
export function fatesOf({ resolution: { clustering } }: Run): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const fate of clustering.fate) {
    const name = fateName(fate)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
