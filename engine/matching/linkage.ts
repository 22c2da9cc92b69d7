import { FATE } from './fates.ts'
import { Groups } from './groups.ts'
import { fateIn, type Judge, type LinkageRules, type Plane } from './judge.ts'
import { Queue } from './queue.ts'
import { Window } from './rows.ts'
import { Ties } from './ties.ts'

/** Two groups that met: the smallest record of each, and the mean weight of all pairs between them in micro-bits. */
export interface Meeting {
  readonly left: number
  readonly right: number
  readonly mean: number
  /** `joined`, or what kept them apart at that point. */
  readonly fate: number
}

/**
 * Average linkage of one piece after the other: again and again the two groups with the greatest mean weight join, while
 * the mean reaches the floor. Every pair between two groups counts, also those that no rule made, so one stray edge cannot
 * chain two entities. Groups that share no edge are never compared. All room is kept from piece to piece.
 */
export class Linkage {
  /** Filled where given: the meetings in their order. */
  journal: Meeting[] | null = null
  readonly #plane: Plane
  readonly #rules: LinkageRules
  readonly #judge: Judge
  /** Rivals keep groups apart also where no constraint does. */
  readonly #isWary: boolean
  readonly #margin: number
  readonly #ties = new Ties()
  readonly #queue = new Queue()
  readonly #groups = new Groups()
  /** Pairs of groups whose sum was looked up ahead of a join. */
  readonly #guessed: number[] = []
  #low = 0
  /** Groups near the two at hand. */
  #near = new Int32Array(2)
  #leads = new Int32Array(2)
  #xs = new Int32Array(2)
  #ys = new Int32Array(2)
  readonly #window: Window
  readonly #ahead: number
  /** Edges of the piece: where each stands, its weight, and the positions of its ends among the members. */
  #edges = new Int32Array(4)
  #weights = new Int32Array(4)
  #lefts = new Int32Array(4)
  #rights = new Int32Array(4)
  #count = 0

  /** `ahead`: of how many members the edges are fetched together. */
  constructor(plane: Plane, rules: LinkageRules, judge: Judge, ahead: number) {
    this.#plane = plane
    this.#window = new Window(plane.rows)
    this.#ahead = ahead
    this.#rules = rules
    this.#judge = judge
    const { margin = 0 } = rules.guards
    this.#isWary = margin !== null
    this.#margin = margin ?? 0
  }

