import type { Cell } from './encode.ts'

/** The keys of one rule: for each record one key, several (an exploding rule), or null for none. */
export interface BlockKeys {
  readonly name: string
  readonly keys: readonly (Cell | readonly string[])[]
  /** Records above which one key is set aside and reported; absent: `HOT_KEY`. */
  readonly limit?: number
}

/** Largest key that is paired out unless a rule says less: 2,000 records are two million pairs. */
export const HOT_KEY = 2000

/** One rule laid out in both directions: records of a group, and groups of a record, both ascending. */
export interface BlockIndex {
  readonly name: string
  /** Group g holds `members[start[g]] … members[start[g + 1] - 1]`; only groups that make a pair are kept. */
  readonly start: Int32Array
  readonly members: Int32Array
  /** Groups of record i: `groups[of[i]] … groups[of[i + 1] - 1]`. */
  readonly of: Int32Array
  readonly groups: Int32Array
  /** For each entry of `groups` the position of the record in `members`: those after it in the group are greater. */
  readonly place: Int32Array
  readonly pairs: number
  readonly hot: readonly { readonly key: string; readonly records: number }[]
  readonly keyless: number
}

const shared = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(Math.max(length, 1) * 4)).subarray(0, length)

/** Groups records by key. Pairs are counted before any is made: the sum of n(n-1)/2 over the groups that are kept. */
export function indexBlock({ name, keys, limit = HOT_KEY }: BlockKeys): BlockIndex {
  const numbers = new Map<string, number>()
  const sizes: number[] = []
  const names: string[] = []
  const recordOf: number[] = []
  const keyOf: number[] = []
  let keyless = 0
  const note = (record: number, key: string): void => {
    let number = numbers.get(key)
    if (number === undefined) {
      numbers.set(key, (number = sizes.length))
      sizes.push(0)
      names.push(key)
    }
    sizes[number]!++
    recordOf.push(record)
    keyOf.push(number)
  }
  for (let record = 0; record < keys.length; record++) {
    const own = keys[record]
    if (own === null || own === undefined || own === '') keyless++
    else if (typeof own === 'string') note(record, own)
    else {
      const distinct = own.length > 1 ? new Set(own) : own
      for (const key of distinct) note(record, key)
      if (own.length === 0) keyless++
    }
  }
  const group = new Int32Array(sizes.length).fill(-1)
  const hot: { key: string; records: number }[] = []
  let kept = 0
  let total = 0
  let pairs = 0
  for (let number = 0; number < sizes.length; number++) {
    const size = sizes[number]!
    if (size > limit) hot.push({ key: names[number]!, records: size })
    if (size < 2 || size > limit) continue
    group[number] = kept++
    total += size
    pairs += (size * (size - 1)) / 2
  }
  const start = shared(kept + 1)
  for (let number = 0; number < sizes.length; number++)
    if (group[number]! >= 0) start[group[number]! + 1] = sizes[number]!
  for (let g = 0; g < kept; g++) start[g + 1]! += start[g]!
  const fill = start.slice()
  const members = shared(total)
  const of = shared(keys.length + 1)
  for (let n = 0; n < recordOf.length; n++) {
    const g = group[keyOf[n]!]!
    if (g < 0) continue
    members[fill[g]!++] = recordOf[n]!
    of[recordOf[n]! + 1]!++
  }
  for (let record = 0; record < keys.length; record++) of[record + 1]! += of[record]!
  const at = of.slice()
  const groups = shared(total)
  const place = shared(total)
  for (let g = 0; g < kept; g++) {
    for (let m = start[g]!; m < start[g + 1]!; m++) {
      const entry = at[members[m]!]!++
      groups[entry] = g
      place[entry] = m
    }
  }
  hot.sort((a, b) => b.records - a.records || (a.key < b.key ? -1 : 1))
  return { name, start, members, of, groups, place, pairs, hot, keyless }
}

/** The smallest group that two records share under a rule, -1 for none. */
export function sharedGroup(index: BlockIndex, a: number, b: number): number {
  const { of, groups } = index
  let i = of[a]!
  let j = of[b]!
  while (i < of[a + 1]! && j < of[b + 1]!) {
    const difference = groups[i]! - groups[j]!
    if (difference === 0) return groups[i]!
    if (difference < 0) i++
    else j++
  }
  return -1
}

/** The first rule under which two records meet, -1 where they never do. */
export function firstRule(rules: readonly BlockIndex[], a: number, b: number): number {
  for (let rule = 0; rule < rules.length; rule++) if (sharedGroup(rules[rule]!, a, b) >= 0) return rule
  return -1
}
