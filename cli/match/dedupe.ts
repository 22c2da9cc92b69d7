import { reportBlocks } from '../../engine/matching/block-report.ts'
import { type Evaluation, evaluate, type PairQuality } from '../../engine/matching/evaluate.ts'
import { readSpec } from '../../engine/matching/spec.ts'
import { type AtThreshold, atThresholds, thresholdsOver } from '../../engine/matching/thresholds.ts'
import { orRefusal } from '../extract.ts'
import { Outlet } from '../outlet.ts'
import { drawBlocks, drawPairs, drawThresholds, drawWeights } from './drawings.ts'
import { findingsOf, hotKeysOf, type MatchFinding } from './findings.ts'
import { Folder, readJson } from './folder.ts'
import { load, truthOf } from './load.ts'
import { writeMistakes } from './mistakes.ts'
import { writeClusters, writePairs } from './outputs.ts'
import { progressOn } from './progress.ts'
import { type Run, runOver, timed } from './run.ts'
import { savedRun } from './saved.ts'
import { type Figures, figuresText } from './summary.ts'

export interface DedupeOptions {
  readonly spec: string
  readonly out: string
  readonly truth?: string
  readonly model?: string
  readonly workers: number
  readonly budget: number
  readonly json?: boolean
}

/** `sogoc match dedupe | link`: the whole engine over files, its results in a folder. */
export async function dedupe(files: readonly string[], isLink: boolean, options: DedupeOptions): Promise<void> {
  const out = new Outlet()
  const spec = readSpec(readJson(options.spec, 'Khai báo (spec)'))
  const folder = new Folder(options.out)
  const progress = progressOn(process.stderr)
  const started = performance.now()
  await orRefusal(
    options.json === true,
    (lines) => out.put(lines),
    async () => {
      const loaded = await load(spec, files, { isLink, truth: options.truth, progress })
      const read = (performance.now() - started) / 1000
      const run = await runOver(loaded, { ...options, progress })
      const findings = findingsOf(run)
      const [written, write] = timed(() => writeAll(folder, run, options, findings))
      const total = (performance.now() - started) / 1000
      const figures = figuresOf(run, written, findings, { read, ...run.seconds, write, total })
      folder.write('figures.json', `${JSON.stringify(figures, null, 1)}\n`)
      await out.put(options.json ? [JSON.stringify(figures)] : figuresText(figures, findings, options.out))
    },
  )
}

interface Written {
  readonly clusters: number
  readonly measured: Measured | null
}

interface Measured {
  readonly evaluation: Evaluation
  readonly before: PairQuality
  readonly connected: AtThreshold['connected']
  readonly mistakes: { readonly falseMerges: number; readonly missed: number }
}

function writeAll(folder: Folder, run: Run, options: DedupeOptions, findings: readonly MatchFinding[]): Written {
  const { model, resolution, taken } = run
  const truth = options.truth === undefined ? null : truthOf(run, options.truth)
  folder.write('model.json', `${JSON.stringify(model, null, 1)}\n`)
  folder.write(
    'run.json',
    `${JSON.stringify(savedRun(run, options.truth), null, 1)}
`,
  )
  folder.write('findings.jsonl', findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''))
  const clusters = writeClusters(folder, run)
  writePairs(folder, run)
  drawWeights(folder, run, truth?.ids ?? null)
  drawBlocks(folder, reportBlocks(taken.records, run.blocks, truth?.ids ?? null))
  drawPairs(folder, run)
  if (truth === null) return { clusters, measured: null }
  const { sources, crossOnly } = taken.records
  const across = crossOnly ? sources : null
  const known = { edges: resolution.edges, truth: truth.ids, sources: across }
  const { link, review } = model.thresholds
  const at = [...new Set([...thresholdsOver(resolution.edges.weight, Math.min(link, review)), link])]
  const points = atThresholds(
    known,
    at.sort((a, b) => a - b),
    null,
  )
  drawThresholds(folder, points)
  const here = points.find(({ bits }) => bits === link)!
  return {
    clusters,
    measured: {
      evaluation: evaluate(resolution.clustering.clusterOf, truth.ids, across),
      before: here.pairs,
      connected: here.connected,
      mistakes: writeMistakes(folder, run, truth),
    },
  }
}

/** Hot keys in the figures; `findings.jsonl` has more. */
const HOT_SHOWN = 20

function figuresOf(
  run: Run,
  { clusters, measured }: Written,
  findings: readonly MatchFinding[],
  seconds: Figures['seconds'],
): Figures {
  const { model, resolution, taken, spec, files } = run
  return {
    name: spec.name,
    records: taken.records.size,
    unread: files.reduce((sum, { unread }) => sum + unread, 0),
    pairs: resolution.edges.scored,
    edges: resolution.edges.left.length,
    clusters,
    hotKeyCount: resolution.hot.length,
    hotKeys: hotKeysOf(run, HOT_SHOWN),
    findings: findings.length,
    model: {
      declaration: model.declaration,
      lambda: model.lambda,
      prior: model.prior / 1e6,
      link: model.thresholds.link,
      review: model.thresholds.review,
      converged: model.training.converged,
      iterations: model.training.iterations,
      thin: model.training.thin,
    },
    seconds,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
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
