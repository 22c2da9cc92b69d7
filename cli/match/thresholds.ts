import { cluster } from '../../engine/matching/cluster.ts'
import { isAsked } from '../../engine/matching/fates.ts'
import { microbits } from '../../engine/matching/model.ts'
import { type AtThreshold, atThresholds, thresholdsOver } from '../../engine/matching/thresholds.ts'
import { orRefusal } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { grouped, table } from '../print.ts'
import { drawThresholds } from './drawings.ts'
import { Folder, refuse } from './folder.ts'
import { truthOf } from './load.ts'
import { progressOn } from './progress.ts'
import { clusterOptionsOf, type Run } from './run.ts'
import { reopen } from './saved.ts'

export interface ThresholdsOptions {
  readonly out: string
  readonly truth?: string
  /** Bits: lowest threshold looked at. */
  readonly from: number
  readonly workers: number
  readonly json?: boolean
}

/** `sogoc match thresholds`: what each weight threshold would do, before and after closure, measured with the truth. */
export async function thresholds(options: ThresholdsOptions): Promise<void> {
  const out = new Outlet()
  if (options.truth === undefined)
    return refuse('Cần --truth CỘT hoặc --labels TỆP để đo. (Measuring needs --truth or --labels.)')
  const column = options.truth
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const progress = progressOn(process.stderr)
      const run = await reopen(
        options.out,
        { truth: column, progress, workers: options.workers },
        { review: options.from },
      )
      progress.stage('Gom cụm ở từng ngưỡng (clustering at each threshold)', 'ngưỡng')
      const points = pointsOf(run, truthOf(run, column).ids, options.from)
      progress.end()
      drawThresholds(new Folder(options.out), points)
      if (options.json) await out.put(points.map((point) => JSON.stringify(point)))
      else await out.put(text(points, options.out))
    },
  )
}

function pointsOf(run: Run, truth: Int32Array, from: number): readonly AtThreshold[] {
  const { resolution, model } = run
  const { records } = run.taken
  const { edges } = resolution
  const at = [...new Set([...thresholdsOver(edges.weight, from), model.thresholds.link])].sort((a, b) => a - b)
  const known = { edges, truth, sources: records.crossOnly ? records.sources : null }
  const options = clusterOptionsOf(run)
  return atThresholds(known, at, (floor) => {
    const review = run.spec.review === undefined ? floor : Math.min(floor, microbits(run.spec.review))
    const { clusterOf, fate } = cluster(records.size, edges, { ...options, floor, review })
    return { clusterOf, asked: fate.reduce((sum, own) => sum + (isAsked(own) ? 1 : 0), 0) }
  })
}

const percent = (share: number): string => (100 * share).toFixed(2)

function text(points: readonly AtThreshold[], out: string): readonly string[] {
  const rows = points.map(({ bits, pairs, connected, clusters, under, asked }) => [
    String(bits),
    percent(pairs.precision),
    percent(pairs.recall),
    percent(pairs.f1),
    percent(connected.pairwise.f1),
    grouped(connected.largest),
    percent(clusters?.pairwise.precision ?? 0),
    percent(clusters?.pairwise.recall ?? 0),
    percent(clusters?.pairwise.f1 ?? 0),
    percent(clusters?.bcubed.f1 ?? 0),
    grouped(clusters?.largest ?? 0),
    grouped(under),
    grouped(asked ?? 0),
  ])
  return [
    'Phần trăm theo ngưỡng, bit: cặp trước khi gom (P R F1), bắc cầu (F1, cụm lớn nhất), cụm (P R F1 B³, lớn nhất), cặp dưới ngưỡng, cặp phải hỏi',
    '(percent by threshold in bits: pairs before closure; connected components; clusters; pairs kept under the threshold; pairs left to a person)',
    table(
      [
        'bit',
        'P cặp',
        'R cặp',
        'F1 cặp',
        'F1 bắc cầu',
        'lớn nhất',
        'P cụm',
        'R cụm',
        'F1 cụm',
        'B³ cụm',
        'lớn nhất',
        'dưới',
        'hỏi',
      ],
      rows,
    ),
    `Đã vẽ ${out}/thresholds.svg`,
  ]
}
