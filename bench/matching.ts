import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createPool, type Pool } from '../engine/matching/threads.ts'
import type { Figure } from './figure.ts'
import { type Dedupe, dedupe } from './matching/dedupe.ts'
import { exchange } from './matching/exchange.ts'
import { judgePeer, type PeerQuality, type PeerRun, type PeerTask, peerPython, runPeer } from './matching/peers.ts'
import { writePersons } from './matching/persons.ts'
import { pairRate } from './matching/rate.ts'
import { cacheFile, linesOf, specPath, tableOf, textColumn } from './matching/tables.ts'

const THREADS = 2
const SIZES = ['100000', '1000000']
const SEED = 7
/** Share of the peer's predict + cluster that block + score + cluster may take. */
const SHARE = 1 / 3

/**
 * The matching engine beside Splink in the same run, both on two threads: the public sets of a folder (`--data`), then
 * synthetic persons of three registers at the sizes that are named (100,000 and 1,000,000; 5000000 takes a quarter of an
 * hour). Thresholds are blind: ours 0 bits, Splink's at p .95; beside it what the truth says is Splink's best.
 */
export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: 'string', default: '../shared/data/matching' } },
  })
  const python = await peerPython()
  const pool = createPool(THREADS)
  try {
    const figures: Figure[] = []
    for (const set of SETS) figures.push(...(await publicSet(set, values.data, pool, python)))
    if (python !== null && existsSync(join(values.data, 'febrl3.csv')))
      figures.push(...(await exchange(values.data, python)))
    figures.push(await pairRate(THREADS))
    for (const rows of positionals.length > 0 ? positionals : SIZES)
      figures.push(...(await synthetic(Number(rows), pool, python)))
    return figures
  } finally {
    await pool.close()
  }
}

interface PublicSet {
  readonly name: string
  readonly task: PeerTask
  readonly files: readonly string[]
  /** Column that tells the truth, and the entity in it. */
  readonly truth: string
  readonly entity: (cell: string) => string
  readonly f1: number
  readonly bcubed?: number
}

const febrl = (cell: string): string => /^rec-(\d+)-/.exec(cell)?.[1] ?? cell
const SETS: readonly PublicSet[] = [
  {
    name: 'historical_50k',
    task: 'historical',
    files: ['historical_50k.csv'],
    truth: 'cluster',
    entity: (cell) => cell,
    f1: 0.88,
    bcubed: 0.905,
  },
  { name: 'febrl3', task: 'febrl3', files: ['febrl3.csv'], truth: 'rec_id', entity: febrl, f1: 0.9995 },
  { name: 'febrl4', task: 'febrl4', files: ['febrl4a.csv', 'febrl4b.csv'], truth: 'rec_id', entity: febrl, f1: 0.9996 },
]

/** Accuracy with our own blocking; time with the peer's, on the same data. */
async function publicSet(set: PublicSet, data: string, pool: Pool, python: string | null): Promise<readonly Figure[]> {
  const files = set.files.map((file) => join(data, file))
  if (!files.every((file) => existsSync(file))) {
    process.stderr.write(
      `matching: ${set.name} is not in ${data}; name the folder of the public sets by --data FOLDER\n`,
    )
    return []
  }
  const truth = textColumn(files.map(tableOf), set.truth, set.entity)
  const own = await dedupe(specPath(set.task), files, truth, pool)
  const alike = await dedupe(specPath(`${set.task}-splink`), files, truth, pool)
  const peer = python === null ? null : await runPeer(python, set.task, specPath(`${set.task}-splink`), files)
  const quality = peer && judgePeer(peer, truth)
  const { pairwise, bcubed } = own.evaluation
  const best = (pick: (quality: PeerQuality) => number) =>
    quality ? { peer: 'splink, best threshold', peerValue: pick(quality) } : {}
  return [
    share(`${set.name}_f1`, pairwise.f1, { goal: set.f1, ...best(({ best: at }) => at.pairwise.f1) }),
    share(
      `${set.name}_f1_over_blind`,
      pairwise.f1,
      quality ? { peer: 'splink, p .95', peerValue: quality.blind.pairwise.f1 } : {},
    ),
    share(
      `${set.name}_precision`,
      pairwise.precision,
      best(({ best: at }) => at.pairwise.precision),
    ),
    share(
      `${set.name}_recall`,
      pairwise.recall,
      best(({ best: at }) => at.pairwise.recall),
    ),
    share(`${set.name}_b3`, bcubed.f1, {
      ...(set.bcubed ? { goal: set.bcubed } : {}),
      ...best(({ best: at }) => at.bcubed.f1),
    }),
    seconds(`${set.name}_s`, own, null),
    seconds(`${set.name}_same_blocking_s`, alike, peer),
    count(`${set.name}_same_blocking_pairs`, alike.pairs, peer?.pairs),
    share(
      `${set.name}_same_blocking_f1`,
      alike.evaluation.pairwise.f1,
      best(({ best: at }) => at.pairwise.f1),
    ),
  ]
}

