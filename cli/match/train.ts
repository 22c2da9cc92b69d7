import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { blocksOf } from '../../engine/matching/blocking.ts'
import { type Diagnostic, diagnose, pairsByLevel } from '../../engine/matching/diagnostics.ts'
import { layOut } from '../../engine/matching/layout.ts'
import { bits, modelText, scoredBy } from '../../engine/matching/model.ts'
import { createScorer } from '../../engine/matching/score.ts'
import { sessionsOver } from '../../engine/matching/sessions.ts'
import { readSpec } from '../../engine/matching/spec.ts'
import { orRefusal } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { grouped } from '../print.ts'
import { readJson, refuse } from './folder.ts'
import { labelsFor } from './labels.ts'
import { load } from './load.ts'
import { progressOn } from './progress.ts'
import { declaredBy, learn, mustFit, type Run } from './run.ts'

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
      const diagnostics = against({ ...loaded, ...learnt, blocks })
      progress.end()
      write(options.out, modelText(learnt.model))
      await out.put(
        options.json ? [JSON.stringify(figures(learnt, diagnostics))] : text(learnt, diagnostics, options.out),
      )
    },
  )
}

type Learnt = Pick<Run, 'model' | 'trained' | 'labels'>

function against(run: Omit<Run, 'resolution' | 'seconds'>): readonly Diagnostic[] {
  const { model, trained, comparisons, taken, blocks, spec } = run
  if (trained === null) return diagnose(model)
  const scored = scoredBy(model, comparisons, taken.records.columns)
  const scorer = createScorer(scored, layOut(taken.records, blocks, scored), 0)
  const sessions = sessionsOver(taken.records, scored, scorer, trained.result, spec.seed)
  return diagnose(model, { pairs: pairsByLevel(model, trained.patterns), sessions })
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    refuse(`--out ${file}: không ghi được, ${(error as Error).message}. (The file cannot be written.)`)
  }
}

function figures({ model, labels }: Learnt, diagnostics: readonly Diagnostic[]) {
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
    ...(labels && { labels: { labels: labels.pairs.length, unknown: labels.unknown, matches: labels.matches } }),
    diagnostics,
  }
}

function text({ model, labels }: Learnt, diagnostics: readonly Diagnostic[], out: string): readonly string[] {
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
