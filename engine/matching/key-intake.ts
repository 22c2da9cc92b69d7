import { RULES } from '../../core/keys.ts'
import type { MatchRule } from './domain.ts'
import { grown, MISSING } from './encode.ts'
import type { KeyColumn } from './records.ts'

/** Takes the stored keys of records one by one, and keeps them rule by rule in two halves. */
export class KeyIntake {
  readonly #rules: readonly MatchRule[]
  readonly #placeOf = new Int8Array(RULES).fill(MISSING)
  readonly #columns: Halves[]
  #records = 0

  constructor(rules: readonly MatchRule[]) {
    this.#rules = rules
    rules.forEach(({ number }, place) => {
      this.#placeOf[number] = place
    })
    this.#columns = rules.map(({ isSeveral }) => new Halves(isSeveral))
  }

  /** A key of the record that comes next, as the two halves of a 64-bit number; keys of rules that are no more are left out. */
  key(high: number, low: number): void {
    const place = this.#placeOf[low & (RULES - 1)]!
    if (place === MISSING) return
    // 47 bits of hash over the six of the rule; a bit above them, since two zeros stand for no key
    this.#columns[place]!.push(((high << 26) | (low >>> 6)) >>> 0, (high >>> 6) | 0x8000, this.#records)
  }

  /** Ends a record. */
  record(): void {
    this.#records++
  }

  done(): readonly KeyColumn[] {
    return this.#rules.map(({ name, limit, narrows }, place) => ({
      name,
      limit,
      ...(narrows === null ? {} : { narrows }),
      ...this.#columns[place]!.done(this.#records),
    }))
  }
}

/** The key of a rule whose halves a `KeyColumn` holds. */
export const keyOfHalves = (low: number, high: number, rule: number): number =>
  ((high & 0x7fff) * 2 ** 32 + low) * RULES + rule

/** Growing halves of the keys of one rule. Where a record has one key at most, its number is the place of the key. */
class Halves {
  readonly #isSeveral: boolean
  #low = new Uint32Array(1 << 10)
  #high = new Uint32Array(1 << 10)
  #starts = new Int32Array(1 << 10)
  #used = 0
  /** Records whose keys are complete. */
  #closed = 0

  constructor(isSeveral: boolean) {
    this.#isSeveral = isSeveral
  }

  push(low: number, high: number, record: number): void {
    if (this.#isSeveral) this.#close(record)
    else this.#used = record
    if (this.#used >= this.#low.length) {
      const room = Math.max(2 * this.#low.length, this.#used + 1)
      this.#low = grown(this.#low, new Uint32Array(room))
      this.#high = grown(this.#high, new Uint32Array(room))
    }
    this.#low[this.#used] = low
    this.#high[this.#used++] = high
  }

  done(records: number): Pick<KeyColumn, 'low' | 'high' | 'starts'> {
    if (this.#isSeveral) {
      this.#close(records)
      this.#starts[records] = this.#used
      return {
        low: this.#low.slice(0, this.#used),
        high: this.#high.slice(0, this.#used),
        starts: this.#starts.slice(0, records + 1),
      }
    }
    if (this.#low.length < records) {
      this.#low = grown(this.#low, new Uint32Array(records))
      this.#high = grown(this.#high, new Uint32Array(records))
    }
    return { low: this.#low.slice(0, records), high: this.#high.slice(0, records), starts: null }
  }

  /** Records before this one have no more keys: where theirs begin is known. */
  #close(record: number): void {
    if (record + 2 > this.#starts.length)
      this.#starts = grown(this.#starts, new Int32Array(Math.max(record + 2, 2 * this.#starts.length)))
    while (this.#closed <= record) this.#starts[this.#closed++] = this.#used
  }
}
