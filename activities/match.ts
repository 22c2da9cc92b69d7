import { referringTo } from '../core/catalog.ts'
import type { AnyDomain, Values } from '../core/domain.ts'
import { candidatePairs } from '../engine/matching/blocking.ts'
import { type Clustering, cluster, type Link } from '../engine/matching/cluster.ts'
import { scorer } from '../engine/matching/score.ts'
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
import { goldenOf, type KnownGolden, markReferring, markStale, unlinkGone } from '../store/identity.ts'
import { clearTouched, loadIndex, loadValues, type RecordIndex, touchedRecords } from '../store/records.ts'
import type { Tx } from '../store/sql.ts'
import { refreshStatistics, stageOnce } from '../store/stages.ts'
import { askQuestions } from './ask.ts'
import type { DomainInput } from './check.ts'
import { type Context, domainNamed } from './context.ts'
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

/** The records of a domain that a run looks at, in order of their refs: position i of every array is one record. */
export interface Group {
  readonly ids: readonly number[]
  readonly refs: readonly string[]
  readonly values: ReadonlyMap<number, Values>
  readonly edges: readonly EdgeRow[]
  readonly links: readonly Link[]
  readonly clustering: Clustering
  readonly known: readonly KnownGolden[]
  readonly decisions: readonly DecisionRow[]
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
      const left = await unlinkGone(tx, name, runId)
      const { paired, group } = await regroup(tx, domain, touched)
      const identified = await identify(tx, { runId, domain: name, group, touched: new Set(touched) })
      await markStale(tx, name, [...left, ...identified.stale])
      await markReferring(tx, runId, name, referringTo(context.catalog, name))
      const asked = await askQuestions(context, tx, { runId, domain, group })
      await clearTouched(tx, name)
      if (group.ids.length > STATISTICS) await refreshStatistics(tx, ['edge', 'crosswalk', 'golden', 'stale_golden'])
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

async function regroup(tx: Tx, domain: AnyDomain, touched: readonly number[]): Promise<Regrouped> {
  const index = await loadIndex(tx, domain.name)
  const position = new Map(index.ids.map((id, at) => [id, at]))
  const live = touched.flatMap((id) => position.get(id) ?? [])
  const full = live.length > index.ids.length * FULL_SHARE
  const { pairs, hot } = candidatePairs(domain, index.blockKeys, full ? null : new Set(live))
  const values = await loadRows(tx, domain, full ? null : idsOf(index, pairs))
  const fresh = scored(domain, index, pairs, values)
  const decisions = await activeDecisions(tx, domain.name)
  const group = full
    ? await groupAll(tx, domain, index, fresh, values, decisions)
    : await groupAffected(tx, domain, index, fresh, touched, decisions)
  return { paired: { pairs: pairs.length, edges: fresh.length, hotKeys: hot.length }, group }
}

const idsOf = (index: RecordIndex, pairs: readonly (readonly [number, number, string])[]): readonly number[] => [
  ...new Set(pairs.flatMap(([left, right]) => [index.ids[left] as number, index.ids[right] as number])),
]

/** Edges of the pairs whose evidence reaches the review weight, and of those in dispute whatever their weight. */
function scored(
  domain: AnyDomain,
  index: RecordIndex,
  pairs: readonly (readonly [number, number, string])[],
  values: ReadonlyMap<number, Values>,
): readonly EdgeRow[] {
  const score = scorer(domain)
  const review = domain.matching.review * 1000
  return pairs.flatMap(([left, right, rule]) => {
    const [left_id, right_id] = [index.ids[left] as number, index.ids[right] as number]
    const [a, b] = [values.get(left_id) ?? {}, values.get(right_id) ?? {}]
    const { weight, pattern } = score(a, b)
    return weight < review && !disputeOf(domain, a, b) ? [] : [{ left_id, right_id, weight, pattern, rule, fate: '' }]
  })
}

async function groupAll(
  tx: Tx,
  domain: AnyDomain,
  index: RecordIndex,
  edges: readonly EdgeRow[],
  values: ReadonlyMap<number, Values>,
  decisions: readonly DecisionRow[],
): Promise<Group> {
  await dropAllEdges(tx, domain.name)
  const group = clustered(domain, {
    ids: index.ids,
    refs: index.refs,
    values,
    edges,
    decisions,
    known: await goldenOf(tx, domain.name, index.ids),
  })
  await saveEdges(tx, domain.name, group.edges)
  return group
}

async function groupAffected(
  tx: Tx,
  domain: AnyDomain,
  index: RecordIndex,
  fresh: readonly EdgeRow[],
  touched: readonly number[],
  decisions: readonly DecisionRow[],
): Promise<Group> {
  await dropEdges(tx, domain.name, touched)
  await saveEdges(tx, domain.name, fresh)
  const idOf = new Map(index.refs.map((ref, at) => [ref, index.ids[at] as number]))
  let affected = await affectedRecords(tx, domain.name, touched)
  for (;;) {
    // A decision ties records together that may share no edge.
    const reached = new Set(affected)
    const tied = decisions
      .map(({ groups }) => groups.flat().flatMap((ref) => idOf.get(ref) ?? []))
      .filter((ids) => ids.some((id) => reached.has(id)) && !ids.every((id) => reached.has(id)))
    if (tied.length === 0) break
    affected = await affectedRecords(tx, domain.name, [...affected, ...tied.flat()])
  }
  const wanted = new Set(affected)
  const at = index.ids.flatMap((id, position) => (wanted.has(id) ? [position] : []))
  const ids = at.map((position) => index.ids[position] as number)
  const group = clustered(domain, {
    ids,
    refs: at.map((position) => index.refs[position] as string),
    values: await loadRows(tx, domain, ids),
    edges: await edgesAmong(tx, domain.name, ids),
    decisions,
    known: await goldenOf(tx, domain.name, ids),
  })
  await updateFates(tx, domain.name, group.edges)
  return group
}

/** Clusters a group; the edges that come back carry their fates. */
function clustered(domain: AnyDomain, group: Omit<Group, 'links' | 'clustering'>): Group {
  const { ids, refs, values, edges, known, decisions } = group
  const position = new Map(ids.map((id, at) => [id, at]))
  const byRef = new Map(refs.map((ref, at) => [ref, at]))
  const row = (at: number) => values.get(ids[at] as number) ?? {}
  const links = edges.map(({ left_id, right_id, weight }) => {
    const ends = [position.get(left_id) as number, position.get(right_id) as number].sort((a, b) => a - b) as [
      number,
      number,
    ]
    return { left: ends[0], right: ends[1], weight }
  })
  const held: (string | null)[] = new Array(ids.length).fill(null)
  for (const golden of known)
    if (golden.held) for (const id of golden.members) held[position.get(id) ?? -1] = golden.golden_id
  const clustering = cluster({
    size: ids.length,
    links,
    link: domain.matching.link * 1000,
    held,
    ...constraints(decisions, byRef),
    veto: (a, b) => vetoOf(domain, row(a), row(b)),
  })
  return { ...group, links, clustering, edges: edges.map((edge, at) => ({ ...edge, fate: clustering.fate[at] ?? '' })) }
}

function vetoOf(domain: AnyDomain, a: Values, b: Values): string | null {
  const never = domain.matching.never.find(({ test }) => test(a, b))
  return never ? `never: ${never.code}` : disputeOf(domain, a, b)
}

function disputeOf({ matching }: AnyDomain, a: Values, b: Values): string | null {
  const dispute = matching.dispute.find(({ test }) => test(a, b))
  return dispute ? `dispute: ${dispute.code}` : null
}

/** Stored values leave out what is missing; the functions of a domain file see null. */
async function loadRows(
  tx: Tx,
  domain: AnyDomain,
  ids: readonly number[] | null,
): Promise<ReadonlyMap<number, Values>> {
  const blank = Object.fromEntries(Object.keys(domain.fields).map((field) => [field, null]))
  const values = await loadValues(tx, domain.name, ids)
  for (const [id, own] of values) values.set(id, { ...blank, ...own })
  return values
}

/** What people decided about the records of a group. */
function constraints(decisions: readonly DecisionRow[], byRef: ReadonlyMap<string, number>) {
  const same: (readonly [number, number])[] = []
  const apart = new Set<string>()
  for (const { kind, groups } of decisions) {
    const at = groups.map((refs) => refs.flatMap((ref) => byRef.get(ref) ?? []))
    if (kind === 'cannot tell') continue
    for (const members of at) for (const member of members.slice(1)) same.push([members[0] as number, member])
    for (const [i, one] of at.entries()) {
      for (const other of at.slice(i + 1))
        for (const a of one) for (const b of other) apart.add(`${Math.min(a, b)} ${Math.max(a, b)}`)
    }
  }
  return { same, apart: (a: number, b: number) => apart.size > 0 && apart.has(`${a} ${b}`) }
}
