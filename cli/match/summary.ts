import type { Evaluation, PairQuality } from '../../engine/matching/evaluate.ts'
import { bits } from '../../engine/matching/model.ts'
import type { AtThreshold } from '../../engine/matching/thresholds.ts'
import { grouped, table } from '../print.ts'
import { type HotKeyShown, hotKeysOf, type MatchFinding } from './findings.ts'
import type { LabelsMeasured, Written } from './results.ts'
import { fatesOf, type ReviewCounts } from './review.ts'
import type { Run } from './run.ts'

/** The figures of a run, as `--json` prints them. Pairs are record pairs, weights bits, memory megabytes. */
export interface Figures {
  readonly name: string
  readonly records: number
  /** Rows that take no part: unreadable, or without a key. */
  readonly unread: number
  /** Pairs scored, and pairs kept. */
  readonly pairs: number
  readonly edges: number
  readonly clusters: number
  /** Kept pairs by what became of them. */
  readonly fates: Readonly<Record<string, number>>
  readonly review: ReviewCounts
  readonly hotKeyCount: number
  /** The largest. */
  readonly hotKeys: readonly HotKeyShown[]
  readonly findings: number
  readonly model: {
    readonly declaration: string
    readonly lambda: number
    readonly prior: number
    readonly link: number
    readonly review: number
    /** How it was made: learnt (`em`), declared, or brought from elsewhere. */
    readonly how: string
    readonly converged: boolean
    readonly iterations: number
    readonly thin: readonly string[]
  }
  readonly seconds: Readonly<Record<'read' | 'block' | 'train' | 'score' | 'cluster' | 'write' | 'total', number>>
  readonly peakMemoryMb: number
  readonly labels?: LabelsMeasured
  readonly evaluation?: Evaluation & {
    readonly beforeClosure: PairQuality
    readonly afterClosure: PairQuality
    readonly connected: AtThreshold['connected']
    readonly falseMerges: number
    readonly missed: number
  }
}

/** Hot keys in the figures; `findings.jsonl` has more. */
const HOT_SHOWN = 20

export function figuresOf(
  run: Run,
  { clusters, review, measured, labels }: Written,
  findings: readonly MatchFinding[],
  seconds: Figures['seconds'],
): Figures {
  const { model, resolution, taken, spec, files } = run
  const { training, thresholds } = model
  return {
    name: spec.name,
    records: taken.records.size,
    unread: files.reduce((sum, { unread }) => sum + unread, 0),
    pairs: resolution.edges.scored,
    edges: resolution.edges.left.length,
    clusters,
    fates: fatesOf(run),
    review,
    hotKeyCount: resolution.hot.length,
    hotKeys: hotKeysOf(run, HOT_SHOWN),
    findings: findings.length,
    model: {
      declaration: model.declaration,
      lambda: model.lambda,
      prior: bits(model.prior),
      ...thresholds,
      how: training.how,
      converged: training.converged,
      iterations: training.iterations,
      thin: training.thin,
    },
    seconds,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    ...(labels && { labels }),
    ...(measured && {
      evaluation: {
        ...measured.evaluation,
        beforeClosure: measured.before,
        afterClosure: measured.evaluation.pairwise,
        connected: measured.connected,
        ...measured.mistakes,
      },
    }),
  }
}

/** The same on one screen. */
export function figuresText(figures: Figures, findings: readonly MatchFinding[], out: string): readonly string[] {
  const { seconds, evaluation, hotKeys } = figures
  const times = Object.entries(seconds).map(([stage, s]) => `${stage} ${s.toFixed(2)}`)
  const hot = hotKeys.slice(0, 3).map(({ rule, key, records }) => `${rule} "${key.join(' + ')}": ${grouped(records)}`)
  return [
    table(
      [figures.name, ''],
      [
        ['Bản ghi (records)', grouped(figures.records)],
        ['Dòng không dùng được (rows left out)', grouped(figures.unread)],
        ['Cặp đã so (pairs scored)', grouped(figures.pairs)],
        ['Cặp giữ lại (pairs kept)', grouped(figures.edges)],
        ['Cụm (clusters)', grouped(figures.clusters)],
        [
          'Cần người xem (for a person): nhóm · cặp · cầu yếu',
          `${grouped(figures.review.questions)} · ${grouped(figures.review.pairs)} · ${grouped(figures.review.weakBridges)}`,
        ],
        ['Khóa quá đông (hot keys)', `${grouped(figures.hotKeyCount)}${hot.length > 0 ? `: ${hot.join('; ')}` : ''}`],
        ['Giây (seconds)', times.join(' · ')],
        ['Bộ nhớ cao nhất (peak memory)', `${grouped(figures.peakMemoryMb)} MB`],
        ...(figures.labels ? labelRows(figures.labels) : []),
        ...(evaluation ? evaluationRows(evaluation) : []),
      ],
    ),
    ...findings
      .filter(({ severity, code }) => severity !== 'note' && !code.startsWith('row.') && code !== 'match.hot-key')
      .map(({ message, fix }) => `! ${message}${fix === '' ? '' : `. ${fix}`}`),
    `Kết quả trong ${out}: clusters.csv, pairs.csv, review.csv, findings.jsonl (${grouped(findings.length)}), model.json, *.svg`,
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
const qualityText = ({ f1, precision, recall }: { f1: number; precision: number; recall: number }): string =>
  `F1 ${percent(f1)}, P ${percent(precision)}, R ${percent(recall)}`

function evaluationRows(evaluation: NonNullable<Figures['evaluation']>): readonly (readonly [string, string])[] {
  return [
    ['Theo cặp, trước khi gom (pairs before closure)', qualityText(evaluation.beforeClosure)],
    ['Theo cặp, nếu bắc cầu (connected components)', qualityText(evaluation.connected.pairwise)],
    ...partitionRows(evaluation),
  ]
}

/** What a partition is worth, measured with the truth. */
export const partitionRows = (evaluation: Evaluation): readonly (readonly [string, string])[] => [
  ['Theo cặp, sau khi gom (pairs after clustering)', qualityText(evaluation.pairwise)],
  ['Theo bản ghi (B-cubed)', qualityText(evaluation.bcubed)],
  ['Thực thể đúng nguyên cụm (exact clusters)', percent(evaluation.exactClusters)],
  [
    'Cụm gộp nhầm / thực thể bị tách (over-merged / split)',
    `${grouped(evaluation.overMerged)} / ${grouped(evaluation.split)}`,
  ],
  ['Cụm lớn nhất (largest cluster)', grouped(evaluation.largest)],
]

function labelRows({ labels, unknown, quality, entities }: LabelsMeasured): readonly (readonly [string, string])[] {
  const own = quality?.all.clusters ?? entities!.pairwise
  return [
    ['Nhãn dùng được / không khớp (labels / unknown)', `${grouped(labels)} / ${grouped(unknown)}`],
    ['Theo nhãn, sau khi gom (labelled pairs)', qualityText(own)],
  ]
}
