import { z } from 'zod'
import { Failure } from '../../core/errors.ts'
import { bare } from '../../core/values.ts'
import { type BlockKeys, HOT_KEY } from './blocking.ts'
import { orderOf, type Records } from './declaration.ts'
import type { Cell } from './encode.ts'
import { KINDS } from './kinds.ts'

const part = z.union([
  z.string(),
  z.strictObject({
    column: z.string(),
    /** Leading characters, or all but some trailing ones. */
    first: z.number().int().positive().optional(),
    dropLast: z.number().int().positive().optional(),
    /** Leading word, trailing word, or every word (a key for each). */
    words: z.enum(['first', 'last', 'all']).optional(),
    /** Words left out: a list of this file by name. */
    without: z.string().optional(),
    /** Letters without marks. */
    bare: z.boolean().optional(),
  }),
])
const rule = z.union([
  z.array(part).min(1),
  z.strictObject({ parts: z.array(part).min(1), limit: z.number().int().positive().max(HOT_KEY).optional() }),
])

const schema = z.strictObject({
  format: z.literal('match-spec/1'),
  name: z.string().min(1),
  /** Column that names a record. */
  key: z.string().min(1),
  /** Column names may be trimmed of blanks, as some writers pad them. */
  lists: z.record(z.string(), z.array(z.string())).default({}),
  block: z.record(z.string(), rule),
  compare: z.record(
    z.string(),
    z.looseObject({ kind: z.string(), column: z.union([z.string(), z.array(z.string()).min(1)]) }),
  ),
  /** Bits: mean weight from which groups join. 0 is where same and different are equally likely. */
  link: z.number().default(0),
  review: z.number().optional(),
  /** In link mode: no file holds one entity twice. */
  oneToOne: z.boolean().default(false),
  seed: z.string().default(''),
})

export type MatchSpec = z.output<typeof schema>
type Part = z.output<typeof part>

/** A table as read from a file: named columns of text, blank cells as ''. */
export interface Table {
  readonly name: string
  readonly columns: Readonly<Record<string, readonly string[]>>
  readonly rows: number
}

const refuse = (problems: string): never => {
  throw new Failure('InvalidInput', { problems })
}

/** The nearest of some names, for "did you mean". */
function hint(got: string, known: readonly string[]): string {
  const letters = (text: string): Set<string> => new Set(text.toLowerCase())
  const alike = (text: string): number =>
    [...letters(text)].filter((one) => letters(got).has(one)).length / Math.max(text.length, got.length)
  const best = [...known].sort((a, b) => alike(b) - alike(a))[0]
  return best && alike(best) > 0.4 ? ` Ý bạn là "${best}"? (Did you mean "${best}"?)` : ''
}

const unknown = (kind: string, got: string, known: readonly string[]): never => {
  throw new Failure('UnknownName', { kind, got, known: known.join(', '), hint: hint(got, known) })
}

