import type { Comparison, Level, TermFrequency } from '../../../core/comparison.ts'
import { withinOneEdit } from '../similarity/edits.ts'
import { nameFold } from '../similarity/fold.ts'
import { jaroWinkler } from '../similarity/jaro-winkler.ts'
import { BLANK, bitsOf, mayReach } from '../similarity/letter-set.ts'
import { codesOf } from '../similarity/text.ts'
import { SYLLABLE_CONDITIONS, SYLLABLES } from './name-sql.ts'
import type { PlainOptions } from './plain.ts'
import { abbreviates, marksAgree, type Syllable, sameLetters, syllableOf } from './syllables.ts'
import { oncePerPair } from './words.ts'

type Syllables = readonly Syllable[]

/** A Vietnamese full name in syllables, family name first, and as whole texts with their hashes. */
export interface VietnameseName {
  readonly syllables: Syllables
  /** Marks kept, spelling habits folded. */
  readonly folded: string
  /** Letters alone. */
  readonly bare: string
  /** Most pairs are settled by these numbers, so that no text of theirs is fetched. `bag`: the same in any order. */
  readonly foldedHash: number
  readonly bareHash: number
  readonly regionHash: number
  readonly bagHash: number
  readonly givenHash: number
  readonly givenRegion: number
  /** Letters that occur in `bare`, and in the given name. */
  readonly set: number
  readonly givenSet: number
  /** A syllable of it is none of the language: misspelt, or another people's. */
  readonly isOdd: boolean
  /** Symbols for the kernels; made when first compared by likeness. */
  codes: Uint16Array | null
}

/** Longest cell that is read; a 1 MB cell costs no more than a line. */
const LONGEST = 200
/** No name has more. */
const SYLLABLES_MOST = 16
const SEPARATORS = /[\s.,;:/()|'’‘ʼ`´-]/
/** Character codes up to U+3000 that separate syllables; the byte order mark is taken out with its syllable. */
const SEPARATES = Uint8Array.from({ length: 0x3001 }, (_, code) => (SEPARATORS.test(String.fromCharCode(code)) ? 1 : 0))

/** The syllables between separators, of the beginning of a text. */
function syllablesOf(text: string): Syllable[] {
  const found: Syllable[] = []
  const end = Math.min(text.length, LONGEST)
  let from = 0
  for (let i = 0; i <= end && found.length < SYLLABLES_MOST; i++) {
    const code = i < end ? text.charCodeAt(i) : 32
    if (code >= SEPARATES.length || SEPARATES[code] === 0) continue
    const own = i > from ? syllableOf(text.slice(from, i)) : null
    if (own !== null && own.bare !== '') found.push(own)
    from = i + 1
  }
  return found
}

/** Forms of address at the head of a cell. */
const ADDRESS: ReadonlySet<string> = new Set(
  ['ông', 'bà', 'anh', 'chị', 'cụ', 'cô', 'chú', 'bác', 'hộ', 'ong', 'ba'].map((word) => syllableOf(word).folded),
)

/**
 * Ông is a surname too, and an unmarked Hồ looks like hộ: three syllables must remain unless what follows is no Vietnamese
 * name (Ông Bnước Hùng), and `ho` needs another form behind.
 */
function isAddressed(syllables: Syllables): boolean {
  const [first, second] = syllables
  if (first === undefined || second === undefined || syllables.length < (second.isLegal ? 4 : 3)) return false
  return ADDRESS.has(first.folded) || (first.folded === 'ho' && (second.bare === 'ong' || second.bare === 'ba'))
}

function read(value: string): VietnameseName | null {
  let syllables = syllablesOf(value)
  while (isAddressed(syllables)) syllables = syllables.slice(1)
  const [first] = syllables
  if (first === undefined) return null
  let { folded, bare, foldedHash, bareHash, regionHash, set } = first
  let bagHash = bareHash
  let isOdd = !first.isLegal
  let given = first
  for (let i = 1; i < syllables.length; i++) {
    given = syllables[i]!
    folded += ` ${given.folded}`
    bare += ` ${given.bare}`
    set |= given.set | BLANK
    isOdd ||= !given.isLegal
    foldedHash = Math.imul(foldedHash, 31) ^ given.foldedHash
    bareHash = Math.imul(bareHash, 31) ^ given.bareHash
    regionHash = Math.imul(regionHash, 31) ^ given.regionHash
    bagHash = (bagHash + given.bareHash) | 0
  }
  const hashes = { foldedHash, bareHash, regionHash, bagHash, givenHash: given.bareHash, givenRegion: given.regionHash }
  return { syllables, folded, bare, ...hashes, set, givenSet: given.set, isOdd, codes: null }
}

const sameFolded = (a: VietnameseName, b: VietnameseName): boolean =>
  a.foldedHash === b.foldedHash && a.folded === b.folded
const sameBare = (a: VietnameseName, b: VietnameseName): boolean => a.bareHash === b.bareHash && a.bare === b.bare
const isMarked = ({ folded, bare }: VietnameseName): boolean => folded !== bare
const givenOf = ({ syllables }: VietnameseName): Syllable => syllables[syllables.length - 1]!

function everySyllable({ syllables: a }: VietnameseName, { syllables: b }: VietnameseName, test: PairTest): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!test(a[i]!, b[i]!)) return false
  return true
}
type PairTest = (a: Syllable, b: Syllable) => boolean
const sameHooked: PairTest = (a, b) => a.hooked === b.hooked
const sameRegion: PairTest = (a, b) => a.region === b.region
const sameGiven = (a: VietnameseName, b: VietnameseName): boolean =>
  a.givenHash === b.givenHash && givenOf(a).bare === givenOf(b).bare
