import { bare } from '../../core/values.ts'
import { tidy } from './cell.ts'
import {
  BARE_BODIES_BY_WORD,
  BODIES_BY_WORD,
  firstWord,
  INSIDE,
  MAYBE_SURNAMES,
  MEN,
  MIDDLES,
  NEVER_SURNAMES,
  PHRASES,
  PHRASES_BY_WORD,
  REMARK,
  SURNAMES,
  startsWith,
} from './owner-words.ts'
import { plainOwners } from './plain-owners.ts'

/** Longest cell that is read as a list of owners; what is longer is a document, not a cell. */
const LONGEST = 2000

const SIGNS = /[.,;:"()]/

function plainOf(text: string): string {
  const lower = tidy(text).normalize('NFC').toLowerCase()
  return SIGNS.test(lower) || lower.includes('  ')
    ? lower
        .replace(/[.,;:"()]+/g, ' ')
        .replace(/ {2,}/g, ' ')
        .trim()
    : lower
}

const beginsWithBody = (text: string): boolean => isBodyHead(plainOf(text))

const isBodyHead = (plain: string): boolean =>
  (startsWith(plain, BODIES_BY_WORD) && plain.includes(' ')) || startsWith(bare(plain), BARE_BODIES_BY_WORD)

/** Whether the text names a body (committee, company, school, pagoda…) rather than a person. */
export function isOrganisation(text: string): boolean {
  if (text.length > LONGEST) return false
  const plain = plainOf(text)
  return isBodyHead(plain) || INSIDE.test(plain)
}

/** The name without what people put before it, and whether anything was put there. */
export function withoutHonorific(text: string): {
  readonly name: string
  readonly isStripped: boolean
  readonly isDoubtful: boolean
} {
  let name = text
  for (let guard = 0; guard < 8; guard++) {
    const lower = name.toLowerCase()
    const phrase = phraseAt(lower)
    const end = phrase ? phrase.length : name.search(/[ :]/)
    if (end < 1) break
    const word = lower.slice(0, end)
    const head = word.endsWith('.') ? word.slice(0, -1) : word
    if (!phrase && !NEVER_SURNAMES.has(head) && !MAYBE_SURNAMES.has(head)) break
    const rest = name.slice(end).replace(/^[ .:]+/, '')
    if (rest === '') break
    const isSure = phrase || NEVER_SURNAMES.has(head) || (name[0] === lower[0] && head !== 'ba') || name[end] === ':'
    if (!isSure && !beginsWithSurname(rest) && !isWholeName(rest))
      return { name, isStripped: name !== text, isDoubtful: head !== 'ba' && head !== 'ong' }
    name = rest
  }
  return { name, isStripped: name !== text, isDoubtful: false }
}

/** Three words that do not begin with a middle name are a name by themselves: what stands before them is a form of address. */
const isWholeName = (text: string): boolean =>
  wordCount(text) >= 3 && !(text.includes(' ') && MIDDLES.has(firstWord(text).toLowerCase()))

const phraseAt = (lower: string): string | undefined =>
  PHRASES_BY_WORD.get(firstWord(lower))?.find(
    (head) => lower.startsWith(head) && (lower[head.length] === ' ' || lower[head.length] === ':'),
  )

function beginsWithSurname(text: string): boolean {
  const [first = '', second] = text.split(/[ ']/, 2)
  return second !== undefined && SURNAMES.has(bare(first))
}

/** Text outside brackets; an unclosed bracket runs to the end. Linear, whatever the nesting. */
export function withoutBrackets(text: string): { readonly outside: string; readonly inside: string } {
  if (!BRACKETS.test(text)) return { outside: tidySpaces(text), inside: '' }
  let outside = ''
  let inside = ''
  let depth = 0
  for (const sign of text) {
    if (sign === '(' || sign === '[') depth++
    else if (sign === ')' || sign === ']') depth = Math.max(0, depth - 1)
    else if (depth > 0) inside += sign
    else outside += sign
  }
  return { outside: tidySpaces(outside), inside: inside.trim() }
}

const BRACKETS = /[()[\]]/
const tidySpaces = (text: string): string => (text.includes('  ') ? text.replace(/ {2,}/g, ' ') : text).trim()

/** A lower-case 'va' between names is 'và' without its mark: no name is written so. */
const SEPARATORS = /[,;|/\n]| (?:và|va|&|\+|cùng|cùng với) | [-–—] /
const SHOUTED = / (?:VÀ|CÙNG) /
const SHOUTED_BARE = / VA /
const isAscii = (text: string): boolean => !/[^\u0000-\u007f]/.test(text)
const wordCount = (text: string): number => text.split(' ').filter(Boolean).length

/** A hyphen without spaces joins two persons only where both sides are whole names: not in 'Ka-Đơng'. */
function unhyphened(piece: string): readonly string[] {
  const sides = piece.split(/[-–—]/)
  return sides.length === 2 && sides.every((side) => wordCount(side) >= 2) ? sides : [piece]
}

function pieces(text: string): readonly string[] {
  const isShouted = !/[a-z]/.test(text)
  const cut = text.split(SEPARATORS)
  if (!isShouted) return cut.flatMap(unhyphened)
  return cut.flatMap((piece) => piece.split(isAscii(text) ? SHOUTED_BARE : SHOUTED)).flatMap(unhyphened)
}

export interface OwnerName {
  readonly name: string
  /** What the form of address says: 'ông' Nam, 'bà' Nữ; blank where there is none or it says both. */
  readonly sex: string
}

/**
 * The persons that an owner cell names, as written but for honorifics and remarks in brackets: 'ông Nguyễn Văn A và bà Lê Thị
 * X' -> two, 'hộ ông Nguyễn Văn A' -> one, an organisation or a blank -> none. An unnamed spouse ('và vợ') is dropped.
 */
export function ownersNamed(text: string): readonly OwnerName[] {
  return text.length > LONGEST ? [] : (plainOwners(text, isOrganisation) ?? ownersOfAny(text))
}

/** The names alone. */
export const splitOwners = (text: string): readonly string[] => ownersNamed(text).map(({ name }) => name)

function ownersOfAny(text: string): readonly OwnerName[] {
  const lines = text
    .normalize('NFC')
    .split(/[\r\n]+/)
    .map(tidy)
  // A wrapped name goes on in the next line; only whole names on both lines are two persons.
  const joined = lines.every((line) => wordCount(line) >= 2) ? lines.join('\n') : lines.join(' ')
  const { outside } = withoutBrackets(joined.replace(/[ ]{2,}/g, ' '))
  const cells = pieces(outside)
  // 'Công ty A, B và C' is one body; beside a body only who is addressed as a person is one.
  const isBody = beginsWithBody(withoutHonorific(outside).name)
  return cells
    .filter((piece) => !isBody || withoutHonorific(piece.trim()).isStripped)
    .map((piece) => ({ name: person(piece), sex: sexOf(piece.trim()) }))
    .filter(({ name }) => name !== '')
}

const ADDRESSED = /^(?:(?:chủ hộ|hộ gia đình|hộ)[ :]+)*(ông|anh|chú|bà|chị|cô)[ :.]+(?!(?:và )?(?:bà|ông|vợ|chồng) )/

function sexOf(piece: string): string {
  const word = ADDRESSED.exec(piece.toLowerCase())?.[1]
  if (word === undefined || !withoutHonorific(piece).isStripped) return ''
  return MEN.has(word) ? 'Nam' : 'Nữ'
}

function person(piece: string): string {
  const { name } = withoutHonorific(piece.trim())
  const trimmed = name.replace(/^[ .:*"“”-]+/, '').replace(/[ .:*"“”-]+$/, '')
  const lower = trimmed.toLowerCase()
  const isUnnamed = NEVER_SURNAMES.has(lower) || PHRASES.includes(lower) || MAYBE_SURNAMES.has(lower)
  return isUnnamed || REMARK.test(lower) || !/\p{L}/u.test(trimmed) || isOrganisation(trimmed) ? '' : trimmed
}
