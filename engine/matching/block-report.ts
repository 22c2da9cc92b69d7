import type { Blocks, HotKey } from './blocking.ts'
import { grouped } from './components.ts'
import { firstShared, type Layout, layOut, sharedBy } from './layout.ts'
import { metBefore, ruleOf } from './pairs.ts'
import type { KeyColumn, Records } from './records.ts'

/** What one rule costs and brings. */
export interface RuleReport {
  readonly name: string
  /** Pairs that its keys make, those that earlier rules make as well included. */
  readonly pairs: number
  /** Pairs that no earlier rule makes. */
  readonly fresh: number
  /** `fresh` was counted on a fixed sample of the records. */
  readonly isEstimate: boolean
  /** Records without a key, and their share. */
  readonly keyless: number
  readonly keylessShare: number
  /** Its largest keys, those that were set aside included, largest first. */
  readonly largest: readonly LargeKey[]
  readonly truth: RuleTruth | null
}

export interface LargeKey {
  readonly records: number
  /** More records than the rule allows: no pair is made of them. */
  readonly isHot: boolean
  /** One of its records, and which of the record's keys it is. */
  readonly example: number
  readonly entry: number
}

/** What a rule finds of the true pairs. */
export interface RuleTruth {
  /** True pairs whose first rule it is, as a share of all. */
  readonly fresh: number
  /** The same of this and all earlier rules. */
  readonly sofar: number
  /** True pairs that no other rule makes, as a share of all. */
  readonly alone: number
}

export interface BlockReport {
  readonly rules: readonly RuleReport[]
  /** Distinct pairs of all rules. */
  readonly pairs: number
  /** Records that meet no other. */
  readonly unreached: number
  readonly truth: {
    readonly pairs: number
    readonly recall: number
    /** Recall after closing the pairs that meet: no scorer behind these rules can find more. */
    readonly ceiling: number
    readonly isEstimate: boolean
  } | null
}

/** Pairs of one rule that are visited to see which are new. */
const MOST_VISITED = 50_000_000
const LARGEST = 5

/** What each rule costs in pairs and brings in true pairs. Refuses nothing: where pairs are too many they are sampled. */
export function reportBlocks(
  records: Records,
  blocks: Blocks,
  truth: Int32Array | null,
  mostVisited = MOST_VISITED,
): BlockReport {
  const { size, blocks: keys } = records
  const across = records.crossOnly ? records.sources : null
  const layout = layOut(records, blocks, [])
  const found = truth ? truePairs(layout, truth, across) : null
  let sofar = 0
  const rules = blocks.rules.map((rule, r): RuleReport => {
    const groups = { from: rule.from, to: blocks.rules[r + 1]?.from ?? blocks.starts.length - 1 }
    const count = freshPairs(layout, groups, r, Math.max(1, Math.ceil(rule.pairs / mostVisited)))
    const share = (n: number): number => (found?.pairs ? n / found.pairs : 0)
    sofar += found?.first[r] ?? 0
    return {
      name: rule.name,
      pairs: across ? count.pairs : rule.pairs,
      fresh: count.fresh,
      isEstimate: count.isEstimate,
      keyless: rule.keyless,
      keylessShare: size ? rule.keyless / size : 0,
      largest: largestKeys(blocks, groups, rule.name, keys[r]!),
      truth: found && { fresh: share(found.first[r]!), sofar: share(sofar), alone: share(found.alone[r]!) },
    }
  })
  return {
    rules,
    pairs: rules.reduce((sum, { fresh }) => sum + fresh, 0),
    unreached: unreachedOf(blocks, size),
    truth: found && {
      pairs: found.pairs,
      recall: found.pairs ? sofar / found.pairs : 1,
      ceiling: found.pairs ? found.closed / found.pairs : 1,
      isEstimate: found.isEstimate,
    },
  }
}

interface Range {
  readonly from: number
  readonly to: number
}

/** Counts the pairs of some groups and those of them that no earlier group makes, looking at one record in `every`. */
function freshPairs(
  layout: Layout,
  { from, to }: Range,
  rule: number,
  every: number,
): { pairs: number; fresh: number; isEstimate: boolean } {
  const { starts, members, words, width, sources, recordAt } = layout
  let pairs = 0
  let fresh = 0
  for (let group = from; group < to; group++) {
    const end = starts[group + 1]!
    for (let i = starts[group]!; i < end; i++) {
      const p = members[i]!
      if (every > 1 && (Math.imul(recordAt[p]!, 0x9e3779b1) >>> 4) % every !== 0) continue
      for (let j = i + 1; j < end; j++) {
        const q = members[j]!
        if (sources !== null && sources[p] === sources[q]) continue
        pairs++
        if (!metBefore(layout, words, p * width, q * width, rule, group)) fresh++
      }
    }
  }
  return { pairs: pairs * every, fresh: fresh * every, isEstimate: every > 1 }
}

/** Records that share a key with no other. */
function unreachedOf({ members }: Blocks, size: number): number {
  const isMet = new Uint8Array(size)
  for (const record of members) isMet[record] = 1
  return isMet.reduce((sum, met) => sum - met, size)
}

