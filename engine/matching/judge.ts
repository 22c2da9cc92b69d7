import type { Barrier, Guards } from './constraints.ts'
import { FATE } from './fates.ts'
import type { Rows } from './rows.ts'

export interface LinkageRules {
  /** Mean weight at or over which two groups join, in micro-bits. */
  readonly floor: number
  /** Mean weight at or over which a person is asked. */
  readonly review: number
  /** Weight of any two records, smaller first: pairs that no rule made are scored when a group needs them. */
  readonly score: (a: number, b: number) => number
  readonly barrier: Barrier
  readonly guards: Guards
}

/** Edges by record, and what is found out: columns by record and by edge. */
export interface Plane {
  readonly rows: Rows
  /** For each record the smallest one it is bound to, or itself; null where nothing is bound. */
  readonly bound: Int32Array | null
  readonly clusterOf: Int32Array
  readonly fate: Uint8Array
  /** Position of the code behind a fate, in `barrier.reasons`. */
  readonly reason: Uint16Array
  /** Scratch: position of a record among the members of a large component or piece. */
  readonly local: Int32Array
}

/** A verdict is a fate in the low bits and, above, the position of its reason. */
const FATE_WIDTH = 4
const FATE_BITS = (1 << FATE_WIDTH) - 1

/** Says of two groups why they stay apart, and of the edges between them what became of them. */
export class Judge {
  readonly #plane: Plane
  readonly #rules: LinkageRules
  readonly #weakest: number
  readonly #sizeMost: number

  constructor(plane: Plane, rules: LinkageRules) {
    this.#plane = plane
    this.#rules = rules
    this.#weakest = rules.guards.weakest ?? Number.NEGATIVE_INFINITY
    this.#sizeMost = rules.guards.size ?? Number.POSITIVE_INFINITY
  }

  /** Why two groups that fit by their mean may not join: 0 where they may. `low`: weight of the weakest pair across. */
  denial(xs: Int32Array, nx: number, ys: Int32Array, ny: number, low: number): number {
    const { barrier } = this.#rules
    const barred = barrier.check(xs, nx, ys, ny)
    if (barred !== 0) return barred | (barrier.reason << FATE_WIDTH)
    if (barrier.areHeld(xs, nx, ys, ny)) return FATE.heldIds
    if (nx + ny > this.#sizeMost) return FATE.size
    return low < this.#weakest ? FATE.weight : 0
  }

  /** Verdict on two groups that ended apart; `otherwise` where their mean is for joining and nothing is against it. */
  verdict(
    xs: Int32Array,
    nx: number,
    ys: Int32Array,
    ny: number,
    mean: number,
    low: number,
    otherwise: number,
  ): number {
    const { barrier, floor, review } = this.#rules
    if (mean >= floor) return this.denial(xs, nx, ys, ny, low) || otherwise
    const barred = barrier.check(xs, nx, ys, ny)
    if (barred !== 0) return barred | (barrier.reason << FATE_WIDTH)
    return mean >= review ? FATE.review : FATE.outvoted
  }

  /** Writes the verdict on two groups to an edge between them. */
  tell(edge: number, weight: number, verdict: number): void {
    const { fate, reason } = this.#plane
    const isStrong = verdict === FATE.outvoted && weight >= this.#rules.floor
    fate[edge] = isStrong ? FATE.weight : verdict & FATE_BITS
    if (verdict > FATE_BITS) reason[edge] = verdict >>> FATE_WIDTH
  }
}

/** The fate in a verdict. */
export const fateIn = (verdict: number): number => verdict & FATE_BITS
