import { z } from 'zod'
import type { AnyComparison, SqlSide } from '../../core/comparison.ts'

const forms = z.object({
  /** Columns that are read, joined with a blank where there are several. */
  columns: z.array(z.string()).min(1),
  /** What is made of a cell `{{cell}}`, by name. */
  parts: z.record(z.string(), z.string()),
  /** The part that is counted as a term; null: none is. */
  term: z.string().nullable(),
  /** Conditions over parts `{{a.name}}` and `{{b.name}}`: of a missing value, and by level code. */
  missing: z.string(),
  levels: z.record(z.string(), z.string()),
})

/** One part of a block rule: what a cell `{{cell}}` becomes in the key. Of a `list` one common entry is enough. */
const keyPart = z.object({ column: z.string(), sql: z.string(), list: z.boolean() })

/** The comparisons and rules of a model in DuckDB, frozen with it: a model file is exported with nothing else at hand. */
export const sqlBlock = z.object({
  /** Column that names a record. */
  key: z.string().optional(),
  comparisons: z.record(z.string(), forms),
  rules: z.record(z.string(), z.array(keyPart).min(1)),
})
export type SqlBlock = z.output<typeof sqlBlock>
export type Forms = z.output<typeof forms>
export type KeyPart = z.output<typeof keyPart>

/** What a declaration knows of the tables that it will be run over; all of it may be absent. */
export interface Sql {
  readonly key?: string
  /** Columns that each comparison reads. */
  readonly columns?: Readonly<Record<string, readonly string[]>>
  /** Block rules by their parts; a rule that is left out has no SQL form. */
  readonly rules?: Readonly<Record<string, readonly KeyPart[]>>
}

/** A column name quoted as SQL wants it. */
export const quotedName = (name: string): string => `"${name.replace(/"/g, '""')}"`

/** The SQL of a declaration that names its columns. */
export function inSql({
  key,
  columns,
  rules = {},
  comparisons,
}: Sql & { readonly comparisons: readonly AnyComparison[] }): { sql?: SqlBlock } {
  if (!columns) return {}
  const found = comparisons.flatMap((comparison) => {
    const own = columns[comparison.name]
    return own && comparison.sql ? [[comparison.name, formsOf(comparison, own)] as const] : []
  })
  const joins = Object.entries(rules).map(([name, parts]): [string, KeyPart[]] => [name, [...parts]])
  return {
    sql: { ...(key ? { key } : {}), comparisons: Object.fromEntries(found), rules: Object.fromEntries(joins) },
  }
}

function formsOf({ sql, levels }: AnyComparison, columns: readonly string[]): Forms {
  const { parts, missing, term = null } = sql!
  const side =
    (name: string): SqlSide =>
    (part) =>
      `{{${name}.${part}}}`
  return {
    columns: [...columns],
    parts: Object.fromEntries(Object.entries(parts).map(([name, of]) => [name, of('{{cell}}')])),
    term,
    missing: missing(side('a')),
    levels: Object.fromEntries(
      levels.flatMap(({ code, sql: own }) => (own ? [[code, own(side('a'), side('b'))] as const] : [])),
    ),
  }
}

/** A column that a table must have before Splink reads it, and the expression that makes it. */
export interface PreparedColumn {
  readonly name: string
  readonly sql: string
}

/** Forms with their columns filled in, ready for Splink. */
export interface WrittenForms {
  readonly missing: string
  readonly level: (code: string) => string | null
  /** The column that Splink counts as terms; null: there is none. */
  readonly term: string | null
  readonly prepared: readonly PreparedColumn[]
}

/**
 * Writes the forms over columns `<name>_l` and `<name>_r`. `ahead`: every part is a column of its own, made once per record, so
 * that terms are counted as the engine counts them; else parts are made of the cells in every condition.
 */
export function writeForms(
  comparison: string,
  { columns, parts, term, missing, levels }: Forms,
  ahead: boolean,
): WrittenForms {
  const single = columns.length === 1 ? columns[0]! : null
  const cell = (suffix: string): string => {
    const cells = columns.map((name) => quotedName(name + suffix))
    return cells.length === 1 ? cells[0]! : `concat_ws(' ', ${cells.join(', ')})`
  }
  const made = (part: string, suffix: string): string => parts[part]!.replaceAll('{{cell}}', () => cell(suffix))
  /** A part that is the cell as it stands needs no column of its own. */
  const nameOf = (part: string): string =>
    parts[part] === '{{cell}}' && single !== null ? single : `sogoc_${comparison}_${part}`
  const side = (part: string, suffix: string): string =>
    ahead ? quotedName(nameOf(part) + suffix) : made(part, suffix)
  const fill = (template: string, left: string, right: string): string =>
    template.replace(/\{\{([ab])\.(\w+)\}\}/g, (_, of: string, part: string) => side(part, of === 'a' ? left : right))
  const used = new Set(
    [missing, ...Object.values(levels)].flatMap((sql) =>
      [...sql.matchAll(/\{\{[ab]\.(\w+)\}\}/g)].map(([, part]) => part!),
    ),
  )
  return {
    missing: `${fill(missing, '_l', '_r')} OR ${fill(missing, '_r', '_l')}`,
    level: (code) => (levels[code] === undefined ? null : fill(levels[code], '_l', '_r')),
    term: term === null ? null : ahead ? nameOf(term) : single,
    prepared: ahead
      ? [...used].filter((part) => nameOf(part) !== single).map((part) => ({ name: nameOf(part), sql: made(part, '') }))
      : [],
  }
}

/** Writes a block rule as a join of `l` and `r`; with `ahead` over columns made once per record. */
export function writeRule(
  parts: readonly KeyPart[],
  ahead: boolean,
): { readonly join: string; readonly prepared: readonly PreparedColumn[] } {
  const prepared: PreparedColumn[] = []
  const sides = parts.map(({ column, sql, list }) => {
    const made = (cell: string): string => sql.replaceAll('{{cell}}', () => cell)
    const name = `sogoc_key_${column}_${keyHash(sql)}`
    if (ahead) prepared.push({ name, sql: made(quotedName(column)) })
    const [left, right] = ['l', 'r'].map((side) =>
      ahead ? `${side}.${quotedName(name)}` : made(`${side}.${quotedName(column)}`),
    )
    return list ? `list_has_any(${left}, ${right})` : `${left} = ${right}`
  })
  return { join: sides.join(' AND '), prepared }
}

/** Tells the parts that are made of one column apart: two rules that make the same part share its column. */
function keyHash(sql: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < sql.length; i++) hash = Math.imul(hash ^ sql.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}
