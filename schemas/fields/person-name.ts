import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import { isBlank, tidy, words } from './cell.ts'
import { findings } from './findings.ts'
import { isOrganisation, splitOwners, withoutBrackets, withoutHonorific } from './owner-names.ts'
import { MAYBE_SURNAMES, NEVER_SURNAMES, PHRASES_BY_WORD, REMARKS_BY_WORD } from './owner-words.ts'
import { plainOwners } from './plain-owners.ts'

export { isOrganisation, splitOwners }

const LONGEST = 100

/** Vietnamese letters and the space: what a clean name is made of. Anything else makes `read` look closer. */
const CLEAN = new Uint8Array(0x1f00)
for (const letter of ' abcdeghiklmnopqrstuvxyđàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ') {
  for (const cased of [letter, letter.toUpperCase()]) CLEAN[cased.charCodeAt(0)] = 1
}

/** First words after which a cell is not simply one person's name, as they are written at the head of a cell. */
const HEADS: ReadonlySet<string> = new Set(
  'ông bà anh chị cụ cô chú bác em con cháu thầy hộ gia đồng vợ chồng hai người đại chủ ong ba ho uỷ ủy công tổng tập trường hợp chùa đình đền miếu nhà giáo tòa tịnh thánh tu dòng ban sở phòng chi cục trung bệnh trạm doanh ngân quỹ hội đoàn văn viện xí nông lâm bộ quân sư cộng tộc thôn tổ khu ấp bản buôn bảo kho liên hiệp cơ đảng thành không chưa trống ubnd htx bql dntn tnhh cty cong tap hop truong benh ngan xi tong nha'
    .split(' ')
    .flatMap((word) => [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()]),
)

/** Heads that may be an honorific, a phrase or a remark: only the long way can tell. */
const isAddress = (head: string): boolean =>
  MAYBE_SURNAMES.has(head) || NEVER_SURNAMES.has(head) || PHRASES_BY_WORD.has(head) || REMARKS_BY_WORD.has(head)

const LOWER_A = 97
const LOWER_Z = 122
const SPACE = 32

/** One Vietnamese name, not all in capitals, one space between words, no honorific, no second person, no Telex double. */
function isClean(raw: string): boolean {
  if (raw.length === 0 || raw.length > LONGEST) return false
  let before = SPACE
  let firstSpace = -1
  let hasLower = false
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i)
    if (code >= CLEAN.length || CLEAN[code] === 0) return false
    if (code === SPACE) {
      if (before === SPACE || isAnd(raw, i)) return false
      if (firstSpace < 0) firstSpace = i
    } else if (code >= LOWER_A && code <= LOWER_Z) {
      if (code === before) return false
      hasLower = true
    }
    before = code
  }
  if (!hasLower || before === SPACE || firstSpace < 1) return false
  const head = raw.slice(0, firstSpace)
  return !HEADS.has(head) || isNameAfter(head, raw)
}

/** A name although its first word may begin a body: Đoàn, Lâm and Văn are surnames too. */
function isNameAfter(head: string, raw: string): boolean {
  const isName = !isAddress(head.toLowerCase()) && plainOwners(raw, isOrganisation)?.[0]?.name === raw
  return isName && !isBlank(raw) && !TELEX.test(raw)
}

/** ' và' or ' VÀ' before position `end`. */
function isAnd(raw: string, end: number): boolean {
  const letter = raw.charCodeAt(end - 1)
  if (letter !== 0xe0 && letter !== 0xc0) return false
  return end > 3 && (raw.charCodeAt(end - 2) | 32) === 118 && raw.charCodeAt(end - 3) === SPACE
}

