import { ruleOf } from '../../core/keys.ts'
import type { MatchRule } from '../../engine/matching/domain.ts'
import { Lookup } from '../../engine/matching/postings.ts'
import { type HotKeyRow, hotKeysOf, readPages, type Segment, segmentsOf } from '../../store/key-pages.ts'
import { keysOfRecords } from '../../store/matchable.ts'
import type { Tx } from '../../store/sql.ts'

/** What changed records may change, found through the stored keys without looking at the rest of the domain. */
export interface Neighbourhood {
  /** Live records that changed, or that have a key which crossed its limit: every pair with one of them is scored anew. */
  readonly touched: ReadonlySet<number>
  /** Those and everybody they meet. */
  readonly records: ReadonlySet<number>
  /** The keys by which they meet. */
  readonly wanted: ReadonlySet<number>
  /** Hot keys that gained or lost a record, as they are now; a key of `changedHot` that is not among them is hot no more. */
  readonly hot: readonly HotKeyRow[]
  readonly changedHot: readonly number[]
  /** Keys of the records that changed, for those that are live. */
  readonly taken: ReadonlyMap<number, readonly number[]>
}

/**
 * Looks up whom changed records meet. A key that comes to have more records than its rule allows, or ceases to, makes all its
 * records touched: their pairs appear or vanish. Answers null when more than `most` records would be touched.
 */
export async function neighbourhoodOf(
  tx: Tx,
  domain: string,
  rules: readonly MatchRule[],
  taken: readonly number[],
  most: number,
): Promise<Neighbourhood | null> {
  const search = new Search(tx, domain, rules, await segmentsOf(tx, domain))
  await search.start(taken)
  while (search.isOpen) {
    if (search.touched.size > most) return null
    await search.step()
  }
  return search.done()
}

class Search {
  readonly touched = new Set<number>()
  readonly #tx: Tx
  readonly #domain: string
  readonly #rules: ReadonlyMap<number, MatchRule>
  /** Of a longer key's rule: the number of the rule whose keys it makes longer. */
  readonly #baseOf: ReadonlyMap<number, number>
  readonly #segments: readonly Segment[]
  readonly #records = new Set<number>()
  readonly #wanted = new Set<number>()
  readonly #keysOf = new Map<number, readonly number[]>()
  readonly #hot = new Map<number, Set<number>>()
  readonly #changedHot = new Set<number>()
  #taken: ReadonlySet<number> = new Set()
  #live: readonly number[] = []
  #open: number[] = []

