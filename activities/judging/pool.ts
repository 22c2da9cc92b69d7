import { Worker } from 'node:worker_threads'
import type { ChangedChunk } from '../../store/landing.ts'
import type { ChunkSpec, JudgedChunk } from './chunk.ts'

/** A chunk on its way to a thread, with what its batch has in common: the thread compiles that once. */
export interface ThreadJob {
  readonly batch: number
  readonly domains: readonly string[]
  readonly spec: ChunkSpec
  readonly job: ChangedChunk
}

export type ThreadReply = readonly JudgedChunk[]

/** Threads that judge chunks, for the life of a worker. */
export interface JudgingPool {
  /**
   * How the chunks of one batch are judged, byte for byte as by `compileChunkJudge`. Two jobs under way for each thread keep
   * it busy; who wants the replies in order awaits them in order.
   */
  batch(domains: readonly string[], spec: ChunkSpec): (job: ChangedChunk) => Promise<ThreadReply>
  close(): Promise<void>
}

/**
 * Starts threads that know the domains of the folder `schemas`. A thread takes about a second to start, in which the first
 * jobs wait: worth it from some ten thousand rows, below that judge in place.
 */
export function openJudgingPool(schemas: URL, threads: number): JudgingPool {
  const pool = Array.from({ length: threads }, () => openThread(schemas.href))
  let batches = 0
  return {
    batch(domains, spec) {
      const batch = ++batches
      return (job) => {
        const idlest = pool.reduce((best, thread) => (thread.waiting() < best.waiting() ? thread : best))
        return idlest.judge({ batch, domains, spec, job })
      }
    },
    close: async () => {
      await Promise.all(pool.map((thread) => thread.close()))
    },
  }
}

interface Waiting {
  readonly done: (reply: ThreadReply) => void
  readonly failed: (error: unknown) => void
}

function openThread(schemas: string) {
  const worker = new Worker(new URL('./start.mjs', import.meta.url), { workerData: { schemas } })
  const waiting: Waiting[] = []
  let broken: unknown
  const fail = (error: unknown) => {
    broken ??= error
    for (const { failed } of waiting.splice(0)) failed(broken)
  }
  // A thread answers in the order in which it was asked.
  worker.on('message', (reply: ThreadReply) => waiting.shift()?.done(reply))
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('a judging thread ended')))
  // Idle threads do not keep a worker from ending; one that waits for a reply has a transaction open, which does. After the
  // listeners, each of which would hold the thread again.
  worker.unref()
  return {
    waiting: () => waiting.length,
    judge: (job: ThreadJob) =>
      new Promise<ThreadReply>((done, failed) => {
        if (broken !== undefined) return failed(broken)
        waiting.push({ done, failed })
        worker.postMessage(job)
      }),
    close: () => worker.terminate(),
  }
}
