import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { csv } from '../../connectors/sources/csv.ts'
import { encodingNames } from '../../connectors/text/encodings.ts'
import { Failure } from '../../core/errors.ts'
import { nearest } from '../../core/nearest.ts'
import { type Delivery, SourceRefused } from '../../core/source.ts'
import { LOADED_LISTS } from '../../schemas/reference/lists.ts'
import { type LoadRequest, versionOf } from '../../schemas/reference/load.ts'
import {
  codeListVersions,
  codesOf,
  type ListRow,
  loadCodeList,
  moveCounts,
  startCurrent,
} from '../../store/reference.ts'
import type { Tx } from '../../store/sql.ts'
import { withStore } from '../environment.ts'
import { put, table } from '../print.ts'

const EXAMPLE = `
Ví dụ (examples):
  sogoc codes list
  sogoc codes show land-use --version 2014
  sogoc codes load cay-to-chuc.csv --list organisation --version 2026-11-21 --from 2026-11-21
  sogoc codes load xa-2027.csv --list commune --version 2027-01-01 --from 2027-01-01 --map chuyen-xa-2027.csv

Tệp mã: code,label[,parent,valid_from,valid_to]; tệp chuyển: from_version,from_code,to_code,kind,authority[,assurance].
Phiên bản đã nạp không sửa được. Nạp xong, bản ghi vàng chỉ đổi khi chạy: sogoc remap LIST --to VERSION`

export const codes = (program: Command): void => {
  const group = program
    .command('codes')
    .description('danh mục mã và phiên bản (code lists with versions and crosswalks)')
    .addHelpText('after', EXAMPLE)
  group
    .command('list')
    .description('mọi danh mục, mọi phiên bản')
    .option('--json', 'JSON, mỗi dòng một phiên bản')
    .action(list)
  group
    .command('show')
    .description('các mã của một phiên bản')
    .argument('<list>', 'tên danh mục')
    .option('--version <v>', 'phiên bản; mặc định phiên bản hiện hành')
    .option('--json', 'JSON, mỗi dòng một mã')
    .action(show)
  group
    .command('load')
    .description('nạp một phiên bản từ tệp CSV, kèm bảng chuyển (loads a version and its crosswalk)')
    .argument('<file>', 'tệp mã')
    .requiredOption('--list <name>', 'tên danh mục')
    .requiredOption('--version <v>', 'tên phiên bản, thường là ngày hiệu lực')
    .requiredOption('--from <YYYY-MM-DD>', 'ngày đầu có hiệu lực')
    .option('--map <file>', 'bảng chuyển từ phiên bản trước')
    .option('--source <text>', 'văn bản ban hành; mặc định tên tệp')
    .option('--encoding <name>', 'bảng mã của tệp; tự dò nếu không khai')
    .option('--json', 'JSON')
    .action(load)
}

function list({ json }: { json?: boolean }): Promise<void> {
  return withStore((store) =>
    store.read(async (tx) => {
      const versions = await codeListVersions(tx)
      const empty = Object.entries(LOADED_LISTS).filter(([name]) => versions.every((row) => row.list !== name))
      if (json) {
        for (const row of versions) put(JSON.stringify(row))
        for (const [name, title] of empty) put(JSON.stringify({ list: name, version: null, title, codes: 0 }))
        return
      }
      put(
        table(
          ['danh mục', 'tên', 'phiên bản', 'từ ngày', 'mã', 'hiện hành', 'bảng chuyển'],
          [
            ...versions.map((row) => [
              row.list,
              row.title,
              row.version,
              row.valid_from ?? '',
              row.codes,
              row.is_current ? 'x' : '',
              row.map_sha256 ? 'x' : '',
            ]),
            ...empty.map(([name, title]) => [name, title, '(chưa nạp)', '', 0, '', '']),
          ],
        ),
      )
    }),
  )
}

