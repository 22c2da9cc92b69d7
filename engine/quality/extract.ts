import { type AnyDomain, type Cell, type Column, type Mapping, mappingsOf, type Source } from '../../core/domain.ts'
import type { Finding, FindingText } from '../../core/finding.ts'
import { keyOf } from '../../core/keys.ts'
import { NO_REFERENCE } from '../../core/reference.ts'
import { KeyCounts } from './key-counts.ts'
import { compileRowPlan, type Judged, type RowPlan } from './plan.ts'
import { ruleBook } from './rules.ts'
import { groupingOf, groupKeysOf, judgeGroup, type Member } from './together.ts'

/** A finding of one row of an extract, with all that its agency needs to mend it. */
export interface RowFinding extends Finding {
  /** Physical line of the row. */
  readonly line: number
  /** Key of the record, `line:N` where the row has none. */
  readonly key: string
  /** Columns of the extract from which the field is read. */
  readonly columns: readonly string[]
  readonly criterion: FindingText['criterion']
  /** Vietnamese, with the value in its place. */
  readonly message: string
  readonly fix: string
}

/**
 * Judges the rows of one extract in two passes: `count` sees every row once, then `judge` sees each again and answers with
 * its findings and with those of every group that it completes. Memory holds a number for each record and group key, and
 * the members of the groups that are still open.
 */
export interface ExtractJudge {
  count(cells: readonly string[]): void
  judge(line: number, cells: readonly string[]): readonly RowFinding[]
}

/** One domain that the rows feed. */
interface Plan {
  readonly domain: AnyDomain
  readonly run: RowPlan
  readonly groupKeys: (judged: Judged) => readonly number[]
  readonly columns: ReadonlyMap<string, readonly string[]>
  readonly texts: ReadonlyMap<string, FindingText>
  readonly counts: KeyCounts
  readonly open: Map<number, OpenGroup>
}

interface OpenGroup {
  readonly members: Member[]
  readonly lines: number[]
  left: number
}

/**
 * `domains`: those that the source feeds; `asOf`: business date of the extract, `YYYY-MM-DD`. Every row is an entity of its
 * own, since nothing has been matched; rules that ask a code list of the store or look at one golden record stay silent.
 */
export function extractJudge(
  domains: readonly AnyDomain[],
  source: Source,
  columns: readonly string[],
  asOf: string,
): ExtractJudge {
  const plans = domains.map((domain) => planOf(domain, source.name, columns, asOf))
  const grouped = plans.filter(({ domain }) => (domain.together ?? []).length > 0)
  const keyIn = rowKeyOf(source, columns)
  const rows = new KeyCounts()
  const firstLines = new Map<string, number>()
  return {
    count(cells) {
      const rowKey = keyIn(cells)
      if (rowKey === null) return
      rows.add(keyOf(0, [rowKey]))
      for (const plan of grouped)
        for (const judged of plan.run(rowKey, cells)) for (const key of plan.groupKeys(judged)) plan.counts.add(key)
    },
    judge(line, cells) {
      const rowKey = keyIn(cells)
      if (rowKey === null) return [noKey(line, source)]
      const found = rows.of(keyOf(0, [rowKey])) > 1 ? repeated(line, rowKey, source, firstLines) : []
      for (const plan of plans) {
        for (const judged of plan.run(rowKey, cells)) {
          for (const finding of judged.findings) found.push(told(plan, finding, line, judged.key))
          for (const key of plan.groupKeys(judged))
            found.push(...joinGroup(plan, key, { line, source: source.name, asOf, judged }))
        }
      }
      return found
    },
  }
}

function planOf(domain: AnyDomain, source: string, columns: readonly string[], asOf: string): Plan {
  const keysOf = groupKeysOf(domain)
  return {
    domain,
    run: compileRowPlan(domain, source, columns, asOf),
    // A record in quarantine may lack what the rules rely on, and stands in no group at night either.
    groupKeys: ({ values, accepted }) => (accepted ? keysOf(values) : []),
    columns: columnsRead(domain, source),
    texts: new Map(ruleBook(domain).map((text) => [text.code, text])),
    counts: new KeyCounts(),
    open: new Map(),
  }
}

