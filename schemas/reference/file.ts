import type { Assurance, CodeMove, ListCode, MoveKind } from '../../core/code-list.ts'
import { MOVE_KINDS } from '../../core/code-list.ts'
import { fieldMeta } from '../../core/field.ts'
import { nearest } from '../../core/nearest.ts'
import type { Delivery } from '../../core/source.ts'
import { organisationCode } from '../fields/organisation.ts'

/** What a file says, and one sentence per fault: a file with a fault is not loaded. */
export interface FileReading<T> {
  readonly entries: readonly T[]
  readonly problems: readonly string[]
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true

/** Names under which a column may stand; the first is the one that messages use. */
type Columns = Readonly<Record<string, readonly string[]>>

const CODE_COLUMNS = {
  code: ['code', 'ma', 'ma_dinh_danh'],
  label: ['label', 'ten'],
  parent: ['parent', 'ma_cha'],
  from: ['valid_from', 'hieu_luc_tu'],
  to: ['valid_to', 'hieu_luc_den'],
} as const
const MAP_COLUMNS = {
  fromVersion: ['from_version', 'tu_phien_ban'],
  from: ['from_code', 'ma_cu'],
  to: ['to_code', 'ma_moi'],
  kind: ['kind', 'loai'],
  authority: ['authority', 'can_cu'],
  assurance: ['assurance', 'muc_tin_cay'],
} as const

interface Line<C extends Columns> {
  readonly line: number
  readonly cells: { readonly [K in keyof C]: string }
}

async function linesOf<C extends Columns>(
  delivery: Delivery,
  columns: C,
  needed: readonly (keyof C & string)[],
): Promise<FileReading<Line<C>>> {
  const at = Object.entries(columns).map(([name, known]) => {
    const names = delivery.columns.map((column) => column.trim().toLowerCase())
    return [name, names.findIndex((column) => known.includes(column))] as const
  })
  const missing = at.filter(([name, index]) => index < 0 && needed.includes(name)).map(([name]) => columns[name]?.[0])
  if (missing.length > 0)
    return {
      entries: [],
      problems: [`${delivery.file}: thiếu cột ${missing.join(', ')}. Tệp có cột: ${delivery.columns.join(', ')}`],
    }
  const entries: Line<C>[] = []
  const problems: string[] = []
  for await (const { lines, rows, faults } of delivery.pages()) {
    for (const { line, got, todo } of faults) problems.push(`${delivery.file}, dòng ${line}: ${got}. ${todo}`)
    rows.forEach((row, i) => {
      const cells = Object.fromEntries(at.map(([name, index]) => [name, (row[index] ?? '').trim()]))
      entries.push({ line: lines[i] ?? 0, cells: cells as Line<C>['cells'] })
    })
  }
  return { entries, problems }
}

/** Forms of the codes of lists that have one; codes of other lists are short texts without '@'. */
const FORMS: Readonly<Record<string, readonly [RegExp, string]>> = {
  commune: [/^\d{5}$/, 'mã xã 5 chữ số'],
  province: [/^\d{2}$/, 'mã tỉnh 2 chữ số'],
}
const ANY_FORM = [/^[^@\s](?:[^@]{0,98}[^@\s])?$/, 'một mã không quá 100 ký tự, không có @'] as const

/** The clean code, or null where the cell holds none. */
function codeIn(list: string, text: string): string | null {
  if (list === 'organisation') {
    const read = fieldMeta(organisationCode).spec.read(text, () => {}, '')
    return read === null ? null : String(read)
  }
  return (FORMS[list] ?? ANY_FORM)[0].test(text) ? text : null
}

const expectedOf = (list: string): string =>
  list === 'organisation' ? 'mã dạng H47.07.12' : (FORMS[list] ?? ANY_FORM)[1]

/** `YYYY-MM-DD` or `dd/MM/yyyy`, a day that exists; null where the cell is blank, undefined where it is neither. */
function dayIn(text: string): string | null | undefined {
  if (text === '') return null
  const local = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text)
  const day = local ? `${local[3]}-${local[2]}-${local[1]}` : text
  return isDay(day) ? day : undefined
}

/** The codes of a file with columns code, label and, where there are, parent, valid_from, valid_to. */
export async function readCodes(delivery: Delivery, list: string): Promise<FileReading<ListCode>> {
  const { entries, problems } = await linesOf(delivery, CODE_COLUMNS, ['code', 'label'])
  const found = new Map<string, { readonly entry: ListCode; readonly line: number }>()
  const faults = [...problems]
  for (const { line, cells } of entries) {
    const code = codeIn(list, cells.code)
    const parent = cells.parent === '' || list !== 'organisation' ? cells.parent || null : codeIn(list, cells.parent)
    const [from, to] = [dayIn(cells.from), dayIn(cells.to)]
    const here = `${delivery.file}, dòng ${line}`
    const twice = code === null ? undefined : found.get(code)
    const own = [
      ...(code === null ? [`mã "${cells.code}" không dùng được, mong đợi ${expectedOf(list)}`] : []),
      ...(twice ? [`mã ${code} đã có ở dòng ${twice.line}`] : []),
      ...(cells.label === '' ? ['thiếu tên (label)'] : []),
      ...(parent === null && cells.parent !== '' ? [`mã cha "${cells.parent}" không dùng được`] : []),
      ...[cells.from, cells.to].flatMap((text, i) =>
        [from, to][i] === undefined ? [`"${text}" không phải ngày, mong đợi YYYY-MM-DD`] : [],
      ),
      ...(from && to && to < from ? [`hết hiệu lực (${to}) trước khi có hiệu lực (${from})`] : []),
    ]
    faults.push(...own.map((text) => `${here}: ${text}`))
    if (own.length > 0 || code === null) continue
    found.set(code, { entry: { code, label: cells.label, parent, from: from ?? null, to: to ?? null }, line })
  }
  if (list === 'organisation')
    for (const { entry, line } of found.values())
      if (entry.parent !== null && !found.has(entry.parent))
        faults.push(`${delivery.file}, dòng ${line}: mã cha ${entry.parent} không có trong tệp`)
  if (entries.length === 0 && faults.length === 0) faults.push(`${delivery.file}: tệp không có mã nào`)
  return { entries: [...found.values()].map(({ entry }) => entry), problems: faults }
}

