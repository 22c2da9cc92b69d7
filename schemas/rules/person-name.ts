import { isSyllable } from '../../connectors/text/syllable.ts'
import type { Fault, MayLack, RowRule } from '../../core/domain.ts'
import { bare } from '../../core/values.ts'
import { nameKey } from '../fields/name-keys.ts'
import type { PersonRow } from './person-row.ts'

type NameRow = Pick<PersonRow, 'fullName' | 'ethnicity'>
type JudgedName = MayLack<NameRow, 'fullName'>

const KINH = '01'
/** Common Kinh family names by bare letters. Rare ones that differ from them by marks alone are listed as right too. */
const FAMILIES: Readonly<Record<string, string>> = {
  nguyen: 'Nguyễn',
  tran: 'Trần Trấn',
  le: 'Lê Lễ',
  pham: 'Phạm Phàm',
  huynh: 'Huỳnh',
  hoang: 'Hoàng Hoắng',
  vo: 'Võ',
  bui: 'Bùi',
  dang: 'Đặng Đăng Đàng Đáng',
  truong: 'Trương Trường',
  duong: 'Dương Đường Dường',
  phung: 'Phùng Phụng',
  luong: 'Lương Lường Lượng',
  trinh: 'Trịnh Trình',
}
const written = new Map(
  Object.entries(FAMILIES).map(([key, forms]) => [key, forms.split(' ').map((form) => nameKey(form, 2))]),
)
/** Family names that stand second in a name only where something else was put before them. */
const NEVER_SECOND = new Set(['Nguyễn', 'Trần', 'Phạm', 'Huỳnh', 'Đặng', 'Bùi'].map((name) => nameKey(name, 2)))
/** First words before which a second family name is usual: mother's and father's, royal and double names. */
const OTHER_FAMILIES = new Set(
  'le vu vo do ho ngo duong ly hoang phan doan dinh trinh truong luong mai dao ha ta to cao chau chu trieu kieu quach vuong tu thai lam la luu lu nghiem ton cong van phung khuc han bach ninh lai vi ma nong be lo quan hua au trac dam than giap mac tang thach kim son danh ung thi tong khong cu ung'.split(
    ' ',
  ),
)

/** Words of names met so far, by whether Vietnamese can write them: a province's names are made of a few thousand. */
const legal = new Map<string, boolean>()
const MOST_WORDS = 20_000

function isLegal(word: string): boolean {
  const known = legal.get(word)
  if (known !== undefined) return known
  if (legal.size >= MOST_WORDS) legal.clear()
  const is = isSyllable(word)
  legal.set(word, is)
  return is
}

/** The words of the name at hand: all rules look at one name before the next comes. */
let current: { readonly name: string; readonly words: readonly string[] } = { name: '', words: [] }
function wordsOf(name: string): readonly string[] {
  if (current.name !== name) current = { name, words: name.split(' ') }
  return current.words
}

/** First words of names met so far, without marks. */
const firsts = new Map<string, string>()

function bareFirst(name: string): string {
  const space = name.indexOf(' ')
  const first = space < 0 ? name : name.slice(0, space)
  const known = firsts.get(first)
  if (known !== undefined) return known
  if (firsts.size >= MOST_WORDS) firsts.clear()
  const made = bare(first)
  firsts.set(first, made)
  return made
}

/** Whether the rules of Kinh spelling hold for the name: told so, or nothing is told and the family name is Kinh. */
const isKinh = ({ fullName, ethnicity }: NameRow): boolean =>
  ethnicity === KINH || (ethnicity === null && FAMILIES[bareFirst(fullName)] !== undefined)

const hasMarks = (text: string): boolean => /[^\u0000-\u007f]/.test(text)

function withoutMarks(row: NameRow): Fault | null {
  const { fullName } = row
  if (hasMarks(fullName) || !isKinh(row)) return null
  const first = bareFirst(fullName)
  const words = wordsOf(fullName)
  const isTold = FAMILIES[first] !== undefined || words.some((word) => !isLegal(word) && /^[a-z]+$/i.test(word))
  return isTold ? { got: fullName, expected: 'họ tên đủ dấu' } : null
}

