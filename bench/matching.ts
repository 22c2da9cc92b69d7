import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse/sync'
import { encode } from '../engine/matching/encode.ts'
import { type Evaluation, evaluate } from '../engine/matching/evaluate.ts'
import { modelOf } from '../engine/matching/model.ts'
import { resolve } from '../engine/matching/resolve.ts'
import { readSpec, recordsOf, type Table } from '../engine/matching/spec.ts'
import { createPool } from '../engine/matching/threads.ts'
import { train } from '../engine/matching/train.ts'
import { peerPython, runPeer } from './matching/peers.ts'
import { persons } from './matching/persons.ts'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: 'data/matching' },
    sizes: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
  },
})

/** One figure. `goal` is what the figure must reach; `holds` says whether it does. */
interface Figure {
  readonly bench: 'matching'
  readonly metric: string
  readonly value: number
  readonly unit: string
  readonly peer?: string
  readonly peerValue?: number
  readonly ratio?: number
  readonly goal: string
  readonly holds: boolean
}

const figures: Figure[] = []
const round = (value: number): number => Number(value.toPrecision(4))
function report(
  metric: string,
  value: number,
  unit: string,
  goal: string,
  holds: boolean,
  peer?: { name: string; value: number },
): void {
  const own = { bench: 'matching' as const, metric, value: round(value), unit, goal, holds }
  figures.push(peer ? { ...own, peer: peer.name, peerValue: round(peer.value), ratio: round(value / peer.value) } : own)
}

const specOf = (name: string) =>
  readSpec(JSON.parse(readFileSync(new URL(`./matching/${name}.json`, import.meta.url), 'utf8')))

function readTable(file: string): Table {
  const [header = [], ...body]: string[][] = parse(readFileSync(file), { trim: true })
  return {
    name: file,
    columns: Object.fromEntries(header.map((name, c) => [name, body.map((row) => row[c]!)])),
    rows: body.length,
  }
}

const pool = createPool(Number(options.workers))
const python = options['no-peers'] ? null : peerPython()

interface Task {
  readonly name: string
  readonly spec: string
  readonly tables: readonly Table[]
  readonly files: readonly string[]
  readonly peer: string
  readonly truth: (table: Table, row: number) => string
}

/** Trains, warms up once, measures; then the peer on the same files, measured by the same evaluator. */
async function run(task: Task) {
  const spec = specOf(task.spec)
  const { records, order } = recordsOf(spec, task.tables)
  const trained = train(records, { seed: spec.seed })
  const declared = {
    name: spec.name,
    fields: trained.fields,
    blocking: records.blocks.map(({ name }) => name),
    link: spec.link,
    review: spec.review ?? spec.link,
  }
  const model = modelOf(trained, declared, spec.seed)
  const sources = records.crossOnly ? records.sources : null
  const constraints =
    spec.oneToOne && records.sources ? { clean: { sources: records.sources, numbers: new Set(records.sources) } } : {}
  const once = () =>
    resolve(records, model, {
      constraints,
      now: () => performance.now(),
      predict: (rules, scored, atLeast) =>
        pool.predict({ spec }, scored, rules, { sources, records: records.keys.length, prior: model.prior, atLeast }),
    })
  await once()
  const { edges, seconds, clustering } = await once()
  const truth = encode(order.map(({ table, row }) => task.truth(task.tables[table]!, row))).ids
  const ours = evaluate(clustering.clusterOf, truth)
  const wall = seconds.encode + seconds.block + seconds.score + seconds.cluster
  const keys = order.map(({ table, row }) => task.tables[table]!.columns[spec.key]![row]!)
  return { ours, wall, seconds, pairs: edges.scored, peer: python ? peerOf(python, task, keys, truth) : null }
}

/** The peer's figures at the threshold that the truth says is best, and its time at one threshold. */
function peerOf(
  python: string,
  task: Task,
  keys: readonly string[],
  truth: Int32Array,
): { best: Evaluation; blind: Evaluation; wall: number } {
  const done = runPeer(python, task.peer, task.files)
  const at = (threshold: string): Evaluation =>
    evaluate(encode(keys.map((key) => done.clusters[threshold]!.get(key) ?? key)).ids, truth)
  const all = Object.keys(done.clusters).map(at)
  return {
    best: all.reduce((best, one) => (one.pairwise.f1 > best.pairwise.f1 ? one : best)),
    blind: at('0.95'),
    wall: done.predict + done.cluster,
  }
}

