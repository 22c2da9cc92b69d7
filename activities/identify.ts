import { assignIds } from '../engine/survivorship/identity.ts'
import {
  appendEvents,
  type EventRow,
  type Membership,
  markUnmerged,
  mintNumbers,
  queueMinted,
  saveCrosswalk,
  saveRedirects,
} from '../store/identity.ts'
import type { Tx } from '../store/sql.ts'
import type { Clustered } from './matching/group.ts'

export interface Identified {
  /** Golden ids whose members or member values changed. */
  readonly stale: readonly string[]
  readonly counts: { readonly minted: number; readonly merged: number; readonly split: number }
}

interface Identifying {
  readonly runId: string
  readonly domain: string
  readonly group: Clustered
  /** Records whose values changed. */
  readonly touched: ReadonlySet<number>
}

/** Gives every cluster of a group its golden id: survive, mint, retire with a redirect, revive; and tells the feed. */
export async function identify(tx: Tx, { runId, domain, group, touched }: Identifying): Promise<Identified> {
  const clusters = clustersOf(group)
  const before = new Map(
    group.known.flatMap(({ golden_id, members }) => members.map((member) => [member, golden_id] as const)),
  )
  const assignment = assignIds(
    clusters.map((members) => ({ members })),
    group.known.map(({ golden_id, anchor_id, members, held }) => ({ id: golden_id, anchor: anchor_id, members, held })),
  )
  const fresh = assignment.ids.filter((id) => id === null).length
  let next = fresh > 0 ? await mintNumbers(tx, domain, fresh) : 0
  const ids = assignment.ids.map((id) => id ?? goldenIdOf(domain, next++))
  await queueMinted(
    tx,
    domain,
    clusters.flatMap((members, at) =>
      assignment.ids[at] === null ? [[ids[at] as string, members[0] as number] as const] : [],
    ),
  )
  const moved: Membership[] = clusters.flatMap((members, at) =>
    members.flatMap((member): Membership[] => (before.get(member) === ids[at] ? [] : [[member, ids[at] as string]])),
  )
  await saveCrosswalk(tx, runId, moved, false)

  const wasRetired = new Set(group.known.filter(({ state }) => state === 'retired').map(({ golden_id }) => golden_id))
  const retired = assignment.retired.filter(({ id }) => !wasRetired.has(id))
  const revived = ids.filter((id) => wasRetired.has(id))
  const survivorOf = (index: number | null) => (index === null ? null : (ids[index] ?? null))
  const redirects = retired.flatMap(({ id, survivor }) =>
    survivor === null ? [] : [[id, survivorOf(survivor) as string] as const],
  )
  await saveRedirects(tx, runId, redirects, revived)
  const events: EventRow[] = [
    ...retired.map(
      ({ id, survivor }): EventRow =>
        survivor === null ? ['retired', id, null] : ['merged', id, survivorOf(survivor)],
    ),
    ...assignment.split.flatMap(({ id, parts }) =>
      parts.flatMap((part): EventRow[] => (ids[part] === id ? [] : [['split', id, ids[part] ?? null]])),
    ),
    ...revived.map((id): EventRow => ['revived', id, null]),
  ]
  await appendEvents(tx, domain, runId, events)
  const changed = clusters.flatMap((members, at) =>
    members.some((member) => touched.has(member)) ? [ids[at] as string] : [],
  )
  const stale = new Set([
    ...changed,
    ...moved.flatMap(([member, id]) => [id, before.get(member) ?? id]),
    ...retired.map(({ id }) => id),
    ...revived,
  ])
  return { stale: [...stale], counts: { minted: fresh, merged: redirects.length, split: assignment.split.length } }
}

const goldenIdOf = (domain: string, number: number): string => `${domain}-${String(number).padStart(7, '0')}`

/**
 * Nothing was there before: every cluster gets a new id, and the merge finds them by themselves. `clusterOf` names for each
 * record the first of its cluster.
 */
export async function identifyFirst(
  tx: Tx,
  { runId, domain }: { readonly runId: string; readonly domain: string },
  ids: Float64Array,
  clusterOf: Int32Array,
): Promise<number> {
  let clusters = 0
  clusterOf.forEach((first, record) => {
    if (first === record) clusters++
  })
  let next = await mintNumbers(tx, domain, clusters)
  const numbers = new Float64Array(ids.length)
  function* memberships(): Iterable<Membership> {
    for (let record = 0; record < ids.length; record++) {
      const first = clusterOf[record]!
      if (first === record) numbers[record] = next++
      yield [ids[record]!, goldenIdOf(domain, numbers[first]!)]
    }
  }
  await saveCrosswalk(tx, runId, memberships(), true)
  await markUnmerged(tx, domain)
  return clusters
}

/** Members (record ids) per cluster, clusters in order of their first record. */
function clustersOf({ rows, clustering: { clusterOf } }: Clustered): readonly (readonly number[])[] {
  const clusters = new Map<number, number[]>()
  clusterOf.forEach((own, at) => {
    const members = clusters.get(own)
    if (members) members.push(rows[at]!.record_id)
    else clusters.set(own, [rows[at]!.record_id])
  })
  return [...clusters.values()]
}
