import { copyOut, literal, type Tx } from './sql.ts'

/** Calls for every current record of a domain that has a golden id: which records are held to be one entity. By source and key. */
export const partitionOf = (
  tx: Tx,
  domain: string,
  onRecord: (source: string, key: string, goldenId: string) => void,
): Promise<void> =>
  copyOut(
    tx,
    `select r.source, r.key, c.golden_id
       from source_record r
       join crosswalk c using (record_id)
      where r.domain = ${literal(domain)}
        and not r.gone
      order by r.source collate "C", r.key collate "C"`,
    ([source, key, goldenId]) => onRecord(source!, key!, goldenId!),
  )