  /** Clusters `members[from … to - 1]`, ascending, by the edges between them. */
  solve(members: Int32Array, from: number, to: number): void {
    if (to - from > this.#xs.length) this.#grow(2 * (to - from))
    this.#gather(members, from, to)
    if (this.#isWhole(members, from, to)) {
      this.#joinAll(members, from, to)
      return
    }
    const groups = this.#groups
    const queue = this.#queue
    this.#load(members, from, to)
    while (queue.pop()) {
      const { a, b, mean } = queue
      // offers outlive the groups and the means they were made for
      if (groups.sizes[a] === 0 || groups.sizes[b] === 0 || mean !== this.#mean(a, b)) continue
      const near = this.#ties.near(a, b, this.#near)
      const denied = this.#denial(a, b, mean, near)
      this.journal?.push({ left: groups.name(a), right: groups.name(b), mean, fate: fateIn(denied || FATE.joined) })
      if (denied === 0) this.#merge(a, b, near)
    }
    groups.settle(this.#plane.clusterOf)
    this.#tell()
  }

  /** The same for two records and their only edge: half of all components, and worth a way of their own. */
  solvePair(members: Int32Array, from: number): void {
    const window = this.#window
    window.cover(members, from, from + 2, this.#ahead)
    const at = window.first[from - window.from]!
    const own = window.weight[at]!
    this.#xs[0] = members[from]!
    this.#ys[0] = members[from + 1]!
    const verdict = this.#judge.verdict(this.#xs, 1, this.#ys, 1, own, own, FATE.joined)
    if (verdict === FATE.joined) this.#plane.clusterOf[this.#ys[0]!] = this.#xs[0]!
    if (own >= this.#rules.floor)
      this.journal?.push({ left: this.#xs[0]!, right: this.#ys[0]!, mean: own, fate: fateIn(verdict) })
    this.#judge.tell(window.edge[at]!, own, verdict)
  }

  #grow(room: number): void {
    this.#near = new Int32Array(room)
    this.#leads = new Int32Array(room)
    this.#xs = new Int32Array(room)
    this.#ys = new Int32Array(room)
  }

  /** Finds the edges between the members; those that lead out of a piece are left out. */
  #gather(members: Int32Array, from: number, to: number): void {
    const { local } = this.#plane
    const window = this.#window
    window.cover(members, from, to, this.#ahead)
    const isSmall = to - from <= SCAN_MOST
    if (!isSmall) for (let p = from; p < to; p++) local[members[p]!] = p
    let count = 0
    for (let p = from; p < to; p++) {
      const last = window.first[p + 1 - window.from]!
      for (let at = window.first[p - window.from]!; at < last; at++) {
        const record = window.right[at]!
        let q = isSmall ? p + 1 : local[record]!
        if (isSmall) while (q < to && members[q] !== record) q++
        if (q < from || q >= to || members[q] !== record) continue
        if (count === this.#edges.length) this.#growEdges()
        this.#edges[count] = window.edge[at]!
        this.#weights[count] = window.weight[at]!
        this.#lefts[count] = p - from
        this.#rights[count++] = q - from
      }
    }
    this.#count = count
  }

  #growEdges(): void {
    this.#edges = wider(this.#edges)
    this.#weights = wider(this.#weights)
    this.#lefts = wider(this.#lefts)
    this.#rights = wider(this.#rights)
  }

  /** All pairs are edges over the floor and nothing is against any: whatever the order, all would join. Most are like this. */
  #isWhole(members: Int32Array, from: number, to: number): boolean {
    const size = to - from
    const { bound } = this.#plane
    if (this.#count !== (size * (size - 1)) / 2 || bound !== null || this.journal !== null) return false
    let low = STRONGEST
    for (let n = 0; n < this.#count; n++) if (this.#weights[n]! < low) low = this.#weights[n]!
    if (low < this.#rules.floor) return false
    for (let i = 0; i + 1 < size; i++) {
      this.#xs[i] = members[from + i]!
      this.#ys[0] = members[from + i + 1]!
      if (this.#judge.denial(this.#xs, i + 1, this.#ys, 1, low) !== 0) return false
    }
    return true
  }

  #joinAll(members: Int32Array, from: number, to: number): void {
    const { clusterOf, fate } = this.#plane
    for (let p = from + 1; p < to; p++) clusterOf[members[p]!] = members[from]!
    for (let n = 0; n < this.#count; n++) fate[this.#edges[n]!] = FATE.joined
  }

  #load(members: Int32Array, from: number, to: number): void {
    const { bound } = this.#plane
    if (bound !== null) this.#lead(members, from, to, bound)
    this.#groups.load(members, from, to, bound === null ? null : this.#leads)
    this.#ties.reset(this.#groups.count)
    this.#queue.clear()
    this.#offer()
  }

  /** The first of those that are bound together is their smallest record: all have its position as their lead. */
  #lead(members: Int32Array, from: number, to: number, bound: Int32Array): void {
    const { local } = this.#plane
    const isSmall = to - from <= SCAN_MOST
    for (let p = from; p < to; p++) {
      const first = bound[members[p]!]!
      let q = isSmall ? from : local[first]!
      while (members[q] !== first) q++
      this.#leads[p - from] = q - from
    }
  }

  #offer(): void {
    const { floor } = this.#rules
    const { sizes, at } = this.#groups
    let bonded = 0
    for (let n = 0; n < this.#count; n++) {
      const x = at[this.#lefts[n]!]!
      const y = at[this.#rights[n]!]!
      if (x === y) continue
      if (sizes[x]! + sizes[y]! > 2) {
        bonded++
        this.#tieBonded(x, y, this.#edges[n]!)
        continue
      }
      const own = this.#weights[n]!
      this.#ties.set(x, y, own, own)
      if (own >= floor) this.#queue.push(own, x, y)
    }
    for (let n = 0; n < this.#count && bonded > 0; n++) {
      const x = at[this.#lefts[n]!]!
      const y = at[this.#rights[n]!]!
      if (x === y || sizes[x]! + sizes[y]! === 2) continue
      bonded--
      const mean = this.#mean(x, y)
      if (mean >= floor) this.#queue.push(mean, x < y ? x : y, x < y ? y : x)
    }
  }

  /** The first edge between bound groups has all their pairs scored; what edges say goes before the score. */
  #tieBonded(x: number, y: number, edge: number): void {
    const { left, right, weight } = this.#plane.rows
    const ties = this.#ties
    if (!ties.has(x, y)) ties.set(x, y, this.#cross(x, y), this.#low)
    const own = weight[edge]!
    const scored = this.#score(left[edge]!, right[edge]!)
    ties.set(x, y, ties.sum(x, y) + own - scored, Math.min(ties.low(x, y), own))
  }

  #score(a: number, b: number): number {
    return a < b ? this.#rules.score(a, b) : this.#rules.score(b, a)
  }

  /** Sum of the weights of all pairs between two groups, scored now; the weakest is left in `#low`. */
  #cross(x: number, y: number): number {
    const nx = this.#groups.write(x, this.#xs)
    const ny = this.#groups.write(y, this.#ys)
    let sum = 0
    let low = STRONGEST
    for (let i = 0; i < nx; i++) {
      for (let j = 0; j < ny; j++) {
        const own = this.#score(this.#xs[i]!, this.#ys[j]!)
        sum += own
        if (own < low) low = own
      }
    }
    this.#low = low
    return sum
  }

  /** Sum between two groups as it is known, else scored. */
  #between(x: number, y: number): number {
    if (!this.#ties.has(x, y)) return this.#cross(x, y)
    this.#low = this.#ties.low(x, y)
    return this.#ties.sum(x, y)
  }

  #mean(x: number, y: number): number {
    const { sizes } = this.#groups
    return this.#ties.sum(x, y) / (sizes[x]! * sizes[y]!)
  }

  /** Why two groups do not join though their mean is good enough: 0 where they do. `near`: how many others they are tied to. */
  #denial(x: number, y: number, mean: number, near: number): number {
    const denied = this.#barred(x, y, this.#ties.low(x, y))
    if (denied !== 0) return denied
    return (this.#isWary || !this.#rules.barrier.isOpen) && this.#isTorn(x, y, mean, near) ? FATE.margin : 0
  }

  #barred(x: number, y: number, low: number): number {
    const nx = this.#groups.write(x, this.#xs)
    const ny = this.#groups.write(y, this.#ys)
    return this.#judge.denial(this.#xs, nx, this.#ys, ny, low)
  }

  /** A third group could have one of two as well as the other could, and not all three can be one. */
  #isTorn(x: number, y: number, mean: number, near: number): boolean {
    if (this.#guessed.length > 0) this.#guessed.length = 0
    for (let n = 0; n < near; n++) {
      const z = this.#near[n]!
      if (!this.#competes(x, y, z, mean) && !this.#competes(y, x, z, mean)) continue
      for (let m = 0; m < this.#guessed.length; m += 2) {
        this.#ties.drop(this.#guessed[m]!, this.#guessed[m + 1]!)
        this.#ties.drop(this.#guessed[m + 1]!, this.#guessed[m]!)
      }
      return true
    }
    return false
  }

  #competes(own: number, other: number, rival: number, mean: number): boolean {
    const ties = this.#ties
    if (!ties.has(own, rival)) return false
    const { floor, barrier } = this.#rules
    const { sizes } = this.#groups
    const offered = this.#mean(own, rival)
    if (offered < floor || offered < mean - this.#margin) return false
    if (this.#barred(own, rival, ties.low(own, rival)) !== 0) return false
    if (!barrier.isOpen && this.#barred(other, rival, STRONGEST) !== 0) return true
    if (!this.#isWary) return false
    if (!ties.has(other, rival)) {
      // kept for the join that follows; if none does it is forgotten, as groups that share no edge are never compared
      ties.set(other, rival, this.#cross(other, rival), this.#low)
      this.#guessed.push(other, rival)
    }
    const sum = ties.sum(own, rival) + ties.sum(other, rival)
    return sum / ((sizes[own]! + sizes[other]!) * sizes[rival]!) < floor
  }

  /** Joins group y to group x and offers what the new group may join next; x < y. */
  #merge(x: number, y: number, near: number): void {
    const { floor } = this.#rules
    const { sizes } = this.#groups
    const ties = this.#ties
    const size = sizes[x]! + sizes[y]!
    for (let n = 0; n < near; n++) {
      const z = this.#near[n]!
      let sum = this.#between(x, z)
      const low = this.#low
      sum += this.#between(y, z)
      ties.drop(z, y)
      ties.set(x, z, sum, low < this.#low ? low : this.#low)
      const mean = sum / (size * sizes[z]!)
      if (mean >= floor) this.#queue.push(mean, x < z ? x : z, x < z ? z : x)
    }
    ties.drop(x, y)
    this.#groups.join(x, y)
  }

  #tell(): void {
    const { fate } = this.#plane
    const { at } = this.#groups
    for (let n = 0; n < this.#count; n++) {
      const e = this.#edges[n]!
      const x = at[this.#lefts[n]!]!
      const y = at[this.#rights[n]!]!
      if (x === y) fate[e] = FATE.joined
      else
        this.#judge.tell(e, this.#weights[n]!, this.#ties.verdict(x, y) || this.#verdict(x < y ? x : y, x < y ? y : x))
    }
  }

  /** The verdict on two groups that ended apart; members ascending, so that of several vetoes the first pair's is told. */
  #verdict(x: number, y: number): number {
    const nx = this.#groups.write(x, this.#xs)
    const ny = this.#groups.write(y, this.#ys)
    if (!this.#rules.barrier.isOpen) {
      this.#xs.subarray(0, nx).sort()
      this.#ys.subarray(0, ny).sort()
    }
    const low = this.#ties.low(x, y)
    const verdict = this.#judge.verdict(this.#xs, nx, this.#ys, ny, this.#mean(x, y), low, FATE.margin)
    this.#ties.judge(x, y, verdict)
    return verdict
  }
}

const STRONGEST = 0x7fffffff
/** Members among which a record is found by looking: cheaper than a column of all records, which no cache holds. */
const SCAN_MOST = 16

function wider(column: Int32Array) {
  const copy = new Int32Array(2 * column.length)
  copy.set(column)
  return copy
}