/** What a crosswalk may name: codes of the version that it leads into, and of the versions that it comes from. */
export interface MapScope {
  readonly codes: ReadonlySet<string>
  /** Earlier versions of the list that are loaded, with their codes. */
  readonly earlier: ReadonlyMap<string, ReadonlySet<string>>
}

/** The lines of a crosswalk file: from_version, from_code, to_code, kind, authority and, where there is one, assurance. */
export async function readMoves(delivery: Delivery, scope: MapScope): Promise<FileReading<CodeMove>> {
  const { entries, problems } = await linesOf(delivery, MAP_COLUMNS, ['fromVersion', 'from', 'to', 'kind', 'authority'])
  const faults = [...problems]
  const seen = new Map<string, readonly CodeMove[]>()
  for (const { line, cells } of entries) {
    const own = moveFaults(cells, scope)
    const to = cells.to || null
    const before = seen.get(`${cells.fromVersion}/${cells.from}`) ?? []
    if (own.length === 0 && before.some((move) => move.to === to)) own.push(`${cells.from} → ${to} đã có ở dòng trước`)
    else if (
      own.length === 0 &&
      before.length > 0 &&
      !mayStandTogether([...before.map(({ kind }) => kind), cells.kind])
    )
      own.push(
        `mã ${cells.from} đi nhiều nơi: mỗi dòng phải là ambiguous, nhiều nhất một dòng split-by-population, không phải ${cells.kind}`,
      )
    faults.push(...own.map((text) => `${delivery.file}, dòng ${line}: ${text}`))
    if (own.length > 0) continue
    const move: CodeMove = {
      fromVersion: cells.fromVersion,
      from: cells.from,
      to,
      kind: cells.kind as MoveKind,
      assurance: (cells.assurance || 'register-complete') as Assurance,
      authority: cells.authority,
    }
    seen.set(`${cells.fromVersion}/${cells.from}`, [...before, move])
  }
  return { entries: [...seen.values()].flat(), problems: faults }
}

function moveFaults(cells: { readonly [K in keyof typeof MAP_COLUMNS]: string }, scope: MapScope): string[] {
  const { fromVersion, from, to, kind, authority, assurance } = cells
  const source = scope.earlier.get(fromVersion)
  const near = nearest(kind, MOVE_KINDS)
  const isKind = (MOVE_KINDS as readonly string[]).includes(kind)
  return [
    ...(source
      ? []
      : [
          `phiên bản "${fromVersion}" chưa nạp hoặc không sớm hơn; có: ${[...scope.earlier.keys()].join(', ') || 'không'}`,
        ]),
    ...(source && !source.has(from) ? [`mã ${from} không có trong phiên bản ${fromVersion}`] : []),
    ...(isKind
      ? []
      : [`"${kind}" không phải loại chuyển; có: ${MOVE_KINDS.join(', ')}${near ? `. Có phải "${near}"?` : ''}`]),
    ...(to !== '' && !scope.codes.has(to) ? [`mã ${to} không có trong phiên bản đang nạp`] : []),
    ...(isKind && (to === '') !== (kind === 'retired')
      ? [to === '' ? `${kind} cần mã mới (to_code)` : 'retired thì để trống mã mới (to_code)']
      : []),
    ...(authority === '' ? ['thiếu căn cứ (authority): số nghị quyết, quyết định'] : []),
    ...(['', 'register-complete', 'base-only'].includes(assurance)
      ? []
      : [`"${assurance}" không phải mức tin cậy; có: register-complete, base-only`]),
  ]
}

const mayStandTogether = (kinds: readonly string[]): boolean =>
  kinds.every((kind) => kind === 'ambiguous' || kind === 'split-by-population') &&
  kinds.filter((kind) => kind === 'split-by-population').length <= 1

/** Said of a code that a crosswalk file leaves out because nothing about it changed. */
export const SAME = 'cùng mã, cùng tên ở hai phiên bản'

/**
 * A crosswalk with the lines that its file may leave out: a code of the same name in both versions goes on, as `merged`
 * where another code came into it. A code that is neither named nor the same has no line: nobody knows where it went.
 */
export function completed(
  moves: readonly CodeMove[],
  codes: readonly ListCode[],
  earlier: ReadonlyMap<string, readonly ListCode[]>,
): readonly CodeMove[] {
  const label = new Map(codes.map((code) => [code.code, code.label]))
  return [...new Set(moves.map(({ fromVersion }) => fromVersion))].flatMap((fromVersion) => {
    const own = moves.filter((move) => move.fromVersion === fromVersion)
    const named = new Set(own.map(({ from }) => from))
    const receiving = new Set(own.map(({ to }) => to))
    const same = (earlier.get(fromVersion) ?? [])
      .filter((code) => !named.has(code.code) && label.get(code.code) === code.label)
      .map(
        ({ code }): CodeMove => ({
          fromVersion,
          from: code,
          to: code,
          kind: receiving.has(code) ? 'merged' : 'unchanged',
          assurance: 'register-complete',
          authority: SAME,
        }),
      )
    return [...own, ...same]
  })
}
