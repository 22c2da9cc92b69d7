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
import type { Group } from './group.ts'

export interface Identified {
  /** Golden ids whose members or member values changed. */
  readonly stale: readonly string[]
  readonly counts: { readonly minted: number; readonly merged: number; readonly split: number }
}

interface Identifying {
  readonly runId: string
  readonly domain: string
  readonly group: Group
  readonly touched: ReadonlySet<number>
  /** The domain has no golden record yet. */
  readonly isFirst: boolean
}

/** Gives every cluster of a group its golden id: survive, mint, retire with a redirect, revive; and tells the feed. */
export async function identify(tx: Tx, { runId, domain, group, touched, isFirst }: Identifying): Promise<Identified> {
  const clusters = clustersOf(group)
  if (isFirst) return identifyFirst(tx, runId, domain, clusters)
  const before = new Map(
    group.known.flatMap(({ golden_id, members }) => members.map((member) => [member, golden_id] as const)),
  )
  const assignment = assignIds(
    clusters.map((members) => ({ members })),
    group.known.map(({ golden_id, anchor_id, members, held }) => ({ id: golden_id, anchor: anchor_id, members, held })),
  )
  const fresh = assignment.ids.filter((id) => id === null).length
  let next = await mintNumbers(tx, domain, fresh)
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

/** Nothing was there before: every cluster gets a new id, and the merge finds them by themselves. */
async function identifyFirst(
  tx: Tx,
  runId: string,
  domain: string,
  clusters: readonly (readonly number[])[],
): Promise<Identified> {
  const next = await mintNumbers(tx, domain, clusters.length)
  function* memberships(): Iterable<Membership> {
    for (let at = 0; at < clusters.length; at++) {
      const id = goldenIdOf(domain, next + at)
      for (const member of clusters[at] as readonly number[]) yield [member, id]
    }
  }
  await saveCrosswalk(tx, runId, memberships(), true)
  await markUnmerged(tx, domain)
  return { stale: [], counts: { minted: clusters.length, merged: 0, split: 0 } }
}

/** Members (record ids) per cluster, clusters in order of their first record. */
function clustersOf({ ids, clustering: { root } }: Group): readonly (readonly number[])[] {
  const clusters = new Map<number, number[]>()
  root.forEach((own, at) => {
    const members = clusters.get(own)
    if (members) members.push(ids[at] as number)
    else clusters.set(own, [ids[at] as number])
  })
  return [...clusters.values()]
}
