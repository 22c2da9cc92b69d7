import { referringTo } from '../core/catalog.ts'
import type { AnyDomain } from '../core/domain.ts'
import type { CaseDraft } from '../store/cases.ts'
import { activeDecisions, type DecisionRow } from '../store/decisions.ts'
import { dropAllEdges, saveEdges, updateFates } from '../store/edges.ts'
import {
  goldenOfRecords,
  hasGolden,
  markReferring,
  markStale,
  queueUnmerged,
  unlinkDeparted,
} from '../store/identity.ts'
import {
  clearTaken,
  dropPairing,
  openChunks,
  type PairingRow,
  pairingOf,
  saveMatchState,
  scoredTotal,
  takenRecords,
  waitsForOther,
} from '../store/pairing.ts'
import { refsOfRecords } from '../store/records.ts'
import type { Tx } from '../store/sql.ts'
import { enterStage, recordStage, refreshStatistics } from '../store/stages.ts'
import { markAllUncompared, markUncompared } from '../store/standing.ts'
import { askQuestions, draftsOf } from './ask.ts'
import type { DomainInput } from './check.ts'
import { domainNamed, named } from './context.ts'
import { identify, identifyFirst } from './identify.ts'
import { changedWork } from './matching/delta.ts'
import { edgeRows, oldFates } from './matching/edge-rows.ts'
import { allWork } from './matching/full.ts'
import type { Grid } from './matching/grid.ts'
import { type Clustered, clustered, refOf } from './matching/group.ts'
import { loadGroup, type Work } from './matching/groups.ts'
import { keepKeys } from './matching/kept-keys.ts'
import type { DomainModel } from './matching/model.ts'
import { gridOfRun, type Matching } from './pairs.ts'

export interface MatchCounts {
  readonly touched: number
  readonly affected: number
  readonly pairs: number
  readonly edges: number
  readonly minted: number
  readonly merged: number
  readonly split: number
  /** Keys that make no pairs because too many records have them. */
  readonly hotKeys: number
  readonly casesOpened: number
  readonly casesWithdrawn: number
  readonly [key: string]: number
}

/** Null: the records are not those that were paired any more, or another run has taken the domain over: plan again. */
export type Matched = MatchCounts | null

export const matchActivities = (matching: Matching) => ({
  /**
   * Clusters the pairs that the chunks have scored: exactly the records that the touched ones may affect, gives every cluster
   * its golden id and opens, refreshes or withdraws the cases of those groups. Never waits for anyone.
   */
  async matchDomain({ runId, domain: name }: DomainInput): Promise<Matched> {
    const key = { runId, name, stage: 'match' }
    return matching.context.store.transaction(async (tx) => {
      const done = await enterStage<MatchCounts>(tx, key)
      if (done) return done
      const started = performance.now()
      const counts = await match(tx, matching, runId, name)
      if (counts) await recordStage(tx, key, counts, (performance.now() - started) / 1000)
      return counts
    })
  },
})

const NOTHING: MatchCounts = {
  touched: 0,
  affected: 0,
  pairs: 0,
  edges: 0,
  minted: 0,
  merged: 0,
  split: 0,
  hotKeys: 0,
  casesOpened: 0,
  casesWithdrawn: 0,
}
const STATISTICS = 2_000

async function match(tx: Tx, matching: Matching, runId: string, name: string): Promise<Matched> {
  const pairing = await pairingOf(tx, name, runId)
  if (!pairing) return (await waitsForOther(tx, name)) ? null : NOTHING
  const grid = await gridOfRun(matching, pairing, tx)
  if (grid.loaded.snapshot !== pairing.snapshot || (await openChunks(tx, name)).length > 0) {
    matching.grids.forget(name)
    return null
  }
  const total = await scoredTotal(tx, name)
  await queueUnmerged(tx, name)
  const run = await openMatch(tx, matching, pairing, grid)
  const outcome = await clusterAll(tx, run, await workOf(tx, run))
  await publish(tx, matching, run, outcome)
  const asked = await askQuestions(matching.context, tx, {
    runId,
    domain: name,
    drafts: outcome.drafts,
    refs: grid.near ? [...outcome.refs, ...(await refsOfRecords(tx, run.touched))] : null,
    decisions: run.decisions,
  })
  const hotKeys = await keepKeys(tx, name, grid)
  await saveMatchState(tx, name, { ...run.own, records: grid.near ? null : grid.loaded.size })
  const { kind, records, pairs, seconds } = pairing
  await recordStage(tx, { runId, name, stage: 'block' }, { kind, records, pairs, chunks: total.chunks }, seconds)
  await recordStage(tx, { runId, name, stage: 'score' }, { pairs: total.scored }, total.seconds)
  await dropPairing(tx, name)
  await clearTaken(tx, name, runId)
  matching.grids.forget(name)
  if (outcome.affected > STATISTICS) await refreshStatistics(tx, ['edge', 'crosswalk', 'stale_golden'])
  const { affected, edges, minted, merged, split } = outcome
  return { touched: pairing.touched, affected, pairs: total.scored, edges, minted, merged, split, hotKeys, ...asked }
}

