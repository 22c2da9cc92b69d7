import { FATE } from './fates.ts'

export type Pair = readonly [number, number]

/** What binds the partition beyond weights. Records are numbers in key order; every test is symmetric. */
export interface Constraints {
  /** Pairs that people declared to be one entity. They win over weights, guards, disputes and held ids, not over vetoes. */
  readonly same?: readonly Pair[]
  /** Pairs that people declared to be one entity knowing of a veto or of two verified identities: they win over these too. */
  readonly overrides?: readonly Pair[]
  /** Pairs that share a key by which an authority names an entity: one entity, unless decisions, vetoes or guards object. */
  readonly keys?: { readonly left: ArrayLike<number>; readonly right: ArrayLike<number> }
  /** Pairs that people declared to be two. */
  readonly different?: readonly Pair[]
  /**
   * For each column, the verified identity of a record or -1: the machine never puts two different ones in a cluster, and
   * people only where a dispute asks them about these two records.
   */
  readonly identities?: readonly Int32Array[]
  /** Sources whose records are all different entities: the machine puts one record of each in a cluster at most. */
  readonly clean?: { readonly sources: Int32Array; readonly numbers: ReadonlySet<number> }
  /** Code of the domain's veto on two records (smaller first), null where there is none. */
  readonly veto?: (a: number, b: number) => string | null
  /** Code of what sends two records (smaller first) to a person whatever their weight; a `same` decision settles it. */
  readonly dispute?: (a: number, b: number) => string | null
  /** Golden id of a record, as a number, where a national system holds it, else -1: only people join two such ids. */
  readonly held?: Int32Array
}

/** Where the machine holds back. */
export interface Guards {
  /** Most records in a cluster that the machine makes; people may make larger ones. Default: any number. */
  readonly size?: number
  /** Micro-bits: groups with one pair under this are never joined, however good their mean. Default: off. */
  readonly weakest?: number
  /**
   * Micro-bits: where two groups that cannot be one fit a third this equally or closer, it joins neither. Default 0: exact
   * ties, which else the order of records would decide. Null: off, but for ties between groups that a constraint keeps apart.
   */
  readonly margin?: number | null
}

/** Looks at two groups of records, given as the first entries of two lists. */
export class Barrier {
  /** Nothing keeps groups apart but their weights. */
  readonly isOpen: boolean
  /** Codes of vetoes and disputes met so far; the first is none. */
  readonly reasons: string[] = ['']
  /** Position in `reasons` of the code behind the latest answer. */
  reason = 0
  readonly #constraints: Constraints
  readonly #apart: ReadonlyMap<number, ReadonlySet<number>>
  readonly #decided: Uint8Array | null
  readonly #seen: Int32Array
  #walk = 0

