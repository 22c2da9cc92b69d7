import { z } from 'zod'
import type { AnyComparison } from '../../core/comparison.ts'

/** The comparisons and rules of a model as DuckDB conditions, over columns `<name>_l` and `<name>_r` as Splink names them. */
export const sqlBlock = z.object({
  /** Column that names a record. */
  key: z.string().optional(),
  comparisons: z.record(
    z.string(),
    z.object({
      /** The one column that is read as it stands, by which Splink counts terms; null: several are joined. */
      column: z.string().nullable(),
      missing: z.string(),
      /** By level code; a level without a condition has no SQL form. */
      levels: z.record(z.string(), z.string()),
    }),
  ),
  rules: z.record(z.string(), z.string()),
})
export type SqlBlock = z.output<typeof sqlBlock>

/** What a declaration knows of the tables that it will be run over; all of it may be absent. */
export interface Sql {
  readonly key?: string
  /** Columns that each comparison reads, joined with a blank where there are several. */
  readonly columns?: Readonly<Record<string, readonly string[]>>
  /** Block rules as join conditions over `l` and `r`; a rule that is left out has no SQL form. */
  readonly rules?: Readonly<Record<string, string>>
}

/** A column name quoted as SQL wants it. */
export const quotedName = (name: string): string => `"${name.replace(/"/g, '""')}"`

/** The SQL of a declaration, to be frozen with its model: a model file is exported with nothing else at hand. */
export function inSql({
  key,
  columns,
  rules = {},
  comparisons,
}: Sql & { readonly comparisons: readonly AnyComparison[] }): { sql?: SqlBlock } {
  if (!columns) return {}
  const forms = comparisons.flatMap((comparison) => {
    const own = columns[comparison.name]
    return own && comparison.sql ? [[comparison.name, formsOf(comparison, own)] as const] : []
  })
  return { sql: { ...(key ? { key } : {}), comparisons: Object.fromEntries(forms), rules: { ...rules } } }
}

function formsOf(comparison: AnyComparison, columns: readonly string[]): SqlBlock['comparisons'][string] {
  const { form, missing } = comparison.sql!
  const side = (suffix: string): string => {
    const cells = columns.map((name) => quotedName(name + suffix))
    return form(cells.length === 1 ? cells[0]! : `concat_ws(' ', ${cells.join(', ')})`)
  }
  const [left, right] = [side('_l'), side('_r')]
  return {
    column: columns.length === 1 ? columns[0]! : null,
    missing: `${missing(left)} OR ${missing(right)}`,
    levels: Object.fromEntries(
      comparison.levels.flatMap(({ code, sql }) => (sql ? [[code, sql(left, right)] as const] : [])),
    ),
  }
}