/** Synthetic persons, both with the same blocking. */
async function synthetic(rows: number, pool: Pool, python: string | null): Promise<readonly Figure[]> {
  const file = cacheFile(`persons-${rows}-${SEED}.csv`)
  await writePersons(file, rows, SEED)
  const truth = textColumn([linesOf(file)], 'truth', (cell) => cell)
  const own = await dedupe(specPath('persons'), [file], truth, pool, linesOf)
  const peer = python === null ? null : await runPeer(python, 'persons', specPath('persons'), [file])
  const quality = peer && judgePeer(peer, truth)
  const { pairwise } = own.evaluation
  const name = `dedupe_${rows >= 1e6 ? `${rows / 1e6}m` : `${rows / 1e3}k`}`
  const blind = quality ? { peer: 'splink, p .95', peerValue: quality.blind.pairwise.f1 } : {}
  return [
    share(`${name}_f1`, pairwise.f1, { goal: 0.997, ...blind }),
    share(`${name}_precision`, pairwise.precision, {}),
    share(`${name}_recall`, pairwise.recall, {}),
    seconds(`${name}_s`, own, peer),
    count(`${name}_pairs`, own.pairs, peer?.pairs),
    { metric: `${name}_pairs_per_s`, value: own.pairs / own.seconds.score, unit: 'pairs/s', higherIsBetter: true },
    { metric: `${name}_block_s`, value: own.seconds.block, unit: 's', higherIsBetter: false },
    { metric: `${name}_score_s`, value: own.seconds.score, unit: 's', higherIsBetter: false },
    { metric: `${name}_cluster_s`, value: own.seconds.cluster, unit: 's', higherIsBetter: false },
    {
      metric: `${name}_train_s`,
      value: own.train,
      unit: 's',
      higherIsBetter: false,
      ...(peer ? { peer: 'splink', peerValue: peer.train } : {}),
    },
    {
      metric: `${name}_peak_mb`,
      value: own.peakMb,
      unit: 'MB',
      goal: 2048,
      higherIsBetter: false,
      ...(peer ? { peer: 'splink', peerValue: peer.peakMb } : {}),
    },
  ]
}

const share = (metric: string, value: number, more: Partial<Figure>): Figure => ({
  metric,
  value,
  unit: 'share',
  higherIsBetter: true,
  ...more,
})
const count = (metric: string, value: number, peerValue: number | undefined): Figure => ({
  metric,
  value,
  unit: 'pairs',
  higherIsBetter: false,
  ...(peerValue === undefined ? {} : { peer: 'splink', peerValue }),
})

function seconds(metric: string, { seconds: own }: Dedupe, peer: PeerRun | null): Figure {
  const figure = { metric, value: own.block + own.score + own.cluster, unit: 's', higherIsBetter: false }
  if (!peer) return figure
  const peerValue = peer.predict + peer.cluster
  return { ...figure, peer: 'splink, predict + cluster', peerValue, goal: peerValue * SHARE }
}