/** Reads a spec. Throws InvalidInput with the path of what is wrong, UnknownName for a kind that is not there. */
export function readSpec(json: unknown): MatchSpec {
  const parsed = schema.safeParse(json)
  if (!parsed.success)
    return refuse(parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'spec'}: ${message}`).join('; '))
  for (const [name, { kind, column: _, ...options }] of Object.entries(parsed.data.compare)) {
    const own = KINDS[kind] ?? unknown(`compare.${name}.kind`, kind, Object.keys(KINDS))
    const checked = own.options.safeParse(listed(options, parsed.data.lists))
    if (!checked.success)
      refuse(
        checked.error.issues
          .map(({ path, message }) => `compare.${name}${path.map((p) => `.${String(p)}`).join('')}: ${message}`)
          .join('; '),
      )
  }
  return parsed.data
}

/** An option that is the name of a list of the file stands for the list. */
const listed = (options: Record<string, unknown>, lists: MatchSpec['lists']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, typeof value === 'string' ? (lists[value] ?? value) : value]),
  )

export const comparisonsOf = (spec: MatchSpec) =>
  Object.entries(spec.compare).map(([name, { kind, column: _, ...options }]) =>
    KINDS[kind]!.make(name, listed(options, spec.lists)),
  )

/** Lays out one or more tables as records. Pairs are made across tables only where there are two. */
export function recordsOf(
  spec: MatchSpec,
  tables: readonly Table[],
): { records: Records; order: readonly { table: number; row: number }[] } {
  const places = tables.flatMap((table, t) => Array.from({ length: table.rows }, (_, row) => ({ table: t, row })))
  const column = (name: string): string[] => {
    const out: string[] = []
    for (const table of tables) {
      const own = table.columns[name] ?? unknown(`cột của ${table.name}`, name, Object.keys(table.columns))
      for (const cell of own) out.push(cell)
    }
    return out
  }
  const names = column(spec.key).map((key, i) => (tables.length > 1 ? `${tables[places[i]!.table]!.name}:${key}` : key))
  const order = orderOf(names)
  const twice = order.find((o, n) => n > 0 && names[order[n - 1]!] === names[o])
  if (twice !== undefined)
    refuse(`Khóa "${names[twice]}" có ở hai dòng; cột khóa "${spec.key}" phải là duy nhất. (Two rows share one key.)`)
  const sortedColumn = (name: string): string[] => {
    const cells = column(name)
    return order.map((i) => cells[i]!.trim())
  }
  const cache = new Map<string, string[]>()
  const cells = (name: string): string[] => {
    let own = cache.get(name)
    if (!own) cache.set(name, (own = sortedColumn(name)))
    return own
  }
  const comparisons = comparisonsOf(spec)
  const compared = Object.values(spec.compare).map(({ column: from }, c) => ({
    comparison: comparisons[c]!,
    cells: typeof from === 'string' ? cells(from) : joined(from.map(cells)),
  }))
  const blocks = Object.entries(spec.block).map(([name, own]): BlockKeys => {
    const parts = Array.isArray(own) ? own : own.parts
    const limit = Array.isArray(own) ? undefined : own.limit
    return { name, keys: keysOf(parts, cells, spec), ...(limit ? { limit } : {}) }
  })
  const records: Records = {
    keys: order.map((i) => names[i]!),
    sources: Int32Array.from(order, (i) => places[i]!.table),
    crossOnly: tables.length > 1,
    compared,
    blocks,
  }
  return { records, order: order.map((i) => places[i]!) }
}

const joined = (columns: readonly string[][]): string[] =>
  columns[0]!.map((_, i) =>
    columns
      .map((own) => own[i]!)
      .join(' ')
      .trim(),
  )

function keysOf(
  parts: readonly Part[],
  cells: (name: string) => string[],
  spec: MatchSpec,
): (Cell | readonly string[])[] {
  const readers = parts.map((one) => {
    const own = typeof one === 'string' ? { column: one } : one
    const column = cells(own.column)
    const without = new Set(
      'without' in own && own.without
        ? (spec.lists[own.without] ?? unknown('list', own.without, Object.keys(spec.lists)))
        : [],
    )
    return (row: number): readonly string[] => piece(column[row]!, own, without)
  })
  return Array.from({ length: cells(spec.key).length }, (_, row) => {
    let keys: readonly string[] = ['']
    for (const reader of readers) {
      const pieces = reader(row)
      if (pieces.length === 0) return null
      keys = keys.flatMap((left) => pieces.map((right) => (left === '' ? right : `${left}\u001f${right}`)))
    }
    return keys.length === 1 ? keys[0]! : keys
  })
}

function piece(cell: string, own: Exclude<Part, string>, without: ReadonlySet<string>): readonly string[] {
  let text = own.bare ? bare(cell) : cell.toLowerCase()
  if (own.words || without.size > 0) {
    const words = text
      .slice(0, 1000)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 1 && !without.has(word))
    if (own.words === 'all') return [...new Set(words)]
    text = own.words === 'first' ? (words[0] ?? '') : own.words === 'last' ? (words.at(-1) ?? '') : words.join(' ')
  }
  if (own.dropLast) text = text.slice(0, -own.dropLast)
  if (own.first) text = text.length >= own.first ? text.slice(0, own.first) : ''
  return text === '' ? [] : [text]
}
