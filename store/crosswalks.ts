import { type CodeMove, type Crosswalk, type Crosswalks, type CurrentCodes, wayOf } from '../core/code-list.ts'
import { codeListVersions, type ListRow } from './reference.ts'
import { copyOut, literal, rows, run, type Tx } from './sql.ts'

/** The crosswalks of the named lists to their current version, or to another one where `to` names it. */
export async function loadCrosswalks(
  tx: Tx,
  lists: readonly string[],
  to: Readonly<Record<string, string>> = {},
): Promise<Crosswalks> {
  const found = new Map<string, Crosswalk>()
  for (const list of new Set(lists)) {
    const versions = await codeListVersions(tx, list)
    const current = to[list] ?? currentOf(versions)
    if (current === undefined) continue
    found.set(list, {
      current,
      versions: versions.map(({ version, valid_from }) => ({ version, from: valid_from })),
      codes: await codeSet(tx, list, current),
      moves: await moves(tx, list),
    })
  }
  return found
}

/** The codes of the current version of each named list. */
export async function loadCurrentCodes(tx: Tx, lists: readonly string[]): Promise<CurrentCodes> {
  const found = new Map<string, Pick<Crosswalk, 'current' | 'codes'>>()
  for (const list of new Set(lists)) {
    const current = currentOf(await codeListVersions(tx, list))
    if (current !== undefined) found.set(list, { current, codes: await codeSet(tx, list, current) })
  }
  return found
}

const currentOf = (versions: readonly ListRow[]): string | undefined =>
  versions.find(({ is_current }) => is_current)?.version

async function codeSet(tx: Tx, list: string, version: string): Promise<ReadonlySet<string>> {
  const codes = new Set<string>()
  await copyOut(tx, `select code from code where list = ${literal(list)} and version = ${literal(version)}`, ([code]) =>
    codes.add(code ?? ''),
  )
  return codes
}

async function moves(tx: Tx, list: string): Promise<Crosswalk['moves']> {
  const found = new Map<string, Map<string, CodeMove[]>>()
  await copyOut(
    tx,
    `select from_version, to_version, from_code, to_code, kind, assurance, authority
       from code_map
      where list = ${literal(list)}
      order by from_code collate "C", to_code collate "C"`,
    ([fromVersion = '', toVersion = '', from = '', to, kind, assurance, authority]) => {
      const way = wayOf(fromVersion ?? '', toVersion ?? '')
      const own = found.get(way) ?? new Map<string, CodeMove[]>()
      found.set(way, own)
      const move = { fromVersion, from, to: to ?? null, kind, assurance, authority } as CodeMove
      const before = own.get(move.from)
      if (before) before.push(move)
      else own.set(move.from, [move])
    },
  )
  return found
}

/** Makes a version the one that golden values stand in. */
export async function makeCurrent(tx: Tx, list: string, version: string): Promise<void> {
  await run(tx, 'update code_list set is_current = false where list = $1 and is_current', [list])
  await run(tx, 'update code_list set is_current = true where list = $1 and version = $2', [list, version])
}

/** Distinct golden values of a field with how many golden records hold each. */
export const codedValues = (
  tx: Tx,
  domain: string,
  field: string,
): Promise<readonly { readonly value: string; readonly golden: number }[]> =>
  rows(
    tx,
    `select values ->> $2 as value, count(*) as golden
       from golden
      where domain = $1
        and state = 'active'
        and values ->> $2 is not null
      group by 1
      order by 1`,
    [domain, field],
  )

/** Queues the golden records of a domain that hold one of the values in a field. */
export const markHolding = (tx: Tx, domain: string, field: string, values: readonly string[]): Promise<number> =>
  run(
    tx,
    `insert into stale_golden (domain, golden_id)
     select domain, golden_id
       from golden
      where domain = $1
        and state = 'active'
        and values ->> $2 = any($3)
         on conflict do nothing`,
    [domain, field, values],
  )
