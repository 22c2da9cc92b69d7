import { reportBlocks } from '../../engine/matching/block-report.ts'
import { type Evaluation, evaluate, type PairQuality } from '../../engine/matching/evaluate.ts'
import { modelText } from '../../engine/matching/model.ts'
import { type AtThreshold, atThresholds, thresholdsOver } from '../../engine/matching/thresholds.ts'
import { drawBlocks, drawPairs, drawThresholds, drawWeights } from './drawings.ts'
import type { MatchFinding } from './findings.ts'
import type { Folder } from './folder.ts'
import { truthOf } from './load.ts'
import { writeMistakes } from './mistakes.ts'
import { writeClusters, writePairs } from './outputs.ts'
import { type ReviewCounts, writeReview } from './review.ts'
import type { Run } from './run.ts'
import { savedRun } from './saved.ts'

/** What was counted while the results were written. */
export interface Written {
  readonly clusters: number
  readonly review: ReviewCounts
  readonly measured: Measured | null
}

export interface Measured {
  readonly evaluation: Evaluation
  /** The kept pairs at or over the link threshold, and what they connect. */
  readonly before: PairQuality
  readonly connected: AtThreshold['connected']
  readonly mistakes: { readonly falseMerges: number; readonly missed: number }
}

/** Writes everything that a run found into its folder. `column`: the truth, where there is one. */
export function writeResults(
  folder: Folder,
  run: Run,
  column: string | undefined,
  findings: readonly MatchFinding[],
): Written {
  const truth = column === undefined ? null : truthOf(run, column)
  folder.write('model.json', modelText(run.model))
  folder.write('run.json', `${JSON.stringify(savedRun(run, column), null, 1)}\n`)
  folder.write('findings.jsonl', findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''))
  const clusters = writeClusters(folder, run)
  writePairs(folder, run)
  const review = writeReview(folder, run)
  drawWeights(folder, run, truth?.ids ?? null)
  drawBlocks(folder, reportBlocks(run.taken.records, run.blocks, truth?.ids ?? null))
  drawPairs(folder, run)
  if (truth === null) return { clusters, review, measured: null }
  return {
    clusters,
    review,
    measured: { ...measured(folder, run, truth.ids), mistakes: writeMistakes(folder, run, truth) },
  }
}

function measured(folder: Folder, { taken, resolution, model }: Run, truth: Int32Array): Omit<Measured, 'mistakes'> {
  const sources = taken.records.crossOnly ? taken.records.sources : null
  const { link, review } = model.thresholds
  const lowest = Math.min(link, review)
  const at = [...new Set([...thresholdsOver(resolution.edges.weight, lowest), link])].sort((a, b) => a - b)
  const points = atThresholds({ edges: resolution.edges, truth, sources }, at, null)
  drawThresholds(folder, points)
  const here = points.find(({ bits }) => bits === link)!
  return {
    evaluation: evaluate(resolution.clustering.clusterOf, truth, sources),
    before: here.pairs,
    connected: here.connected,
  }
}