/** Column values that name a row for ever, joined by '/'; null where all are blank. */
function rowKeyOf(source: Source, columns: readonly string[]): (cells: readonly string[]) => string | null {
  const places = source.key.map((column) => columns.indexOf(column))
  return (cells) => {
    const parts = places.map((at) => (cells[at] ?? '').trim())
    return parts.every((part) => part === '') ? null : parts.join('/')
  }
}

interface Joining {
  readonly line: number
  readonly source: string
  readonly asOf: string
  readonly judged: Judged
}

/** The findings of the group of the key, once its last member has come. */
function joinGroup(plan: Plan, key: number, { line, source, asOf, judged }: Joining): readonly RowFinding[] {
  const group = plan.open.get(key) ?? { members: [], lines: [], left: plan.counts.of(key) }
  group.members.push({ row: judged.values, source, entity: `${source}:${judged.key}`, key: judged.key })
  group.lines.push(line)
  if (--group.left > 0) {
    plan.open.set(key, group)
    return []
  }
  plan.open.delete(key)
  const order = group.members.map((_, at) => at).sort((a, b) => compare(group.members[a]!.key, group.members[b]!.key))
  const members = order.map((at) => group.members[at]!)
  return judgeGroup(plan.domain, groupingOf(key), members, asOf, NO_REFERENCE).map(({ at, ...finding }) =>
    told(plan, finding, group.lines[order[at]!]!, members[at]!.key),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function told(plan: Plan, finding: Finding, line: number, key: string): RowFinding {
  const text = plan.texts.get(finding.code)
  const message = (text?.vi ?? finding.code).replace('{got}', () => finding.got ?? '')
  return {
    ...finding,
    line,
    key,
    columns: plan.columns.get(finding.field ?? '') ?? [],
    criterion: text?.criterion ?? 'đúng',
    message,
    fix: text?.fix ?? '',
  }
}

/** The columns that each field is read from; a function is asked which cells it looks at. */
function columnsRead(domain: AnyDomain, source: string): ReadonlyMap<string, readonly string[]> {
  const mapping = mappingsOf(domain).find(([name]) => name === source)?.[1] as Mapping
  const own = new Set<string>(mapping.from.columns)
  const parts = mapping.each ? lookedAt(mapping.each.split, own) : []
  return new Map(
    mapping.names.map((name) => {
      const column = mapping.columns[name] as Column<string>
      if (typeof column !== 'string') return [name, lookedAt(column, own)] as const
      return [name, own.has(column) ? [column] : parts] as const
    }),
  )
}

function lookedAt(read: (cell: Cell<string>) => unknown, own: ReadonlySet<string>): readonly string[] {
  const seen = new Set<string>()
  read((column) => {
    seen.add(column)
    return ''
  })
  return [...seen].filter((column) => own.has(column))
}

function noKey(line: number, { key }: Source): RowFinding {
  return {
    line,
    key: `line:${line}`,
    columns: key,
    code: 'row.no-key',
    field: null,
    severity: 'error',
    criterion: 'đủ',
    got: '',
    expected: key.join(' + '),
    message: 'Dòng không có khóa, không nhận ra được bản ghi nào',
    fix: `Bổ sung ${key.join(', ')} rồi xuất lại.`,
  }
}

function repeated(line: number, rowKey: string, { key }: Source, firstLines: Map<string, number>): RowFinding[] {
  const first = firstLines.get(rowKey)
  if (first === undefined) {
    firstLines.set(rowKey, line)
    return []
  }
  return [
    {
      line,
      key: rowKey,
      columns: key,
      code: 'row.repeated-key',
      field: null,
      severity: 'warn',
      criterion: 'sạch',
      got: rowKey,
      expected: 'mỗi khóa một dòng',
      message: `Khóa đã có ở dòng ${first}; khi đồng bộ, dòng sau cùng thắng`,
      fix: 'Bỏ dòng thừa tại nguồn rồi xuất lại.',
    },
  ]
}