  constructor(tx: Tx, domain: string, rules: readonly MatchRule[], segments: readonly Segment[]) {
    this.#tx = tx
    this.#domain = domain
    this.#rules = new Map(rules.map((rule) => [rule.number, rule]))
    this.#baseOf = new Map(
      rules.flatMap(({ number, narrows }) => (narrows === null ? [] : [[number, rules[narrows]!.number] as const])),
    )
    this.#segments = segments
  }

  get isOpen(): boolean {
    return this.#open.length > 0
  }

  async start(taken: readonly number[]): Promise<void> {
    this.#taken = new Set(taken)
    await this.#learn(taken)
    this.#live = [...this.#keysOf.keys()]
    this.#touch(this.#live)
    for (const { key, recordIds } of await hotKeysOf(this.#tx, this.#domain)) this.#hot.set(key, new Set(recordIds))
    this.#moveHot()
  }

  /** Brings hot keys up to what the changed records have now; those that are hot no more touch their records. */
  #moveHot(): void {
    for (const [key, members] of this.#hot)
      for (const id of [...members].filter((member) => this.#taken.has(member))) {
        members.delete(id)
        this.#changedHot.add(key)
      }
    for (const id of this.#live)
      for (const key of this.#keysOf.get(id)!) {
        const members = this.#hot.get(key)
        if (!members) continue
        members.add(id)
        this.#changedHot.add(key)
      }
    for (const key of this.#changedHot) {
      const members = this.#hot.get(key)!
      if (members.size > this.#limitOf(key)) continue
      this.#hot.delete(key)
      this.#touch(members)
    }
  }

  /** Looks up the keys of records that were touched since the last step. */
  async step(): Promise<void> {
    const open = this.#open
    this.#open = []
    await this.#learn(open)
    const fresh = new Set<number>()
    for (const id of open) for (const key of this.#keysToLookUp(id)) fresh.add(key)
    for (const key of fresh) this.#wanted.add(key)
    for (const [key, found] of await this.#lookUp(fresh)) {
      if (found.size <= this.#limitOf(key)) for (const id of found) this.#records.add(id)
      else await this.#weigh(key, found)
    }
  }

  #keysToLookUp(id: number): readonly number[] {
    const keys = this.#keysOf.get(id) ?? []
    return keys.filter((key) => {
      const number = ruleOf(key)
      if (!this.#rules.has(number) || this.#hot.has(key) || this.#wanted.has(key)) return false
      const base = this.#baseOf.get(number)
      return base === undefined || keys.some((own) => ruleOf(own) === base && this.#hot.has(own))
    })
  }

  /** Who has each of some keys: as the pages say, who may be out of date, and the changed records as they are. */
  async #lookUp(keys: ReadonlySet<number>): Promise<ReadonlyMap<number, Set<number>>> {
    const found = new Map<number, Set<number>>()
    if (keys.size === 0) return found
    const add = (key: number, id: number): void => {
      const members = found.get(key)
      if (members) members.add(id)
      else found.set(key, new Set([id]))
    }
    const lookup = new Lookup(keys)
    for (const { segment, page_bits: bits } of this.#segments)
      for await (const page of readPages(this.#tx, this.#domain, segment, lookup.pages(bits)))
        lookup.read(page, bits, (key, id) => {
          if (!this.#taken.has(id)) add(key, id)
        })
    for (const id of this.#live) for (const key of this.#keysOf.get(id)!) if (keys.has(key)) add(key, id)
    return found
  }

  /** More records than the rule allows seem to have a key: those that have it decide. */
  async #weigh(key: number, found: ReadonlySet<number>): Promise<void> {
    await this.#learn(found)
    const members = [...found].filter((id) => this.#keysOf.get(id)?.includes(key))
    if (members.length <= this.#limitOf(key)) for (const id of members) this.#records.add(id)
    else {
      this.#wanted.delete(key)
      this.#hot.set(key, new Set(members))
      this.#changedHot.add(key)
      this.#touch(members, true)
    }
  }

  /** Marks records; those marked before are looked at again where a key of theirs became hot, for its longer keys. */
  #touch(ids: Iterable<number>, again = false): void {
    for (const id of ids) {
      if (!again && this.touched.has(id)) continue
      this.touched.add(id)
      this.#records.add(id)
      this.#open.push(id)
    }
  }

  async #learn(ids: Iterable<number>): Promise<void> {
    const unknown = [...ids].filter((id) => !this.#keysOf.has(id))
    if (unknown.length > 0) await keysOfRecords(this.#tx, unknown, (id, keys) => this.#keysOf.set(id, keys))
  }

  #limitOf(key: number): number {
    return this.#rules.get(ruleOf(key))?.limit ?? Number.POSITIVE_INFINITY
  }

  done(): Neighbourhood {
    const hot = [...this.#changedHot].flatMap((key): HotKeyRow[] => {
      const members = this.#hot.get(key)
      const rule = this.#rules.get(ruleOf(key))?.name ?? ''
      return members ? [{ key, rule, recordIds: [...members].sort((a, b) => a - b) }] : []
    })
    return {
      touched: this.touched,
      records: this.#records,
      wanted: this.#wanted,
      hot,
      changedHot: [...this.#changedHot],
      taken: new Map(this.#live.map((id) => [id, this.#keysOf.get(id)!])),
    }
  }
}
