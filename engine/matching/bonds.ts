import { ascending, rootIn, unite } from './components.ts'
import type { Barrier, Constraints, Guards, Pair } from './constraints.ts'
import { FATE } from './fates.ts'
import { sortedBy } from './radix.ts'

/** Two records that must be one entity and may not be: decisions contradict each other or a veto. They stay apart. */
export interface Contradiction {
  readonly left: number
  readonly right: number
  /** `apart`, `identities` or `veto`: what speaks against it. */
  readonly fate: number
  /** Code of the veto, else ''. */
  readonly reason: string
}

/** A key of an authority that did not bind two records, and what it gave way to. */
export type Yielded = Contradiction

/** A key that more records share than one entity can have: it binds nobody, and a finding should name it. */
export interface WideKey {
  /** Smallest record that has it. */
  readonly first: number
  readonly records: number
}

export interface Bonds {
  /** For each record the smallest one that it is bound to, or itself; null where nothing is bound. */
  readonly root: Int32Array | null
  readonly contradictions: readonly Contradiction[]
  readonly yielded: readonly Yielded[]
  readonly wideKeys: readonly WideKey[]
}

/** Records beyond which a key is wide though no guard says so: none names an entity that so many records describe. */
const KEY_MOST = 1000

/**
 * Binds what people, then what authority keys declare to be one. Smaller pairs first: a pair that would bring forbidden
 * records together is left out and reported, whatever order the pairs came in.
 */
export function bind(records: number, constraints: Constraints, guards: Guards, barrier: Barrier): Bonds {
  const { same = [], overrides = [], keys = { left: [], right: [] } } = constraints
  const contradictions: Contradiction[] = []
  const yielded: Yielded[] = []
  if (same.length + overrides.length + keys.left.length === 0)
    return { root: null, contradictions, yielded, wideKeys: [] }
  const chains = new Chains(records, barrier.isOpen)
  const waived = overrides.length > 0 ? flattened(forestOf(records, overrides)) : null
  const heed: Check = (xs, nx, ys, ny) => barrier.checkDecision(xs, nx, ys, ny, waived)
  for (const [left, right] of inOrder([...same, ...overrides])) {
    const fate = chains.tryJoin(left, right, heed)
    if (fate !== 0) contradictions.push({ left, right, fate, reason: barrier.reasons[barrier.reason]! })
  }
  const { wide, wideKeys } = wideOf(records, keys, guards.size ?? KEY_MOST)
  const check: Check = (xs, nx, ys, ny) =>
    barrier.check(xs, nx, ys, ny) || (barrier.areHeld(xs, nx, ys, ny) ? FATE.heldIds : 0)
  for (const k of sortedBy(sortedBy(ascending(keys.left.length), highIn(keys)), lowIn(keys))) {
    const left = lowIn(keys)(k)
    const right = highIn(keys)(k)
    const fate = wide?.[left] ? 0 : chains.tryJoin(left, right, check)
    if (fate !== 0) yielded.push({ left, right, fate, reason: barrier.reasons[barrier.reason]! })
  }
  return { root: flattened(chains.forest), contradictions, yielded, wideKeys }
}

type Keys = NonNullable<Constraints['keys']>
const lowIn =
  ({ left, right }: Keys) =>
  (k: number): number =>
    Math.min(left[k]!, right[k]!)
const highIn =
  ({ left, right }: Keys) =>
  (k: number): number =>
    Math.max(left[k]!, right[k]!)

const inOrder = (pairs: readonly Pair[]): readonly Pair[] =>
  pairs.map(([a, b]): Pair => (a < b ? [a, b] : [b, a])).sort(([a, b], [x, y]) => a - x || b - y)

function forestOf(records: number, pairs: readonly Pair[]): Int32Array {
  const forest = ascending(records)
  for (const [a, b] of pairs) unite(forest, a, b)
  return forest
}

/** A parent is smaller than its child: one ascending pass ends every path in its root. */
function flattened(forest: Int32Array): Int32Array {
  for (let i = 0; i < forest.length; i++) forest[i] = forest[forest[i]!]!
  return forest
}

function wideOf(records: number, { left, right }: Keys, most: number) {
  if (left.length === 0) return { wide: null, wideKeys: [] }
  const forest = ascending(records)
  for (let k = 0; k < left.length; k++) unite(forest, left[k]!, right[k]!)
  flattened(forest)
  const sizes = new Int32Array(records)
  for (let i = 0; i < records; i++) sizes[forest[i]!]!++
  const wide = new Uint8Array(records)
  const wideKeys: WideKey[] = []
  for (let i = 0; i < records; i++) {
    if (sizes[forest[i]!]! <= most) continue
    wide[i] = 1
    if (forest[i] === i) wideKeys.push({ first: i, records: sizes[i]! })
  }
  return { wide, wideKeys }
}

type Check = (xs: Int32Array, nx: number, ys: Int32Array, ny: number) => number

/** Records bound so far: a forest whose roots are the smallest records, and the members of each tree as a chain. */
class Chains {
  readonly forest: Int32Array
  readonly #next: Int32Array
  readonly #last: Int32Array
  /** Nothing can object. */
  readonly #isOpen: boolean
  #xs = new Int32Array(16)
  #ys = new Int32Array(16)

  constructor(records: number, isOpen: boolean) {
    this.#isOpen = isOpen
    this.forest = ascending(records)
    this.#next = new Int32Array(records).fill(-1)
    this.#last = ascending(records)
  }

  /** Joins the groups of two records unless the check objects; answers what it said. */
  tryJoin(a: number, b: number, check: Check): number {
    const x = rootIn(this.forest, a)
    const y = rootIn(this.forest, b)
    if (x === y) return 0
    const fate = this.#isOpen ? 0 : this.#checked(x, y, check)
    if (fate !== 0) return fate
    const low = Math.min(x, y)
    const high = Math.max(x, y)
    this.forest[high] = low
    this.#next[this.#last[low]!] = high
    this.#last[low] = this.#last[high]!
    return 0
  }

  #checked(x: number, y: number, check: Check): number {
    const nx = this.#count(x)
    const ny = this.#count(y)
    if (nx > this.#xs.length) this.#xs = new Int32Array(2 * nx)
    if (ny > this.#ys.length) this.#ys = new Int32Array(2 * ny)
    this.#write(x, this.#xs)
    this.#write(y, this.#ys)
    return check(this.#xs, nx, this.#ys, ny)
  }

  #count(root: number): number {
    let count = 0
    for (let record = root; record >= 0; record = this.#next[record]!) count++
    return count
  }

  #write(root: number, into: Int32Array): void {
    let count = 0
    for (let record = root; record >= 0; record = this.#next[record]!) into[count++] = record
  }
}
