import { type Blocks, blocksOf } from '../../engine/matching/blocking.ts'
import type { ClusterOptions } from '../../engine/matching/cluster.ts'
import type { Constraints } from '../../engine/matching/constraints.ts'
import type { LevelMove } from '../../engine/matching/labelled.ts'
import { type Declared, type Model, microbits, modelOf, readModel } from '../../engine/matching/model.ts'
import { type Resolution, resolve } from '../../engine/matching/resolve.ts'
import { sqlOf } from '../../engine/matching/splink-rules.ts'
import { createPool } from '../../engine/matching/threads.ts'
import { type Trained, train } from '../../engine/matching/train.ts'
import { grouped } from '../print.ts'
import { readJson, refuse } from './folder.ts'
import { blended, type Given, labelsFor } from './labels.ts'
import type { Loaded } from './load.ts'
import type { Progress } from './progress.ts'

const SECOND = 1000

/** A finished run over loaded records. */
export interface Run extends Loaded {
  readonly model: Model
  /** What training saw; null where the model was given. */
  readonly trained: Trained | null
  readonly labels: LabelsUsed | null
  readonly blocks: Blocks
  readonly resolution: Resolution
  /** Seconds by phase. */
  readonly seconds: { readonly block: number; readonly train: number; readonly score: number; readonly cluster: number }
}

/** Labels of a run, and what they did to the model that was learnt. */
export interface LabelsUsed extends Given {
  /** Labelled matches that entered m; labels that were aside because they were chosen for their doubt. */
  readonly matches: number
  readonly aside: number
  readonly moves: readonly LevelMove[]
}

export interface RunOptions {
  /** File of a frozen model; without it one is learnt from the records. */
  readonly model?: string | undefined
  /** File of labels: they enter m where the model is learnt, and are measured with. */
  readonly labels?: string | undefined
  readonly workers: number
  /** Most pairs that the rules may make. */
  readonly budget: number
  readonly progress: Progress
}

export const declaredBy = ({ spec, comparisons, taken }: Pick<Loaded, 'spec' | 'comparisons' | 'taken'>): Declared => ({
  name: spec.name,
  comparisons,
  blocking: taken.records.blocks.map(({ name }) => name),
  link: spec.link,
  review: spec.review ?? spec.link,
  ...sqlOf(spec),
})

/** Blocks, learns or reads a model, scores and clusters. */
export async function runOver(loaded: Loaded, options: RunOptions): Promise<Run> {
  const { records } = loaded.taken
  const { progress } = options
  const declared = declaredBy(loaded)
  const known = options.model === undefined ? null : readModel(readJson(options.model, 'Mô hình (model)'), declared)
  progress.stage('Lập khối (blocking)', 'bản ghi')
  const [blocks, block] = timed(() => blocksOf(records.blocks, records.size))
  mustFit(blocks, options.budget)
  progress.stage('Học mô hình (training)', 'cặp')
  const given = options.labels === undefined ? null : await labelsFor(loaded, options.labels)
  const [learnt, training] = timed(() =>
    known
      ? { model: known, trained: null, labels: given && { ...given, ...UNUSED } }
      : learn(loaded, blocks, declared, given),
  )
  const resolution = await resolved(loaded, blocks, learnt.model, options)
  progress.end()
  const { seconds } = resolution
  const { score, cluster } = seconds
  return {
    ...loaded,
    ...learnt,
    blocks,
    resolution,
    seconds: { block: block + seconds.block, train: training, score, cluster },
  }
}

/** Learns a model from the records, then its m from labels where there are some. */
export function learn(
  loaded: Loaded,
  blocks: Blocks,
  declared: Declared,
  given: Given | null,
): Pick<Run, 'model' | 'trained' | 'labels'> {
  const { comparisons, taken, spec } = loaded
  const trained = train(comparisons, taken.records, { seed: spec.seed, blocks })
  const model = modelOf(trained, declared, spec.seed)
  if (!given) return { model, trained, labels: null }
  const { model: own, ...used } = blended(loaded, blocks, model, given.pairs)
  return { model: own, trained, labels: { ...given, ...used } }
}

const UNUSED = { matches: 0, aside: 0, moves: [] } as const

/** Blocks, scores and clusters with a model. */
export async function resolved(
  loaded: Loaded,
  blocks: Blocks,
  model: Model,
  { workers, progress }: Pick<RunOptions, 'workers' | 'progress'>,
): Promise<Resolution> {
  const { comparisons, taken, spec } = loaded
  const { records } = taken
  const pairs = pairsIn(blocks)
  const pool = workers > 1 && pairs > SMALL ? createPool(workers) : null
  progress.stage('So cặp và gom cụm (scoring, clustering)', 'cặp', pairs)
  try {
    return await resolve(comparisons, records, model, {
      blocks,
      constraints: constraintsOf(loaded),
      now: () => performance.now(),
      ...(pool && { threads: { pool, origin: { spec }, watch: (taken) => progress.follow(taken) } }),
    })
  } finally {
    await pool?.close()
  }
}

/** Of a link one to one no file holds an entity twice. */
export const constraintsOf = ({ taken: { records }, spec, isLink }: Loaded): Constraints =>
  isLink && spec.oneToOne && records.sources
    ? { clean: { sources: records.sources, numbers: new Set(records.sources) } }
    : {}

/** How the clusters of a run were made, so that a part of it can be done again. */
export const clusterOptionsOf = (run: Run): ClusterOptions => ({
  floor: microbits(run.model.thresholds.link),
  review: microbits(Math.min(run.model.thresholds.review, run.model.thresholds.link)),
  score: run.resolution.scorer.judge,
  constraints: constraintsOf(run),
})

/** Pairs that are scored before a thread has started. */
const SMALL = 500_000

export const pairsIn = ({ rules }: Pick<Blocks, 'rules'>): number => rules.reduce((sum, { pairs }) => sum + pairs, 0)

/** Throws InvalidInput where rules make more pairs than are allowed, with the rules that cost most, before any pair is made. */
export function mustFit(blocks: Blocks, budget: number): void {
  const pairs = pairsIn(blocks)
  if (pairs <= budget) return
  const dearest = [...blocks.rules].sort((a, b) => b.pairs - a.pairs).slice(0, 3)
  const named = dearest.map(
    (rule) => `${rule.name}: ${grouped(rule.pairs)}, khóa lớn nhất ${grouped(rule.largest)} bản ghi`,
  )
  refuse(
    `Các quy tắc khối tạo ${grouped(pairs)} cặp, quá ngân sách ${grouped(budget)} (--budget). Tốn nhất: ${named.join('; ')}. ` +
      'Thêm phần vào khóa, hạ "limit", hoặc thêm "hot"; xem: sogoc match blocks. ' +
      '(The block rules make more pairs than the budget allows; the dearest are named. Lengthen their keys or lower their limits.)',
  )
}

export function timed<T>(work: () => T): readonly [T, number] {
  const started = performance.now()
  const done = work()
  return [done, (performance.now() - started) / SECOND]
}
