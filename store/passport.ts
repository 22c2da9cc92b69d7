import { maybeOne, rows, type Tx } from './sql.ts'

export interface RecordStory {
  readonly record_id: number
  readonly domain: string
  readonly source: string
  readonly key: string
  readonly batch_id: number
  readonly seq: number
  readonly as_of: string
  readonly gone: boolean
  readonly golden_id: string | null
}

/** The source records behind a golden id, or the records of one source row (`source:key`, with or without a role). */
export const recordsOf = (
  tx: Tx,
  golden: string | null,
  source: string,
  key: string,
): Promise<readonly RecordStory[]> =>
  rows<RecordStory>(
    tx,
    `select r.record_id, r.domain, r.source, r.key, r.batch_id, r.seq, r.as_of, r.gone, c.golden_id
       from source_record r
       left join crosswalk c using (record_id)
      where ($1::text is not null and c.golden_id = $1)
         or ($1::text is null and r.source = $2 and (r.key = $3 or r.row_key = $3))
      order by r.domain, r.source, r.key`,
    [golden, source, key],
  )

/** The row of a key that is in quarantine, if one is. */
export const quarantinedRow = (
  tx: Tx,
  source: string,
  key: string,
): Promise<{ domain: string; batch_id: number; seq: number } | null> =>
  maybeOne(
    tx,
    'select domain, batch_id, seq from quarantine where source = $1 and (key = $2 or row_key = $2) limit 1',
    [source, key],
  )

export const findingsOf = (
  tx: Tx,
  batchId: number,
  seq: number,
): Promise<readonly { code: string; severity: string; got: string | null; expected: string }[]> =>
  rows(tx, 'select code, severity, got, expected from finding where batch_id = $1 and seq = $2 order by finding_id', [
    batchId,
    seq,
  ])

export const historyOf = (
  tx: Tx,
  goldenId: string,
): Promise<readonly { version: number; state: string; run_id: string }[]> =>
  rows(
    tx,
    `select version, state, run_id from golden_version where golden_id = $1
      union all
     select version, state, run_id from golden where golden_id = $1
      order by version`,
    [goldenId],
  )

export interface EffectStory {
  readonly target: string
  readonly op: string
  readonly state: string
  readonly code: string | null
  readonly attempts: number
  readonly national_id: string | null
  readonly receipt: string | null
}

export const effectsOf = (tx: Tx, goldenId: string): Promise<readonly EffectStory[]> =>
  rows<EffectStory>(
    tx,
    `select e.target, e.op, e.state, e.code, e.attempts, e.national_id, r.receipt
       from effect e
       left join receipt r using (effect_id)
      where e.golden_id = $1
      order by e.effect_id`,
    [goldenId],
  )