function largestKeys({ starts, members, hot }: Blocks, { from, to }: Range, rule: string, keys: KeyColumn): LargeKey[] {
  const sizes = (group: number): number => starts[group + 1]! - starts[group]!
  const top: number[] = []
  for (let group = from; group < to; group++) {
    if (top.length === LARGEST && sizes(group) <= sizes(top.at(-1)!)) continue
    const at = top.findIndex((other) => sizes(other) < sizes(group))
    top.splice(at < 0 ? top.length : at, 0, group)
    if (top.length > LARGEST) top.pop()
  }
  const paired = top.map((group) => {
    const [first, ...others] = members.subarray(starts[group]!, Math.min(starts[group + 1]!, starts[group]! + 50))
    return { records: sizes(group), isHot: false, example: first!, entry: sharedEntry(keys, first!, others) }
  })
  const aside = hot.filter((key) => key.rule === rule).map((key) => largeKeyOf(key, keys))
  return [...aside, ...paired].sort((a, b) => b.records - a.records || a.example - b.example).slice(0, LARGEST)
}

/** A key that was set aside, with its place among the keys of its example. */
export function largeKeyOf({ low, high, records, example }: HotKey, keys: KeyColumn): LargeKey {
  const { from, to } = entriesOf(keys, example)
  let entry = from
  while (entry + 1 < to && (keys.low[entry] !== low || keys.high[entry] !== high)) entry++
  return { records, isHot: true, example, entry: entry - from }
}

const entriesOf = ({ starts }: KeyColumn, record: number): Range =>
  starts ? { from: starts[record]!, to: starts[record + 1]! } : { from: record, to: record + 1 }

/** Which of the keys of a record these others have as well; the first such. */
function sharedEntry(keys: KeyColumn, record: number, others: Iterable<number>): number {
  const { from, to } = entriesOf(keys, record)
  const all = [...others]
  const has = (other: number, entry: number): boolean => {
    const own = entriesOf(keys, other)
    for (let e = own.from; e < own.to; e++)
      if (keys.low[e] === keys.low[entry] && keys.high[e] === keys.high[entry]) return true
    return false
  }
  for (let entry = from; entry < to; entry++) if (all.every((other) => has(other, entry))) return entry - from
  return 0
}

/** Records of one entity that are looked at pair by pair; of more, one in so many. */
const ENTITY_MOST = 1000

interface TruePairs {
  readonly pairs: number
  /** By rule: pairs that meet first under it, and pairs that meet under it alone. */
  readonly first: Float64Array
  readonly alone: Float64Array
  readonly closed: number
  readonly isEstimate: boolean
}

/** Asks of every true pair where it meets. */
function truePairs(layout: Layout, truth: Int32Array, across: Int32Array | null): TruePairs {
  const first = new Float64Array(layout.rules.length)
  const alone = new Float64Array(layout.rules.length)
  const entities = grouped(
    truth,
    truth.reduce((most, own) => Math.max(most, own + 1), 0),
  )
  let pairs = 0
  let closed = 0
  let isEstimate = false
  for (let entity = 0; entity + 1 < entities.start.length; entity++) {
    const every = Math.ceil((entities.start[entity + 1]! - entities.start[entity]!) / ENTITY_MOST)
    const whole = entities.items.subarray(entities.start[entity]!, entities.start[entity + 1]!)
    const records = every > 1 ? whole.filter((_, i) => i % every === 0) : whole
    isEstimate ||= every > 1
    const root = Int32Array.from(records.keys())
    for (let i = 0; i < records.length; i++) {
      for (let j = i + 1; j < records.length; j++) {
        const group = firstShared(layout, records[i]!, records[j]!)
        if (across !== null && across[records[i]!] === across[records[j]!]) continue
        pairs += every * every
        if (group < 0) continue
        const rule = ruleOf(layout, group)
        first[rule]! += every * every
        if (meetUnder(layout, records[i]!, records[j]!, rule)) alone[rule]! += every * every
        unite(root, i, j)
      }
    }
    closed += every * every * closedPairs(records, root, across)
  }
  return { pairs, first, alone, closed, isEstimate }
}

/** Whether two records that meet under a rule share no key of a later one. */
function meetUnder(layout: Layout, a: number, b: number, rule: number): boolean {
  const { words, width, positionOf, rules } = layout
  const [left, right] = [positionOf[a]! * width, positionOf[b]! * width]
  for (let r = rule + 1; r < rules.length; r++)
    if (sharedBy(layout, words[left + r]!, words[right + r]!) >= 0) return false
  return true
}

function find(root: Int32Array, i: number): number {
  let at = i
  while (root[at] !== at) at = root[at] = root[root[at]!]!
  return at
}

function unite(root: Int32Array, i: number, j: number): void {
  root[find(root, j)] = find(root, i)
}

function closedPairs(records: Int32Array, root: Int32Array, across: Int32Array | null): number {
  let closed = 0
  for (let i = 0; i < records.length; i++)
    for (let j = i + 1; j < records.length; j++)
      if (find(root, i) === find(root, j) && !(across !== null && across[records[i]!] === across[records[j]!])) closed++
  return closed
}
