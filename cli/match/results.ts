import { reportBlocks } from '../../engine/matching/block-report.ts'
import { type Evaluation, evaluate, type PairQuality } from '../../engine/matching/evaluate.ts'
import { labelQuality } from '../../engine/matching/label-quality.ts'
import type { LevelMove } from '../../engine/matching/labelled.ts'
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
  readonly labels: LabelsMeasured | null
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
  const labels = labelsMeasured(run)
  if (truth === null) return { clusters, review, measured: null, labels }
  const mistakes = writeMistakes(folder, run, truth)
  return { clusters, review, measured: { ...measured(folder, run, truth.ids), mistakes }, labels }
}

/** What labels say of a run. */
export interface LabelsMeasured {
  readonly labels: number
  readonly unknown: number
  /** Labelled matches that entered m, and labels that were aside because they were chosen for their doubt. */
  readonly matches: number
  readonly aside: number
  /** Levels whose weight labels moved by half a bit or more, in bits, furthest first. */
  readonly moved: readonly Pick<LevelMove, 'comparison' | 'level' | 'moved'>[]
  /** Over labelled pairs; null where labels are whole entities. */
  readonly quality: ReturnType<typeof labelQuality> | null
  /** Over labelled entities. */
  readonly entities: Evaluation | null
}

const HALF_BIT = 0.5

function labelsMeasured({ labels, resolution, model }: Run): LabelsMeasured | null {
  if (labels === null) return null
  const { clusterOf } = resolution.clustering
  const { pairs, truth, unknown, matches, aside, moves } = labels
  return {
    labels: pairs.length,
    unknown,
    matches,
    aside,
    moved: moves
      .filter(({ moved }) => Math.abs(moved) >= HALF_BIT)
      .sort((a, b) => Math.abs(b.moved) - Math.abs(a.moved))
      .map(({ comparison, level, moved }) => ({ comparison, level, moved })),
    quality: truth ? null : labelQuality(pairs, clusterOf, resolution.scorer.judge, model.thresholds.link),
    entities: truth && evaluate(clusterOf, truth),
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
