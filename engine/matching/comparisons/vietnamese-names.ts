import type { Comparison, Level, TermFrequency } from '../../../core/comparison.ts'
import { withinOneEdit } from '../similarity/edits.ts'
import { nameFold } from '../similarity/fold.ts'
import { jaroWinkler } from '../similarity/jaro-winkler.ts'
import { letterSet, mayReach } from '../similarity/letter-set.ts'
import { codesOf } from '../similarity/text.ts'
import type { PlainOptions } from './plain.ts'
import { abbreviates, marksAgree, type Syllable, syllableOf } from './syllables.ts'
import { oncePerPair } from './words.ts'

type Syllables = readonly Syllable[]

/** A Vietnamese full name in syllables, family name first, and as whole texts. */
export interface VietnameseName {
  readonly syllables: Syllables
  /** Marks kept, spelling habits folded. */
  readonly folded: string
  /** Letters alone. */
  readonly bare: string
  /** The bare syllables in alphabetical order: equal for names that differ in order alone. */
  readonly sorted: string
  readonly letters: number
  /** Symbols for the kernels; made when first compared by likeness. */
  codes: Uint16Array | null
}

/** Longest cell that is read; a 1 MB cell costs no more than a line. */
const LONGEST = 200
/** No name has more. */
const SYLLABLES_MOST = 16
const SEPARATORS = /[\s.,;:/()|'’‘ʼ`´-]+/
const UNSEEN = /[\u00ad\u200b-\u200d\ufeff]/g
const LOOKALIKES = /[ðɖ]/g
/** Forms of address at the head of a cell. */
const ADDRESS: ReadonlySet<string> = new Set(
  ['ông', 'bà', 'anh', 'chị', 'cụ', 'cô', 'chú', 'bác', 'hộ', 'ong', 'ba'].map((word) => syllableOf(word).folded),
)

/**
 * Ông is a surname too, and an unmarked Hồ looks like hộ: three syllables must remain unless what follows is no Vietnamese
 * name (Ông Bnước Hùng), and `ho` needs another form behind.
 */
function isAddressed([first, second, ...rest]: Syllables): boolean {
  if (first === undefined || second === undefined || rest.length < (second.isLegal ? 2 : 1)) return false
  return ADDRESS.has(first.folded) || (first.folded === 'ho' && (second.bare === 'ong' || second.bare === 'ba'))
}

function read(value: string): VietnameseName | null {
  const text = value.slice(0, LONGEST).normalize('NFC').replace(UNSEEN, '').toLowerCase().replace(LOOKALIKES, 'đ')
  let syllables: Syllables = text
    .split(SEPARATORS, SYLLABLES_MOST)
    .map(syllableOf)
    .filter((one) => one.bare !== '')
  if (syllables.length === 0) return null
  while (isAddressed(syllables)) syllables = syllables.slice(1)
  const bare = syllables.map((one) => one.bare).join(' ')
  return {
    syllables,
    folded: syllables.map((one) => one.folded).join(' '),
    bare,
    sorted: syllables
      .map((one) => one.bare)
      .sort()
      .join(' '),
    letters: letterSet(bare),
    codes: null,
  }
}

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
const sameGiven = (a: VietnameseName, b: VietnameseName): boolean => givenOf(a).bare === givenOf(b).bare
const sameEnds = (a: VietnameseName, b: VietnameseName): boolean =>
  a.syllables.length > 1 && b.syllables.length > 1 && a.syllables[0]!.bare === b.syllables[0]!.bare && sameGiven(a, b)

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

/** Jaro–Winkler of the bare letters, 0 where it is below `FAR`; one edit in a longer name counts at least as `SLIP`. */
function likeness(a: VietnameseName, b: VietnameseName): number {
  if (!mayReach(FAR, a.bare, a.letters, b.bare, b.letters)) return 0
  const similar = jaroWinkler((a.codes ??= codesOf(a.bare)), (b.codes ??= codesOf(b.bare)))
  return similar < SLIP && Math.min(a.bare.length, b.bare.length) >= 6 && withinOneEdit(a.bare, b.bare) ? SLIP : similar
}
const NEAR = 0.92
const FAR = 0.88
const SLIP = 0.94

/** Whether what differs is spelling: a syllable that is none, where two legal ones would be two names (Lan and Lam). */
function isMisspelt({ syllables: a }: VietnameseName, { syllables: b }: VietnameseName): boolean {
  if (a.length !== b.length) return a.some((one) => !one.isLegal) || b.some((one) => !one.isLegal)
  for (let i = 0; i < a.length; i++)
    if (a[i]!.bare !== b[i]!.bare && a[i]!.isLegal && b[i]!.isLegal && a[i]!.region !== b[i]!.region) return false
  return true
}

/** Whether the given names may be one: most pairs that are alike as a whole share family and middle names only. */
function givenAlike(a: VietnameseName, b: VietnameseName): boolean {
  const [left, right] = [givenOf(a), givenOf(b)]
  return left.region === right.region || withinOneEdit(left.bare, right.bare)
}

const whole = (k: number, floor: number): TermFrequency<VietnameseName> => ({ k, floor, shared: (a) => [a.bare] })

/**
 * Vietnamese full names by character. Lost marks are not other marks, a middle name left out is not another one, and names
 * that differ in the given name alone are other people's: likeness of the whole counts only where the given names are alike.
 */
export function vietnameseNames({
  name = 'fullName',
  floor = 1e-6,
}: PlainOptions = {}): Comparison<string, VietnameseName> {
  const near = oncePerPair(likeness)
  const equal = whole(1, floor)
  const loose = whole(0.8, floor)
  const levels: readonly Level<VietnameseName>[] = [
    { code: 'same', label: 'trùng', m: 0.87, u: 1e-4, test: (a, b) => a.folded === b.folded, tf: equal },
    {
      code: 'unmarked',
      label: 'trùng chữ, một bên không dấu',
      m: 0.05,
      u: 8e-6,
      test: (a, b) => a.bare === b.bare && isMarked(a) !== isMarked(b),
      tf: loose,
    },
    {
      code: 'lost-marks',
      label: 'trùng chữ, một bên mất dấu',
      m: 0.025,
      u: 3e-5,
      test: (a, b) => a.bare === b.bare && everySyllable(a, b, marksAgree),
      tf: loose,
    },
    {
      code: 'hook-tilde',
      label: 'chỉ lẫn hỏi ngã',
      m: 0.006,
      u: 2e-6,
      test: (a, b) => a.bare === b.bare && everySyllable(a, b, sameHooked),
      tf: loose,
    },
    { code: 'marks', label: 'trùng chữ, khác dấu', m: 0.002, u: 1e-5, test: (a, b) => a.bare === b.bare, tf: loose },
    {
      code: 'regional',
      label: 'cùng tên, gọi theo vùng',
      m: 0.004,
      u: 4e-6,
      test: (a, b) => everySyllable(a, b, sameRegion),
    },
    {
      code: 'reordered',
      label: 'cùng các chữ, khác thứ tự',
      m: 0.0015,
      u: 5e-6,
      test: (a, b) => a.sorted === b.sorted,
    },
    { code: 'initials', label: 'một bên viết tắt', m: 0.001, u: 5e-6, test: withInitials },
    { code: 'dropped', label: 'cùng tên, một bên thiếu họ hoặc chữ đệm', m: 0.003, u: 1.5e-4, test: isDropped },
    {
      code: 'misspelt',
      label: 'gần giống, một bên viết sai',
      m: 0.006,
      u: 5e-5,
      test: (a, b) => near(a, b) >= FAR && isMisspelt(a, b),
    },
    {
      code: 'near-.92',
      label: 'gần giống',
      m: 0.002,
      u: 1.3e-3,
      test: (a, b) => near(a, b) >= NEAR && givenAlike(a, b),
    },
    {
      code: 'near-.88',
      label: 'hơi giống',
      m: 0.001,
      u: 2e-3,
      test: (a, b) => near(a, b) >= FAR && givenAlike(a, b),
    },
    { code: 'ends', label: 'cùng họ và tên, khác chữ đệm', m: 0.001, u: 1e-3, test: sameEnds },
    { code: 'given', label: 'chỉ trùng tên', m: 0.004, u: 9e-3, test: sameGiven },
  ]
  return {
    name,
    prepare: read,
    terms: (value) => [value.bare],
    fold: nameFold(5),
    levels,
    otherwise: { m: 0.0235, u: 0.986 },
  }
}
