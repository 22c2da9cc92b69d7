import { basename, resolve } from 'node:path'
import type { Delivery, ReadFault } from '../../core/source.ts'
import { type Column, textOf } from '../../engine/matching/encode.ts'
import { Intake, type Taken } from '../../engine/matching/intake.ts'
import type { Comparisons } from '../../engine/matching/records.ts'
import { comparisonsOf, type MatchSpec } from '../../engine/matching/spec.ts'
import { known, openExtract } from '../extract.ts'
import { refuse } from './folder.ts'
import type { Progress } from './progress.ts'

/** A file as it was read. */
export interface Read {
  readonly path: string
  /** Name under which its records are told apart from those of another file. */
  readonly label: string
  readonly sha256: string
  readonly rows: number
  readonly unread: number
}

/** A row that takes no part: it cannot be read, or has no key. */
export interface LostRow extends Pick<ReadFault, 'fault' | 'got' | 'todo'> {
  readonly file: string
  readonly line: number | null
}

export interface Loaded {
  readonly spec: MatchSpec
  readonly comparisons: Comparisons
  readonly taken: Taken
  readonly isLink: boolean
  readonly files: readonly Read[]
  /** The first rows that take no part; `unread` of each file counts them all. */
  readonly lost: readonly LostRow[]
}

export interface LoadOptions {
  readonly isLink: boolean
  /** Column with the true entity. */
  readonly truth?: string | undefined
  readonly progress: Progress
}

/** Rows that take no part and are listed one by one. */
const LOST_MOST = 1000

/** Reads files page by page into records. Throws SourceRefused for a file, UnknownName for a column, InvalidInput for keys. */
export async function load(spec: MatchSpec, paths: readonly string[], options: LoadOptions): Promise<Loaded> {
  const { isLink, truth, progress } = options
  const intake = new Intake(spec, { isDedupe: !isLink, ...(truth === undefined ? {} : { keep: [truth] }) })
  const labels = labelsOf(paths)
  const files: Read[] = []
  const lost: LostRow[] = []
  for (const [n, path] of paths.entries()) {
    const delivery = await openExtract(path)
    if (truth !== undefined) known(`Cột --truth của ${delivery.file}`, truth, delivery.columns)
    intake.open(labels[n]!, delivery.columns)
    progress.stage(`Đọc ${delivery.file} (reading)`, 'dòng')
    files.push(await taken(intake, delivery, { path, label: labels[n]! }, spec.key, lost, progress))
  }
  progress.end()
  return { spec, comparisons: comparisonsOf(spec), taken: intake.done(), isLink, files, lost }
}

async function taken(
  intake: Intake,
  delivery: Delivery,
  { path, label }: { readonly path: string; readonly label: string },
  key: string,
  lost: LostRow[],
  progress: Progress,
): Promise<Read> {
  const at = delivery.columns.indexOf(key)
  let rows = 0
  let unread = 0
  const lose = (row: Omit<LostRow, 'file'>): void => {
    unread++
    if (lost.length < LOST_MOST) lost.push({ file: delivery.file, ...row })
  }
  for await (const page of delivery.pages()) {
    for (const { line, fault, got, todo } of page.faults) lose({ line, fault, got, todo })
    for (const [n, cells] of page.rows.entries()) {
      if ((cells[at] ?? '').trim() === '') lose({ line: page.lines[n]!, ...noKey(key) })
      else {
        intake.add(cells)
        rows++
      }
    }
    progress.at(rows)
  }
  return { path: resolve(path), label, sha256: delivery.sha256, rows, unread }
}

const noKey = (key: string) => ({
  fault: 'no-key',
  got: `cột khóa "${key}" để trống (the key is blank)`,
  todo: 'Dòng này không được ghép. Điền khóa rồi chạy lại. (The row takes no part; give it a key.)',
})

/** File names; where two are the same, the paths as given. */
function labelsOf(paths: readonly string[]): readonly string[] {
  const names = paths.map((path) => basename(path))
  const labels = new Set(names).size === names.length ? names : paths
  if (new Set(labels).size < labels.length) refuse('Một tệp được nêu hai lần. (One file is named twice.)')
  return labels
}

/** Names among which one is looked for that is like a mistyped one. */
const SUGGESTED_FROM = 1000

/** The names by which people know a record. */
export class Names {
  readonly #taken: Taken
  readonly #prefixes: readonly number[]
  readonly labels: readonly string[]
  readonly isSeveral: boolean

  constructor({ taken, files }: Pick<Loaded, 'taken' | 'files'>) {
    this.#taken = taken
    this.labels = files.map(({ label }) => label)
    this.isSeveral = files.length > 1
    this.#prefixes = this.labels.map((label) => (this.isSeveral ? label.length + 1 : 0))
  }

  /** The key as it stands in its file. */
  key(record: number): string {
    return this.#taken.records.names.at(record).slice(this.#prefixes[this.#taken.tables[record]!])
  }

  /** With the file before it, where there are several. */
  full(record: number): string {
    return this.#taken.records.names.at(record)
  }

  table(record: number): string {
    return this.labels[this.#taken.tables[record]!]!
  }

  /** Whether two records are told in this order: of a link the first file comes first. */
  isInOrder(a: number, b: number): boolean {
    const [x, y] = [this.#taken.tables[a]!, this.#taken.tables[b]!]
    return x === y ? a <= b : x < y
  }

  /** Record number of a key, or of `file:key`. Throws UnknownName, or InvalidInput where several files have the key. */
  number(named: string): number {
    const { names } = this.#taken.records
    const found = this.#numbers(named)
    if (found.length > 1)
      refuse(`Khóa "${named}" có trong nhiều tệp; viết ${this.labels[0]}:${named}. (Several files have this key.)`)
    if (found[0] !== undefined) return found[0]
    const some = Array.from({ length: Math.min(names.length, SUGGESTED_FROM) }, (_, record) => names.at(record))
    return names.search(known('Bản ghi', named, some))
  }

  /** The same, -1 where there is none or several files have it. */
  find(named: string): number {
    const found = this.#numbers(named)
    return found.length === 1 ? found[0]! : -1
  }

  #numbers(named: string): readonly number[] {
    const { names } = this.#taken.records
    const whole = names.search(named)
    if (whole >= 0 || !this.isSeveral) return whole < 0 ? [] : [whole]
    return this.labels.map((label) => names.search(`${label}:${named}`)).filter((record) => record >= 0)
  }
}

/** Numbers of the true entities by record; -1 where none is stated. */
export const truthOf = ({ taken }: Pick<Loaded, 'taken'>, column: string): Column => taken.columns.get(column)!

export const cellOf = (column: Column, record: number): string =>
  column.ids[record]! < 0 ? '' : textOf(column, column.ids[record]!)
