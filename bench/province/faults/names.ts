import { DOUBLETS } from '../names.ts'
import { unmarked } from '../notation.ts'
import type { Dice } from '../random.ts'
import { tcvn3AsLatin1 } from '../tcvn3.ts'
import { type Kind, kind, type Make } from './kinds.ts'

/** What happens to names on their way through offices and software (E3). Source: domain reference 5.1 to 5.4. */

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/
const HOOK = '\u0309'
const TILDE = '\u0303'
const LAST_LETTER = 0x1f00

type Letters = Uint16Array
/** What becomes of each letter, as a table: decomposing every syllable anew cost more than all the rest of a fault. */
const lettersBy = (change: (decomposed: string) => string): Letters =>
  Uint16Array.from({ length: LAST_LETTER }, (_, code) => {
    const changed = change(String.fromCharCode(code).normalize('NFD')).normalize('NFC')
    return changed.length === 1 ? changed.charCodeAt(0) : code
  })
const TONELESS = lettersBy((text) => text.replace(TONES, ''))
const HOOK_AND_TILDE = lettersBy((text) => text.replace(/[\u0303\u0309]/, (mark) => (mark === TILDE ? HOOK : TILDE)))

/** Changes one syllable for which the change does something, starting at a random one. */
function inOneSyllable(text: string, dice: Dice, change: (syllable: string) => string): string | null {
  const syllables = text.split(' ')
  const start = dice.below(syllables.length)
  for (let i = 0; i < syllables.length; i++) {
    const at = (start + i) % syllables.length
    const changed = change(syllables[at]!)
    if (changed !== syllables[at]) return syllables.with(at, changed).join(' ')
  }
  return null
}

const withLetters =
  (letters: Letters) =>
  (syllable: string): string => {
    for (let i = 0; i < syllable.length; i++) {
      const code = syllable.charCodeAt(i)
      const changed = code < LAST_LETTER ? letters[code]! : code
      if (changed !== code) return syllable.slice(0, i) + String.fromCharCode(changed) + syllable.slice(i + 1)
    }
    return syllable
  }
const dropTone = withLetters(TONELESS)
const swapHookAndTilde = withLetters(HOOK_AND_TILDE)

const NEW_TONES = 'òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy'.split(' ')
const OLD_TONES = 'oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ'.split(' ')
const bothWays = (a: readonly string[], b: readonly string[]): ReadonlyMap<string, string> =>
  new Map([...a.map((one, i) => [one, b[i]!] as const), ...b.map((one, i) => [one, a[i]!] as const)])
const OTHER_TONE_PLACE = bothWays(NEW_TONES, OLD_TONES)
/** Hòa becomes Hoà, Thủy becomes Thuỷ, and back; only at the end of the syllable, where the two habits differ. */
const moveTone = (syllable: string): string => {
  const other = OTHER_TONE_PLACE.get(syllable.slice(-2))
  return other === undefined ? syllable : syllable.slice(0, -2) + other
}

const I_FOR_Y = new Map(
  Object.entries({ Lý: 'Lí', Mỹ: 'Mĩ', Kỳ: 'Kì', Quý: 'Quí', Vy: 'Vi', Ly: 'Li', My: 'Mi', Thy: 'Thi' }),
)
const OTHER_FORM = bothWays(
  DOUBLETS.map(([a]) => a),
  DOUBLETS.map(([, b]) => b),
)

const TELEX_TONE: Readonly<Record<string, string>> = {
  '\u0300': 'f',
  '\u0301': 's',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
}
const TELEX_LETTER: Readonly<Record<string, string>> = { '\u0302': '', '\u0306': 'w', '\u031b': 'w' }
/** The keys of a typist whose Vietnamese keyboard was switched off: Nguyễn as Nguyeexn. */
function telex(syllable: string): string {
  let tone = ''
  let out = ''
  for (const letter of syllable.replace(/đ/g, 'dd').replace(/Đ/g, 'DD').normalize('NFD')) {
    if (letter in TELEX_TONE) tone = TELEX_TONE[letter]!
    else if (letter === '\u0302') out += out.at(-1)!.toLowerCase()
    else out += TELEX_LETTER[letter] ?? letter
  }
  return out + tone
}