const GOALS = { historical_50k: 0.88, febrl3: 0.9995, febrl4: 0.9996 } as const
const entity = (table: Table, row: number): string => /^rec-(\d+)-/.exec(table.columns.rec_id![row]!)?.[1] ?? ''

async function publicSets(): Promise<void> {
  const sets = [
    {
      name: 'historical_50k',
      spec: 'historical',
      peer: 'historical',
      files: ['historical_50k.csv'],
      truth: (t: Table, row: number) => t.columns.cluster![row]!,
    },
    { name: 'febrl3', spec: 'febrl3', peer: 'febrl3', files: ['febrl3.csv'], truth: entity },
    { name: 'febrl4', spec: 'febrl4', peer: 'febrl4', files: ['febrl4a.csv', 'febrl4b.csv'], truth: entity },
  ] as const
  for (const set of sets) {
    const files = set.files.map((file) => join(options.data, file))
    if (!files.every((file) => existsSync(file))) {
      process.stderr.write(`${set.name}: not in ${options.data}; give the folder of the public sets with --data\n`)
      continue
    }
    const done = await run({ ...set, files, tables: files.map(readTable) })
    const { pairwise, bcubed } = done.ours
    const goal = GOALS[set.name]
    const peer = (value: number | undefined) =>
      value === undefined ? undefined : { name: 'splink 5.0.0, best threshold', value }
    report(`${set.name}_f1`, pairwise.f1, 'F1', `>= ${goal}`, pairwise.f1 >= goal, peer(done.peer?.best.pairwise.f1))
    report(`${set.name}_precision`, pairwise.precision, 'share', '-', true, peer(done.peer?.best.pairwise.precision))
    report(`${set.name}_recall`, pairwise.recall, 'share', '-', true, peer(done.peer?.best.pairwise.recall))
    report(
      `${set.name}_b3`,
      bcubed.f1,
      'F1',
      set.name === 'historical_50k' ? '>= 0.905' : '-',
      set.name !== 'historical_50k' || bcubed.f1 >= 0.905,
      peer(done.peer?.best.bcubed.f1),
    )
    const wall = done.peer ? { name: 'splink 5.0.0 predict + cluster', value: done.peer.wall } : undefined
    report(`${set.name}_s`, done.wall, 's', '<= 1/3 of peer', !done.peer || done.wall <= done.peer.wall / 3, wall)
  }
}

async function synthetic(rows: number): Promise<void> {
  const table = persons(rows, 7)
  const folder = new URL('./.cache/', import.meta.url).pathname
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `persons-${rows}.csv`)
  const names = Object.keys(table.columns)
  const body = table.columns.id!.map((_, row) => names.map((name) => table.columns[name]![row]).join(','))
  writeFileSync(file, `${names.join(',')}\n${body.join('\n')}\n`)
  const done = await run({
    name: `persons ${rows}`,
    spec: 'persons',
    peer: 'persons',
    tables: [table],
    files: [file],
    truth: (t, row) => t.columns.truth![row]!,
  })
  const size = rows >= 1e6 ? `${rows / 1e6}m` : `${rows / 1000}k`
  report(
    `dedupe_${size}_f1`,
    done.ours.pairwise.f1,
    'F1',
    '>= 0.997',
    done.ours.pairwise.f1 >= 0.997,
    done.peer ? { name: 'splink 5.0.0, p >= .95', value: done.peer.blind.pairwise.f1 } : undefined,
  )
  report(
    `dedupe_${size}_s`,
    done.wall,
    's',
    '<= 1/3 of peer',
    !done.peer || done.wall <= done.peer.wall / 3,
    done.peer ? { name: 'splink 5.0.0 predict + cluster', value: done.peer.wall } : undefined,
  )
  report(`dedupe_${size}_pairs`, done.pairs, 'pairs', '-', true)
  report(`dedupe_${size}_pairs_per_s`, done.pairs / done.seconds.score, 'pairs/s', '-', true)
}

await publicSets()
for (const size of options.sizes.split(',')) if (Number(size) > 0) await synthetic(Number(size))
await pool.close()
for (const figure of figures) {
  if (options.json) process.stdout.write(`${JSON.stringify(figure)}\n`)
  else
    process.stdout.write(
      `${figure.metric.padEnd(28)} ${String(figure.value).padStart(12)} ${figure.unit.padEnd(8)} goal ${figure.goal.padEnd(16)} ${figure.holds ? 'holds' : 'MISSED'}  ${figure.peer ? `${figure.peer}: ${figure.peerValue} (ratio ${figure.ratio})` : ''}\n`,
    )
}
