import { readdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { businessDateOf } from '../connectors/files/drop.ts'
import { csvOrWorkbook } from '../connectors/sources/csv-or-workbook.ts'
import { systemClock } from '../core/clock.ts'
import type { Source } from '../core/domain.ts'
import { Failure } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { type Delivery, type ReadFault, SourceRefused } from '../core/source.ts'
import { dateWritten } from '../schemas/places/period.ts'

/** What a person may declare about a file that is named on the command line. */
export interface ExtractOptions {
  readonly encoding?: string
  readonly delimiter?: string
  /** Of a workbook. */
  readonly sheet?: string
  readonly requiredColumns?: readonly string[]
}

/** Opens an extract that is no source's delivery. Throws Failure `UnknownName` where no such file is. */
export async function openExtract(file: string, options: ExtractOptions = {}): Promise<Delivery> {
  await mustExist(file)
  return csvOrWorkbook({ files: '*', ...options }).open(file)
}

/** Opens a file as a delivery of the source: what that requires of its columns holds. */
export async function openDelivery(file: string, source: Source): Promise<Delivery> {
  await mustExist(file)
  return source.from.open(file)
}

/** Throws Failure `UnknownName` with the nearest of the known names. */
export function known(kind: string, got: string, names: readonly string[]): string {
  if (names.includes(got)) return got
  const near = nearest(got, names)
  const hint = near === null ? '' : ` Ý bạn là "${near}"? (Did you mean this?)`
  throw new Failure('UnknownName', { kind, got, known: names.slice(0, 20).join(', '), hint })
}

async function mustExist(file: string): Promise<void> {
  const isThere = await stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )
  if (isThere) return
  const beside = await readdir(dirname(file)).catch(() => [])
  known('Tệp', basename(file), beside)
}

/** A fault of reading as an object for programs. */
export function faultObject({ line, column, fault, got, expected, todo }: ReadFault) {
  return { line, ...(column === null ? {} : { column }), fault, got, expected, todo }
}

/** A file that is refused as a whole, as one object: its first fault, the others under `more`. */
export function refusalObject({ file, faults }: SourceRefused) {
  const [first, ...more] = faults
  return { file, ...faultObject(first!), ...(more.length === 0 ? {} : { more: more.map(faultObject) }) }
}

/** A fault of reading as one sentence; `file` is left out where it is ''. */
export const faultSentence =
  (file: string) =>
  (fault: ReadFault): string => {
    const place = [
      ...(file === '' ? [] : [file]),
      ...(fault.line === null ? [] : [`dòng ${fault.line}`]),
      ...(fault.column === null ? [] : [`cột ${fault.column}`]),
    ].join(', ')
    return printable(`${place}: [${fault.fault}] ${fault.got}; mong đợi ${fault.expected}. ${fault.todo}`)
  }

/** Cells may hold line breaks and terminal codes: neither belongs in a listing. */
export const printable = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f]/g, '·')

/**
 * Does work over a file; where the file as a whole is refused it says so, as an object on stdout or as sentences on stderr,
 * and the exit code is 1.
 */
export async function orRefusal(
  isJson: boolean,
  put: (lines: readonly string[]) => Promise<void>,
  work: () => Promise<void>,
) {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error
    process.exitCode = 1
    if (isJson) await put([JSON.stringify(refusalObject(error))])
    else
      process.stderr.write(
        `Không đọc được tệp (the file is refused):\n${error.faults.map(faultSentence(error.file)).join('\n')}\n`,
      )
  }
}

/** The business date of an extract: as given, else as its name says, else today. */
export function businessDate(given: string | undefined, file: string): string {
  if (given === undefined)
    return businessDateOf(file) ?? systemClock.now().toLocaleDateString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' })
  const date = dateWritten(given)
  if (date?.length === 10) return date
  throw new Failure('InvalidInput', { problems: `--date ${given}: cần một ngày có thật, như 2026-11-22 (not a day)` })
}
