import type { Blocks } from '../../engine/matching/blocking.ts'
import { countLabelled, type LevelMove, withLabels } from '../../engine/matching/labelled.ts'
import { type PlacedLabel, placeLabels, readLabels } from '../../engine/matching/labels.ts'
import { layOut } from '../../engine/matching/layout.ts'
import { type Model, scoredBy } from '../../engine/matching/model.ts'
import { createScorer } from '../../engine/matching/score.ts'
import { openExtract } from '../extract.ts'
import { refuse } from './folder.ts'
import { type Loaded, Names } from './load.ts'

/** Labels on the records of a run. */
export interface Given {
  readonly pairs: readonly PlacedLabel[]
  /** Entity by record, -1 where none is stated, of labels that are whole entities. */
  readonly truth: Int32Array | null
  /** Labels that name no record of the run, or one record twice. */
  readonly unknown: number
}

/** Reads a file of labelled pairs, of whole entities, or of Splink's labels. Throws InvalidInput for what is none. */
export async function labelsFor(loaded: Loaded, file: string): Promise<Given> {
  const delivery = await openExtract(file)
  const rows: (readonly string[])[] = []
  for await (const page of delivery.pages()) {
    const [fault] = page.faults
    if (fault) refuse(`--labels ${delivery.file}, dòng ${fault.line}: ${fault.got}. ${fault.todo}`)
    rows.push(...page.rows)
  }
  const labels = readLabels(delivery.columns, rows)
  const placed = placeLabels(labels, loaded.taken.records.names)
  if (placed.pairs.length === 0)
    refuse(
      `--labels ${delivery.file}: không nhãn nào nói về hai bản ghi của tệp này; khóa phải viết như trong tệp. (No label names two records of these files.)`,
    )
  if (labels.clusters.length === 0) return { ...placed, truth: null }
  const names = new Names(loaded)
  const truth = new Int32Array(loaded.taken.records.size).fill(-1)
  labels.clusters.forEach((keys, entity) => {
    for (const key of keys) {
      const record = names.find(key)
      if (record >= 0) truth[record] = entity
    }
  })
  return { ...placed, truth }
}

/** The model with what labelled matches say of its levels, and what that moved. */
export function blended(
  { comparisons, taken }: Loaded,
  blocks: Blocks,
  model: Model,
  labels: readonly PlacedLabel[],
): { readonly model: Model; readonly moves: readonly LevelMove[]; readonly matches: number; readonly aside: number } {
  const scored = scoredBy(model, comparisons, taken.records.columns)
  const scorer = createScorer(scored, layOut(taken.records, blocks, scored), model.prior)
  const counts = countLabelled(model, scorer, labels)
  const { matches, aside } = counts
  return { ...(matches > 0 ? withLabels(model, counts) : { model, moves: [] }), matches, aside }
}
