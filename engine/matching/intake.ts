import { HOT_KEY } from './blocking.ts'
import { type Column, ColumnEncoder, shared } from './encode.ts'
import { NameList, Names } from './names.ts'
import { keysOf } from './part-keys.ts'
import type { KeyColumn, Records } from './records.ts'
import { type MatchSpec, type Part, refuse, unknown } from './spec.ts'

/** Records laid out from tables, and where each stood. */
export interface Taken {
  readonly records: Records
  /** Table and row of each record, both from 0. */
  readonly tables: Int32Array
  readonly rows: Int32Array
  /** The columns that were compared, blocked on, or asked for (the truth), by name. */
  readonly columns: ReadonlyMap<string, Column>
  /** Columns with cells that were cut, and where the first stood. */
  readonly cut: readonly Cut[]
}

/** Cells of a column that were longer than `CELL_LIMIT`: compared and blocked on by their beginning. */
export interface Cut {
  readonly column: string
  readonly cells: number
  /** Record number of the first. */
  readonly example: number
}

/** Longest cell that is kept, in UTF-16 units: no name or address is longer, and a megabyte would cost as much in every step. */
export const CELL_LIMIT = 1000

/** A table of text cells under a header, blank cells as ''. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly string[]>
}

/** What else to keep, and which pairs to make. */
export interface IntakeOptions {
  /** Further columns to keep (the truth); a table that lacks one has it blank. */
  readonly keep?: readonly string[]
  /** Pairs within one table are made too. Default: only where there is one table. */
  readonly isDedupe?: boolean
}

/** Lays out one or more tables as records. */
export function recordsOf(spec: MatchSpec, tables: readonly Table[], options: IntakeOptions = {}): Taken {
  const intake = new Intake(spec, options)
  for (const { name, columns, rows } of tables) {
    intake.open(name, columns)
    for (const row of rows) intake.add(row)
  }
  return intake.done()
}

/** Takes rows one by one and keeps them encoded, so that a table of millions never lies in memory as text. */
export class Intake {
  readonly #spec: MatchSpec
  readonly #columns: ReadonlyMap<string, ColumnEncoder>
  readonly #joined: readonly { readonly encoder: ColumnEncoder; readonly of: readonly string[] }[]
  readonly #keep: ReadonlySet<string>
  readonly #isDedupe: boolean | undefined
  readonly #cut = new Map<string, { cells: number; row: number }>()
  readonly #keys = new NameList()
  readonly #tables: { readonly name: string; readonly from: number }[] = []
  #key = 0
  #places: readonly (readonly [ColumnEncoder, number, string])[] = []
  #joins: readonly (readonly [ColumnEncoder, readonly number[]])[] = []

