import { quoted, wordList } from './comparisons/sql.ts'
import type { MatchSpec, Part } from './spec.ts'
import type { KeyPart, Sql } from './splink-forms.ts'

type OwnPart = Exclude<Part, string>

/** What a spec says of its tables, in SQL: the key, the columns of each comparison, the parts of its block rules. */
export function sqlOf(spec: MatchSpec): Required<Sql> {
  const columns = Object.entries(spec.compare).map(
    ([name, { column }]) => [name, typeof column === 'string' ? [column] : column] as const,
  )
  const rules = Object.entries(spec.block).flatMap(([name, rule]) => {
    const own = Array.isArray(rule) ? { parts: rule } : rule
    const parts = own.limit === undefined ? keyParts(own.parts, spec.lists) : null
    return parts === null ? [] : [[name, parts] as const]
  })
  return { key: spec.key, columns: Object.fromEntries(columns), rules: Object.fromEntries(rules) }
}

/**
 * The parts of a rule. A part that is every word of a column becomes "the lists of words overlap", which is no equality:
 * beside another part it filters what that one joins, alone it would compare all records with all, so a rule of such parts
 * alone has no SQL form. A rule with a limit of its own has none either: it counts on the limit, which a join does not know
 * (on historical_50k such rules would make tens of millions of pairs).
 */
function keyParts(parts: readonly Part[], lists: MatchSpec['lists']): KeyPart[] | null {
  const own = parts.map((part): OwnPart => (typeof part === 'string' ? { column: part } : part))
  if (own.every(({ words }) => words === 'all')) return null
  return own.map((part) => ({
    column: part.column,
    sql: pieceSql('{{cell}}', part, lists),
    list: part.words === 'all',
  }))
}

/** The key that a part makes of a cell, NULL where it makes none; for every word a list. */
function pieceSql(cell: string, part: OwnPart, lists: MatchSpec['lists']): string {
  let text = part.bare ? bareSql(cell) : `lower(trim(${cell}))`
  if (part.words || part.without) {
    const words = wordList(text, 2, part.without ? (lists[part.without] ?? []) : [])
    if (part.words === 'all') return words
    if (part.words === 'first') text = `list_extract(${words}, 1)`
    else if (part.words === 'last') text = `list_extract(${words}, -1)`
    else text = `array_to_string(${words}, ${quoted(' ')})`
  }
  if (part.dropLast) text = `left(${text}, -${part.dropLast})`
  if (part.first) text = `CASE WHEN length(${text}) >= ${part.first} THEN left(${text}, ${part.first}) END`
  return `nullif(${text}, '')`
}

/** Letters and digits without marks, đ as d, single blanks between. */
const bareSql = (cell: string): string =>
  `trim(regexp_replace(replace(strip_accents(lower(nfc_normalize(${cell}))), 'đ', 'd'), '[^a-z0-9]+', ' ', 'g'))`