/** What the steps of one match share. */
interface Run {
  readonly runId: string
  readonly domain: AnyDomain
  readonly own: DomainModel
  readonly pairing: PairingRow
  readonly grid: Grid
  readonly isFirst: boolean
  /** Records that changed or are gone. */
  readonly touched: readonly number[]
  /** Golden ids that records which are gone, or name somebody else now, have left. */
  readonly left: readonly string[]
  readonly decisions: readonly DecisionRow[]
}

async function openMatch(tx: Tx, { context, models }: Matching, pairing: PairingRow, grid: Grid): Promise<Run> {
  const { domain: name, run_id: runId } = pairing
  const isFirst = !(await hasGolden(tx, name))
  return {
    runId,
    domain: domainNamed(context, name),
    own: named('Domain', models, name),
    pairing,
    grid,
    isFirst,
    touched: isFirst ? [] : await takenRecords(tx, name, runId),
    left: await unlinkDeparted(tx, name, runId),
    decisions: await activeDecisions(tx, name),
  }
}

async function workOf(tx: Tx, { domain, grid, isFirst, touched, left, decisions }: Run): Promise<Work> {
  const { ids, rules } = grid.loaded
  if (grid.near)
    return changedWork(tx, domain.name, rules, {
      ids,
      touched: [...new Set([...touched, ...grid.near.touched])],
      left,
      decisions,
    })
  if (!isFirst) await dropAllEdges(tx, domain.name)
  return allWork(tx, domain.name, ids, { isFirst, decisions })
}

interface Outcome {
  readonly affected: number
  readonly edges: number
  readonly minted: number
  readonly merged: number
  readonly split: number
  /** Golden ids whose members or member values changed. */
  readonly stale: readonly string[]
  readonly drafts: readonly CaseDraft[]
  /** Of the records that were looked at. */
  readonly refs: readonly string[]
}

/** Clusters batch by batch, so that what is held at once does not grow with the domain. */
async function clusterAll(tx: Tx, run: Run, work: Work): Promise<Outcome> {
  const { domain, own, pairing, grid, isFirst } = run
  const { rules } = grid.loaded
  const ruleNames = rules.map((rule) => rule.name)
  const touched = new Set(run.touched)
  const total = { affected: 0, edges: 0, minted: 0, merged: 0, split: 0 }
  const stale: string[] = []
  const drafts: CaseDraft[] = []
  const refs: string[] = []
  const clusterOf = isFirst ? Int32Array.from(grid.loaded.ids, (_, record) => record) : null
  for (const batch of work.batches) {
    const { numbers, ...loaded } = await loadGroup(tx, domain.name, work, batch, run)
    const group = clustered(domain, own.model, loaded)
    total.edges += await saveEdges(tx, domain.name, edgeRows(group, own.model, pairing.model_id, rules))
    await updateFates(tx, domain.name, oldFates(group))
    drafts.push(...draftsOf(domain, own.model, ruleNames, group))
    total.affected += group.rows.length
    if (clusterOf) note(clusterOf, numbers, group)
    else {
      const identified = await identify(tx, { runId: run.runId, domain: domain.name, group, touched })
      stale.push(...identified.stale)
      total.minted += identified.counts.minted
      total.merged += identified.counts.merged
      total.split += identified.counts.split
      if (grid.near) for (const row of group.rows) refs.push(refOf(row))
    }
  }
  if (clusterOf) {
    total.minted = await identifyFirst(tx, { runId: run.runId, domain: domain.name }, grid.loaded.ids, clusterOf)
    total.affected = grid.loaded.size
  }
  return { ...total, stale, drafts, refs }
}

function note(clusterOf: Int32Array, numbers: Int32Array, { clustering }: Clustered): void {
  clustering.clusterOf.forEach((first, at) => {
    clusterOf[numbers[at]!] = numbers[first]!
  })
}

/** Queues what the next stages have to look at. */
async function publish(
  tx: Tx,
  { context }: Matching,
  { domain: { name }, runId, isFirst, left, grid, touched }: Run,
  { stale }: Outcome,
): Promise<void> {
  // In a run over everything a changed record that is tied to nobody comes in no batch.
  const alone = grid.near || isFirst ? [] : await goldenOfRecords(tx, touched)
  const changed = [...new Set([...left, ...stale, ...alone])]
  await markStale(tx, name, changed)
  if (isFirst) await markAllUncompared(tx, name)
  else await markUncompared(tx, name, changed)
  await markReferring(tx, runId, name, referringTo(context.catalog, name))
}
