import { RULES } from '../../core/keys.ts'
import type { MatchRule } from './domain.ts'
import { keyOfHalves } from './key-intake.ts'
import type { KeyColumn } from './records.ts'

/**
 * Which records have a key, in pages: eight bytes for each, 24 bits of the hash of the key and 40 of the record id. The page of
 * a key is the top of its hash. What is read from a page may be out of date or a collision: it names candidates.
 */
export interface Page {
  readonly page: number
  readonly postings: Uint8Array
}

/** All pages of some keys, and how many bits of a hash tell the page. */
export interface Pages {
  readonly bits: number
  readonly count: number
  readonly pages: readonly Page[]
}

/** Postings to aim at in one page: 32 KB. */
const PAGE = 4096
const ID_HIGH = 0x100

/** 32 bits that stand for a key. */
export function keyHash(key: number): number {
  let h = Math.imul((key / RULES) >>> 0, 0x9e3779b1) ^ Math.imul(Math.floor(key / 2 ** 32) ^ key, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  return (h ^ (h >>> 13)) >>> 0
}

const pageOf = (hash: number, bits: number): number => (bits === 0 ? 0 : hash >>> (32 - bits))

/** Calls with every key and the id of the record that has it, the same each time. */
export type EachPosting = (visit: (key: number, recordId: number) => void) => void

/** Lays keys out in pages. */
export function pagesOf(each: EachPosting): Pages {
  let count = 0
  each(() => {
    count++
  })
  const bits = Math.max(0, Math.ceil(Math.log2(Math.max(1, count / PAGE))))
  const sizes = new Int32Array(2 ** bits)
  each((key) => {
    sizes[pageOf(keyHash(key), bits)]!++
  })
  const words = Array.from(sizes, (size) => new Uint32Array(2 * size))
  const used = new Int32Array(sizes.length)
  each((key, id) => {
    const hash = keyHash(key)
    const page = pageOf(hash, bits)
    const own = words[page]!
    own[used[page]!++] = ((hash << 8) | (Math.floor(id / 2 ** 32) % ID_HIGH)) >>> 0
    own[used[page]!++] = id >>> 0
  })
  const pages = words.flatMap((own, page) =>
    own.length === 0 ? [] : [{ page, postings: new Uint8Array(own.buffer, 0, own.byteLength) }],
  )
  return { bits, count, pages }
}

/** The keys of loaded records. */
export const postingsOf =
  (columns: readonly KeyColumn[], rules: readonly MatchRule[], ids: Float64Array): EachPosting =>
  (visit) =>
    columns.forEach(({ low, high, starts }, place) => {
      const { number } = rules[place]!
      for (let record = 0; record < ids.length; record++) {
        const end = starts ? starts[record + 1]! : record + 1
        for (let entry = starts ? starts[record]! : record; entry < end; entry++)
          if (low[entry] !== 0 || high[entry] !== 0) visit(keyOfHalves(low[entry]!, high[entry]!, number), ids[record]!)
      }
    })

/** Bits of the filter through which most postings do not pass. */
const FILTER_BITS = 20

/** Keys that are looked up in pages. */
export class Lookup {
  /** By the low 24 bits of their hash, as pages hold them; those of one hash one after another. */
  readonly #keysOf = new Map<number, number[]>()
  readonly #filter = new Uint8Array(2 ** (FILTER_BITS - 3))

  constructor(keys: Iterable<number>) {
    for (const key of keys) {
      const short = keyHash(key) & 0xffffff
      const known = this.#keysOf.get(short)
      if (known) known.push(key)
      else this.#keysOf.set(short, [key])
      const bit = short >>> (24 - FILTER_BITS)
      this.#filter[bit >>> 3]! |= 1 << (bit & 7)
    }
  }

  /** The pages in which the keys would stand, ascending. */
  pages(bits: number): readonly number[] {
    const pages = new Set<number>()
    for (const keys of this.#keysOf.values()) for (const key of keys) pages.add(pageOf(keyHash(key), bits))
    return [...pages].sort((a, b) => a - b)
  }

  /** Calls for every posting of a page whose key may be wanted, with that key and the record id. */
  read({ page, postings }: Page, bits: number, visit: (key: number, recordId: number) => void): void {
    // bytes from the store lie where they lie, words need a multiple of four
    const bytes = postings.byteOffset % 4 === 0 ? postings : postings.slice()
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    const filter = this.#filter
    for (let at = 0; at < words.length; at += 2) {
      const short = words[at]! >>> 8
      const bit = short >>> (24 - FILTER_BITS)
      if ((filter[bit >>> 3]! & (1 << (bit & 7))) === 0) continue
      for (const key of this.#keysOf.get(short) ?? [])
        if (pageOf(keyHash(key), bits) === page) visit(key, (words[at]! & 0xff) * 2 ** 32 + words[at + 1]!)
    }
  }
}
