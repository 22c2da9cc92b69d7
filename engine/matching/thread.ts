import { parentPort } from 'node:worker_threads'
import type { AnyDomain } from '../../core/domain.ts'
import { comparisonsOf as comparisonsOfDomain } from './domain.ts'
import { predictCells } from './predict.ts'
import type { Comparisons } from './records.ts'
import { createScorer } from './score.ts'
import { comparisonsOf } from './spec.ts'
import type { Job, Origin, Reply } from './threads.ts'

/** Comparisons are functions, which no message carries: each thread makes them again from where they are declared. */
async function comparisonsFrom(origin: Origin): Promise<Comparisons> {
  if ('spec' in origin) return comparisonsOf(origin.spec)
  if ('domain' in origin) return comparisonsOfDomain(((await import(origin.domain)) as { default: AnyDomain }).default)
  const found = (await import(origin.module)) as Record<string, Comparisons>
  const own = found[origin.name]
  if (!own) throw new TypeError(`${origin.module} exports no "${origin.name}"`)
  return own
}

async function work(job: Job): Promise<void> {
  const comparisons = await comparisonsFrom(job.origin)
  const scored = job.scored.map((own, c) => ({ ...own, comparison: comparisons[c]! }))
  const claim = new Int32Array(job.claimed)
  const units = {
    *[Symbol.iterator]() {
      for (let n = Atomics.add(claim, 0, 1); n < job.units.length; n = Atomics.add(claim, 0, 1)) yield job.units[n]!
    },
  }
  const found = predictCells(job.layout, units, createScorer(scored, job.layout, job.prior), job.wanted)
  const cells = found.cells.slice()
  const reply: Reply = { cells, scored: found.scored }
  parentPort?.postMessage(reply, [cells.buffer])
}

parentPort?.on('message', (job: Job) => {
  work(job).catch((error: unknown) => parentPort?.postMessage({ fault: String(error) }))
})
