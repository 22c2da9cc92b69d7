import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { parse } from 'csv-parse/sync'
import { Failure } from '../../core/errors.ts'
import { barChart, lineChart, waterfall } from '../../engine/matching/charts.ts'
import type { Constraints } from '../../engine/matching/constraints.ts'
import { encode } from '../../engine/matching/encode.ts'
import { type Evaluation, evaluate } from '../../engine/matching/evaluate.ts'
import { createExplainer } from '../../engine/matching/explain.ts'
import { FATE } from '../../engine/matching/fates.ts'
import { bits, type Model, modelOf, probability, readModel } from '../../engine/matching/model.ts'
import { type Resolution, resolve } from '../../engine/matching/resolve.ts'
import { type MatchSpec, readSpec, recordsOf, type Table } from '../../engine/matching/spec.ts'
import { createPool } from '../../engine/matching/threads.ts'
import { train } from '../../engine/matching/train.ts'

interface Options {
  readonly spec: string
  readonly out: string
  readonly truth?: string
  readonly model?: string
  readonly workers: string
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  $ sogoc match dedupe people.csv --spec people.json --out found
  $ sogoc match link owners.csv population.csv --spec link.json --out found --truth person --json`

/** `sogoc match dedupe | link | explain`: the matching engine on any CSV, without a database. */
export const match = (program: Command): void => {
  const own = program
    .command('match')
    .description('find the records that are one entity, in any CSV, without a database')
  const common = (command: Command): Command =>
    command
      .requiredOption('--spec <file>', 'comparisons, block rules and thresholds (JSON)')
      .requiredOption('--out <dir>', 'folder for pairs, clusters, model and charts')
      .option('--truth <column>', 'column with the true entity: read only to measure')
      .option('--model <file>', 'a frozen model; without it one is learnt from the data')
      .option('--workers <n>', 'threads', String(Math.min(8, availableParallelism())))
      .option('--json', 'one object on stdout')
      .addHelpText('after', EXAMPLES)
  common(own.command('dedupe').argument('<file>')).action((file: string, options: Options) => run([file], options))
  common(own.command('link').argument('<left>').argument('<right>')).action((a: string, b: string, options: Options) =>
    run([a, b], options),
  )
  own
    .command('explain')
    .argument('<left>')
    .argument('<right>')
    .requiredOption('--out <dir>', 'folder of a finished run')
    .description('why two records are together or apart: level and weight of every comparison')
    .option('--json', 'one object on stdout')
    .action((left: string, right: string, options: { out: string; json?: boolean }) => explain(left, right, options))
}

function readTable(file: string): Table {
  const text = readText(file)
  const rows: string[][] = parse(text, { bom: true, trim: true, relax_column_count: true })
  const [header = [], ...body] = rows
  const columns = Object.fromEntries(header.map((name, c) => [name, body.map((row) => row[c] ?? '')]))
  return { name: basename(file), columns, rows: body.length }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Failure('InvalidInput', { problems: `Không đọc được tệp ${file}. (The file cannot be read.)` })
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file))
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('InvalidInput', { problems: `${file} không phải JSON: ${(error as Error).message}` })
  }
}

interface Finished {
  readonly spec: MatchSpec
  readonly tables: readonly Table[]
  readonly model: Model
  readonly resolution: Resolution
  readonly keys: readonly string[]
  readonly order: readonly { table: number; row: number }[]
}

/** Reads, learns (unless a model is given), and resolves. */
async function resolved(
  files: readonly string[],
  specFile: string,
  modelFile: string | undefined,
  workers: number,
): Promise<Finished> {
  const spec = readSpec(readJson(specFile))
  const tables = files.map(readTable)
  const { records, order } = recordsOf(spec, tables)
  const declared = {
    name: spec.name,
    fields: records.compared,
    blocking: records.blocks.map(({ name }) => name),
    link: spec.link,
    review: spec.review ?? spec.link,
  }
  const model = modelFile
    ? readModel(readJson(modelFile), declared)
    : modelOf(train(records, { seed: spec.seed }), declared, spec.seed)
  const constraints: Constraints =
    spec.oneToOne && records.sources ? { clean: { sources: records.sources, numbers: new Set(records.sources) } } : {}
  const pool = workers > 1 ? createPool(workers) : null
  const sources = records.crossOnly ? records.sources : null
  const resolution = await resolve(records, model, {
    constraints,
    now: () => performance.now(),
    ...(pool
      ? {
          predict: (rules, scored, atLeast) =>
            pool.predict({ spec }, scored, rules, {
              sources,
              records: records.keys.length,
              prior: model.prior,
              atLeast,
            }),
        }
      : {}),
  })
  await pool?.close()
  return { spec, tables, model, resolution, keys: records.keys, order }
}

async function run(files: readonly string[], options: Options): Promise<void> {
  const done = await resolved(files, options.spec, options.model, Number(options.workers))
  const { model, resolution, keys } = done
  const truth = options.truth ? truthOf(done, options.truth) : null
  const evaluation = truth ? evaluate(resolution.clustering.clusterOf, truth) : null
  mkdirSync(options.out, { recursive: true })
  const write = (name: string, text: string): void => writeFileSync(join(options.out, name), text)
  write('model.json', `${JSON.stringify(model, null, 1)}\n`)
  write('run.json', `${JSON.stringify({ files, spec: options.spec }, null, 1)}\n`)
  write(
    'clusters.csv',
    lines(
      'record,cluster',
      keys.map((key, i) => [key, keys[resolution.clustering.clusterOf[i]!]!]),
    ),
  )
  const { left, right, weight, rule } = resolution.edges
  write(
    'pairs.csv',
    lines(
      'left,right,bits,probability,rule',
      Array.from(left, (a, e) => [
        keys[a]!,
        keys[right[e]!]!,
        bits(weight[e]!).toFixed(3),
        probability(weight[e]!).toFixed(6),
        resolution.rules[rule[e]!]!.name,
      ]),
    ),
  )
  charts(done, truth, write)
  report(done, evaluation, options.json === true)
}

function truthOf({ tables, order }: Finished, column: string): Int32Array {
  return encode(
    order.map(({ table, row }) => {
      const own = tables[table]!.columns[column]
      if (!own)
        throw new Failure('UnknownName', {
          kind: '--truth',
          got: column,
          known: Object.keys(tables[table]!.columns).join(', '),
          hint: '',
        })
      return own[row] ?? null
    }),
  ).ids
}

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)
const lines = (header: string, rows: readonly (readonly string[])[]): string =>
  `${header}\n${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`

function charts(
  { resolution, model, keys }: Finished,
  truth: Int32Array | null,
  write: (name: string, text: string) => void,
): void {
  const { left, right, weight } = resolution.edges
  const bands = new Map<number, number>()
  for (const w of weight) bands.set(Math.floor(bits(w) / 2) * 2, (bands.get(Math.floor(bits(w) / 2) * 2) ?? 0) + 1)
  write(
    'weights.svg',
    barChart(
      'pairs by match weight (bits)',
      [...bands]
        .sort((a, b) => a[0] - b[0])
        .map(([band, n]) => ({ name: `${band} to ${band + 2}`, value: n, note: String(n) })),
    ),
  )
  write(
    'blocks.svg',
    barChart(
      'pairs by block rule',
      resolution.rules.map(({ name, pairs }) => ({ name, value: pairs, note: String(pairs) })),
    ),
  )
  const explainer = createExplainer(keys, model, resolution)
  if (left.length > 0) write('pair.svg', waterfall(explainer(left[0]!, right[0]!)))
  if (!truth) return
  const at = [0, 2, 4, 6, 8, 10, 12, 16, 20]
  const real = evaluate(truth, truth).pairwise.true
  const counts = at.map((bound) => {
    let kept = 0
    let good = 0
    for (let e = 0; e < weight.length; e++) {
      if (bits(weight[e]!) < bound) continue
      kept++
      if (truth[left[e]!] === truth[right[e]!]) good++
    }
    return { precision: kept ? good / kept : 1, recall: real ? good / real : 1 }
  })
  write(
    'thresholds.svg',
    lineChart('pairs before closure, by weight (bits)', at, {
      precision: counts.map((c) => c.precision),
      recall: counts.map((c) => c.recall),
    }),
  )
}

function report({ resolution, model, spec, keys }: Finished, evaluation: Evaluation | null, json: boolean): void {
  const { edges, seconds, clustering, rules } = resolution
  const clusters = new Set(clustering.clusterOf).size
  const hot = rules.flatMap((rule) => rule.hot.map(({ records }) => ({ rule: rule.name, records })))
  const figures = {
    name: spec.name,
    records: keys.length,
    clusters,
    pairs: edges.scored,
    edges: edges.left.length,
    refused: clustering.fate.reduce((n, fate) => n + (fate > FATE.outvoted && fate < FATE.review ? 1 : 0), 0),
    link: model.thresholds.link,
    hotKeys: hot.length,
    seconds,
    ...(evaluation ? { evaluation } : {}),
  }
  if (json) return void process.stdout.write(`${JSON.stringify(figures)}\n`)
  const total = seconds.encode + seconds.block + seconds.score + seconds.cluster
  process.stdout.write(
    `${keys.length} records, ${edges.scored} pairs, ${edges.left.length} edges, ${clusters} clusters in ${total.toFixed(2)} s\n`,
  )
  if (hot.length > 0)
    process.stdout.write(
      `${hot.length} keys were too large to pair out; largest: ${hot[0]!.rule} with ${hot[0]!.records} records\n`,
    )
  if (!model.training.converged)
    process.stdout.write('training stopped at its limit without settling: do not use this model\n')
  if (!evaluation) return
  const { pairwise, bcubed } = evaluation
  process.stdout.write(
    `pairwise F1 ${pairwise.f1.toFixed(4)} (P ${pairwise.precision.toFixed(4)}, R ${pairwise.recall.toFixed(4)}), B-cubed F1 ${bcubed.f1.toFixed(4)}, after clustering\n`,
  )
}

async function explain(left: string, right: string, options: { out: string; json?: boolean }): Promise<void> {
  const { files, spec } = readJson(join(options.out, 'run.json')) as { files: string[]; spec: string }
  const { keys, model, resolution } = await resolved(files, spec, join(options.out, 'model.json'), 1)
  const number = (key: string): number => {
    const found = keys.indexOf(key)
    if (found < 0)
      throw new Failure('UnknownName', { kind: 'record', got: key, known: keys.slice(0, 3).join(', '), hint: ' …' })
    return found
  }
  const own = createExplainer(keys, model, resolution)(number(left), number(right))
  if (options.json) return void process.stdout.write(`${JSON.stringify(own)}\n`)
  const rows = own.bars.map(
    ({ comparison, level, label, bits: weight, terms }) =>
      `  ${comparison.padEnd(14)} ${level.padEnd(16)} ${weight.toFixed(2).padStart(7)} ${terms ? `tf ${terms.toFixed(2).padStart(6)}` : ''.padStart(9)}  ${label}`,
  )
  process.stdout.write(
    `${left} – ${right}: ${own.decision}, ${own.total.toFixed(2)} bits (p ${own.probability.toFixed(6)}), met by ${own.rule ?? 'no rule'}\n  ${'prior'.padEnd(31)} ${own.prior.toFixed(2).padStart(7)}\n${rows.join('\n')}\n`,
  )
}