  constructor(spec: MatchSpec, { keep = [], isDedupe }: IntakeOptions = {}) {
    this.#spec = spec
    this.#isDedupe = isDedupe
    this.#keep = new Set(keep)
    const single = Object.values(spec.compare).flatMap(({ column }) => (typeof column === 'string' ? [column] : []))
    const blocked = Object.values(spec.block).flatMap((rule) => partsOf(rule).map(columnOf))
    this.#columns = new Map([...single, ...blocked, ...keep].map((name) => [name, new ColumnEncoder()]))
    this.#joined = Object.values(spec.compare).flatMap(({ column }) =>
      typeof column === 'string' ? [] : [{ encoder: new ColumnEncoder(), of: column }],
    )
  }

  /** Starts a table. Throws UnknownName for a column that the spec names and the table lacks. */
  open(name: string, columns: readonly string[]): void {
    const at = (wanted: string): number => {
      const found = columns.indexOf(wanted)
      return found >= 0 || this.#keep.has(wanted) ? found : unknown(`cột của ${name}`, wanted, columns)
    }
    this.#tables.push({ name, from: this.#keys.length })
    this.#key = at(this.#spec.key)
    this.#places = [...this.#columns].map(([column, encoder]) => [encoder, at(column), column])
    this.#joins = this.#joined.map(({ encoder, of }) => [encoder, of.map(at)])
  }

  add(row: readonly string[]): void {
    this.#keys.add(composed(row[this.#key] ?? ''))
    for (const [encoder, at, column] of this.#places) encoder.add(this.#fitted(composed(row[at] ?? ''), column))
    for (const [encoder, at] of this.#joins)
      encoder.add(composed(at.map((c) => row[c]?.trim() ?? '').join(' ')).slice(0, CELL_LIMIT))
  }

  #fitted(text: string, column: string): string {
    if (text.length <= CELL_LIMIT) return text
    const cut = this.#cut.get(column)
    if (cut) cut.cells++
    else this.#cut.set(column, { cells: 1, row: this.#keys.length - 1 })
    return text.slice(0, CELL_LIMIT)
  }

  done(): Taken {
    const size = this.#keys.length
    const source = shared.int32(size)
    for (const [table, { from }] of this.#tables.entries()) source.fill(table, from)
    const names = this.#names(source)
    const order = names.order()
    const sorted = order ? Names.of(picked(names, order)) : names
    this.#refuseTwice(sorted)
    const placed = (ids: Int32Array): Int32Array => (order ? shared.int32(size).map((_, i) => ids[order[i]!]!) : ids)
    const columns = new Map([...this.#columns].map(([name, own]) => [name, moved(own.done(), order)]))
    const joined = this.#joined.map(({ encoder }) => moved(encoder.done(), order))
    const tables = placed(source)
    const records: Records = {
      size,
      names: sorted,
      sources: tables,
      crossOnly: this.#isDedupe === undefined ? this.#tables.length > 1 : !this.#isDedupe,
      columns: Object.values(this.#spec.compare).map(({ column }) =>
        typeof column === 'string' ? columns.get(column)! : joined.shift()!,
      ),
      blocks: rulesOf(this.#spec).map(
        ({ parts, ...rule }): KeyColumn => ({
          ...rule,
          ...keysOf(parts, (name) => columns.get(name)!, this.#spec.lists),
        }),
      ),
    }
    const rows = Int32Array.from({ length: size }, (_, i) => (order ? order[i]! : i) - this.#tables[tables[i]!]!.from)
    const cut = [...this.#cut].map(([column, { cells, row }]) => ({
      column,
      cells,
      example: order ? order.indexOf(row) : row,
    }))
    return { records, tables, rows, columns, cut }
  }

  /** Keys; where there are several tables, each with its own before it. */
  #names(source: Int32Array): Names {
    const keys = this.#keys.done()
    if (this.#tables.length < 2) return keys
    const names = new NameList()
    for (let i = 0; i < keys.length; i++) names.add(`${this.#tables[source[i]!]!.name}:${keys.at(i)}`)
    return names.done()
  }

  #refuseTwice(sorted: Names): void {
    for (let i = 1; i < sorted.length; i++)
      if (sorted.compare(i, i - 1) === 0)
        refuse(
          `Khóa "${sorted.at(i)}" có ở hai dòng; cột khóa "${this.#spec.key}" phải là duy nhất. (Two rows share one key.)`,
        )
  }
}

function* picked(names: Names, order: Int32Array): Iterable<string> {
  for (const record of order) yield names.at(record)
}

const MARKS = /[\u0300-\u036f]/
/** Without blanks around it, and with the marks of its letters in them: one name in two forms would be two values. */
function composed(cell: string): string {
  const text = cell.trim()
  return MARKS.test(text) ? text.normalize('NFC') : text
}

function moved(column: Column, order: Int32Array | null): Column {
  if (!order) return column
  const ids = shared.int32(order.length)
  for (let i = 0; i < order.length; i++) ids[i] = column.ids[order[i]!]!
  return { ...column, ids }
}

const columnOf = (part: Part): string => (typeof part === 'string' ? part : part.column)
const partsOf = (rule: MatchSpec['block'][string]): readonly Part[] =>
  Array.isArray(rule) ? rule : [...rule.parts, ...(rule.hot ?? [])]

/** A block rule of a spec as it is blocked by. */
export interface PartRule {
  readonly name: string
  readonly parts: readonly Part[]
  readonly limit: number
  /** The rule of which this is the longer key. */
  readonly narrows?: number
}

/** The rules of a spec in the order of their key columns; one with a longer key for what is hot makes two, the longer one last. */
export function rulesOf(spec: MatchSpec): readonly PartRule[] {
  const rules = Object.entries(spec.block).map(([name, rule]) => ({
    name,
    ...(Array.isArray(rule) ? { parts: rule, limit: undefined, hot: undefined } : rule),
  }))
  const base = rules.map(({ name, parts, limit }): PartRule => ({ name, parts, limit: limit ?? HOT_KEY }))
  const longer = rules.flatMap(({ name, parts, limit, hot }, narrows): PartRule[] =>
    hot ? [{ name: `${name}+`, parts: [...parts, ...hot], limit: limit ?? HOT_KEY, narrows }] : [],
  )
  return [...base, ...longer]
}