function oddFamilyName(row: NameRow): Fault | null {
  const first = wordsOf(row.fullName)[0] ?? ''
  if (!hasMarks(row.fullName) || !isKinh(row)) return null
  const known = written.get(bare(first))
  if (known === undefined || known.includes(nameKey(first, 2))) return null
  return { got: first, expected: (FAMILIES[bare(first)] ?? '').split(' ', 1)[0] ?? '' }
}

/** A word of a Kinh name that Vietnamese cannot write ('Nguyen' among marked words, 'Mêng'), or a capital inside one ('NguyÔn'). */
function impossibleWord(row: NameRow): Fault | null {
  const isCertain = hasMarks(row.fullName) && isKinh(row)
  const odd = wordsOf(row.fullName).filter(
    (word) => /\p{Ll}(?=[^\u0000-\u007f])\p{Lu}/u.test(word) || (isCertain && word.length > 1 && !isLegal(word)),
  )
  return odd.length > 0 ? { got: odd.join(', '), expected: 'âm tiết tiếng Việt đủ dấu' } : null
}

/** 'Thi' and 'Van' in the middle of a name are 'Thị' and 'Văn' nearly always. */
function bareMiddle(row: NameRow): Fault | null {
  const [, second = '', third] = wordsOf(row.fullName)
  if (third === undefined || !hasMarks(row.fullName) || !isKinh(row)) return null
  return second === 'Thi' || second === 'Van' ? { got: row.fullName, expected: second === 'Thi' ? 'Thị' : 'Văn' } : null
}

function givenFirst(row: NameRow): Fault | null {
  const [first = '', second = '', third] = wordsOf(row.fullName)
  if (third === undefined || !NEVER_SECOND.has(nameKey(second, 2))) return null
  const head = bare(first)
  return FAMILIES[head] === undefined && !OTHER_FAMILIES.has(head)
    ? { got: row.fullName, expected: 'họ, chữ đệm rồi đến tên' }
    : null
}

const rule = (
  code: string,
  severity: 'warn' | 'note',
  texts: { readonly vi: string; readonly en: string; readonly fix: string },
  check: (row: NameRow) => Fault | null,
): RowRule<JudgedName> => ({
  code,
  number: 'P06',
  family: 'E3',
  field: 'fullName',
  severity,
  criterion: 'đúng',
  ...texts,
  check: ({ fullName, ethnicity }) => (fullName === null ? null : check({ fullName, ethnicity })),
})

/**
 * Spelling of names, beyond what one cell shows: only for Kinh people, because names of other peoples (Alăng, Bhnướch, H'
 * Hen) keep no Vietnamese spelling. A name that could be right is never told wrong.
 */
export const personNameRules: readonly RowRule<JudgedName>[] = [
  rule(
    'name-without-marks',
    'warn',
    {
      vi: 'Họ tên không dấu',
      en: 'The name has lost its marks',
      fix: 'Nhập lại họ tên đủ dấu theo giấy khai sinh.',
    },
    withoutMarks,
  ),
  rule(
    'odd-family-name',
    'warn',
    {
      vi: 'Họ viết sai dấu',
      en: 'A common family name with wrong marks',
      fix: 'Đối chiếu giấy khai sinh; họ hiếm thì giữ nguyên.',
    },
    oddFamilyName,
  ),
  rule(
    'impossible-word',
    'warn',
    {
      vi: 'Tên có chữ không phải âm tiết tiếng Việt',
      en: 'A word that Vietnamese cannot write: marks or letters were lost',
      fix: 'Nhập lại họ tên đủ dấu theo giấy khai sinh.',
    },
    impossibleWord,
  ),
  rule(
    'bare-middle-name',
    'note',
    {
      vi: 'Chữ đệm Thi, Van có thể mất dấu',
      en: 'The middle name Thi or Van may have lost its mark',
      fix: 'Đối chiếu giấy khai sinh.',
    },
    bareMiddle,
  ),
  rule(
    'given-name-first',
    'note',
    {
      vi: 'Có thể ghi tên trước họ',
      en: 'The given name may stand before the family name',
      fix: 'Ghi họ, chữ đệm rồi đến tên.',
    },
    givenFirst,
  ),
]
