import type { AnyDomain } from '../../core/domain.ts'
import { COMPOSITE_END, type MatchRule, matchRulesOf, placesOf } from '../../engine/matching/domain.ts'
import { type Column, ColumnEncoder, grown } from '../../engine/matching/encode.ts'
import { KeyIntake } from '../../engine/matching/key-intake.ts'
import type { KeyColumn } from '../../engine/matching/records.ts'
import { MATCHABLE, type OnMatchable } from '../../store/matchable.ts'
import { bigintAt, eachBigint } from '../../store/sql.ts'

/** Live records of a domain in order of source and key, encoded: record n of the engine is `ids[n]`. */
export interface Loaded {
  readonly size: number
  readonly ids: Float64Array
  /** Number of the source of each record among `sourceNames`. */
  readonly sources: Int32Array
  readonly sourceNames: readonly string[]
  readonly rules: readonly MatchRule[]
  readonly keys: readonly KeyColumn[]
  /** One per comparison. */
  readonly columns: readonly Column[]
  /** Names which records these are and in which version: two loads that agree in it are equal. */
  readonly snapshot: string
}

/** Takes records as they stand in bytes and keeps what comparisons and rules read, encoded; no object is made of a record. */
export class MatchableIntake implements OnMatchable {
  readonly #rules: readonly MatchRule[]
  readonly #keys: KeyIntake
  readonly #columns: readonly ColumnEncoder[]
  readonly #composites: readonly ColumnEncoder[]
  readonly #fields: readonly { readonly name: Uint8Array; readonly encoder: ColumnEncoder }[]
  readonly #sourceNames: string[] = []
  readonly #wanted: ReadonlySet<number> | undefined
  #ids = new Float64Array(1 << 10)
  #sources = new Int32Array(1 << 10)
  #size = 0
  #low = 0
  #high = 0

  /** With `wanted`, only these keys are taken. */
  constructor(domain: AnyDomain, wanted?: ReadonlySet<number>) {
    this.#rules = matchRulesOf(domain)
    this.#keys = new KeyIntake(this.#rules)
    const places = placesOf(domain)
    this.#columns = places.map(() => new ColumnEncoder())
    this.#composites = places.flatMap((place, at) => ('composite' in place ? [this.#columns[at]!] : []))
    this.#fields = places
      .flatMap((place, at) =>
        'field' in place ? [{ name: Buffer.from(place.field), encoder: this.#columns[at]! }] : [],
      )
      .sort((a, b) => a.name.length - b.name.length || Buffer.compare(a.name, b.name))
    this.#wanted = wanted
  }

  readonly source = (name: string): void => {
    this.#sourceNames.push(name)
  }

  readonly record = (bytes: Buffer, starts: Int32Array, ends: Int32Array): void => {
    if (this.#size === this.#ids.length) {
      this.#ids = grown(this.#ids, new Float64Array(2 * this.#size))
      this.#sources = grown(this.#sources, new Int32Array(2 * this.#size))
    }
    this.#ids[this.#size] = bigintAt(bytes, starts[MATCHABLE.id]!)
    this.#sources[this.#size++] = this.#sourceNames.length - 1
    this.#mark(bytes.readInt32BE(starts[MATCHABLE.id]! + 4))
    this.#mark(bytes.readInt32BE(starts[MATCHABLE.batch]! + 4))
    this.#mark(bytes.readInt32BE(starts[MATCHABLE.seq]!))
    eachBigint(bytes, starts[MATCHABLE.keys]!, ends[MATCHABLE.keys]!, this.#key)
    this.#keys.record()
    this.#takeComposites(bytes, starts[MATCHABLE.composites]!, ends[MATCHABLE.composites]!)
    this.#takeFields(bytes, starts[MATCHABLE.values]! + 1)
  }

  done(): Loaded {
    return {
      size: this.#size,
      ids: this.#ids.slice(0, this.#size),
      sources: this.#sources.slice(0, this.#size),
      sourceNames: this.#sourceNames,
      rules: this.#rules,
      keys: this.#keys.done(),
      columns: this.#columns.map((encoder) => encoder.done()),
      snapshot: `${this.#size}-${(this.#low >>> 0).toString(16)}-${(this.#high >>> 0).toString(16)}`,
    }
  }

  readonly #key = (high: number, low: number): void => {
    if (this.#wanted === undefined || this.#wanted.has(high * 2 ** 32 + low)) this.#keys.key(high, low)
  }

  #mark(word: number): void {
    this.#low = Math.imul(this.#low ^ word, 0x9e3779b1) ^ (this.#low >>> 15)
    this.#high = Math.imul(this.#high ^ word, 0x85ebca6b) ^ (this.#high >>> 13)
  }

  #takeComposites(bytes: Buffer, from: number, end: number): void {
    for (const encoder of this.#composites) {
      let to = from
      while (to < end && bytes[to] !== END) to++
      encoder.addUtf8(bytes, from, Math.max(from, to))
      from = to + 1
    }
  }

  /**
   * Reads an object of scalars as PostgreSQL writes it: `{"sex": "Nam", "phone": "0352…"}`, shorter names first and names of
   * one length in the order of their bytes, which is the order of `#fields`.
   */
  #takeFields(bytes: Buffer, at: number): void {
    const fields = this.#fields
    const count = fields.length
    let next = 0
    while (bytes[++at] === QUOTE && next < count) {
      const name = at + 1
      while (bytes[++at] !== QUOTE) {}
      const nameEnd = at
      at += 3
      const from = at
      let isPlain = bytes[at] === QUOTE
      if (isPlain) {
        while (bytes[++at] !== QUOTE) {
          if (bytes[at] !== BACKSLASH) continue
          isPlain = false
          at++
        }
        at++
      } else while (bytes[at] !== COMMA && bytes[at] !== BRACE) at++
      for (let order = -1; order < 0 && next < count; ) {
        order = compare(fields[next]!.name, bytes, name, nameEnd)
        if (order > 0) break
        const { encoder } = fields[next++]!
        if (order < 0) encoder.addUtf8(bytes, 0, 0)
        else if (isPlain) encoder.addUtf8(bytes, from + 1, at - 1)
        else encoder.add(String(JSON.parse(bytes.toString('utf8', from, at))))
      }
      if (bytes[at] === COMMA) at++
    }
    while (next < count) fields[next++]!.encoder.addUtf8(bytes, 0, 0)
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const BRACE = 0x7d
const END = COMPOSITE_END.charCodeAt(0)

/** How a field name stands to one in bytes: by length, then byte by byte. */
function compare(name: Uint8Array, bytes: Buffer, from: number, to: number): number {
  let order = name.length - (to - from)
  for (let i = 0; order === 0 && i < name.length; i++) order = name[i]! - bytes[from + i]!
  return order
}
