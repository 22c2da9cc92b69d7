import { shared } from './encode.ts'
import { type KeyTable, tableOf } from './key-table.ts'
import type { KeyColumn } from './records.ts'

/** Largest key that is paired out unless a rule says less: 2,000 records are two million pairs. */
export const HOT_KEY = 2000

/** A key that more records share than its rule allows: it makes no pairs, and is reported with its size. */
export interface HotKey {
  readonly rule: string
  readonly low: number
  readonly high: number
  readonly records: number
  /** One of its records, so that a report can say what the key stands for. */
  readonly example: number
}

export interface RuleCount {
  readonly name: string
  /** Groups of this rule: numbers from `from` up to the next rule's. */
  readonly from: number
  /** Pairs that its groups make, before those that an earlier rule makes are left out. */
  readonly pairs: number
  readonly largest: number
  readonly keyless: number
}

/**
 * Records that share a key. Groups are numbered rule by rule, so the smaller number is the earlier rule. Group g holds
 * `members[starts[g]]` up to `members[starts[g + 1]]`, ascending. Only groups that make a pair are kept.
 */
export interface Blocks {
  readonly starts: Int32Array
  readonly members: Int32Array
  readonly rules: readonly RuleCount[]
  readonly hot: readonly HotKey[]
}

/** What groups the entries of one rule: `tableOf`, here or on a thread. */
export type Group = (column: KeyColumn, size: number, within: Uint8Array | undefined) => Promise<KeyTable>

/** Groups records by key, rule by rule. Pairs are counted before any is made: the sum of n(n-1)/2 over the groups. */
export function blocksOf(columns: readonly KeyColumn[], size: number): Blocks {
  const tables: KeyTable[] = []
  for (const column of columns) {
    const within = withinOf(column, tables)
    tables.push(within === null ? NONE : tableOf(column, size, within))
  }
  return joined(columns, tables)
}

/** The same with several rules grouped at a time. A longer key waits for the rule whose hot records it is about. */
export async function blocksBy(group: Group, columns: readonly KeyColumn[], size: number): Promise<Blocks> {
  const tables: Promise<KeyTable>[] = []
  for (const column of columns) tables.push(tableBy(group, column, size, tables))
  return joined(columns, await Promise.all(tables))
}

async function tableBy(
  group: Group,
  column: KeyColumn,
  size: number,
  before: readonly Promise<KeyTable>[],
): Promise<KeyTable> {
  const within = withinOf(
    column,
    column.narrows === undefined ? [] : await Promise.all(before.slice(0, column.narrows + 1)),
  )
  return within === null ? NONE : group(column, size, within)
}

/** The records that a rule is about: all for undefined, none for null. */
function withinOf({ narrows }: KeyColumn, tables: readonly KeyTable[]): Uint8Array | undefined | null {
  if (narrows === undefined) return undefined
  const { hot, inHot } = tables[narrows]!
  return hot.length > 0 ? inHot : null
}

const NONE: KeyTable = {
  starts: new Int32Array(1),
  members: new Int32Array(0),
  hot: [],
  inHot: new Uint8Array(0),
  keyless: 0,
  largest: 0,
}

function joined(columns: readonly KeyColumn[], tables: readonly KeyTable[]): Blocks {
  const groups = tables.reduce((sum, { starts }) => sum + starts.length - 1, 0)
  const total = tables.reduce((sum, { members }) => sum + members.length, 0)
  const starts = shared.int32(groups + 1)
  const members = shared.int32(total)
  const rules: RuleCount[] = []
  let group = 0
  let at = 0
  tables.forEach((table, rule) => {
    let pairs = 0
    const from = group
    members.set(table.members, at)
    for (let g = 0; g + 1 < table.starts.length; g++) {
      const n = table.starts[g + 1]! - table.starts[g]!
      pairs += (n * (n - 1)) / 2
      starts[group++] = at + table.starts[g]!
    }
    at += table.members.length
    rules.push({ name: columns[rule]!.name, from, pairs, largest: table.largest, keyless: table.keyless })
  })
  starts[groups] = total
  const hot = tables.flatMap((table, rule) => table.hot.map((own) => ({ rule: columns[rule]!.name, ...own })))
  return { starts, members, rules, hot }
}