const NICKNAMES = ['Sáu', 'Bảy', 'Tư', 'Út', 'Năm', 'Cu', 'Tèo', 'Hai'] as const
const OTHERS = ['Lê Thị Hoa', 'Nguyễn Văn Tám', 'Trần Thị Lan', 'Phạm Văn Bình'] as const
const CHANGED = ['Thanh', 'Minh', 'Hạnh', 'Hải', 'Ngân', 'Tâm', 'An'] as const

type NameMake = Make<unknown>
const allCaps: NameMake = (_, text) => unmarked(text).toUpperCase()
const noMarks: NameMake = (_, text) => unmarked(text)
const oneToneLost: NameMake = (_, text, dice) => inOneSyllable(text, dice, dropTone)
const oneSyllableBare: NameMake = (_, text, dice) => inOneSyllable(text, dice, unmarked)
const toneMoved: NameMake = (_, text, dice) => inOneSyllable(text, dice, moveTone)
const hookTilde: NameMake = (_, text, dice) => inOneSyllable(text, dice, swapHookAndTilde)
const iForY: NameMake = (_, text, dice) => inOneSyllable(text, dice, (syllable) => I_FOR_Y.get(syllable) ?? syllable)
const doublet: NameMake = (_, text, dice) =>
  inOneSyllable(text, dice, (syllable) => OTHER_FORM.get(syllable) ?? syllable)
const telexKeys: NameMake = (_, text, dice) => inOneSyllable(text, dice, telex)
const decomposed: NameMake = (_, text) => text.normalize('NFD')
const tcvn3Pasted: NameMake = (_, text) => tcvn3AsLatin1(text)
const nickname: NameMake = (_, text, dice) => `${text} (tức ${dice.pick(NICKNAMES)})`
const twoPersons: NameMake = (_, text, dice) => `${text} và ${dice.pick(OTHERS)}`
const noteOfDeath: NameMake = (_, text) => `${text} (đã chết)`
const softHyphenLost: NameMake = (_, text) => text.replace(/ư/g, '')
const questionMarks: NameMake = (_, text) => text.replace(/[^ -~]/g, '?')
const givenFirst: NameMake = (_, text) => {
  const space = text.lastIndexOf(' ')
  return space < 0 ? null : `${text.slice(space + 1)} ${text.slice(0, space)}`
}
const givenChanged: NameMake = (_, text, dice) => `${text.slice(0, text.lastIndexOf(' '))} ${dice.pick(CHANGED)}`

/** Kinds for a cell that should hold one name, in a file that can carry any character. */
export const personNameKinds = <S>(column: number, isFemale: (subject: S) => boolean): readonly Kind<S>[] => [
  kind(18, 'all-caps-no-marks', column, allCaps),
  kind(12, 'no-marks', column, noMarks),
  kind(12, 'tone-lost', column, oneToneLost),
  kind(6, 'syllable-without-marks', column, oneSyllableBare),
  kind(10, 'tone-placement', column, toneMoved),
  kind(7, 'hook-for-tilde', column, hookTilde),
  kind(3, 'i-for-y', column, iForY),
  kind(6, 'doublet', column, doublet),
  kind(5, 'telex-residue', column, telexKeys),
  kind(7, 'nfd', column, decomposed),
  kind(5, 'tcvn3-pasted', column, tcvn3Pasted),
  kind(5, 'honorific', column, (subject, text) => `${isFemale(subject) ? 'Bà' : 'Ông'} ${text}`),
  kind(2, 'nickname', column, nickname),
  kind(1, 'two-persons', column, twoPersons),
  kind(2, 'given-name-first', column, givenFirst),
  kind(3, 'changed-name', column, givenChanged),
]

/** Kinds for the owner cell of the land register, whose code page knows no combining marks. */
export const ownerNameKinds = <S>(column: number): readonly Kind<S>[] => [
  kind(16, 'all-caps-no-marks', column, allCaps),
  kind(14, 'no-marks', column, noMarks),
  kind(14, 'tone-lost', column, oneToneLost),
  kind(8, 'syllable-without-marks', column, oneSyllableBare),
  kind(10, 'tone-placement', column, toneMoved),
  kind(8, 'hook-for-tilde', column, hookTilde),
  kind(6, 'doublet', column, doublet),
  kind(3, 'i-for-y', column, iForY),
  kind(5, 'telex-residue', column, telexKeys),
  kind(8, 'soft-hyphen-lost', column, softHyphenLost),
  kind(3, 'question-marks', column, questionMarks),
  kind(3, 'nickname', column, nickname),
  kind(2, 'note-of-death', column, noteOfDeath),
]
