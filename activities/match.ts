import { referringTo } from '../core/catalog.ts'
import type { AnyDomain, Values } from '../core/domain.ts'
import { type CandidatePairs, candidatePairs, ruleName } from '../engine/matching/simple/blocking.ts'
import { scorer } from '../engine/matching/simple/score.ts'
import { activeDecisions, type DecisionRow } from '../store/decisions.ts'
import {
  affectedRecords,
  dropAllEdges,
  dropEdges,
  type EdgeRow,
  edgesAmong,
  saveEdges,
  updateFates,
} from '../store/edges.ts'
import { goldenOf, hasGolden, markReferring, markStale, queueUnmerged, unlinkGone } from '../store/identity.ts'
import { clearTouched, loadIndex, loadValues, type RecordIndex, touchedRecords } from '../store/records.ts'
import type { Tx } from '../store/sql.ts'
import { refreshStatistics, stageOnce } from '../store/stages.ts'
import { markAllUncompared, markUncompared } from '../store/standing.ts'
import { askQuestions } from './ask.ts'
import type { DomainInput } from './check.ts'
import { type Context, domainNamed } from './context.ts'
import { clustered, disputeOf, type Group } from './group.ts'
import { identify } from './identify.ts'

export interface MatchCounts {
  readonly touched: number
  readonly affected: number
  readonly pairs: number
  readonly edges: number
  readonly minted: number
  readonly merged: number
  readonly split: number
  readonly hotKeys: number
  readonly casesOpened: number
  readonly casesWithdrawn: number
  readonly [key: string]: number
}