const CYRILLIC = 'аеорсухіѕјАВЕКМНОРСТУХІЅЈ'
const LOOKS_ALIKE = /[ðÐƉ’‘ʼ`´‐‑–—\u0400-\u04ff]/
const LATIN = 'aeopcyxisjABEKMHOPCTYXISJ'

/** Letters that only look Vietnamese: eth and African D for đ, Cyrillic among Latin letters; apostrophes and dashes unified. */
function lookAlikes(text: string): string {
  if (!LOOKS_ALIKE.test(text)) return text
  const plain = text
    .replace(/ð/g, 'đ')
    .replace(/[ÐƉ]/g, 'Đ')
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[‐‑–—]/g, '-')
  if (!/[\u0400-\u04ff]/.test(plain) || !/[a-z]/i.test(plain)) return plain
  return plain.replace(/[\u0400-\u04ff]/g, (letter) => {
    const at = CYRILLIC.indexOf(letter)
    return at < 0 ? letter : LATIN[at]!
  })
}

const isShouted = (text: string): boolean => !/[a-z]/.test(text) && /[A-Z].*[A-Z]/.test(text)

/** Whole names in capitals, also what a capital font left half lower ('NGUYễN'), become title case. */
function titled(text: string): string {
  if (!isShouted(text)) return text
  return text
    .toLowerCase()
    .replace(/(^|[ '.-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}

/** Capitals with spaces between them, none doubled: no keystroke that failed to become a mark. */
function isCapitals(raw: string): boolean {
  let before = 0
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i)
    if (code >= CLEAN.length || CLEAN[code] === 0 || code === before || (code >= LOWER_A && code <= LOWER_Z))
      return false
    before = code
  }
  return true
}

/** A clean name but for its capitals, as old software writes them, or null where a closer look is needed. */
function shouted(raw: string): string | null {
  if (raw.length > LONGEST || !isCapitals(raw) || raw.includes(' VA ')) return null
  const name = titled(raw)
  return isClean(name) && plainOwners(name, isOrganisation)?.[0]?.name === name ? name : null
}

const TELEX =
  /[aou]w|(?:^| )dd[a-z]|(?:aa|ee|oo)[a-z]{0,3}[sfrxj](?:$| |[a-z]{1,2}(?:$| ))|[aeiouy][a-z]{0,4}[fj](?:$| )/i
const VNI = /[aeiouyd][a-z]{0,3}[1-9]/i
/** Legal names of ethnic minorities that look like Telex. */
const LOOKS_TYPED = /(?:^| )Coor(?:$| )/

function sayTyping(name: string, say: Say): void {
  if (VNI.test(name) || (TELEX.test(name) && !LOOKS_TYPED.test(name))) say('typing-residue', name)
  else if (/\d/.test(name)) say('digits', name)
}

const DEATH = /chết|mất|từ trần|tử vong|qua đời|liệt sĩ|liệt sỹ/i

function sayRemark(inside: string, say: Say): void {
  if (DEATH.test(inside)) say('death-remark', inside)
  else say(/^tức|^tên khác|^còn gọi|^thường gọi/i.test(inside) ? 'other-name' : 'remark', inside)
}

/** The first person of the cell, without brackets and honorific. */
function onePerson(text: string, say: Say): string {
  const { outside, inside } = withoutBrackets(text)
  if (inside) sayRemark(inside, say)
  const owners = splitOwners(outside)
  if (owners.length > 1) say('two-persons', text)
  const { isStripped, isDoubtful } = withoutHonorific(outside)
  if (isStripped) say('honorific', text)
  else if (isDoubtful) say('maybe-honorific', text)
  return owners[0] ?? withoutHonorific(outside).name
}

/** What neither names nor the lists and remarks around them are written with. */
const SIGNS = /[^\p{L}\p{M}\p{N}'. ,;/|&+()[\]:"“”-]/gu
const SEPARATING = /[^\p{L}\p{M}\p{N}'. -]/gu

function isAddressedBody(text: string): boolean {
  const { name, isStripped } = withoutHonorific(text)
  return isStripped && isOrganisation(name)
}

function judge(text: string, say: Say): string | null {
  if (text.length > LONGEST * 2 || !/\p{L}/u.test(text)) say('not-a-name')
  else if (/\p{L}\?|\?\p{L}|\ufffd/u.test(text)) say('lost-letters', text)
  else if (isOrganisation(text) || isAddressedBody(text)) say('organisation-in-name', text)
  else {
    const plain = words(text.replace(SIGNS, ' '))
    if (plain !== text) say('signs', text)
    const person = onePerson(plain, say)
      .replace(SEPARATING, ' ')
      .replace(/ {2,}/g, ' ')
      .replace(/^[ .-]+|[ .-]+$/g, '')
    if (isShouted(person) && person.includes(' ')) say('capitals', text)
    const name = titled(person).normalize('NFC')
    if (isBlank(name)) return null
    if (name.length <= LONGEST && /\p{L}/u.test(name)) {
      sayTyping(name, say)
      return name
    }
    say('not-a-name')
  }
  return null
}

const mute: Say = () => {}

/** A name that reads to itself: what was cut away may have hidden another honorific or remark. */
function settled(first: string | null, say: Say): string | null {
  let name = first
  for (let round = 0; round < 4; round++) {
    if (name === null || isClean(name)) return name
    const again = judge(name, mute)
    if (again === name) return name
    name = again
  }
  say('not-a-name')
  return null
}

function read(raw: string, say: Say): string | null {
  if (isClean(raw)) return raw
  const name = shouted(raw)
  if (name !== null) {
    say('capitals', raw)
    return name
  }
  if (raw.length <= LONGEST * 2 && raw !== raw.normalize('NFC')) say('decomposed')
  const text = words(lookAlikes(tidy(raw)))
  return isBlank(text) ? null : settled(judge(text, say), say)
}

/**
 * Họ, chữ đệm và tên, as written: tone placement and i/y stay (names are proper nouns), only Unicode form, spaces, capitals
 * and what is no part of the name are put right. No number of words and no surname is required: A Viết, H' Hen, Y Bhăm.
 */
export const personName = field<string>({
  type: 'person-name',
  label: 'Họ, chữ đệm và tên',
  family: 'E3',
  description: 'Họ, chữ đệm và tên như trên giấy tờ, Unicode dựng sẵn; tên là danh từ riêng nên không sửa chính tả.',
  examples: ['Nguyễn Văn An'],
  schema: z
    .string()
    .max(LONGEST)
    .regex(/^[\p{L}\p{M}\p{N}'. -]*$/u)
    .regex(/\p{L}/u),
  findings: findings('họ, chữ đệm và tên của một người', {
    'not-a-name': {
      vi: '{got} không phải tên người.',
      en: 'Not a name.',
      fix: 'Nhập họ, chữ đệm và tên theo giấy khai sinh.',
    },
    'lost-letters': {
      vi: '{got} mất chữ khi chuyển mã.',
      en: 'Letters were lost in a conversion of encodings.',
      fix: 'Xuất lại bằng Unicode (UTF-8).',
    },
    'organisation-in-name': {
      vi: '{got} là tổ chức, không phải người.',
      en: 'An organisation in a person column.',
      fix: 'Ghi loại đối tượng là tổ chức và nhập mã của tổ chức.',
    },
    'two-persons': {
      vi: 'Ô ghi nhiều người: {got}; chỉ đọc người thứ nhất.',
      en: 'Several persons in a cell: only the first was read.',
      fix: 'Tách mỗi người một dòng.',
    },
    honorific: {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Bỏ danh xưng khỏi {got}.',
      en: 'An honorific was removed.',
      fix: 'Chỉ nhập họ, chữ đệm và tên.',
    },
    'maybe-honorific': {
      severity: 'note',
      criterion: 'sạch',
      vi: '{got}: chữ đầu là danh xưng hay là họ?',
      en: 'The first word is an honorific or a surname.',
      fix: 'Bỏ chữ đầu nếu là danh xưng.',
    },
    'death-remark': {
      criterion: 'sống',
      vi: 'Tên kèm ghi chú "{got}".',
      en: 'A remark says that the person is dead.',
      fix: 'Cập nhật tình trạng của người này; bỏ ghi chú khỏi tên.',
    },
    'other-name': {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Tên kèm tên gọi khác "{got}".',
      en: 'Another name stands in brackets.',
      fix: 'Chuyển sang cột tên gọi khác.',
    },
    remark: {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Tên kèm ghi chú "{got}".',
      en: 'A remark stands in brackets.',
      fix: 'Chuyển ghi chú sang cột khác.',
    },
    decomposed: {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Dấu của tên viết rời (Unicode tổ hợp); đã ghép lại.',
      en: 'Marks stood apart from their letters (Unicode NFD); they were joined.',
      fix: 'Xuất dữ liệu bằng Unicode dựng sẵn (NFC).',
    },
    capitals: {
      severity: 'note',
      criterion: 'sạch',
      vi: '{got} viết hoa toàn bộ.',
      en: 'The whole name is in capitals.',
      fix: 'Viết hoa chữ đầu mỗi âm tiết.',
    },
    digits: { vi: 'Tên có chữ số: {got}.', en: 'Digits in a name.', fix: 'Bỏ chữ số khỏi tên.' },
    'typing-residue': {
      vi: '{got} có phím gõ chưa thành dấu (Telex, VNI).',
      en: 'Keystrokes that did not become marks.',
      fix: 'Gõ lại tên đủ dấu.',
    },
    signs: {
      criterion: 'sạch',
      vi: 'Tên có ký hiệu lạ: {got}; đã bỏ.',
      en: 'Foreign signs were removed.',
      fix: 'Gõ lại tên.',
    },
  }),
  read,
})
