import type { AnyDomain, Values } from '../core/domain.ts'
import { fieldMeta, type ReferenceSpec } from '../core/field.ts'
import { type Member, mergeMembers } from '../engine/survivorship/merge.ts'
import { type MergedGolden, referredGolden, type StaleMember, saveGolden, staleGolden } from '../store/golden.ts'
import { appendEvents, type EventRow } from '../store/identity.ts'
import type { Tx } from '../store/sql.ts'
import { stageOnce } from '../store/stages.ts'
import type { DomainInput } from './check.ts'
import { type Context, domainNamed } from './context.ts'

export interface MergeCounts {
  readonly stale: number
  readonly changed: number
  readonly retired: number
  readonly [key: string]: number
}

export const mergeActivities = (context: Context) => ({
  /** Rebuilds the golden records whose members or member values changed; those that come out the same stay untouched. */
  async mergeDomain({ runId, domain: name }: DomainInput): Promise<MergeCounts> {
    const domain = domainNamed(context, name)
    return stageOnce(context.store, { runId, name, stage: 'merge' }, async (tx) => {
      const stale = await staleGolden(tx, name)
      if (stale.size === 0) return { stale: 0, changed: 0, retired: 0 }
      const resolve = await referenceResolver(tx, domain)
      const merged = [...stale].map(([goldenId, members]) => mergedGolden(domain, goldenId, members.map(resolve)))
      const changed = await saveGolden(tx, name, runId, merged)
      const events = changed
        .filter(({ version }) => version > 1)
        .map(({ golden_id }): EventRow => ['changed', golden_id, null])
      await appendEvents(
        tx,
        name,
        runId,
        events.sort(([, a], [, b]) => (a < b ? -1 : 1)),
      )
      return {
        stale: stale.size,
        changed: changed.length,
        retired: merged.filter(({ state }) => state === 'retired').length,
      }
    })
  },
})

function mergedGolden(domain: AnyDomain, goldenId: string, members: readonly Member[]): MergedGolden {
  const draft = mergeMembers(domain, members)
  return { goldenId, ...draft, members: members.length, state: members.length > 0 ? 'active' : 'retired' }
}

/** Replaces record keys in reference fields by the golden ids of those records; null where the record is not there (yet). */
async function referenceResolver(tx: Tx, domain: AnyDomain): Promise<(member: StaleMember) => Member> {
  const references = Object.entries(domain.fields).flatMap(([field, schema]): [string, ReferenceSpec][] => {
    const { reference } = fieldMeta(schema as never)
    return reference ? [[field, reference]] : []
  })
  const ids = new Map<string, Map<string, string>>()
  for (const name of new Set(references.map(([, reference]) => reference.domain)))
    ids.set(name, await referredGolden(tx, name, domain.name))
  return (member) => {
    if (references.length === 0) return member
    const values: Record<string, Values[string]> = { ...member.values }
    for (const [field, reference] of references) {
      values[field] = ids.get(reference.domain)?.get(`${member.source}:${String(values[field])}`) ?? null
    }
    return { ...member, values }
  }
}
