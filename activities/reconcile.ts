import { bucketOf, rowChecksum } from '../core/hash.ts'
import type { HeldRow, Segment } from '../core/target.ts'
import { saveDrift, sentRows } from '../store/reconcile.ts'
import { stageOnce } from '../store/stages.ts'
import { type Context, domainNamed, named } from './context.ts'
import { gatewayOf } from './deliver.ts'
import { type TargetInput, targetName } from './plan.ts'

export interface ReconcileCounts {
  readonly ours: number
  readonly theirs: number
  readonly segments: number
  readonly missing: number
  readonly extra: number
  readonly differs: number
  readonly [key: string]: number
}

/** Segments of the id space: few enough for one answer, many enough that one fault costs 1/1024 of the rows. */
const BUCKETS = 1024
/** 48-bit checksums add up below 2^53 only with a modulus. */
const MODULUS = 2 ** 48

export const reconcileActivities = (context: Context) => ({
  /**
   * Compares what a target holds with what it accepted from us: counts and checksums per segment, rows only where they
   * differ. Drift is written down for the next plan; nothing is resent from here.
   */
  async reconcileTarget({ runId, domain: name, target }: TargetInput): Promise<ReconcileCounts> {
    const mapping = named('Đích', new Map(Object.entries(domainNamed(context, name).targets)), target)
    const to = targetName(name, target)
    return stageOnce(context.store, { runId, name: to, stage: 'reconcile' }, async (tx) => {
      const connection = mapping.to.connect(gatewayOf(context))
      const ours = await sentRows(tx, to)
      const theirs = await connection.segments(BUCKETS)
      const suspects = differing(segmentsOf(ours), theirs)
      const held = suspects.length > 0 ? await connection.held(BUCKETS, suspects) : []
      const wanted = new Set(suspects)
      const drift = compare(
        [...ours].filter(([id]) => wanted.has(bucketOf(id, BUCKETS))),
        held,
      )
      await saveDrift(tx, runId, to, drift)
      const count = (kind: string) => drift.filter((row) => row.kind === kind).length
      return {
        ours: ours.size,
        theirs: theirs.reduce((sum, segment) => sum + segment.count, 0),
        segments: suspects.length,
        missing: count('missing'),
        extra: count('extra'),
        differs: count('differs'),
      }
    })
  },
})

function segmentsOf(rows: ReadonlyMap<string, string>): ReadonlyMap<number, Segment> {
  const segments = new Map<number, Segment>()
  for (const [id, hash] of rows) {
    const bucket = bucketOf(id, BUCKETS)
    const { count, checksum } = segments.get(bucket) ?? { count: 0, checksum: 0 }
    segments.set(bucket, { bucket, count: count + 1, checksum: (checksum + rowChecksum(id, hash)) % MODULUS })
  }
  return segments
}

function differing(ours: ReadonlyMap<number, Segment>, theirs: readonly Segment[]): readonly number[] {
  const other = new Map(theirs.map((segment) => [segment.bucket, segment]))
  return [...new Set([...ours.keys(), ...other.keys()])]
    .filter((bucket) => {
      const [a, b] = [ours.get(bucket), other.get(bucket)]
      return (a?.count ?? 0) !== (b?.count ?? 0) || (a?.checksum ?? 0) !== (b?.checksum ?? 0)
    })
    .sort((a, b) => a - b)
}

function compare(ours: readonly (readonly [id: string, hash: string])[], held: readonly HeldRow[]) {
  const theirs = new Map(held.map(({ id, payloadHash }) => [id, payloadHash]))
  const own = new Map(ours)
  return [
    ...ours.filter(([id]) => !theirs.has(id)).map(([id]) => ({ goldenId: id, kind: 'missing' as const })),
    ...ours
      .filter(([id, hash]) => theirs.has(id) && theirs.get(id) !== hash)
      .map(([id]) => ({ goldenId: id, kind: 'differs' as const })),
    ...held.filter(({ id }) => !own.has(id)).map(({ id }) => ({ goldenId: id, kind: 'extra' as const })),
  ]
}