const sameEnds = (a: VietnameseName, b: VietnameseName): boolean =>
  sameGiven(a, b) && a.syllables.length > 1 && b.syllables.length > 1 && sameLetters(a.syllables[0]!, b.syllables[0]!)

const inOrder = ({ bare }: VietnameseName): string => bare.split(' ').sort().join(' ')
const isReordered = (a: VietnameseName, b: VietnameseName): boolean =>
  a.bagHash === b.bagHash && a.bare.length === b.bare.length && inOrder(a) === inOrder(b)

const withInitials = (a: VietnameseName, b: VietnameseName): boolean =>
  sameGiven(a, b) && a.syllables.length > 1 && everySyllable(a, b, abbreviates)

/** Whether the shorter, of two syllables at least, is the longer with family or middle names left out. */
function isDropped(a: VietnameseName, b: VietnameseName): boolean {
  if (a.syllables.length === b.syllables.length || !sameGiven(a, b)) return false
  const [short, long] = a.syllables.length < b.syllables.length ? [a, b] : [b, a]
  if (short.syllables.length < 2) return false
  let at = 0
  for (const { bare } of long.syllables) if (bare === short.syllables[at]?.bare) at++
  return at === short.syllables.length
}

const NEAR = 0.92
const FAR = 0.88
/** What one edit in a longer name counts at least, wherever it is. */
const SLIP = 0.94

/** How alike two names are that are not one name: what differs is spelling, near, not far off, or nothing of it. */
type Likeness = 'misspelt' | 'near' | 'far' | null

/**
 * Jaro–Winkler of the bare letters, and what differs. Where no syllable is misspelt, the given names must be alike: most
 * pairs that are alike as a whole have family and middle names in common and nothing else, so the kernel is not even asked.
 */
function likenessOf(a: VietnameseName, b: VietnameseName): Likeness {
  const isOdd = a.isOdd || b.isOdd
  const isGivenAlike = givenAlike(a, b)
  if ((!isOdd && !isGivenAlike) || !mayReach(FAR, a.bare, a.set, b.bare, b.set)) return null
  const similar = jaroWinkler((a.codes ??= codesOf(a.bare)), (b.codes ??= codesOf(b.bare)))
  const isSlip = similar < NEAR && Math.min(a.bare.length, b.bare.length) >= 6 && withinOneEdit(a.bare, b.bare)
  const likeness = isSlip ? SLIP : similar
  if (likeness < FAR) return null
  if (isOdd && isMisspelt(a, b)) return 'misspelt'
  return isGivenAlike ? (likeness >= NEAR ? 'near' : 'far') : null
}

