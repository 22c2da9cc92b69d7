import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { BlockIndex } from './blocking.ts'
import type { Unit } from './pairs.ts'
import { unitsOf } from './pairs.ts'
import { columnsOf, type Edges } from './predict.ts'
import type { Scored } from './score.ts'
import type { MatchSpec } from './spec.ts'
import type { TermTable } from './terms.ts'

/** Where a thread finds the comparisons: a spec, or an array exported by a module, by file URL and name. */
export type Origin = { readonly spec: MatchSpec } | { readonly module: string; readonly name: string }

export interface Job {
  readonly origin: Origin
  readonly columns: readonly { ids: Int32Array; values: readonly string[]; terms: TermTable; weights: Int32Array }[]
  readonly rules: readonly BlockIndex[]
  readonly units: readonly Unit[]
  readonly sources: Int32Array | null
  readonly records: number
  readonly prior: number
  readonly atLeast: number
  /** One shared counter: the next unit that nobody has taken. */
  readonly claimed: SharedArrayBuffer
}

export interface Reply {
  readonly cells: Int32Array
  readonly scored: number
}

export interface Pool {
  readonly predict: (
    origin: Origin,
    scored: readonly Scored[],
    rules: readonly BlockIndex[],
    options: { sources: Int32Array | null; records: number; prior: number; atLeast: number },
  ) => Promise<Edges>
  readonly close: () => Promise<void>
}

/** Node 20 reads no TypeScript: a thread first asks for the loader, as `--import` alone does not reach into threads. */
const START = `
  const { loader, thread } = require('node:worker_threads').workerData
  import(loader).then(({ register }) => { register(); return import(thread) })
`

/** Starts threads once; they serve any number of predictions. Arrays that lie in shared memory are not copied. */
export function createPool(size: number): Pool {
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  ).href
  const workerData = { loader, thread: new URL('./thread.ts', import.meta.url).href }
  const workers = Array.from({ length: size }, () => new Worker(START, { eval: true, workerData, execArgv: [] }))
  return {
    async predict(origin, scored, rules, options) {
      const columns = scored.map(({ column: { ids, values }, terms, weights }) => ({ ids, values, terms, weights }))
      const lean = rules.map((rule) => ({ ...rule, hot: [] }))
      const job: Job = {
        origin,
        columns,
        rules: lean,
        units: unitsOf(rules, options.records),
        claimed: new SharedArrayBuffer(4),
        ...options,
      }
      const replies = await Promise.all(workers.map((worker) => ask(worker, job)))
      return mergedOf(replies)
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

function ask(worker: Worker, job: Job): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const done = (answer: Reply | { fault: string }): void => {
      worker.off('error', reject)
      if ('fault' in answer) reject(new Error(answer.fault))
      else resolve(answer)
    }
    worker.once('message', done)
    worker.once('error', reject)
    worker.postMessage(job)
  })
}

/** One list of all threads' finds, sorted by record: which thread found what never shows. */
function mergedOf(replies: readonly Reply[]): Edges {
  const cells = new Int32Array(replies.reduce((sum, reply) => sum + reply.cells.length, 0))
  let at = 0
  for (const reply of replies) {
    cells.set(reply.cells, at)
    at += reply.cells.length
  }
  return columnsOf(
    cells,
    replies.reduce((sum, reply) => sum + reply.scored, 0),
  )
}
