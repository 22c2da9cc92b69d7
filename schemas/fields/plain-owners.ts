import { bare } from '../../core/values.ts'
import type { OwnerName } from './owner-names.ts'
import {
  BARE_BODIES_BY_WORD,
  BODIES_BY_WORD,
  firstWord,
  MAYBE_SURNAMES,
  MEN,
  MIDDLES,
  NEVER_SURNAMES,
  PARTS,
  PHRASES_BY_WORD,
  REMARKS_BY_WORD,
  SURNAMES,
  WOMEN,
} from './owner-words.ts'

/** Vietnamese and other plain letters; what else stands in a cell needs the long way. */
const LETTER = new Uint8Array(0x1f00)
for (const letter of 'abcdefghijklmnopqrstuvwxyzđàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ') {
  for (const cased of [letter, letter.toUpperCase()]) LETTER[cased.charCodeAt(0)] = 1
}
const SPACE = 32

/** What a word may be; a word without a mark is part of a name and nothing else. */
const AND = 1
/** An honorific for sure, or only where a surname follows. */
const HONORIFIC = 2
const DOUBTFUL = 4
const SURNAME = 8
/** May begin a body, or stand inside the name of one. */
const BODY_HEAD = 16
const BODY_PART = 32
/** Begins a remark or a phrase, joins in another way, or is a household: the long way knows. */
const OTHER_HEAD = 64
const OTHER = 128

const BODY_PARTS = new Set(PARTS.map(firstWord))

function classOf(word: string): number {
  if (word === 'và' || word === 'va') return AND
  const lower = word.toLowerCase()
  const plain = bare(word)
  if (lower === 'và' || lower === 'cùng') return OTHER
  const isSmall = word[0] === lower[0] && lower !== 'ba'
  const isHonorific = NEVER_SURNAMES.has(lower) || (isSmall && MAYBE_SURNAMES.has(lower))
  const isPhraseHead = PHRASES_BY_WORD.has(lower) && lower !== 'hộ'
  return (
    (isHonorific ? HONORIFIC : MAYBE_SURNAMES.has(lower) ? DOUBTFUL : 0) |
    (SURNAMES.has(plain) ? SURNAME : 0) |
    (BODIES_BY_WORD.has(lower) || BARE_BODIES_BY_WORD.has(plain) ? BODY_HEAD : 0) |
    (BODY_PARTS.has(lower) ? BODY_PART : 0) |
    (isPhraseHead || REMARKS_BY_WORD.has(lower) ? OTHER_HEAD : 0)
  )
}

const classes = new Map<string, number>()
/** Words to remember: a province's names are made of a few thousand. */
const MOST_WORDS = 20_000

function classed(word: string): number {
  const known = classes.get(word)
  if (known !== undefined) return known
  const own = classOf(word)
  if (classes.size < MOST_WORDS) classes.set(word, own)
  return own
}

/** Letters with single spaces between words, not all capitals. */
function isPlain(text: string): boolean {
  let before = SPACE
  let hasSmall = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === SPACE ? before === SPACE : code >= LETTER.length || LETTER[code] === 0) return false
    if (code >= 97 && code <= 122) hasSmall = true
    before = code
  }
  return hasSmall && before !== SPACE
}

/** A surname and more, or three words that do not begin with a middle name. */
function beginsName(words: readonly string[], from: number, to: number): boolean {
  if (to - from < 2) return false
  return (classed(words[from]!) & SURNAME) !== 0 || (to - from >= 3 && !MIDDLES.has(words[from]!.toLowerCase()))
}

const BOTH: ReadonlySet<string> = new Set(['bà', 'ông', 'vợ', 'chồng'])

/** What the form of address in [from, start) says, before a name that ends at `to`. */
function sexIn(words: readonly string[], from: number, start: number, to: number): string {
  if (start === from) return ''
  let at = from
  while (at < to - 1 && words[at]!.toLowerCase() === 'hộ') at++
  if (at === to - 1 || (at + 2 < to && BOTH.has(words[at + 1]!.toLowerCase()))) return ''
  const word = words[at]!.toLowerCase()
  return MEN.has(word) ? 'Nam' : WOMEN.has(word) ? 'Nữ' : ''
}

/** Where the name begins in the words [from, to), or -1 where the long way has to tell. */
function nameStart(words: readonly string[], from: number, to: number): number {
  let at = from
  for (; at < to - 1; at++) {
    const own = classed(words[at]!)
    const isHousehold = (own & HONORIFIC) !== 0 && words[at + 1]!.toLowerCase() === 'gia'
    if ((own & (OTHER_HEAD | OTHER)) !== 0 || isHousehold) return -1
    const isBeforeName = (own & DOUBTFUL) !== 0 && beginsName(words, at + 1, to)
    if ((own & HONORIFIC) === 0 && !isBeforeName) break
  }
  const isUnnamed = at === to - 1 && (classed(words[at]!) & (HONORIFIC | DOUBTFUL | OTHER_HEAD)) !== 0
  return isUnnamed || at - from > 7 ? -1 : at
}

/**
 * Owners of a cell that is nothing but names, honorifics and 'và', as nearly all are: 'Ông Nguyễn Văn A và bà Lê Thị X'.
 * Null for any other cell; where it answers, it answers as the long way does, at a hundredth of its cost.
 */
export function plainOwners(text: string, isOrganisation: (name: string) => boolean): readonly OwnerName[] | null {
  if (!isPlain(text)) return null
  const words = text.split(' ')
  const owners: OwnerName[] = []
  let from = 0
  let offset = 0
  for (let to = 0; to <= words.length; to++) {
    const own = to < words.length ? classed(words[to]!) : AND
    if ((own & OTHER) !== 0) return null
    if (own !== AND) continue
    const start = to === from ? -1 : nameStart(words, from, to)
    // Whether the cell names a body is asked of the whole: 'ba trường và …' is cut elsewhere than its first piece.
    if (start < 0 || (from === 0 && to < words.length && nameStart(words, 0, words.length) !== start)) return null
    let skipped = offset
    let length = -1
    let isSuspect = (classed(words[start]!) & BODY_HEAD) !== 0
    for (let i = from; i < start; i++) skipped += words[i]!.length + 1
    for (let i = start; i < to; i++) {
      length += words[i]!.length + 1
      if ((classed(words[i]!) & BODY_PART) !== 0) isSuspect = true
    }
    const name = text.slice(skipped, skipped + length)
    // One word is no body, yet with what follows it may be: 'đình và …'.
    if (isSuspect && (start === to - 1 || isOrganisation(name))) return null
    owners.push({ name, sex: sexIn(words, from, start, to) })
    offset = skipped + length + 4
    from = to + 1
  }
  return owners
}