export const matchActivities = (context: Context) => ({
  /**
   * Pairs the touched records of a domain with all others, re-clusters exactly what they may affect, gives every cluster
   * its golden id and opens, refreshes or withdraws the cases of that group. Never waits for anyone.
   */
  async matchDomain({ runId, domain: name }: DomainInput): Promise<MatchCounts> {
    const domain = domainNamed(context, name)
    return stageOnce(context.store, { runId, name, stage: 'match' }, async (tx) => {
      const touched = await touchedRecords(tx, name)
      if (touched.length === 0) return NOTHING
      await queueUnmerged(tx, name)
      const isFirst = !(await hasGolden(tx, name))
      const left = await unlinkGone(tx, name, runId)
      const { paired, group } = await regroup(tx, domain, touched, isFirst)
      const identified = await identify(tx, { runId, domain: name, group, touched: new Set(touched), isFirst })
      await markStale(tx, name, [...left, ...identified.stale])
      if (isFirst) await markAllUncompared(tx, name)
      else await markUncompared(tx, name, [...left, ...identified.stale])
      await markReferring(tx, runId, name, referringTo(context.catalog, name))
      const asked = await askQuestions(context, tx, { runId, domain, group })
      await clearTouched(tx, name)
      if (group.ids.length > STATISTICS) await refreshStatistics(tx, ['edge', 'crosswalk', 'stale_golden'])
      return { touched: touched.length, affected: group.ids.length, ...paired, ...identified.counts, ...asked }
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
/** From this share of touched records on, pairing and clustering everything is cheaper than finding out what is affected. */
const FULL_SHARE = 0.3

interface Regrouped {
  readonly paired: { readonly pairs: number; readonly edges: number; readonly hotKeys: number }
  readonly group: Group
}

async function regroup(tx: Tx, domain: AnyDomain, touched: readonly number[], isFirst: boolean): Promise<Regrouped> {
  const index = await loadIndex(tx, domain.name)
  const { flags, live } = flagged(index, touched)
  const full = live > index.size * FULL_SHARE
  const pairs = candidatePairs(domain, index, full ? null : flags)
  const decisions = await activeDecisions(tx, domain.name)
  const values = await loadRows(tx, domain, idsOf(index, pairs, full ? decisions : []))
  const fresh = scored(domain, index, pairs, values)
  const group = full
    ? await groupAll(tx, domain, { index, fresh, values, decisions, isFirst })
    : await groupAffected(tx, domain, { index, fresh, touched, decisions })
  return { paired: { pairs: pairs.left.length, edges: fresh.length, hotKeys: pairs.hot.length }, group }
}

function flagged({ ids, size }: RecordIndex, touched: readonly number[]): { flags: Uint8Array; live: number } {
  const wanted = new Set(touched)
  const flags = new Uint8Array(size)
  let live = 0
  for (let at = 0; at < size; at++) if (wanted.has(ids[at] as number)) live += flags[at] = 1
  return { flags, live }
}

/** Records whose values the scoring and the clustering ask for: the ends of the pairs, and what people decided about. */
function idsOf(
  { ids, refs, size }: RecordIndex,
  { left, right }: CandidatePairs,
  decisions: readonly DecisionRow[],
): readonly number[] {
  const wanted = new Uint8Array(size)
  for (let i = 0; i < left.length; i++) wanted[left[i] as number] = wanted[right[i] as number] = 1
  const decided = new Set(decisions.flatMap(({ groups }) => groups.flat()))
  const found: number[] = []
  for (let at = 0; at < size; at++) if (wanted[at] || decided.has(refs[at] as string)) found.push(ids[at] as number)
  return found
}

/** Edges of the pairs whose evidence reaches the review weight, and of those in dispute whatever their weight. */
function scored(
  domain: AnyDomain,
  { ids }: RecordIndex,
  { left, right, rule }: CandidatePairs,
  values: ReadonlyMap<number, Values>,
): readonly EdgeRow[] {
  const score = scorer(domain)
  const review = domain.matching.review * 1000
  const edges: (EdgeRow & { readonly left: number; readonly right: number })[] = []
  for (let i = 0; i < left.length; i++) {
    const ends = { left: left[i] as number, right: right[i] as number }
    const [left_id, right_id] = [ids[ends.left] as number, ids[ends.right] as number]
    const [a, b] = [values.get(left_id) ?? {}, values.get(right_id) ?? {}]
    const { weight, pattern } = score(a, b)
    if (weight < review && !disputeOf(domain, a, b)) continue
    edges.push({ ...ends, left_id, right_id, weight, pattern, rule: ruleName(domain, rule[i] as number), fate: '' })
  }
  edges.sort((a, b) => a.left - b.left || a.right - b.right)
  return edges.map(({ left: _, right: __, ...edge }) => edge)
}

interface AllOf {
  readonly index: RecordIndex
  readonly fresh: readonly EdgeRow[]
  readonly values: ReadonlyMap<number, Values>
  readonly decisions: readonly DecisionRow[]
  readonly isFirst: boolean
}

async function groupAll(
  tx: Tx,
  domain: AnyDomain,
  { index, fresh, values, decisions, isFirst }: AllOf,
): Promise<Group> {
  await dropAllEdges(tx, domain.name)
  const known = isFirst ? [] : await goldenOf(tx, domain.name, [...index.ids])
  const group = clustered(domain, { ids: index.ids, refs: index.refs, values, edges: fresh, decisions, known })
  await saveEdges(tx, domain.name, group.edges)
  return group
}

interface AffectedBy {
  readonly index: RecordIndex
  readonly fresh: readonly EdgeRow[]
  readonly touched: readonly number[]
  readonly decisions: readonly DecisionRow[]
}

async function groupAffected(
  tx: Tx,
  domain: AnyDomain,
  { index, fresh, touched, decisions }: AffectedBy,
): Promise<Group> {
  await dropEdges(tx, domain.name, touched)
  await saveEdges(tx, domain.name, fresh)
  const wanted = new Set(await reachedRecords(tx, domain.name, index, touched, decisions))
  const ids: number[] = []
  const refs: string[] = []
  for (let at = 0; at < index.size; at++) {
    if (!wanted.has(index.ids[at] as number)) continue
    ids.push(index.ids[at] as number)
    refs.push(index.refs[at] as string)
  }
  const group = clustered(domain, {
    ids,
    refs,
    values: await loadRows(tx, domain, ids),
    edges: await edgesAmong(tx, domain.name, ids),
    decisions,
    known: await goldenOf(tx, domain.name, ids),
  })
  await updateFates(tx, domain.name, group.edges)
  return group
}

/** What the touched records may affect. A decision ties records together that may share no edge. */
async function reachedRecords(
  tx: Tx,
  domain: string,
  { ids, refs }: RecordIndex,
  touched: readonly number[],
  decisions: readonly DecisionRow[],
): Promise<readonly number[]> {
  const decided = new Set(decisions.flatMap(({ groups }) => groups.flat()))
  const idOf = new Map(refs.flatMap((ref, at) => (decided.has(ref) ? [[ref, ids[at] as number] as const] : [])))
  let affected = await affectedRecords(tx, domain, touched)
  for (;;) {
    const reached = new Set(affected)
    const tied = decisions
      .map(({ groups }) => groups.flat().flatMap((ref) => idOf.get(ref) ?? []))
      .filter((own) => own.some((id) => reached.has(id)) && !own.every((id) => reached.has(id)))
    if (tied.length === 0) return affected
    affected = await affectedRecords(tx, domain, [...affected, ...tied.flat()])
  }
}

/** Stored values leave out what is missing; the functions of a domain file see null. */
async function loadRows(tx: Tx, domain: AnyDomain, ids: readonly number[]): Promise<ReadonlyMap<number, Values>> {
  const blank = Object.fromEntries(Object.keys(domain.fields).map((field) => [field, null]))
  const values = await loadValues(tx, ids)
  for (const [id, own] of values) values.set(id, { ...blank, ...own })
  return values
}
