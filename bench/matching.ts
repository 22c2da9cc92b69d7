import { readFileSync } from 'node:fs'
import { evaluate } from '../engine/matching/evaluate.ts'
import { recordsOf } from '../engine/matching/intake.ts'
import { modelOf } from '../engine/matching/model.ts'
import { resolve } from '../engine/matching/resolve.ts'
import { comparisonsOf, readSpec } from '../engine/matching/spec.ts'
import { createPool } from '../engine/matching/threads.ts'
import { train } from '../engine/matching/train.ts'
import type { Figure } from './figure.ts'
import { persons } from './matching/persons.ts'

/** Synthetic persons of three registers, resolved at the blind threshold: `npm run bench -- matching [ROWS…]`. */
export async function run(own: readonly string[]): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const rows of own.length > 0 ? own.map(Number) : [100_000]) figures.push(...(await resolved(rows)))
  return figures
}

async function resolved(rows: number): Promise<readonly Figure[]> {
  const spec = readSpec(JSON.parse(readFileSync(new URL('./matching/persons.json', import.meta.url), 'utf8')))
  const comparisons = comparisonsOf(spec)
  const { name, columns } = persons(rows, 7)
  const names = Object.keys(columns)
  const table = { name, columns: names, rows: columns.id!.map((_, row) => names.map((own) => columns[own]![row]!)) }
  const { records, columns: taken } = recordsOf(spec, [table], { keep: ['truth'] })
  const blocking = records.blocks.map((rule) => rule.name)
  const declared = { name: spec.name, comparisons, blocking, link: spec.link, review: spec.review ?? spec.link }
  const model = modelOf(train(comparisons, records, { seed: spec.seed }), declared, spec.seed)
  const pool = createPool(2)
  const now = () => performance.now()
  const once = () =>
    resolve(comparisons, records, model, { now, predict: (scoring) => pool.predict({ spec }, scoring) })
  await once()
  const { edges, seconds, clustering } = await once()
  await pool.close()
  const { pairwise } = evaluate(clustering.clusterOf, taken.get('truth')!.ids)
  const size = rows >= 1e6 ? `${rows / 1e6}m` : `${rows / 1000}k`
  return [
    { metric: `dedupe_${size}_f1`, value: pairwise.f1, unit: 'F1', goal: 0.997, higherIsBetter: true },
    {
      metric: `dedupe_${size}_s`,
      value: seconds.block + seconds.score + seconds.cluster,
      unit: 's',
      higherIsBetter: false,
    },
    {
      metric: `dedupe_${size}_pairs_per_s`,
      value: edges.scored / seconds.score,
      unit: 'pairs/s',
      goal: 1e7,
      higherIsBetter: true,
    },
  ]
}
