import { fateName } from '../../engine/matching/fates.ts'
import { bits, probability } from '../../engine/matching/model.ts'
import type { Folder } from './folder.ts'
import { Names } from './load.ts'
import type { Run } from './run.ts'

/** `clusters.csv`: the cluster of every record, named by its smallest record. */
export function writeClusters(folder: Folder, run: Run): number {
  const names = new Names(run)
  const { clusterOf } = run.resolution.clustering
  const file = folder.csv('clusters.csv', ['record', 'cluster', ...(names.isSeveral ? ['table'] : [])])
  const isHead = new Uint8Array(clusterOf.length)
  for (let record = 0; record < clusterOf.length; record++) {
    const cluster = clusterOf[record]!
    isHead[cluster] = 1
    if (names.isSeveral) file.put(names.key(record), names.full(cluster), names.table(record))
    else file.put(names.key(record), names.key(cluster))
  }
  file.close()
  return isHead.reduce((sum, own) => sum + own, 0)
}

/** `pairs.csv`: every kept pair with its weight, its first rule, what became of it, and the level of each comparison. */
export function writePairs(folder: Folder, run: Run): void {
  const names = new Names(run)
  const { edges, scorer, layout, clustering } = run.resolution
  const { comparisons } = run.model
  const levels = comparisons.map(({ name }) => `level_${name}`)
  const file = folder.csv('pairs.csv', ['left', 'right', 'bits', 'probability', 'rule', 'fate', ...levels])
  for (let e = 0; e < edges.left.length; e++) {
    const [a, b] = [edges.left[e]!, edges.right[e]!]
    const [left, right] = names.isInOrder(a, b) ? [a, b] : [b, a]
    const weight = edges.weight[e]!
    scorer.judge(a, b)
    file.put(
      names.key(left),
      names.key(right),
      bits(weight).toFixed(3),
      probability(weight).toFixed(6),
      layout.rules[edges.rule[e]!]!.name,
      fateName(clustering.fate[e]!, clustering.reasons[clustering.reason[e]!]),
      ...comparisons.map((own, c) => levelCode(own.levels, scorer.levels[c]!)),
    )
  }
  file.close()
}

const levelCode = (levels: readonly { readonly code: string }[], level: number): string =>
  level === 0 ? 'missing' : levels[level - 1]!.code
