import { cluster } from '../../engine/matching/cluster.ts'
import type { PairQuality } from '../../engine/matching/evaluate.ts'
import { isAsked } from '../../engine/matching/fates.ts'
import { labelQuality } from '../../engine/matching/label-quality.ts'
import type { PlacedLabel } from '../../engine/matching/labels.ts'
import { microbits } from '../../engine/matching/model.ts'
import { type AtThreshold, atThresholds, type Partition, thresholdsOver } from '../../engine/matching/thresholds.ts'
import { orRefusal } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { grouped, table } from '../print.ts'
import { drawThresholds } from './drawings.ts'
import { Folder, refuse } from './folder.ts'
import { labelsFor } from './labels.ts'
import { truthOf } from './load.ts'
import { progressOn } from './progress.ts'
import { clusterOptionsOf, type Run } from './run.ts'
import { reopen } from './saved.ts'

export interface ThresholdsOptions {
  readonly out: string
  readonly truth?: string
  readonly labels?: string
  /** Bits: lowest threshold looked at. */
  readonly from: number
  readonly workers: number
  readonly json?: boolean
}

/** `sogoc match thresholds`: what each weight threshold would do, before and after closure, by the truth or by labels. */
export async function thresholds(options: ThresholdsOptions): Promise<void> {
  const out = new Outlet()
  const { truth, labels } = options
  if ((truth === undefined) === (labels === undefined))
    refuse('Cần một trong hai: --truth CỘT hoặc --labels TỆP để đo. (Measuring needs either --truth or --labels.)')
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const progress = progressOn(process.stderr)
      const { workers, from } = options
      const run = await reopen(options.out, { truth, progress, workers }, { review: from })
      const given = labels === undefined ? null : await labelsFor(run, labels)
      progress.stage('Gom cụm ở từng ngưỡng (clustering at each threshold)', 'ngưỡng')
      const known = truth === undefined ? given?.truth : truthOf(run, truth).ids
      const points = known ? byTruth(run, known, from) : byLabels(run, given!.pairs, from)
      progress.end()
      if (options.json) await out.put(points.map((point) => JSON.stringify(point)))
      else await out.put(text(points))
      if (!known) return
      drawThresholds(new Folder(options.out), points as readonly AtThreshold[])
      if (!options.json) await out.put([`Đã vẽ ${options.out}/thresholds.svg`])
    },
  )
}

const thresholdsOf = ({ resolution, model }: Run, from: number): readonly number[] =>
  [...new Set([...thresholdsOver(resolution.edges.weight, from), model.thresholds.link])].sort((a, b) => a - b)

/** Clusters the kept pairs again from another link weight on; a review weight that the spec states stays. */
function partitionOf(run: Run): Partition {
  const options = clusterOptionsOf(run)
  const { edges } = run.resolution
  return (floor) => {
    const review = run.spec.review === undefined ? floor : Math.min(floor, microbits(run.spec.review))
    const { clusterOf, fate } = cluster(run.taken.records.size, edges, { ...options, floor, review })
    return { clusterOf, asked: fate.reduce((sum, own) => sum + (isAsked(own) ? 1 : 0), 0) }
  }
}

function byTruth(run: Run, truth: Int32Array, from: number): readonly AtThreshold[] {
  const { sources, crossOnly } = run.taken.records
  const known = { edges: run.resolution.edges, truth, sources: crossOnly ? sources : null }
  return atThresholds(known, thresholdsOf(run, from), partitionOf(run))
}

/** What is known where only some pairs are labelled: nothing can be said of what they connect. */
interface ByLabels extends Pick<AtThreshold, 'bits' | 'asked' | 'under'> {
  readonly pairs: PairQuality
  readonly connected: null
  readonly clusters: { readonly pairwise: PairQuality; readonly bcubed: null; readonly largest: number }
}

function byLabels(run: Run, labels: readonly PlacedLabel[], from: number): readonly ByLabels[] {
  const partition = partitionOf(run)
  const { weight } = run.resolution.edges
  return thresholdsOf(run, from).map((bits): ByLabels => {
    const { clusterOf, asked } = partition(microbits(bits))
    const { all } = labelQuality(labels, clusterOf, run.resolution.scorer.judge, bits)
    const clusters = { pairwise: all.clusters, bcubed: null, largest: largestOf(clusterOf) }
    const under = weight.reduce((sum, own) => sum + (own < microbits(bits) ? 1 : 0), 0)
    return { bits, pairs: all.pairs, connected: null, clusters, under, asked }
  })
}

function largestOf(clusterOf: Int32Array): number {
  const sizes = new Int32Array(clusterOf.length)
  for (const own of clusterOf) sizes[own]!++
  return sizes.reduce((most, size) => Math.max(most, size), 0)
}

const percent = (share: number | undefined): string => (share === undefined ? '' : (100 * share).toFixed(2))

function text(points: readonly (AtThreshold | ByLabels)[]): readonly string[] {
  const rows = points.map(({ bits, pairs, connected, clusters, under, asked }) => [
    String(bits),
    percent(pairs.precision),
    percent(pairs.recall),
    percent(pairs.f1),
    percent(connected?.pairwise.f1),
    connected ? grouped(connected.largest) : '',
    percent(clusters?.pairwise.precision),
    percent(clusters?.pairwise.recall),
    percent(clusters?.pairwise.f1),
    percent(clusters?.bcubed?.f1),
    grouped(clusters?.largest ?? 0),
    grouped(under),
    grouped(asked ?? 0),
  ])
  const header = ['bit', 'P cặp', 'R cặp', 'F1 cặp', 'F1 bắc cầu', 'lớn nhất']
  return [
    'Phần trăm theo ngưỡng, bit: cặp trước khi gom (P R F1), bắc cầu (F1, cụm lớn nhất), cụm (P R F1 B³, lớn nhất), cặp dưới ngưỡng, cặp phải hỏi',
    '(percent by threshold in bits: pairs before closure; connected components; clusters; pairs kept under the threshold; pairs left to a person)',
    table([...header, 'P cụm', 'R cụm', 'F1 cụm', 'B³ cụm', 'lớn nhất', 'dưới', 'hỏi'], rows),
  ]
}
