import type { HotKey } from './blocking.ts'
import { rulesOf, type Taken } from './intake.ts'
import { type Layout, sharedBy } from './layout.ts'
import { keyTexts } from './part-keys.ts'
import type { KeyColumn } from './records.ts'
import type { MatchSpec } from './spec.ts'

/** Whether two records meet under a rule, and why not where they do not. */
export interface Meeting {
  readonly rule: string
  /** `hot`: they share the key, but so many records do that no pair is made of it. `idle`: a longer key that nobody needed. */
  readonly outcome: 'shared' | 'hot' | 'differ' | 'no key' | 'idle'
  /** The key that they share, part by part. */
  readonly key: readonly string[] | null
  /** Records that have the key that they share. */
  readonly records: number | null
  /** Keys of either, at most a few. */
  readonly left: readonly (readonly string[])[]
  readonly right: readonly (readonly string[])[]
}

const SHOWN = 5

/** Rule by rule, the keys of two records and whether they share one. */
export function meetingsOf(
  spec: MatchSpec,
  { records, columns }: Taken,
  { layout, hot }: { readonly layout: Layout; readonly hot: readonly HotKey[] },
  a: number,
  b: number,
): Meeting[] {
  return rulesOf(spec).map((rule, r): Meeting => {
    const texts = (record: number) => keyTexts(rule.parts, (name) => columns.get(name)!, spec.lists, record)
    const [left, right] = [texts(a), texts(b)]
    const own = { rule: rule.name, left: left.slice(0, SHOWN), right: right.slice(0, SHOWN) }
    const none = { ...own, key: null, records: null }
    if (left.length === 0 || right.length === 0) return { ...none, outcome: 'no key' }
    const at = sharedKey(records.blocks[r]!, a, b)
    if (at === null) return { ...none, outcome: 'differ' }
    const aside = hot.find((key) => key.rule === rule.name && key.low === at.low && key.high === at.high)
    const size = aside?.records ?? sizeOf(layout, r, a, b)
    const outcome = aside ? 'hot' : size === null ? 'idle' : 'shared'
    return { ...own, key: left[at.entry] ?? null, records: size, outcome }
  })
}

function sharedKey(keys: KeyColumn, a: number, b: number): { low: number; high: number; entry: number } | null {
  const from = keys.starts ? keys.starts[a]! : a
  const to = keys.starts ? keys.starts[a + 1]! : a + 1
  const others = keys.starts ? [keys.starts[b]!, keys.starts[b + 1]!] : [b, b + 1]
  for (let e = from; e < to; e++)
    for (let f = others[0]!; f < others[1]!; f++)
      if (keys.low[e] === keys.low[f] && keys.high[e] === keys.high[f])
        return { low: keys.low[e]!, high: keys.high[e]!, entry: e - from }
  return null
}

/** Records of the group of a rule that two records share, null where they share none. */
function sizeOf(layout: Layout, rule: number, a: number, b: number): number | null {
  const { starts, words, width, positionOf } = layout
  const group = sharedBy(layout, words[positionOf[a]! * width + rule]!, words[positionOf[b]! * width + rule]!)
  return group < 0 ? null : starts[group + 1]! - starts[group]!
}
