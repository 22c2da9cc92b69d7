import { Failure } from '../core/errors.ts'
import { hasGolden } from '../store/identity.ts'
import { segmentsOf } from '../store/key-pages.ts'
import {
  chunkOf,
  claimDomain,
  keepModel,
  matchStateOf,
  openChunks,
  openPairing,
  type PairingRow,
  pairingOf,
  renewLease,
  saveChunk,
  takenRecords,
  takeTouched,
} from '../store/pairing.ts'
import type { Tx } from '../store/sql.ts'
import { enterStage } from '../store/stages.ts'
import type { DomainInput } from './check.ts'
import { type Context, domainNamed, named } from './context.ts'
import type { Pulse } from './deliver.ts'
import { bytesOf } from './matching/found.ts'
import type { Grid, GridOptions } from './matching/grid.ts'
import { type Grids, loadDelta, loadFull } from './matching/grids.ts'
import type { DomainModel } from './matching/model.ts'
import { rekey } from './matching/rekey.ts'
import type { ChunkScoring } from './matching/scoring.ts'

/** From this share of changed records on, pairing all records is cheaper than finding out whom the changed ones meet. */
const FULL_SHARE = 0.2

export interface PlanInput extends DomainInput {
  /** The last plan of this run no longer fits the records: make another. */
  readonly again?: boolean
}

export interface PairPlan {
  /** Chunks that wait to be scored. */
  readonly chunks: readonly number[]
  readonly pairs: number
}

export interface ChunkInput extends DomainInput {
  readonly chunk: number
}

export interface ChunkCounts {
  readonly scored: number
  readonly edges: number
  /** The records are not those that were planned any more: the run plans again. */
  readonly isStale: boolean
}

const STALE: ChunkCounts = { scored: 0, edges: 0, isStale: true }
const NOTHING: PairPlan = { chunks: [], pairs: 0 }

/** What the activities of a match share within a worker. */
export interface Matching {
  readonly context: Context
  readonly models: ReadonlyMap<string, DomainModel>
  readonly grids: Grids
  readonly scoring: ChunkScoring
}

export const pairActivities = (matching: Matching, pulse: () => Pulse) => ({
  /**
   * Takes the touched records of a domain, decides whether all pairs are made or those of the touched ones, counts them
   * before the first, and cuts them into chunks. Repeated, it answers the chunks that are still open.
   */
  async planPairs({ runId, domain: name, again = false }: PlanInput): Promise<PairPlan> {
    const { store } = matching.context
    return store.transaction(async (tx) => {
      if (await enterStage(tx, { runId, name, stage: 'match' })) return NOTHING
      const held = await claimDomain(tx, name, runId)
      if (held?.run_id === runId && !again) return { chunks: await openChunks(tx, name), pairs: held.pairs }
      return plan(tx, matching, runId, name)
    })
  },

  /**
   * Scores the pairs of one chunk and keeps those that say enough, in place of what an earlier attempt found. Any worker may
   * do it, in any order.
   */
  async scorePairs({ runId, domain: name, chunk }: ChunkInput): Promise<ChunkCounts> {
    const { context, grids, scoring } = matching
    const { beat } = pulse()
    const pairing = await context.store.transaction(async (tx) => {
      await renewLease(tx, name, runId)
      return pairingOf(tx, name, runId)
    })
    const own = pairing && (await context.store.read((tx) => chunkOf(tx, name, chunk)))
    if (!pairing || !own) return STALE
    const grid = await gridOfRun(matching, pairing)
    if (grid.loaded.snapshot !== pairing.snapshot) {
      grids.forget(name)
      return STALE
    }
    const file = new URL(`${name}.ts`, context.catalog.folder).href
    const unit = { from: own.from_group, to: own.to_group, pairs: own.pairs }
    const { edges, seconds } = await scoring.score(file, grid.scoring(), unit, beat)
    const isSaved = await context.store.transaction(async (tx) => {
      if ((await renewLease(tx, name, runId)) === 0) return false
      await saveChunk(tx, name, chunk, { scored: edges.scored, edges: bytesOf(edges), seconds })
      return true
    })
    return isSaved ? { scored: edges.scored, edges: edges.left.length, isStale: false } : STALE
  },
})

async function plan(tx: Tx, matching: Matching, runId: string, name: string): Promise<PairPlan> {
  const { context, grids } = matching
  const started = performance.now()
  const [domain, own] = [domainNamed(context, name), named('Domain', matching.models, name)]
  const state = await matchStateOf(tx, name)
  if (state?.keyed_by !== own.keyedBy) await rekey(tx, domain)
  await takeTouched(tx, name, runId)
  const isFirst = !(await hasGolden(tx, name))
  const isSame = state?.matched_by === own.matchedBy && (await segmentsOf(tx, name)).length > 0
  const touched = isFirst ? null : (await takenRecords(tx, name, runId)).length
  if (touched === 0 && isSame) return NOTHING
  const options = optionsOf(context)
  const most = FULL_SHARE * (state?.records ?? 0)
  const few = !isFirst && isSame && touched !== null && touched <= most
  grids.forget(name)
  const grid = await grids.of(runId, name, async () => {
    const near = few ? await loadDelta(tx, domain, own, { ...options, runId, most }) : null
    return near ?? loadFull(tx, domain, own, options)
  })
  if (grid.loaded.size === 0 && touched === null) return NOTHING
  const chunks = grid.chunks.map(({ from, to, pairs }, chunk) => ({ chunk, from_group: from, to_group: to, pairs }))
  const row: PairingRow = {
    domain: name,
    run_id: runId,
    kind: grid.near ? 'delta' : 'full',
    model_id: await keepModel(tx, name, own.hash, own.body),
    snapshot: grid.loaded.snapshot,
    chunk_pairs: options.chunkPairs,
    records: grid.loaded.size,
    touched: touched ?? grid.loaded.size,
    pairs: grid.pairs,
    seconds: (performance.now() - started) / 1000,
  }
  await openPairing(tx, row, chunks)
  return { chunks: chunks.map(({ chunk }) => chunk), pairs: grid.pairs }
}

const optionsOf = ({ config }: Context): GridOptions => ({
  chunkPairs: config.SOGOC_CHUNK_PAIRS,
  pairBudget: config.SOGOC_PAIR_BUDGET,
})

/** The grid of a pairing, loaded where this worker does not have it, cut as it was planned. */
export function gridOfRun(matching: Matching, pairing: PairingRow, tx?: Tx): Promise<Grid> {
  const { context, models, grids } = matching
  const { run_id: runId, domain: name, kind } = pairing
  const [domain, own] = [domainNamed(context, name), named('Domain', models, name)]
  const options = { chunkPairs: pairing.chunk_pairs, pairBudget: Number.POSITIVE_INFINITY }
  const load = async (within: Tx): Promise<Grid> => {
    if (kind === 'full') return loadFull(within, domain, own, options)
    const grid = await loadDelta(within, domain, own, { ...options, runId, most: Number.POSITIVE_INFINITY })
    if (!grid) throw new Failure('ProgramFault', { kind: 'delta', message: `${name}: no neighbourhood` })
    return grid
  }
  return grids.of(runId, name, () => (tx ? load(tx) : context.store.transaction(load)))
}
