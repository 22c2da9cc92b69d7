import { stageWanted } from './records.ts'
import { bigintAt, copyBinary, eachBigint, literal, type OnBytes, rows, type Tx } from './sql.ts'

/**
 * Where the cells of a record lie in the bytes that `OnBytes` is given: id, batch (bigint), seq (int), block keys (bigint[]),
 * composites (text), values (jsonb behind one byte of version), key (text).
 */
export const MATCHABLE = { id: 0, batch: 1, seq: 2, keys: 3, composites: 4, values: 5, key: 6 } as const

const CELLS = 'r.record_id, r.batch_id, r.seq, r.block_keys, r.composites, r.values, r.key'

export interface OnMatchable {
  /** The records that come next are of this source. */
  readonly source: (name: string) => void
  readonly record: OnBytes
}

/** Streams the live records of a domain in order of source and key. */
export async function streamMatchable(tx: Tx, domain: string, on: OnMatchable): Promise<void> {
  for (const source of await sourcesOf(tx, domain)) {
    on.source(source)
    await copyBinary(
      tx,
      `select ${CELLS}
         from source_record r
        where r.domain = ${literal(domain)}
          and r.source = ${literal(source)}
          and not r.gone
        order by r.key`,
      on.record,
    )
  }
}

/** Streams those of the given records that are live, in order of source and key. */
export async function streamMatchableOf(
  tx: Tx,
  domain: string,
  recordIds: Iterable<number>,
  on: OnMatchable,
): Promise<void> {
  await stageWanted(tx, recordIds)
  for (const source of await sourcesOf(tx, domain)) {
    on.source(source)
    await copyBinary(
      tx,
      `select ${CELLS}
         from wanted_record w
         join source_record r using (record_id)
        where r.domain = ${literal(domain)}
          and r.source = ${literal(source)}
          and not r.gone
        order by r.key`,
      on.record,
    )
  }
}

/** Calls with the id and the block keys of those of the given records that are live, in any order. */
export async function keysOfRecords(
  tx: Tx,
  recordIds: Iterable<number>,
  onRecord: (recordId: number, keys: readonly number[]) => void,
): Promise<void> {
  await stageWanted(tx, recordIds)
  await copyBinary(
    tx,
    `select r.record_id, r.block_keys
       from wanted_record w
       join source_record r using (record_id)
      where not r.gone`,
    (bytes, starts, ends) => {
      const keys: number[] = []
      eachBigint(bytes, starts[1]!, ends[1]!, (high, low) => keys.push(high * 2 ** 32 + low))
      onRecord(bigintAt(bytes, starts[0]!), keys)
    },
  )
}

/** Calls with every block key of the live records of a domain and the record that has it. */
export const keysOfDomain = (tx: Tx, domain: string, onKey: (recordId: number, key: number) => void): Promise<void> =>
  copyBinary(
    tx,
    `select record_id, block_keys from source_record where domain = ${literal(domain)} and not gone`,
    (bytes, starts, ends) => {
      const id = bigintAt(bytes, starts[0]!)
      eachBigint(bytes, starts[1]!, ends[1]!, (high, low) => onKey(id, high * 2 ** 32 + low))
    },
  )

/** The sources that have records in a domain, ascending by code unit. One look into the index for each. */
export async function sourcesOf(tx: Tx, domain: string): Promise<readonly string[]> {
  const found = await rows<{ source: string }>(
    tx,
    `with recursive known (source) as (
       (select source from source_record where domain = $1 order by source limit 1)
        union all
       select (select r.source from source_record r where r.domain = $1 and r.source > k.source order by r.source limit 1)
         from known k
        where k.source is not null
     )
     select source from known where source is not null`,
    [domain],
  )
  return found.map(({ source }) => source).sort((a, b) => (a < b ? -1 : 1))
}
