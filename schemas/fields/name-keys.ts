/** Tone marks by column: level, huyền, sắc, hỏi, ngã, nặng. */
const VOWELS = [
  'aàáảãạ',
  'ăằắẳẵặ',
  'âầấẩẫậ',
  'eèéẻẽẹ',
  'êềếểễệ',
  'iìíỉĩị',
  'oòóỏõọ',
  'ôồốổỗộ',
  'ơờớởỡợ',
  'uùúủũụ',
  'ưừứửữự',
  'yỳýỷỹỵ',
]
const CONSONANTS = 'bcdđfghjklmnpqrstvwxz'
const HOI = 3
const NGA = 4
const SPACE = 32

/** Character codes up to U+1EFF -> lower-case letter without its tone, and the tone; 0 where no Vietnamese letter. */
const BASE = new Uint16Array(0x1f00)
const TONE = new Uint8Array(0x1f00)
for (const row of VOWELS) {
  for (const [tone, letter] of [...row].entries()) {
    for (const cased of [letter, letter.toUpperCase()]) {
      BASE[cased.charCodeAt(0)] = row.charCodeAt(0)
      TONE[cased.charCodeAt(0)] = tone
    }
  }
}
for (const letter of CONSONANTS)
  for (const cased of [letter, letter.toUpperCase()]) BASE[cased.charCodeAt(0)] = letter.charCodeAt(0)

const isLetter = (code: number): boolean => code < BASE.length && BASE[code] !== 0
const isBareVowel = (letter: string): boolean => 'aăâeêioôơuưy'.includes(letter)

const BARE: Readonly<Record<string, string>> = { ă: 'a', â: 'a', ê: 'e', ô: 'o', ơ: 'o', ư: 'u', đ: 'd' }
const withoutMarks = (base: string): string => base.replace(/[ăâêôơưđ]/g, (letter) => BARE[letter]!)

/** Regional doublets: names that north and south spell apart. With tone number, as keys of level 4 hold them. */
const DOUBLETS = new Map([
  ['huynh1', 'hoang1'],
  ['vo3', 'vu3'],
  ['phươc2', 'phuc2'],
  ['kiêng3', 'canh3'],
  ['châu0', 'chu0'],
  ['tanh2', 'tinh2'],
])
const BARE_DOUBLETS = new Map(
  [...DOUBLETS].map(([from, to]) => [withoutMarks(from).slice(0, -1), withoutMarks(to).slice(0, -1)]),
)

export type KeyLevel = 1 | 2 | 3 | 4 | 5 | 6

/** A final y after consonants alone or after qu sounds like i: ly, my, ky, quy; not ay, uy, nor y by itself. */
function withI(base: string): string {
  if (base.length < 2 || !base.endsWith('y') || (isBareVowel(base.at(-2)!) && base !== 'quy')) return base
  return `${base.slice(0, -1)}i`
}

function syllable(base: string, tone: number, level: KeyLevel): string {
  const vowel = level >= 3 ? withI(base) : base
  if (level === 6) {
    const bare = withoutMarks(vowel)
    return BARE_DOUBLETS.get(bare) ?? bare
  }
  const key = vowel + (level >= 4 && tone === NGA ? HOI : tone)
  return level >= 5 ? (DOUBLETS.get(key) ?? key) : key
}

const APOSTROPHES = /[’‘ʼ`´]/g

function asWritten(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(APOSTROPHES, "'").replace(/\s+/g, ' ').trim()
}

function bySyllables(text: string, level: KeyLevel): string {
  let out = ''
  let base = ''
  let tone = 0
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 32
    if (isLetter(code)) {
      base += String.fromCharCode(BASE[code]!)
      tone = TONE[code] || tone
    } else if (code === 32 || code === 39 || code === 45 || code === 46) {
      if (base) out += (out && ' ') + syllable(base, tone, level)
      base = ''
      tone = 0
    } else base += level === 6 ? text[i]!.normalize('NFD').replace(/[\u0300-\u036f]/g, '') : text[i]!
  }
  return out
}

/** Keys of the syllables met so far, by level: a province's names are made of a few thousand. */
const SYLLABLES: readonly Map<string, string>[] = Array.from({ length: 7 }, () => new Map())
const MOST_SYLLABLES = 20_000
const LONGEST_SYLLABLE = 8

function cached(word: string, level: KeyLevel): string {
  const known = SYLLABLES[level]!.get(word)
  if (known !== undefined) return known
  const key = bySyllables(word, level)
  if (word.length <= LONGEST_SYLLABLE && SYLLABLES[level]!.size < MOST_SYLLABLES) SYLLABLES[level]!.set(word, key)
  return key
}

/** Whether the name is Vietnamese letters with one space between words, as almost all are. */
function isPlain(name: string): boolean {
  let before = SPACE
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i)
    if (code === SPACE ? before === SPACE : !isLetter(code)) return false
    before = code
  }
  return before !== SPACE
}

/**
 * Key under which two spellings of a name are equal; each level is coarser than the one before. 1: as written but for
 * case, spaces and Unicode form; 2: whatever the place of the tone mark (òa = oà); 3: i = y (Lý = Lí); 4: hỏi = ngã;
 * 5: regional doublets (Hoàng = Huỳnh, Vũ = Võ…); 6: no diacritics. Keys are for comparison, never for display: from level 2
 * the tone stands as a digit after its syllable. Level 6 keeps the doublets, so that VO finds Vũ as Võ does.
 */
export function nameKey(name: string, level: KeyLevel): string {
  if (!isPlain(name)) return level === 1 ? asWritten(name) : bySyllables(asWritten(name), level)
  if (level === 1) return name.toLowerCase()
  let key = ''
  let start = 0
  for (let space = name.indexOf(' '); space >= 0; space = name.indexOf(' ', start)) {
    key += `${cached(name.slice(start, space), level)} `
    start = space + 1
  }
  return key + cached(name.slice(start), level)
}

let lastName = ''
let lastKey = ''

/** The key by which records of one name meet in matching, level 6: several rules ask it of one record, one after another. */
export function matchingKey(name: string): string {
  if (name !== lastName) {
    lastKey = nameKey(name, 6)
    lastName = name
  }
  return lastKey
}