  constructor(constraints: Constraints, records: number) {
    const { different = [], identities = [], clean, veto, dispute, held } = constraints
    this.#constraints = constraints
    this.#apart = apartOf(different)
    this.#decided = different.length > 0 ? new Uint8Array(records) : null
    if (this.#decided) for (const record of this.#apart.keys()) this.#decided[record] = 1
    this.#seen = new Int32Array(clean ? 1 + Math.max(0, ...clean.numbers) : 0)
    this.isOpen = different.length + identities.length === 0 && !clean && !veto && !dispute && !held
  }

  /** Why the machine may not join two groups, whatever their weights: 0 where it may. */
  check(xs: Int32Array, nx: number, ys: Int32Array, ny: number): number {
    this.reason = 0
    if (this.isOpen) return 0
    const { identities = [], clean, dispute } = this.#constraints
    if (this.#areDecided(xs, nx, ys, ny)) return FATE.apart
    for (const identity of identities) if (this.#differ(identity, xs, nx, ys, ny, null)) return FATE.identities
    if (clean && this.#shareSource(xs, nx, ys, ny)) return FATE.cleanSource
    if (this.#vetoes(xs, nx, ys, ny, null)) return FATE.veto
    return dispute && this.#crosses(dispute, xs, nx, ys, ny, null) ? FATE.dispute : 0
  }

  /** Why people's word that two groups are one cannot be followed: 0 where it can. `waived`: who was overridden together. */
  checkDecision(xs: Int32Array, nx: number, ys: Int32Array, ny: number, waived: Int32Array | null): number {
    this.reason = 0
    const { identities = [] } = this.#constraints
    if (this.#areDecided(xs, nx, ys, ny)) return FATE.apart
    for (const identity of identities) if (this.#differ(identity, xs, nx, ys, ny, waived)) return FATE.identities
    return this.#vetoes(xs, nx, ys, ny, waived) ? FATE.veto : 0
  }

  /** Both groups have ids that national systems hold, and no decision made these one. */
  areHeld(xs: Int32Array, nx: number, ys: Int32Array, ny: number): boolean {
    const { held } = this.#constraints
    return held !== undefined && !nested(held, xs, nx, ys, ny)
  }

  #areDecided(xs: Int32Array, nx: number, ys: Int32Array, ny: number): boolean {
    const decided = this.#decided
    if (!decided) return false
    for (let i = 0; i < nx; i++) {
      if (!decided[xs[i]!]) continue
      const others = this.#apart.get(xs[i]!)!
      for (let j = 0; j < ny; j++) if (decided[ys[j]!] && others.has(ys[j]!)) return true
    }
    return false
  }

  /** Some pair has two names that nobody overrode and that the domain does not leave to a person. */
  #differ(
    names: Int32Array,
    xs: Int32Array,
    nx: number,
    ys: Int32Array,
    ny: number,
    waived: Int32Array | null,
  ): boolean {
    if (nested(names, xs, nx, ys, ny)) return false
    const { dispute } = this.#constraints
    for (let i = 0; i < nx; i++) {
      const x = xs[i]!
      if (names[x]! < 0) continue
      for (let j = 0; j < ny; j++) {
        const y = ys[j]!
        if (names[y]! < 0 || names[y] === names[x] || (waived && waived[x] === waived[y])) continue
        if (!dispute || (x < y ? dispute(x, y) : dispute(y, x)) === null) return true
      }
    }
    return false
  }

  #shareSource(xs: Int32Array, nx: number, ys: Int32Array, ny: number): boolean {
    const { sources, numbers } = this.#constraints.clean!
    if (nx === 1 && ny === 1) return sources[xs[0]!] === sources[ys[0]!] && numbers.has(sources[xs[0]!]!)
    const walk = ++this.#walk
    for (let i = 0; i < nx; i++) if (numbers.has(sources[xs[i]!]!)) this.#seen[sources[xs[i]!]!] = walk
    for (let j = 0; j < ny; j++) if (this.#seen[sources[ys[j]!]!] === walk) return true
    return false
  }

  #vetoes(xs: Int32Array, nx: number, ys: Int32Array, ny: number, waived: Int32Array | null): boolean {
    const { veto } = this.#constraints
    return veto !== undefined && this.#crosses(veto, xs, nx, ys, ny, waived)
  }

  #crosses(
    test: (a: number, b: number) => string | null,
    xs: Int32Array,
    nx: number,
    ys: Int32Array,
    ny: number,
    waived: Int32Array | null,
  ): boolean {
    for (let i = 0; i < nx; i++) {
      const x = xs[i]!
      for (let j = 0; j < ny; j++) {
        const y = ys[j]!
        if (waived && waived[x] === waived[y]) continue
        const code = x < y ? test(x, y) : test(y, x)
        if (code === null) continue
        this.reason = this.#numberOf(code)
        return true
      }
    }
    return false
  }

  #numberOf(code: string): number {
    const known = this.reasons.indexOf(code)
    return known >= 0 ? known : this.reasons.push(code) - 1
  }
}

function apartOf(different: readonly Pair[]): ReadonlyMap<number, ReadonlySet<number>> {
  const apart = new Map<number, Set<number>>()
  const add = (a: number, b: number): void => {
    const set = apart.get(a)
    if (set) set.add(b)
    else apart.set(a, new Set([b]))
  }
  for (const [a, b] of different) {
    add(a, b)
    add(b, a)
  }
  return apart
}

/**
 * The names (numbers from 0) that one group has are all names of the other, or one of them has none. Where people made two
 * names one, the group has both, and a record with either fits it.
 */
function nested(names: Int32Array, xs: Int32Array, nx: number, ys: Int32Array, ny: number): boolean {
  const x = onlyName(names, xs, nx)
  if (x === NONE) return true
  const y = onlyName(names, ys, ny)
  if (y === NONE) return true
  if (x !== SEVERAL && y !== SEVERAL) return x === y
  return within(names, xs, nx, ys, ny) || within(names, ys, ny, xs, nx)
}

const NONE = -1
const SEVERAL = -2

function onlyName(names: Int32Array, group: Int32Array, count: number): number {
  let found = NONE
  for (let i = 0; i < count; i++) {
    const name = names[group[i]!]!
    if (name < 0 || name === found) continue
    if (found !== NONE) return SEVERAL
    found = name
  }
  return found
}

function within(names: Int32Array, xs: Int32Array, nx: number, ys: Int32Array, ny: number): boolean {
  for (let i = 0; i < nx; i++) {
    const name = names[xs[i]!]!
    if (name < 0) continue
    let isThere = false
    for (let j = 0; j < ny && !isThere; j++) isThere = names[ys[j]!] === name
    if (!isThere) return false
  }
  return true
}
