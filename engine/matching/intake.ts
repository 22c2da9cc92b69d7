import { HOT_KEY } from './blocking.ts'
import { type Column, ColumnEncoder, shared } from './encode.ts'
import { keysOf } from './part-keys.ts'
import type { KeyColumn, Records } from './records.ts'
import { type MatchSpec, type Part, refuse, unknown } from './spec.ts'

/** Records laid out from tables, and where each stood. */
export interface Taken {
  readonly records: Records
  /** Table and row of each record, both from 0. */
  readonly tables: Int32Array
  readonly rows: Int32Array
  /** Further columns that were asked for (the truth), by name; a table that lacks one has it blank. */
  readonly kept: Readonly<Record<string, Column>>
}

/** A table of text cells under a header, blank cells as ''. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly string[]>
}

/** Lays out one or more tables as records. Pairs are made across tables only where there are two. */
export function recordsOf(spec: MatchSpec, tables: readonly Table[], keep: readonly string[] = []): Taken {
  const intake = new Intake(spec, keep)
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
  readonly #keys: string[] = []
  readonly #tables: { readonly name: string; readonly from: number }[] = []
  #key = 0
  #places: readonly (readonly [ColumnEncoder, number])[] = []
  #joins: readonly (readonly [ColumnEncoder, readonly number[]])[] = []

  constructor(spec: MatchSpec, keep: readonly string[] = []) {
    this.#spec = spec
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
    this.#places = [...this.#columns].map(([column, encoder]) => [encoder, at(column)])
    this.#joins = this.#joined.map(({ encoder, of }) => [encoder, of.map(at)])
  }

  add(row: readonly string[]): void {
    this.#keys.push(row[this.#key]?.trim() ?? '')
    for (const [encoder, at] of this.#places) encoder.add(row[at]?.trim())
    for (const [encoder, at] of this.#joins)
      encoder.add(
        at
          .map((c) => row[c]?.trim() ?? '')
          .join(' ')
          .trim(),
      )
  }

  done(): Taken {
    const size = this.#keys.length
    const source = shared.int32(size)
    for (const [table, { from }] of this.#tables.entries()) source.fill(table, from)
    const names =
      this.#tables.length > 1 ? this.#keys.map((key, i) => `${this.#tables[source[i]!]!.name}:${key}`) : this.#keys
    const order = orderOf(names)
    const sorted = order ? Array.from(order, (at) => names[at]!) : names
    this.#refuseTwice(sorted)
    const placed = (ids: Int32Array): Int32Array => (order ? shared.int32(size).map((_, i) => ids[order[i]!]!) : ids)
    const columns = new Map([...this.#columns].map(([name, own]) => [name, moved(own.done(), order)]))
    const joined = this.#joined.map(({ encoder }) => moved(encoder.done(), order))
    const tables = placed(source)
    const records: Records = {
      size,
      names: sorted,
      sources: tables,
      crossOnly: this.#tables.length > 1,
      columns: Object.values(this.#spec.compare).map(({ column }) =>
        typeof column === 'string' ? columns.get(column)! : joined.shift()!,
      ),
      blocks: blocksOf(this.#spec, (name) => columns.get(name)!),
    }
    const rows = Int32Array.from({ length: size }, (_, i) => (order ? order[i]! : i) - this.#tables[tables[i]!]!.from)
    return {
      records,
      tables,
      rows,
      kept: Object.fromEntries([...this.#keep].map((name) => [name, columns.get(name)!])),
    }
  }

  #refuseTwice(sorted: readonly string[]): void {
    for (let i = 1; i < sorted.length; i++)
      if (sorted[i] === sorted[i - 1])
        refuse(
          `Khóa "${sorted[i]}" có ở hai dòng; cột khóa "${this.#spec.key}" phải là duy nhất. (Two rows share one key.)`,
        )
  }
}

/** Positions in ascending order of name, null where they stand so already. */
function orderOf(names: readonly string[]): Int32Array | null {
  let ascending = true
  for (let i = 1; i < names.length && ascending; i++) ascending = names[i - 1]! <= names[i]!
  if (ascending) return null
  return Int32Array.from(names, (_, i) => i).sort((a, b) =>
    names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : a - b,
  )
}

function moved(column: Column, order: Int32Array | null): Column {
  if (!order) return column
  const ids = shared.int32(order.length)
  for (let i = 0; i < order.length; i++) ids[i] = column.ids[order[i]!]!
  return { ...column, ids }
}

type Rule = MatchSpec['block'][string]
const columnOf = (part: Part): string => (typeof part === 'string' ? part : part.column)
const partsOf = (rule: Rule): readonly Part[] => (Array.isArray(rule) ? rule : [...rule.parts, ...(rule.hot ?? [])])

/** The key columns of a spec; a rule with a longer key for what is hot makes two, the longer one last. */
function blocksOf(spec: MatchSpec, column: (name: string) => Column): readonly KeyColumn[] {
  const rules = Object.entries(spec.block).map(([name, rule]) => ({
    name,
    ...(Array.isArray(rule) ? { parts: rule } : rule),
  }))
  const base = rules.map(
    ({ name, parts, limit }): KeyColumn => ({
      name,
      limit: limit ?? HOT_KEY,
      ...keysOf(parts, column, spec.lists),
    }),
  )
  const longer = rules.flatMap(({ name, parts, limit, hot }, narrows): KeyColumn[] =>
    hot
      ? [{ name: `${name}+`, limit: limit ?? HOT_KEY, narrows, ...keysOf([...parts, ...hot], column, spec.lists) }]
      : [],
  )
  return [...base, ...longer]
}
