import type { BlockReport } from '../../engine/matching/block-report.ts'
import { barChart, lineChart, waterfall } from '../../engine/matching/charts.ts'
import { createExplainer } from '../../engine/matching/explain.ts'
import { bits } from '../../engine/matching/model.ts'
import type { AtThreshold } from '../../engine/matching/thresholds.ts'
import { grouped } from '../print.ts'
import type { Folder } from './folder.ts'
import { Names } from './load.ts'
import type { Run } from './run.ts'

const BAND = 2

/** `weights.svg`: kept pairs by weight, true and false ones apart where the truth is known. */
export function drawWeights(folder: Folder, { resolution }: Run, truth: Int32Array | null): void {
  const { left, right, weight } = resolution.edges
  const bands = new Map<number, [number, number]>()
  for (let e = 0; e < weight.length; e++) {
    const band = Math.floor(bits(weight[e]!) / BAND) * BAND
    const counts = bands.get(band) ?? [0, 0]
    const isTrue = truth === null || (truth[left[e]!]! >= 0 && truth[left[e]!] === truth[right[e]!])
    counts[isTrue ? 0 : 1]!++
    bands.set(band, counts)
  }
  const [lowest, highest] = [Math.min(...bands.keys()), Math.max(...bands.keys())]
  const count = bands.size === 0 ? 0 : (highest - lowest) / BAND + 1
  const bars = Array.from({ length: count }, (_, n) => {
    const band = lowest + n * BAND
    const [good, bad] = bands.get(band) ?? [0, 0]
    return {
      name: `${band} … ${band + BAND} bit`,
      parts: truth ? [good, bad] : [good],
      note: truth ? `${grouped(good)} + ${grouped(bad)}` : grouped(good),
    }
  })
  const legend = truth ? ['cặp đúng (true)', 'cặp sai (false)'] : []
  folder.write('weights.svg', barChart('Số cặp theo trọng số (pairs by match weight)', bars, legend))
}

/** `blocks.svg`: what every rule costs in pairs, and, with truth, what it brings. */
export function drawBlocks(folder: Folder, { rules }: BlockReport): void {
  const bars = rules.map(({ name, pairs, fresh, truth }) => ({
    name,
    parts: [fresh, Math.max(0, pairs - fresh)],
    note: `${grouped(pairs)}${truth ? `, +${(100 * truth.fresh).toFixed(2)} % cặp đúng` : ''}`,
  }))
  const legend = ['cặp mới (new pairs)', 'quy tắc trước đã có (met before)']
  folder.write('blocks.svg', barChart('Chi phí từng quy tắc khối (cost per block rule)', bars, legend))
}

/** `thresholds.svg`: quality by weight, of the pairs, of what they connect, and of the clusters. */
export function drawThresholds(folder: Folder, points: readonly AtThreshold[]): void {
  const of = (pick: (at: AtThreshold) => number | null) => points.map(pick)
  const isClustered = points.some(({ clusters }) => clusters !== null)
  const closed = isClustered
    ? {
        'P cụm (clusters)': of(({ clusters }) => clusters?.pairwise.precision ?? null),
        'R cụm (clusters)': of(({ clusters }) => clusters?.pairwise.recall ?? null),
        'F1 cụm (clusters)': of(({ clusters }) => clusters?.pairwise.f1 ?? null),
      }
    : {
        'P bắc cầu (connected)': of(({ connected }) => connected.pairwise.precision),
        'R bắc cầu (connected)': of(({ connected }) => connected.pairwise.recall),
        'F1 bắc cầu (connected)': of(({ connected }) => connected.pairwise.f1),
      }
  folder.write(
    'thresholds.svg',
    lineChart(
      'Độ đúng theo ngưỡng, trước và sau khi gom cụm (quality by threshold)',
      'ngưỡng trọng số, bit (weight threshold)',
      points.map(({ bits }) => bits),
      {
        'P cặp (pairs)': of(({ pairs }) => pairs.precision),
        'R cặp (pairs)': of(({ pairs }) => pairs.recall),
        'F1 cặp (pairs)': of(({ pairs }) => pairs.f1),
        ...closed,
      },
    ),
  )
}

/** Waterfalls of three pairs that show what the model does: the heaviest, the lightest that is together, the heaviest apart. */
export function drawPairs(folder: Folder, run: Run): void {
  const { left, right, weight } = run.resolution.edges
  const { clusterOf } = run.resolution.clustering
  const chosen = { heaviest: -1, 'lightest-together': -1, 'heaviest-apart': -1 }
  for (let e = 0; e < weight.length; e++) {
    const isTogether = clusterOf[left[e]!] === clusterOf[right[e]!]
    const beats = (other: number, sign: number): boolean => other < 0 || sign * (weight[e]! - weight[other]!) > 0
    if (beats(chosen.heaviest, 1)) chosen.heaviest = e
    if (isTogether && beats(chosen['lightest-together'], -1)) chosen['lightest-together'] = e
    if (!isTogether && beats(chosen['heaviest-apart'], 1)) chosen['heaviest-apart'] = e
  }
  const names = new Names(run)
  const explain = createExplainer(run.taken.records.names, run.model, run.resolution)
  for (const [name, e] of Object.entries(chosen)) {
    if (e < 0) continue
    const [a, b] = names.isInOrder(left[e]!, right[e]!) ? [left[e]!, right[e]!] : [right[e]!, left[e]!]
    folder.write(`pair-${name}.svg`, waterfall(explain(a, b)))
  }
}
