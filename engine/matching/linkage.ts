import { FATE } from './fates.ts'
import { Groups } from './groups.ts'
import { fateIn, type Judge, type LinkageRules, type Plane } from './judge.ts'
import { Queue } from './queue.ts'
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
  readonly #ahead: number[] = []
  #low = 0
  #near = new Int32Array(2)
  #xs = new Int32Array(2)
  #ys = new Int32Array(2)

  constructor(plane: Plane, rules: LinkageRules, judge: Judge) {
    this.#plane = plane
    this.#rules = rules
    this.#judge = judge
    const { margin = 0 } = rules.guards
    this.#isWary = margin !== null
    this.#margin = margin ?? 0
  }

  /** Clusters `members[from … to - 1]`, ascending, by the edges `list[first … last - 1]`, which are between them. */
  solve(members: Int32Array, from: number, to: number, list: Int32Array, first: number, last: number): void {
    const { bound, local, clusterOf } = this.#plane
    const groups = this.#groups
    const queue = this.#queue
    if (to - from > this.#xs.length) this.#grow(2 * (to - from))
    groups.load(members, from, to, bound, local)
    this.#ties.reset(groups.count)
    queue.clear()
    this.#offer(list, first, last)
    while (queue.pop()) {
      const { a, b, mean } = queue
      // offers outlive the groups and the means they were made for
      if (groups.sizes[a] === 0 || groups.sizes[b] === 0 || mean !== this.#mean(a, b)) continue
      const denied = this.#denial(a, b, mean)
      this.journal?.push({ left: groups.name(a), right: groups.name(b), mean, fate: fateIn(denied || FATE.joined) })
      if (denied === 0) this.#merge(a, b)
    }
    groups.settle(clusterOf, local)
    this.#tell(list, first, last)
  }

  /** The same for two records and their only edge: half of all components, and worth a way of their own. */
  solvePair(edge: number): void {
    const { left, right, weight, clusterOf } = this.#plane
    const { floor } = this.#rules
    const a = left[edge]!
    const b = right[edge]!
    const own = weight[edge]!
    this.#xs[0] = a < b ? a : b
    this.#ys[0] = a < b ? b : a
    const verdict = this.#judge.verdict(this.#xs, 1, this.#ys, 1, own, own, FATE.joined)
    if (verdict === FATE.joined) clusterOf[this.#ys[0]!] = this.#xs[0]!
    if (own >= floor) this.journal?.push({ left: this.#xs[0]!, right: this.#ys[0]!, mean: own, fate: fateIn(verdict) })
    this.#judge.tell(edge, verdict)
  }

  #grow(room: number): void {
    this.#near = new Int32Array(room)
    this.#xs = new Int32Array(room)
    this.#ys = new Int32Array(room)
  }

  #offer(list: Int32Array, first: number, last: number): void {
    const { left, right, weight, local } = this.#plane
    const { floor } = this.#rules
    const { sizes } = this.#groups
    let bonded = 0
    for (let n = first; n < last; n++) {
      const e = list[n]!
      const x = local[left[e]!]!
      const y = local[right[e]!]!
      if (x === y) continue
      const own = weight[e]!
      if (sizes[x]! + sizes[y]! > 2) {
        bonded++
        this.#tieBonded(x, y, e)
        continue
      }
      this.#ties.set(x, y, own, own)
      if (own >= floor) this.#queue.push(own, x < y ? x : y, x < y ? y : x)
    }
    for (let n = first; n < last && bonded > 0; n++) {
      const x = local[left[list[n]!]!]!
      const y = local[right[list[n]!]!]!
      if (x === y || sizes[x]! + sizes[y]! === 2) continue
      bonded--
      const mean = this.#mean(x, y)
      if (mean >= floor) this.#queue.push(mean, x < y ? x : y, x < y ? y : x)
    }
  }

  /** The first edge between bound groups has all their pairs scored; what edges say goes before the score. */
  #tieBonded(x: number, y: number, edge: number): void {
    const { left, right, weight } = this.#plane
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

  /** Why two groups do not join though their mean is good enough: 0 where they do. */
  #denial(x: number, y: number, mean: number): number {
    const denied = this.#barred(x, y, this.#ties.low(x, y))
    if (denied !== 0) return denied
    return (this.#isWary || !this.#rules.barrier.isOpen) && this.#isTorn(x, y, mean) ? FATE.margin : 0
  }

  #barred(x: number, y: number, low: number): number {
    const nx = this.#groups.write(x, this.#xs)
    const ny = this.#groups.write(y, this.#ys)
    return this.#judge.denial(this.#xs, nx, this.#ys, ny, low)
  }

  /** A third group could have one of two as well as the other could, and not all three can be one. */
  #isTorn(x: number, y: number, mean: number): boolean {
    const count = this.#ties.near(x, y, this.#near)
    this.#ahead.length = 0
    for (let n = 0; n < count; n++) {
      const z = this.#near[n]!
      if (!this.#competes(x, y, z, mean) && !this.#competes(y, x, z, mean)) continue
      for (let m = 0; m < this.#ahead.length; m += 2) {
        this.#ties.drop(this.#ahead[m]!, this.#ahead[m + 1]!)
        this.#ties.drop(this.#ahead[m + 1]!, this.#ahead[m]!)
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
      this.#ahead.push(other, rival)
    }
    const sum = ties.sum(own, rival) + ties.sum(other, rival)
    return sum / ((sizes[own]! + sizes[other]!) * sizes[rival]!) < floor
  }

  /** Joins group y to group x and offers what the new group may join next; x < y. */
  #merge(x: number, y: number): void {
    const { floor } = this.#rules
    const { sizes } = this.#groups
    const ties = this.#ties
    const count = ties.near(x, y, this.#near)
    const size = sizes[x]! + sizes[y]!
    for (let n = 0; n < count; n++) {
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

  #tell(list: Int32Array, first: number, last: number): void {
    const { left, right, fate, local } = this.#plane
    for (let n = first; n < last; n++) {
      const e = list[n]!
      const x = local[left[e]!]!
      const y = local[right[e]!]!
      if (x === y) fate[e] = FATE.joined
      else if (x < y) this.#judge.tell(e, this.#ties.verdict(x, y) || this.#verdict(x, y))
      else this.#judge.tell(e, this.#ties.verdict(y, x) || this.#verdict(y, x))
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
