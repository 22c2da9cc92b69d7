import { referringTo } from '../core/catalog.ts'
import type { AnyDomain } from '../core/domain.ts'
import { fieldMeta } from '../core/field.ts'
import type { Carriers } from '../engine/survivorship/carry.ts'
import { compileMerge, type GoldenDraft } from '../engine/survivorship/merge.ts'
import {
  clearDue,
  type DueGolden,
  dueGolden,
  insertGolden,
  type MergedGolden,
  type ReferenceField,
  updateGolden,
} from '../store/golden.ts'
import { appendEvents, type EventRow } from '../store/identity.ts'
import { refreshStatistics, stageOnce } from '../store/stages.ts'
import { markReferringUncompared, markUncompared } from '../store/standing.ts'
import { loadCarriers, saveStays } from './carry.ts'
import type { DomainInput } from './check.ts'
import { type Context, domainNamed } from './context.ts'

export interface MergeCounts {
  readonly stale: number
  readonly changed: number
  readonly retired: number
  /** Values of codes that no crosswalk leads for sure to the current version of their list. */
  readonly behind: number
  readonly [key: string]: number
}

/** Golden records over which the planner's statistics are worth a refresh. */
const STATISTICS = 2_000

export const mergeActivities = (context: Context) => ({
  /** Rebuilds the golden records whose members or member values changed; those that come out the same stay untouched. */
  async mergeDomain({ runId, domain: name }: DomainInput): Promise<MergeCounts> {
    const domain = domainNamed(context, name)
    return stageOnce(context.store, { runId, name, stage: 'merge' }, async (tx) => {
      let merged: ReturnType<typeof mergerOf> | undefined
      const counts = { stale: 0, changed: 0, retired: 0, behind: 0 }
      const events: EventRow[] = []
      for await (const part of dueGolden(tx, name, referencesOf(domain))) {
        merged ??= mergerOf(domain, await loadCarriers(tx, domain))
        const drafts = part.map(merged)
        const fresh = drafts.filter(({ anchorId }) => anchorId !== null)
        await insertGolden(tx, name, runId, fresh)
        const known = drafts.filter(({ anchorId }) => anchorId === null)
        const changed = await updateGolden(tx, runId, known)
        await markUncompared(tx, name, changed)
        await markReferringUncompared(tx, changed, referringTo(context.catalog, name))
        for (const { goldenId } of fresh) events.push(['created', goldenId, null])
        for (const goldenId of [...changed].sort()) events.push(['changed', goldenId, null])
        await saveStays(tx, runId, domain, drafts)
        counts.behind += drafts.reduce((n, { lineage }) => n + Object.keys(lineage.stays ?? {}).length, 0)
        counts.stale += drafts.length
        counts.changed += fresh.length + changed.length
        counts.retired += drafts.filter(({ state }) => state === 'retired').length
      }
      if (counts.stale === 0) return counts
      await clearDue(tx, name)
      await appendEvents(tx, name, runId, events)
      if (counts.changed > STATISTICS) await refreshStatistics(tx, ['golden'])
      return counts
    })
  },
})

function mergerOf(domain: AnyDomain, carriers: Carriers): (due: DueGolden) => MergedGolden & GoldenDraft {
  const merge = compileMerge(domain, carriers)
  return ({ goldenId, anchorId, members }) => ({
    goldenId,
    anchorId,
    ...merge(members),
    members: members.length,
    state: members.length > 0 ? 'active' : 'retired',
  })
}

const referencesOf = (domain: AnyDomain): readonly ReferenceField[] =>
  Object.entries(domain.fields).flatMap(([field, schema]) => {
    const { reference } = fieldMeta(schema as never)
    return reference ? [{ field, domain: reference.domain }] : []
  })
