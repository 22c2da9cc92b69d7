import type { Store } from '../../store/sql.ts'
import { rows } from '../../store/sql.ts'

/** One finding with the row of the extract that it is about. */
export interface Raised {
  readonly domain: string
  /** `source:key` of the row. */
  readonly row: string
  readonly code: string
  readonly field: string
  readonly severity: string
  readonly got: string
  readonly expected: string
}

const rowOf = (source: string, rowKey: string): string => `${source}:${rowKey}`

/** Every finding of a run; findings on records that are no row of their own (an agency) are left out. */
export async function readFindings(store: Store, runId: string): Promise<readonly Raised[]> {
  const found = await store.read((tx) =>
    rows<{
      domain: string
      source: string
      key: string
      code: string
      field: string
      severity: string
      got: string
      expected: string
    }>(
      tx,
      `select domain, source, key, code, field, severity, got, expected
         from finding where run_id = $1 and domain <> 'organisation' order by finding_id`,
      [runId],
    ),
  )
  return found.map(({ source, key, ...finding }) => ({ ...finding, row: rowOf(source, key.split('#', 1)[0] ?? '') }))
}

/** Rows that stand together in the groups of a domain: by group key, and by golden record. */
export interface Company {
  readonly groupsOf: ReadonlyMap<string, readonly string[]>
  readonly members: ReadonlyMap<string, readonly string[]>
}

export async function readCompany(store: Store, domain: string): Promise<Company> {
  const groupsOf = new Map<string, string[]>()
  const members = new Map<string, string[]>()
  const put = (row: string, group: string): void => {
    groupsOf.set(row, [...(groupsOf.get(row) ?? []), group])
    const list = members.get(group)
    if (list) list.push(row)
    else members.set(group, [row])
  }
  const records = await store.read((tx) =>
    rows<{ source: string; row_key: string; golden_id: string; keys: string }>(
      tx,
      `select r.source, r.row_key, c.golden_id, array_to_string(r.group_keys, ',') as keys
         from source_record r join crosswalk c using (record_id) where r.domain = $1`,
      [domain],
    ),
  )
  for (const { source, row_key, golden_id, keys } of records) {
    const row = rowOf(source, row_key)
    put(row, `entity ${golden_id}`)
    for (const key of keys === '' ? [] : keys.split(',')) put(row, key)
  }
  return { groupsOf, members }
}

/** A thousand values of each domain, to learn from what its rules read. */
export const readSamples = (
  store: Store,
  domain: string,
): Promise<readonly { readonly values: Record<string, never> }[]> =>
  store.read((tx) =>
    rows(tx, 'select values from source_record where domain = $1 order by record_id limit 1000', [domain]),
  )
