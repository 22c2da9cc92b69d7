import type { Service } from './protocol.ts'
import type { Connection } from './transaction.ts'

/** What one service did, from three tables that are written independently: first answers, repeats, and the apply log. */
export interface EffectCount {
  readonly service: Service
  readonly accepted: number
  readonly rejected: number
  readonly awaiting: number
  /** Items that came again under a known key: the same effect (not applied again), or another content (refused). */
  readonly replayed: number
  readonly mismatched: number
  /** Changes of records in the apply log. */
  readonly applied: number
  /** Keys that stand more than once in the apply log. Anything but 0 is a broken promise. */
  readonly appliedTwice: number
  /** Accepted without a change of a record, and changes without an accepted effect. Both must be 0. */
  readonly acceptedNotApplied: number
  readonly appliedNotAccepted: number
  /** Changes that left the record as it was: the same fact sent under two keys. */
  readonly unchanged: number
  readonly held: number
}

/** Counts per service; every service has a line, also an idle one. */
export async function countEffects(client: Connection, services: readonly Service[]): Promise<readonly EffectCount[]> {
  const { rows } = await client.query<EffectCount>(
    `with applied as (
       select service, key, count(*) as times, count(*) filter (where not changed) as unchanged
         from national.applied
        group by service, key
     ),
     compared as (
       select coalesce(e.service, a.service) as service,
              count(*) filter (where e.outcome = 'accepted') as accepted,
              count(*) filter (where e.outcome = 'rejected') as rejected,
              count(*) filter (where e.outcome = 'awaiting') as awaiting,
              coalesce(sum(a.times), 0) as applied,
              count(*) filter (where a.times > 1) as applied_twice,
              count(*) filter (where e.outcome = 'accepted' and a.key is null) as accepted_not_applied,
              count(*) filter (where a.key is not null and e.outcome is distinct from 'accepted') as applied_not_accepted,
              coalesce(sum(a.unchanged), 0) as unchanged
         from national.effect e
         full join applied a on a.service = e.service and a.key = e.key
        group by 1
     ),
     repeated as (
       select service,
              count(*) filter (where kind <> 'mismatch') as replayed,
              count(*) filter (where kind = 'mismatch') as mismatched
         from national.repeat
        group by service
     ),
     held as (
       select service, count(*) filter (where state = 'active') as held
         from national.record
        group by service
     )
     select s.service,
            coalesce(c.accepted, 0)::int as accepted,
            coalesce(c.rejected, 0)::int as rejected,
            coalesce(c.awaiting, 0)::int as awaiting,
            coalesce(r.replayed, 0)::int as replayed,
            coalesce(r.mismatched, 0)::int as mismatched,
            coalesce(c.applied, 0)::int as applied,
            coalesce(c.applied_twice, 0)::int as "appliedTwice",
            coalesce(c.accepted_not_applied, 0)::int as "acceptedNotApplied",
            coalesce(c.applied_not_accepted, 0)::int as "appliedNotAccepted",
            coalesce(c.unchanged, 0)::int as unchanged,
            coalesce(h.held, 0)::int as held
       from unnest($1::text[]) with ordinality as s (service, place)
       left join compared c on c.service = s.service
       left join repeated r on r.service = s.service
       left join held h on h.service = s.service
      order by s.place`,
    [services],
  )
  return rows
}

/** Empties every ledger. The key that signs receipts stays. */
export async function clearLedgers(client: Connection): Promise<void> {
  await client.query(
    `truncate national.record, national.effect, national.pending, national.repeat, national.attempt, national.applied
      restart identity`,
  )
}
