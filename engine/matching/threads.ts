import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type Blocks, blocksBy } from './blocking.ts'
import type { KeyTable } from './key-table.ts'
import type { Scored } from './lane.ts'
import { type Layout, layOutBy } from './layout.ts'
import { type Unit, unitsOf } from './pairs.ts'
import type { Placing, Rows, Several } from './placing.ts'
import { columnsOf, type Edges, type Wanted } from './predict.ts'
import type { KeyColumn, Records } from './records.ts'
import type { MatchSpec } from './spec.ts'

/** Where a thread finds the comparisons: a spec, an array exported by a module, or a domain file, by file URL. */
export type Origin =
  | { readonly spec: MatchSpec }
  | { readonly module: string; readonly name: string }
  | { readonly domain: string }

/** What scoring needs. Arrays lie in shared memory and are not copied. */
export interface Scoring {
  readonly layout: Layout
  readonly scored: readonly Scored[]
  /** Micro-bits. */
  readonly prior: number
  readonly wanted: Wanted
  /** Default: all of the layout. */
  readonly units?: readonly Unit[]
}

export interface Job extends Omit<Scoring, 'scored'> {
  readonly origin: Origin
  readonly scored: readonly Omit<Scored, 'comparison'>[]
  readonly units: readonly Unit[]
  /** One shared counter: the next unit that nobody has taken. */
  readonly claimed: SharedArrayBuffer
}

/** The pairs that a thread scored, as rows of `predictCells`. */
export interface Found {
  readonly cells: Int32Array
  readonly scored: number
}

/** What a thread is asked, and what it answers to each. */
export type Asked =
  | { readonly score: Job }
  | { readonly group: { readonly column: KeyColumn; readonly size: number; readonly within: Uint8Array | undefined } }
  | { readonly place: { readonly rows: Rows; readonly placing: Placing } }
export type Answer = Found | KeyTable | Several | { readonly fault: string }

export interface Pool {
  /** `blocksOf`, several rules at a time. */
  readonly blocks: (columns: readonly KeyColumn[], size: number) => Promise<Blocks>
  /** `layOut`, several columns at a time. */
  readonly layOut: (records: Records, blocks: Blocks, scored: readonly Scored[]) => Promise<Layout>
  /** `watch` is given what tells, at any time until the end, the pairs of the units that threads have taken. */
  readonly predict: (origin: Origin, scoring: Scoring, watch?: (taken: () => number) => void) => Promise<Edges>
  readonly close: () => Promise<void>
}

/** Node 20 reads no TypeScript: a thread first asks for the loader, as `--import` alone does not reach into threads. */
const START = `
  const { loader, thread } = require('node:worker_threads').workerData
  import(loader).then(({ register }) => { register(); return import(thread) })
`

/** Starts threads once; they serve any number of predictions, one after another. Idle ones keep no process from ending. */
export function createPool(size: number): Pool {
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  ).href
  const workerData = { loader, thread: new URL('./thread.ts', import.meta.url).href }
  const workers = Array.from({ length: size }, () => new Worker(START, { eval: true, workerData, execArgv: [] }))
  for (const worker of workers) worker.unref()
  const idle = [...workers]
  const waiting: ((worker: Worker) => void)[] = []
  /** Asks the next thread that has nothing to do. */
  const askOne = async <T extends Answer>(asked: Asked): Promise<T> => {
    const worker = idle.pop() ?? (await new Promise<Worker>((given) => waiting.push(given)))
    try {
      return await ask<T>(worker, asked)
    } finally {
      const next = waiting.shift()
      if (next) next(worker)
      else idle.push(worker)
    }
  }
  return {
    blocks: (columns, size) =>
      blocksBy((column, of, within) => askOne({ group: { column, size: of, within } }), columns, size),
    layOut: (records, blocks, scored) =>
      layOutBy(
        (rows, placings) => Promise.all(placings.map((placing) => askOne<Several>({ place: { rows, placing } }))),
        records,
        blocks,
        scored,
      ),
    async predict(origin, { scored, ...rest }, watch) {
      const job: Job = {
        ...rest,
        origin,
        scored: scored.map(({ comparison: _, ...own }) => own),
        units: rest.units ?? unitsOf(rest.layout),
        claimed: new SharedArrayBuffer(4),
      }
      watch?.(() => pairsTaken(job))
      const replies = await Promise.all(workers.map(() => askOne<Found>({ score: job })))
      // which thread found what never shows: the edges are sorted by record
      return columnsOf(
        replies.map(({ cells }) => cells),
        replies.reduce((sum, reply) => sum + reply.scored, 0),
      )
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

function pairsTaken({ units, claimed }: Job): number {
  const taken = Math.min(Atomics.load(new Int32Array(claimed), 0), units.length)
  let pairs = 0
  for (let n = 0; n < taken; n++) pairs += units[n]!.pairs
  return pairs
}

function ask<T extends Answer>(worker: Worker, asked: Asked): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void => {
      worker.off('message', done)
      reject(error)
    }
    const done = (answer: T | { readonly fault: string }): void => {
      worker.off('error', failed)
      worker.unref()
      if ('fault' in answer) reject(new Error(answer.fault))
      else resolve(answer)
    }
    worker.ref()
    worker.once('message', done)
    worker.once('error', failed)
    worker.postMessage(asked)
  })
}
