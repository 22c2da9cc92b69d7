import { parentPort } from 'node:worker_threads'
import type { AnyDomain } from '../../core/domain.ts'
import { comparisonsOf as comparisonsOfDomain } from './domain.ts'
import { tableOf } from './key-table.ts'
import { place } from './placing.ts'
import { predictCells } from './predict.ts'
import type { Comparisons } from './records.ts'
import { createScorer } from './score.ts'
import { comparisonsOf } from './spec.ts'
import type { Answer, Asked, Found, Job, Origin } from './threads.ts'

/** Comparisons are functions, which no message carries: each thread makes them again from where they are declared. */
async function comparisonsFrom(origin: Origin): Promise<Comparisons> {
  if ('spec' in origin) return comparisonsOf(origin.spec)
  if ('domain' in origin) return comparisonsOfDomain(((await import(origin.domain)) as { default: AnyDomain }).default)
  const found = (await import(origin.module)) as Record<string, Comparisons>
  const own = found[origin.name]
  if (!own) throw new TypeError(`${origin.module} exports no "${origin.name}"`)
  return own
}

async function score(job: Job): Promise<Found> {
  const comparisons = await comparisonsFrom(job.origin)
  const scored = job.scored.map((own, c) => ({ ...own, comparison: comparisons[c]! }))
  const claim = new Int32Array(job.claimed)
  const units = {
    *[Symbol.iterator]() {
      for (let n = Atomics.add(claim, 0, 1); n < job.units.length; n = Atomics.add(claim, 0, 1)) yield job.units[n]!
    },
  }
  const found = predictCells(job.layout, units, createScorer(scored, job.layout, job.prior), job.wanted)
  return { cells: found.cells.slice(), scored: found.scored }
}

/** The answer to a question, with what of it is handed over rather than copied. */
async function answered(asked: Asked): Promise<readonly [Answer, readonly ArrayBufferLike[]]> {
  if ('score' in asked) {
    const found = await score(asked.score)
    return [found, [found.cells.buffer]]
  }
  if ('place' in asked) return [place(asked.place.rows, asked.place.placing), []]
  const { column, size, within } = asked.group
  const table = tableOf(column, size, within)
  return [table, [table.starts.buffer, table.members.buffer, table.inHot.buffer]]
}

parentPort?.on('message', (asked: Asked) => {
  answered(asked).then(
    ([answer, handed]) => parentPort?.postMessage(answer, handed as ArrayBuffer[]),
    (error: unknown) => parentPort?.postMessage({ fault: String(error) }),
  )
})
