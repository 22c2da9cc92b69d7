import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { recordsOf } from '../../engine/matching/intake.ts'
import { bits, modelOf } from '../../engine/matching/model.ts'
import { resolve } from '../../engine/matching/resolve.ts'
import { comparisonsOf, type MatchSpec, readSpec } from '../../engine/matching/spec.ts'
import { toSplink } from '../../engine/matching/splink.ts'
import { sqlOf } from '../../engine/matching/splink-rules.ts'
import { train } from '../../engine/matching/train.ts'
import type { Figure } from '../figure.ts'
import { cacheFile, tableOf } from './tables.ts'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('./exchange.py', import.meta.url))

/** Every kind of comparison that SQL can say in full. */
const SPEC = readSpec({
  format: 'match-spec/1',
  name: 'febrl3',
  key: 'rec_id',
  block: {
    id: ['soc_sec_id'],
    birth: ['date_of_birth'],
    'surname-year': ['surname', { column: 'date_of_birth', first: 4 }],
    'given-street': ['given_name', { column: 'address_1', words: 'first' }],
    'word-postcode': [{ column: 'address_1', words: 'all' }, 'postcode'],
  },
  compare: {
    id: { kind: 'identifiers', column: 'soc_sec_id' },
    given: { kind: 'texts', column: 'given_name' },
    surname: { kind: 'texts', column: 'surname' },
    birth: { kind: 'dates', column: 'date_of_birth' },
    postcode: { kind: 'prefixes', column: 'postcode', lengths: [2, 3] },
    suburb: { kind: 'places', column: 'suburb' },
    state: { kind: 'exact', column: 'state' },
  },
})

/** Bits by which a weight may differ: a micro-bit for each comparison, and what floating point loses. */
const ROUNDING = 1e-4

/** Pairs of febrl3 that Splink, with our exported model, weighs otherwise than we do; with and without prepared columns. */
export async function exchange(data: string, python: string): Promise<readonly Figure[]> {
  const file = join(data, 'febrl3.csv')
  const { ours, model } = await weighed(SPEC, file)
  const figures: Figure[] = []
  for (const ahead of [false, true]) {
    const { settings, prepare } = toSplink(model, { ahead })
    const [settingsFile, prepareFile, out] = ['json', 'sql', 'csv'].map((end) => cacheFile(`exchange.${end}`))
    writeFileSync(settingsFile!, JSON.stringify(settings))
    if (prepare !== null) writeFileSync(prepareFile!, prepare)
    await run(python, ['-B', SCRIPT, file, settingsFile!, out!, ...(ahead ? [prepareFile!] : [])])
    const lines = readFileSync(out!, 'utf8').trim().split('\n')
    const theirs = new Map(lines.map((line) => line.split(',')).map(([a, b, weight]) => [`${a} ${b}`, Number(weight)]))
    const off = [...ours].filter(([pair, weight]) => !(Math.abs((theirs.get(pair) ?? Number.NaN) - weight) < ROUNDING))
    const value = off.length + Math.max(0, theirs.size - ours.size)
    figures.push({
      metric: `splink_export_${ahead ? 'prepared_' : ''}pairs_off`,
      value,
      unit: `of ${ours.size} pairs`,
      goal: 0,
      higherIsBetter: false,
    })
  }
  return figures
}

/** Trains on a file and weighs every pair that the rules make. */
async function weighed(spec: MatchSpec, file: string) {
  const { records } = recordsOf(spec, [tableOf(file)])
  const comparisons = comparisonsOf(spec)
  const blocking = records.blocks.map(({ name }) => name)
  const declared = { name: spec.name, comparisons, blocking, link: 0, review: 0, ...sqlOf(spec) }
  const model = modelOf(train(comparisons, records), declared)
  const { edges } = await resolve(comparisons, records, { ...model, thresholds: { link: 0, review: -500 } })
  const pairs = Array.from(edges.left, (a, e): [string, number] => [
    [records.names.at(a), records.names.at(edges.right[e]!)].sort().join(' '),
    bits(edges.weight[e]!),
  ])
  return { model, ours: new Map(pairs) }
}
