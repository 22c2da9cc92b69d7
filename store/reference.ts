import type { CodeListVersion, CodeMove, ListCode } from '../core/code-list.ts'
import { Failure } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import { type ListedCode, type Reference, type ReferenceVersion, referenceOf } from '../core/reference.ts'
import { copyIn, copyOut, literal, maybeOne, rows, run, type Tx } from './sql.ts'

export interface ListRow {
  readonly list: string
  readonly version: string
  readonly title: string
  readonly valid_from: string | null
  readonly source: string
  readonly sha256: string
  /** Null: no crosswalk into this version has been loaded. */
  readonly map_sha256: string | null
  readonly codes: number
  /** Golden values stand in this version. */
  readonly is_current: boolean
  readonly loaded_at: Date
}

/** Every version of every list, in order of their first day. */
export const codeListVersions = (tx: Tx, list: string | null = null): Promise<readonly ListRow[]> =>
  rows<ListRow>(
    tx,
    `select list, version, title, valid_from, source, sha256, map_sha256, codes, is_current, loaded_at
       from code_list
      where $1::text is null or list = $1
      order by list, valid_from nulls first, version collate "C"`,
    [list],
  )

const hashOf = (lines: readonly (readonly (string | null)[])[]): string =>
  sha256(
    lines
      .map((line) => JSON.stringify(line))
      .sort()
      .join('\n'),
  )

const codeCells = ({ code, label, parent, from, to, attributes = {} }: ListCode): readonly (string | null)[] => [
  code,
  label,
  parent,
  from,
  to,
  JSON.stringify(attributes),
]
const moveCells = ({ fromVersion, from, to, kind, assurance, authority }: CodeMove): readonly (string | null)[] => [
  fromVersion,
  from,
  to,
  kind,
  assurance,
  authority,
]

export interface Loaded {
  /** False where the store had this very content already. */
  readonly codes: boolean
  readonly moves: boolean
}

/**
 * Loads one version of a list with the crosswalks into it. Idempotent by content; a version that is there with other codes
 * is refused by name, for what was sent under it must stay readable.
 */
export async function loadCodeList(tx: Tx, given: CodeListVersion): Promise<Loaded> {
  const { list, version, codes, moves } = given
  const known = await maybeOne<ListRow>(tx, 'select * from code_list where list = $1 and version = $2', [list, version])
  const hash = hashOf(codes.map(codeCells))
  if (known && known.sha256 !== hash) throw alreadyLoaded(list, version, `${codes.length} mã`, `${known.codes} mã`)
  if (!known) {
    await run(
      tx,
      `insert into code_list (list, version, title, valid_from, source, sha256, codes) values ($1, $2, $3, $4, $5, $6, $7)`,
      [list, version, given.title, given.from, given.source, hash, codes.length],
    )
    await copyIn(tx, 'code (list, version, code, label, parent, valid_from, valid_to, attributes)', prefixed(codes))
  }
  function* prefixed(all: readonly ListCode[]) {
    for (const code of all) yield [list, version, ...codeCells(code)]
  }
  return { codes: !known, moves: await loadMoves(tx, given, known?.map_sha256 ?? null, moves) }
}

async function loadMoves(
  tx: Tx,
  { list, version, from: day }: CodeListVersion,
  known: string | null,
  moves: readonly CodeMove[],
): Promise<boolean> {
  if (moves.length === 0) return false
  const hash = hashOf(moves.map(moveCells))
  if (known === hash) return false
  if (known !== null) throw alreadyLoaded(list, version, 'bảng chuyển khác', 'một bảng chuyển')
  function* cells() {
    for (const move of moves) yield [list, version, day, ...moveCells(move)]
  }
  await copyIn(
    tx,
    'code_map (list, to_version, effective_from, from_version, from_code, to_code, kind, assurance, authority)',
    cells(),
  )
  await run(tx, 'update code_list set map_sha256 = $3 where list = $1 and version = $2', [list, version, hash])
  return true
}

const alreadyLoaded = (list: string, version: string, got: string, known: string): Failure =>
  new Failure('NotAllowed', {
    what: `Danh mục ${list}, phiên bản ${version} đã nạp với nội dung khác (đã có ${known}, nay ${got}). Phiên bản đã nạp không sửa được: nạp dưới tên phiên bản mới.`,
  })

/**
 * Brings the declared lists into the store: only what is not there is loaded. A list that has no current version yet gets
 * its newest; one that has keeps it until a remap moves it.
 */
export async function seedCodeLists(tx: Tx, lists: Iterable<CodeListVersion>): Promise<void> {
  for (const list of lists) await loadCodeList(tx, list)
  await startCurrent(tx)
}

/** Gives every list without a current version its newest. */
export const startCurrent = (tx: Tx): Promise<number> =>
  run(
    tx,
    `update code_list l
        set is_current = true
       from (select distinct on (list) list, version
               from code_list
              order by list, valid_from desc nulls last, version collate "C" desc) newest
      where l.list = newest.list
        and l.version = newest.version
        and not exists (select from code_list c where c.list = l.list and c.is_current)`,
  )

export interface CodeRow extends ListedCode {
  readonly attributes: Readonly<Record<string, string | number>>
}

export const codesOf = (tx: Tx, list: string, version: string): Promise<readonly CodeRow[]> =>
  rows<CodeRow>(
    tx,
    `select code, label, parent, valid_from as "from", valid_to as "to", attributes
       from code
      where list = $1
        and version = $2
      order by code collate "C"`,
    [list, version],
  )

/** Every version of the named lists, for `referenceOf`. */
export async function referenceVersions(tx: Tx, lists: readonly string[]): Promise<readonly ReferenceVersion[]> {
  const found: ReferenceVersion[] = []
  for (const list of lists)
    for (const { version, valid_from } of await codeListVersions(tx, list))
      found.push({ list, version, from: valid_from ?? '', codes: await listedCodes(tx, list, version) })
  return found
}

/** The named lists as rules ask them: see `Reference`. Lists without a version answer null. */
export const loadReference = async (tx: Tx, lists: readonly string[]): Promise<Reference> =>
  referenceOf(await referenceVersions(tx, lists))

async function listedCodes(tx: Tx, list: string, version: string): Promise<readonly ListedCode[]> {
  const found: ListedCode[] = []
  await copyOut(
    tx,
    `select code, label, parent, valid_from, valid_to from code where list = ${literal(list)} and version = ${literal(version)}`,
    ([code, label, parent, from, to]) =>
      found.push({
        code: code ?? '',
        label: label ?? '',
        parent: parent ?? null,
        from: from ?? null,
        to: to ?? null,
      }),
  )
  return found
}

export interface MoveCount {
  readonly kind: string
  readonly moves: number
}

/** What a crosswalk into a version says, by kind, and how many codes of the versions before it are not in it. */
export const moveCounts = (tx: Tx, list: string, version: string): Promise<readonly MoveCount[]> =>
  rows<MoveCount>(
    tx,
    `select kind || case assurance when 'base-only' then ' (base-only)' else '' end as kind, count(*) as moves
       from code_map
      where list = $1
        and to_version = $2
      group by kind, assurance
      union all
     select 'không rõ đi đâu', count(*)
       from code c
      where c.list = $1
        and c.version in (select from_version from code_map where list = $1 and to_version = $2)
        and not exists (select from code_map m
                         where m.list = $1 and m.to_version = $2 and m.from_version = c.version and m.from_code = c.code)
     having count(*) > 0`,
    [list, version],
  )
