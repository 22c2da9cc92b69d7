import type { MatchRule } from '../../engine/matching/domain.ts'
import { fateName } from '../../engine/matching/fates.ts'
import { MISSING_LEVEL } from '../../engine/matching/lane.ts'
import type { Model } from '../../engine/matching/model.ts'
import type { EdgeRow } from '../../store/edges.ts'
import type { Clustered } from './group.ts'

/** Level of every comparison for the pair that was judged last, joined by `|`; empty where a side is missing. */
const patternOf = ({ comparisons }: Model, levels: Int32Array): string =>
  comparisons.map((own, c) => (levels[c] === MISSING_LEVEL ? '' : own.levels[levels[c]! - 1]!.code)).join('|')

/** The pairs that were scored in this run, as rows of the store: explained by what stands there, without the engine. */
export function* edgeRows(
  { rows, edges, clustering, scorer }: Clustered,
  model: Model,
  modelId: number,
  rules: readonly MatchRule[],
): Generator<EdgeRow> {
  for (let e = 0; e < edges.left.length; e++) {
    if (edges.isNew[e] === 0) continue
    const weight = scorer.judge(edges.left[e]!, edges.right[e]!)
    const [one, other] = [rows[edges.left[e]!]!.record_id, rows[edges.right[e]!]!.record_id]
    yield {
      left_id: one,
      right_id: other,
      weight,
      pattern: patternOf(model, scorer.levels),
      bits: scorer.contributions(),
      rule: rules[edges.rule[e]!]!.name,
      fate: fateOf(clustering, e),
      model_id: modelId,
    }
  }
}

/** What became of the pairs that the store had. */
export function* oldFates({
  rows,
  edges,
  clustering,
}: Clustered): Generator<Pick<EdgeRow, 'left_id' | 'right_id' | 'fate'>> {
  for (let e = 0; e < edges.left.length; e++) {
    if (edges.isNew[e] === 1) continue
    yield {
      left_id: rows[edges.left[e]!]!.record_id,
      right_id: rows[edges.right[e]!]!.record_id,
      fate: fateOf(clustering, e),
    }
  }
}

const fateOf = ({ fate, reason, reasons }: Clustered['clustering'], edge: number): string =>
  fateName(fate[edge]!, reasons[reason[edge]!])
