import { readFileSync } from 'node:fs'
import { blocksOf } from '../../engine/matching/blocking.ts'
import { recordsOf } from '../../engine/matching/intake.ts'
import { layOut } from '../../engine/matching/layout.ts'
import { modelOf, scoredBy } from '../../engine/matching/model.ts'
import { comparisonsOf, readSpec } from '../../engine/matching/spec.ts'
import { createPool } from '../../engine/matching/threads.ts'
import { train } from '../../engine/matching/train.ts'
import type { Figure } from '../figure.ts'
import { personTable } from './persons.ts'
import { specPath } from './tables.ts'

const ROWS = 400_000
const GOAL = 1e7
const RUNS = 4

/**
 * Pairs scored in a second on six comparisons, on records that share given name and year of birth alone: millions of pairs
 * that are nearly all of different people, as blocking makes them. The fastest of some runs on threads of its own, as a run has
 * them: threads that have judged other comparisons before are a fifth slower.
 */
export async function pairRate(threads: number): Promise<Figure> {
  const full = JSON.parse(readFileSync(specPath('persons'), 'utf8')) as Record<string, unknown>
  const block = { 'given-year': ['given', { column: 'birth_date', first: 4 }] }
  const spec = readSpec({ ...full, name: 'given-year', block })
  const { records } = recordsOf(spec, [personTable(ROWS, 7)])
  const comparisons = comparisonsOf(spec)
  const declared = { name: spec.name, comparisons, blocking: ['given-year'], link: spec.link, review: spec.link }
  const model = modelOf(train(comparisons, records, { blockedPairs: 1_000_000 }), declared)
  const scored = scoredBy(model, comparisons, records.columns)
  const layout = layOut(records, blocksOf(records.blocks, records.size), scored)
  const pool = createPool(threads)
  let best = 0
  for (let n = 0; n < RUNS; n++) {
    const started = performance.now()
    const { scored: pairs } = await pool.predict(
      { spec },
      { layout, scored, prior: model.prior, wanted: { atLeast: model.thresholds.link * 1e6 } },
    )
    best = Math.max(best, (pairs / (performance.now() - started)) * 1000)
  }
  await pool.close()
  return { metric: 'pairs_per_s', value: best, unit: 'pairs/s', goal: GOAL, higherIsBetter: true }
}