/** Whether a syllable that is none stands wherever two differ; two legal ones are two names (Lan and Lam). */
function isMisspelt({ syllables: a }: VietnameseName, { syllables: b }: VietnameseName): boolean {
  if (a.length !== b.length) return true
  for (let i = 0; i < a.length; i++)
    if (a[i]!.isLegal && b[i]!.isLegal && !sameLetters(a[i]!, b[i]!) && a[i]!.region !== b[i]!.region) return false
  return true
}

/** One given name in two regions, or within one edit, which changes two letters of its set at most. */
const givenAlike = (a: VietnameseName, b: VietnameseName): boolean =>
  a.givenRegion === b.givenRegion ||
  (bitsOf(a.givenSet ^ b.givenSet) <= 2 && withinOneEdit(givenOf(a).bare, givenOf(b).bare))

const whole = (k: number, floor: number): TermFrequency<VietnameseName> => ({ k, floor, shared: (a) => [a.bare] })

/**
 * Vietnamese full names by character. Lost marks are not other marks, a middle name left out is not another one, and names
 * that differ in the given name alone are other people's: likeness of the whole counts only where the given names are alike.
 */
export function vietnameseNames({
  name = 'fullName',
  floor = 1e-6,
}: PlainOptions = {}): Comparison<string, VietnameseName> {
  const likeness = oncePerPair(likenessOf)
  const equal = whole(1, floor)
  const loose = whole(0.8, floor)
  const levels: readonly Level<VietnameseName>[] = [
    { code: 'same', label: 'trùng', m: 0.87, u: 1e-4, test: sameFolded, tf: equal },
    {
      code: 'unmarked',
      label: 'trùng chữ, một bên không dấu',
      m: 0.05,
      u: 8e-6,
      test: (a, b) => sameBare(a, b) && isMarked(a) !== isMarked(b),
      tf: loose,
    },
    {
      code: 'lost-marks',
      label: 'trùng chữ, một bên mất dấu',
      m: 0.025,
      u: 3e-5,
      test: (a, b) => sameBare(a, b) && everySyllable(a, b, marksAgree),
      tf: loose,
    },
    {
      code: 'hook-tilde',
      label: 'chỉ lẫn hỏi ngã',
      m: 0.006,
      u: 2e-6,
      test: (a, b) => sameBare(a, b) && everySyllable(a, b, sameHooked),
      tf: loose,
    },
    { code: 'marks', label: 'trùng chữ, khác dấu', m: 0.002, u: 1e-5, test: sameBare, tf: loose },
    {
      code: 'regional',
      label: 'cùng tên, gọi theo vùng',
      m: 0.004,
      u: 4e-6,
      test: (a, b) => a.regionHash === b.regionHash && everySyllable(a, b, sameRegion),
    },
    {
      code: 'reordered',
      label: 'cùng các chữ, khác thứ tự',
      m: 0.0015,
      u: 5e-6,
      test: isReordered,
    },
    { code: 'initials', label: 'một bên viết tắt', m: 0.001, u: 5e-6, test: withInitials },
    { code: 'dropped', label: 'cùng tên, một bên thiếu họ hoặc chữ đệm', m: 0.003, u: 1.5e-4, test: isDropped },
    {
      code: 'misspelt',
      label: 'gần giống, một bên viết sai',
      m: 0.006,
      u: 5e-5,
      test: (a, b) => likeness(a, b) === 'misspelt',
    },
    {
      code: 'near-.92',
      label: 'gần giống',
      m: 0.002,
      u: 1.3e-3,
      test: (a, b) => likeness(a, b) === 'near',
    },
    {
      code: 'near-.88',
      label: 'hơi giống',
      m: 0.001,
      u: 2e-3,
      test: (a, b) => likeness(a, b) === 'far',
    },
    { code: 'ends', label: 'cùng họ và tên, khác chữ đệm', m: 0.001, u: 1e-3, test: sameEnds },
    { code: 'given', label: 'chỉ trùng tên', m: 0.004, u: 9e-3, test: sameGiven },
  ]
  return {
    name,
    prepare: read,
    sql: SYLLABLES,
    terms: (value) => [value.bare],
    fold: nameFold(5),
    levels: levels.map((level) => ({
      ...level,
      ...(SYLLABLE_CONDITIONS[level.code] && { sql: SYLLABLE_CONDITIONS[level.code]! }),
    })),
    otherwise: { m: 0.0235, u: 0.986 },
  }
}
