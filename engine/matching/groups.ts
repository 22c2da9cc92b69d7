/** The groups of one piece while they grow: small numbers, in the order of their smallest records. */
export class Groups {
  count = 0
  /** By group: how many records; 0 is a group that joined another. */
  sizes = new Int32Array(0)
  /** By position among the members: its group. */
  at = new Int32Array(0)
  #members: Int32Array = new Int32Array(0)
  #from = 0
  /** By group: first and last position of its members. By position: the next member of its group, -1 at the end. */
  #heads = new Int32Array(0)
  #tails = new Int32Array(0)
  #next = new Int32Array(0)

  /**
   * Starts over with `members[from … to - 1]`, ascending: one group each, or one for those that have the same lead, the
   * position of the first of them.
   */
  load(members: Int32Array, from: number, to: number, leads: Int32Array | null): void {
    const count = to - from
    if (count > this.#next.length) this.#grow(Math.ceil(1.5 * count))
    this.#members = members
    this.#from = from
    let groups = 0
    for (let p = 0; p < count; p++) {
      this.#next[p] = -1
      const first = leads === null ? p : leads[p]!
      if (first === p) {
        this.at[p] = groups
        this.#heads[groups] = p
        this.#tails[groups] = p
        this.sizes[groups++] = 1
        continue
      }
      const group = (this.at[p] = this.at[first]!)
      this.#next[this.#tails[group]!] = p
      this.#tails[group] = p
      this.sizes[group]!++
    }
    this.count = groups
  }

  /** The smallest record of a group. */
  name(group: number): number {
    return this.#members[this.#from + this.#heads[group]!]!
  }

  /** Writes the records of a group, in the order in which they came, and says how many. */
  write(group: number, into: Int32Array): number {
    let count = 0
    for (let p = this.#heads[group]!; p >= 0; p = this.#next[p]!) into[count++] = this.#members[this.#from + p]!
    return count
  }

  /** Group y becomes part of group x; x < y. */
  join(x: number, y: number): void {
    this.#next[this.#tails[x]!] = this.#heads[y]!
    this.#tails[x] = this.#tails[y]!
    this.sizes[x]! += this.sizes[y]!
    this.sizes[y] = 0
  }

  /** Writes the name of their group for all records that are not alone, and brings `at` up to date. */
  settle(clusterOf: Int32Array): void {
    for (let group = 0; group < this.count; group++) {
      if (this.sizes[group]! < 2) continue
      const name = this.name(group)
      for (let p = this.#heads[group]!; p >= 0; p = this.#next[p]!) {
        clusterOf[this.#members[this.#from + p]!] = name
        this.at[p] = group
      }
    }
  }

  #grow(room: number): void {
    this.sizes = new Int32Array(room)
    this.at = new Int32Array(room)
    this.#heads = new Int32Array(room)
    this.#tails = new Int32Array(room)
    this.#next = new Int32Array(room)
  }
}
