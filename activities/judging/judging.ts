import { availableParallelism } from 'node:os'
import type { AnyDomain } from '../../core/domain.ts'
import type { ChangedChunk } from '../../store/landing.ts'
import { type ChunkSpec, compileChunkJudge, type JudgedChunk } from './chunk.ts'
import { type JudgingPool, openJudgingPool } from './pool.ts'

/** Changed rows of a batch from which threads are worth their second of starting. */
const THREADED = 50_000
const MOST_THREADS = 4

/** Judges the chunks of batches: a few rows in place, many on threads that stay for the life of the worker. */
export interface Judging {
  judgeOf(domain: AnyDomain, spec: ChunkSpec, changedRows: number): (chunk: ChangedChunk) => Promise<JudgedChunk>
}

export function openJudging(schemas: URL): Judging {
  let pool: JudgingPool | null = null
  return {
    judgeOf(domain, spec, changedRows) {
      if (changedRows < THREADED) {
        const judge = compileChunkJudge([domain], spec)
        return async (chunk) => judge(chunk)[0] as JudgedChunk
      }
      pool ??= openJudgingPool(schemas, Math.min(MOST_THREADS, availableParallelism()))
      const own = pool
      const judge = own.batch([domain.name], spec)
      return async (chunk) => {
        try {
          return (await judge(chunk))[0] as JudgedChunk
        } catch (error) {
          // A broken thread stays broken: the repeat of the stage starts new ones.
          if (pool === own) pool = null
          void own.close()
          throw error
        }
      }
    },
  }
}
