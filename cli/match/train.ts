import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Blocks, blocksOf } from '../../engine/matching/blocking.ts'
import { type Diagnostic, diagnose, pairsByLevel } from '../../engine/matching/diagnostics.ts'
import { layOut } from '../../engine/matching/layout.ts'
import { bits, type Model, modelText, scoredBy } from '../../engine/matching/model.ts'
import type { Comparisons, Records } from '../../engine/matching/records.ts'
import { createScorer } from '../../engine/matching/score.ts'
import { sessionsOver } from '../../engine/matching/sessions.ts'
import { readSpec } from '../../engine/matching/spec.ts'
import type { Trained } from '../../engine/matching/train.ts'
import { orRefusal } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { grouped } from '../print.ts'
import { readJson, refuse } from './folder.ts'
import { labelsFor } from './labels.ts'
import { load } from './load.ts'
import { progressOn } from './progress.ts'
import { declaredBy, learn, mustFit } from './run.ts'

export interface TrainOptions {
  readonly spec: string
  readonly out: string
  readonly link?: boolean
  readonly labels?: string
  readonly budget: number
  readonly json?: boolean
}

/** `sogoc model train`: a model from files, with what each rule alone would say of it. */
export async function trainModel(files: readonly string[], options: TrainOptions): Promise<void> {
  const out = new Outlet()
  const spec = readSpec(readJson(options.spec, 'Khai báo (spec)'))
  const progress = progressOn(process.stderr)
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const loaded = await load(spec, files, { isLink: options.link === true, progress })
      const { records } = loaded.taken
      progress.stage('Học mô hình (training)', 'cặp')
      const blocks = blocksOf(records.blocks, records.size)
      mustFit(blocks, options.budget)
      const given = options.labels === undefined ? null : await labelsFor(loaded, options.labels)
      const learnt = learn(loaded, blocks, declaredBy(loaded), given)
      const { comparisons } = loaded
      const diagnostics = against({ ...learnt, comparisons, records, blocks, seed: spec.seed })
      progress.end()
      writeModel(options.out, learnt.model)
      const { labels } = learnt
      const used = labels && { labels: labels.pairs.length, unknown: labels.unknown, matches: labels.matches }
      await out.put(
        options.json
          ? [JSON.stringify(figures(learnt.model, diagnostics, used))]
          : text(learnt.model, diagnostics, options.out, used),
      )
    },
  )
}

/** A model beside what it was learnt from. */
export interface Learnt {
  readonly model: Model
  readonly trained: Trained | null
  readonly comparisons: Comparisons
  readonly records: Records
  readonly blocks: Blocks
  readonly seed: string
}

/** What speaks against a model, the pairs of single rules asked too. */
export function against({ model, trained, comparisons, records, blocks, seed }: Learnt): readonly Diagnostic[] {
  if (trained === null) return diagnose(model)
  const scored = scoredBy(model, comparisons, records.columns)
  const scorer = createScorer(scored, layOut(records, blocks, scored), 0)
  const sessions = sessionsOver(records, scored, scorer, trained.result, seed)
  return diagnose(model, { pairs: pairsByLevel(model, trained.patterns), sessions })
}

export function writeModel(file: string, model: Model): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, modelText(model))
  } catch (error) {
    refuse(`--out ${file}: không ghi được, ${(error as Error).message}. (The file cannot be written.)`)
  }
}

/** Labels that were given, those that name no pair of the run, and matches among those that entered m. */
export interface LabelsUsed {
  readonly labels: number
  readonly unknown: number
  readonly matches: number
}

export function figures(model: Model, diagnostics: readonly Diagnostic[], labels: LabelsUsed | null) {
  const { name, declaration, trainedOn, lambda, prior, thresholds, training } = model
  return {
    name,
    declaration,
    ...trainedOn,
    lambda,
    prior: bits(prior),
    ...thresholds,
    converged: training.converged,
    iterations: training.iterations,
    ...(labels && { labels }),
    diagnostics,
  }
}

export function text(
  model: Model,
  diagnostics: readonly Diagnostic[],
  out: string,
  labels: LabelsUsed | null,
): readonly string[] {
  const { trainedOn, training, prior } = model
  const settled = training.converged ? `hội tụ sau ${training.iterations} vòng` : 'CHƯA HỘI TỤ: không dùng'
  const labelled = labels ? `; ${grouped(labels.matches)} cặp đúng đã gán nhãn (labelled matches)` : ''
  return [
    `${model.name}: ${grouped(trainedOn.records)} bản ghi, ${grouped(trainedOn.blockedPairs)} cặp cùng khóa, ${settled}${labelled}`,
    `Trước khi so (prior): ${bits(prior).toFixed(2)} bit`,
    ...diagnostics.map(({ severity, sentence }) => `${severity === 'fault' ? '!' : '-'} ${sentence}`),
    `Đã ghi ${out}; xem: sogoc model show ${out}`,
  ]
}
