/** A scored pair, ends as positions into the records of the run. */
export interface Link {
  readonly left: number
  readonly right: number
  /** Millibits. */
  readonly weight: number
}

export interface ClusterInput {
  /** Number of records; positions follow (source, key), so that every tie ends in the source key. */
  readonly size: number
  readonly links: readonly Link[]
  /** Millibits at or over which a pair joins by itself. */
  readonly link: number
  /** Pairs that people said are one. */
  readonly same: readonly (readonly [number, number])[]
  /** True for pairs that people said are two. */
  readonly apart: (a: number, b: number) => boolean
  /** Why the machine may not join two records, or null. */
  readonly veto: (a: number, b: number) => string | null
  /** Golden id of each record where a national system holds it: two such ids are never joined without a decision. */
  readonly held: readonly (string | null)[]
}

export interface Clustering {
  /** Lowest position of the cluster of each record. */
  readonly root: readonly number[]
  /** What became of each link, in the order given: `joined`, `review`, or why it was denied. */
  readonly fate: readonly string[]
  /** Positions whose decisions contradict each other: they stay apart until a person settles it. */
  readonly contradicted: readonly (readonly [number, number])[]
}

/**
 * Clusters records greedily by descending weight under constraints: people's decisions first, then vetoes, then weights.
 * Joining checks every pair across the two groups, so closure cannot smuggle a forbidden pair in.
 */
export function cluster(input: ClusterInput): Clustering {
  const groups = new Groups(input.size, input.held)
  const contradicted = input.same.filter(([a, b]) => {
    if (groups.find(a) === groups.find(b)) return false
    if (groups.crosses(a, b, input.apart)) return true
    groups.join(a, b)
    return false
  })
  const order = input.links
    .map((_, index) => index)
    .sort((i, j) => {
      const a = input.links[i] as Link
      const b = input.links[j] as Link
      return b.weight - a.weight || a.left - b.left || a.right - b.right
    })
  const fate: string[] = new Array(input.links.length)
  for (const index of order) fate[index] = decide(input, groups, input.links[index] as Link)
  return { root: Array.from({ length: input.size }, (_, i) => groups.find(i)), fate, contradicted }
}

function decide(input: ClusterInput, groups: Groups, { left, right, weight }: Link): string {
  if (groups.find(left) === groups.find(right)) return 'joined'
  if (groups.crosses(left, right, input.apart)) return 'decided apart'
  const veto = groups.firstCross(left, right, input.veto)
  if (veto) return veto
  if (weight < input.link) return 'review'
  if (groups.holdsOther(left, right)) return 'two held ids'
  groups.join(left, right)
  return 'joined'
}

/** Union–find with members per root: groups are small, and every join looks at all pairs across. */
class Groups {
  readonly #parent: number[]
  readonly #members: (number[] | null)[]
  readonly #held: (string | null)[]

  constructor(size: number, held: readonly (string | null)[]) {
    this.#parent = Array.from({ length: size }, (_, i) => i)
    this.#members = Array.from({ length: size }, (_, i) => [i])
    this.#held = [...held]
  }

  find(position: number): number {
    let root = position
    while (this.#parent[root] !== root) root = this.#parent[root] as number
    this.#parent[position] = root
    return root
  }

  join(a: number, b: number): void {
    const [low, high] = [this.find(a), this.find(b)].sort((x, y) => x - y) as [number, number]
    this.#parent[high] = low
    this.#members[low]?.push(...(this.#members[high] ?? []))
    this.#members[high] = null
    this.#held[low] ??= this.#held[high] ?? null
  }

  crosses(a: number, b: number, test: (x: number, y: number) => boolean): boolean {
    return this.firstCross(a, b, (x, y) => (test(x, y) ? 'yes' : null)) !== null
  }

  firstCross(a: number, b: number, test: (x: number, y: number) => string | null): string | null {
    for (const x of this.#members[this.find(a)] ?? []) {
      for (const y of this.#members[this.find(b)] ?? []) {
        const found = x < y ? test(x, y) : test(y, x)
        if (found) return found
      }
    }
    return null
  }

  holdsOther(a: number, b: number): boolean {
    const [one, other] = [this.#held[this.find(a)], this.#held[this.find(b)]]
    return one != null && other != null && one !== other
  }
}