function show(name: string, { version, json }: { version?: string; json?: boolean }): Promise<void> {
  return withStore((store) =>
    store.read(async (tx) => {
      const row = chosen(await knownVersions(tx, name), name, version)
      const found = await codesOf(tx, name, row.version)
      if (json) for (const code of found) put(JSON.stringify({ list: name, version: row.version, ...code }))
      else {
        put(`${row.title} · ${name} · phiên bản ${row.version} · ${row.source}`)
        put(
          table(
            ['mã', 'tên', 'thuộc', 'từ', 'đến'],
            found.map(({ code, label, parent, from, to }) => [code, label, parent ?? '', from ?? '', to ?? '']),
          ),
        )
      }
    }),
  )
}

/** Versions of a list; refuses a name that neither the store nor the declarations know. */
async function knownVersions(tx: Tx, name: string): Promise<readonly ListRow[]> {
  const all = await codeListVersions(tx)
  const names = [...new Set([...all.map((row) => row.list), ...Object.keys(LOADED_LISTS)])].sort()
  if (!names.includes(name)) throw unknown('Danh mục', name, names)
  return all.filter((row) => row.list === name)
}

function chosen(versions: readonly ListRow[], name: string, wanted: string | undefined): ListRow {
  const found = versions.find((row) => (wanted === undefined ? row.is_current : row.version === wanted))
  if (found) return found
  if (versions.length === 0)
    throw new Failure('InvalidInput', {
      problems: `Danh mục ${name} chưa nạp phiên bản nào. Nạp: sogoc codes load TỆP --list ${name} --version V --from NGÀY`,
    })
  throw unknown(
    'Phiên bản',
    wanted ?? '',
    versions.map((row) => row.version),
  )
}

function unknown(kind: string, got: string, known: readonly string[]): Failure {
  const near = nearest(got, known)
  return new Failure('UnknownName', { kind, got, known: known.join(', '), hint: near ? ` Có phải "${near}"?` : '' })
}

interface LoadOptions extends Pick<LoadRequest, 'list' | 'version' | 'from'> {
  readonly map?: string
  readonly source?: string
  readonly encoding?: string
  readonly json?: boolean
}

function load(file: string, options: LoadOptions): Promise<void> {
  return withStore((store) =>
    store.transaction(async (tx) => {
      const versions = await knownVersions(tx, options.list)
      const earlier = new Map(
        await Promise.all(
          versions
            .filter((row) => row.version !== options.version && (row.valid_from ?? '') < options.from)
            .map(async (row) => [row.version, await codesOf(tx, row.list, row.version)] as const),
        ),
      )
      const { version, problems } = await readable({
        ...options,
        title: versions[0]?.title ?? LOADED_LISTS[options.list] ?? options.list,
        source: options.source ?? '',
        days: new Map(versions.map((row) => [row.version, row.valid_from])),
        earlier,
        codes: await opened(file, options.encoding),
        map: options.map === undefined ? null : await opened(options.map, options.encoding),
      })
      if (!version) throw new Failure('InvalidInput', { problems: problems.join('\n') })
      const loaded = await loadCodeList(tx, version)
      await startCurrent(tx)
      const moves = await moveCounts(tx, version.list, version.version)
      if (options.json)
        put(
          JSON.stringify({ list: version.list, version: version.version, codes: version.codes.length, loaded, moves }),
        )
      else {
        put(
          `${version.list} ${version.version}: ${version.codes.length} mã ${loaded.codes ? 'đã nạp' : 'đã có, không đổi'}`,
        )
        for (const { kind, moves: n } of moves) put(`  ${kind}: ${n}`)
      }
    }),
  )
}

/** A file that turns out to be unusable while it is read is a wrong request too. */
const readable = (request: LoadRequest): ReturnType<typeof versionOf> => versionOf(request).catch(asRequest)

function asRequest(error: unknown): never {
  throw error instanceof SourceRefused ? new Failure('InvalidInput', { problems: error.message }) : error
}

/** The file through the reader of delimited extracts: encodings and delimiters are found. */
async function opened(path: string, encoding: string | undefined): Promise<Delivery> {
  if (encoding !== undefined && !encodingNames.includes(encoding)) throw unknown('Bảng mã', encoding, encodingNames)
  const isThere = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isThere) throw new Failure('InvalidInput', { problems: `${path}: không có tệp này (no such file)` })
  return csv({ files: '*', ...(encoding === undefined ? {} : { encoding }) })
    .open(path)
    .catch(asRequest)
}
