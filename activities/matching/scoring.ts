import { availableParallelism } from 'node:os'
import { type Unit, unitsOf } from '../../engine/matching/pairs.ts'
import { type Edges, predict } from '../../engine/matching/predict.ts'
import { createScorer } from '../../engine/matching/score.ts'
import { createPool, type Pool } from '../../engine/matching/threads.ts'
import type { GridScoring } from './grid.ts'

/** Pairs of a chunk from which threads are worth their second of starting. */
const THREADED = 1_000_000
const MOST_THREADS = 16

/** Pairs of a chunk that say enough, and how long they took once it was their turn. */
export interface ScoredChunk {
  readonly edges: Edges
  readonly seconds: number
}

/** Scores chunks: few pairs in place, many on threads that stay for the life of the worker. */
export interface ChunkScoring {
  /** `domainFile` is where threads find the comparisons; `beat` is told now and then how many pairs are under way. */
  score(domainFile: string, scoring: GridScoring, chunk: Unit, beat: (pairs: number) => void): Promise<ScoredChunk>
}

const BEAT_MS = 2_000

export function openScoring(
  threads = Math.min(MOST_THREADS, availableParallelism()),
  threaded = THREADED,
): ChunkScoring {
  let pool: Pool | null = null
  // Threads take one chunk at a time: another that this worker was given waits.
  let turn: Promise<unknown> = Promise.resolve()
  return {
    async score(domainFile, scoring, chunk, beat) {
      const units = unitsIn(scoring, chunk)
      if (chunk.pairs < threaded) {
        const { layout, scored, prior, wanted } = scoring
        return timed(() => predict(layout, units, createScorer(scored, layout, prior), wanted))
      }
      const before = turn
      const own = before
        .catch(() => {})
        .then(async () => {
          const open = (pool ??= createPool(threads))
          return timed(() => watched(open, domainFile, { ...scoring, units }, beat))
        })
      turn = own
      try {
        return await own
      } catch (error) {
        // A broken thread stays broken: the repeat of the chunk starts new ones.
        void pool?.close()
        pool = null
        throw error
      }
    },
  }
}

async function timed(score: () => Edges | Promise<Edges>): Promise<ScoredChunk> {
  const started = performance.now()
  const edges = await score()
  return { edges, seconds: (performance.now() - started) / 1000 }
}

async function watched(
  pool: Pool,
  domain: string,
  scoring: GridScoring & { readonly units: readonly Unit[] },
  beat: (pairs: number) => void,
): Promise<Edges> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await pool.predict({ domain }, scoring, (taken) => {
      timer = setInterval(() => beat(taken()), BEAT_MS)
    })
  } finally {
    clearInterval(timer)
  }
}

/** The units of the grid that lie in a chunk: of its own cut, so that they never depend on how threads share them. */
function unitsIn({ layout }: GridScoring, { from, to }: Unit): readonly Unit[] {
  const starts = layout.starts.subarray(from, to + 1)
  return unitsOf({ starts }).map((unit) => ({ ...unit, from: unit.from + from, to: unit.to + from }))
}
