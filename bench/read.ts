import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { csv } from '../connectors/sources/csv.ts'
import type { Figure } from './figure.ts'
import { generateProvince } from './province/generate.ts'

const PERSONS = 200_000

/** Reads the residence register of a generated province, beside csv-parse alone on the same file. */
export async function run(): Promise<readonly Figure[]> {
  const out = await mkdtemp(join(tmpdir(), 'sogoc-bench-'))
  try {
    const { nights } = await generateProvince({ persons: PERSONS, seed: 7, nights: 1, firstDate: '2026-11-21', out })
    const file = nights[0]?.files.find(({ source }) => source === 'residence')
    if (!file) throw new Error('the generator wrote no residence extract')
    await ours(file.path)
    const [own, peer] = [await ours(file.path), await alone(file.path)]
    return [
      {
        metric: 'read_rows_per_s',
        value: Math.round(own),
        unit: 'rows/s',
        peer: 'csv-parse alone',
        peerValue: peer,
        goal: 250_000,
        higherIsBetter: true,
      },
    ]
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

async function ours(path: string): Promise<number> {
  const started = performance.now()
  let rows = 0
  const delivery = await csv({ files: 'residence*.csv' }).open(path)
  for await (const page of delivery.pages()) rows += page.rows.length
  return (rows / (performance.now() - started)) * 1000
}

async function alone(path: string): Promise<number> {
  const started = performance.now()
  let rows = 0
  for await (const _ of createReadStream(path).pipe(parse({ bom: true }))) rows++
  return (rows / (performance.now() - started)) * 1000
}
