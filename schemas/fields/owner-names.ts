import { bare } from '../../core/values.ts'
import { tidy } from './cell.ts'

/** Longest cell that is read as a list of owners; what is longer is a document, not a cell. */
const LONGEST = 2000

/** First words of bodies, with marks: without them 'Trương' would be 'Trường', and 'Đoàn' alone is a surname. */
const BODIES = [
  'ủy ban',
  'uỷ ban',
  'công ty',
  'tổng công ty',
  'tập đoàn',
  'trường',
  'hợp tác xã',
  'chùa',
  'đình',
  'đền',
  'miếu',
  'nhà thờ',
  'nhà văn hóa',
  'nhà văn hoá',
  'nhà nước',
  'nhà trẻ',
  'nhà máy',
  'nhà sinh hoạt',
  'giáo xứ',
  'giáo họ',
  'giáo hội',
  'tòa giám mục',
  'tịnh xá',
  'tịnh thất',
  'thánh thất',
  'tu viện',
  'dòng tu',
  'ban quản lý',
  'ban chỉ huy',
  'ban quản trị',
  'sở',
  'phòng',
  'chi cục',
  'chi nhánh',
  'cục',
  'trung tâm',
  'bệnh viện',
  'trạm',
  'doanh nghiệp',
  'ngân hàng',
  'quỹ',
  'hội',
  'đoàn thanh niên',
  'đoàn kinh tế',
  'văn phòng',
  'viện',
  'xí nghiệp',
  'nông trường',
  'lâm trường',
  'bộ',
  'công an',
  'quân khu',
  'trung đoàn',
  'sư đoàn',
  'cộng đồng',
  'tộc',
  'thôn',
  'tổ dân phố',
  'khu phố',
  'ấp',
  'bản',
  'buôn',
  'bảo hiểm',
  'bảo tàng',
  'kho bạc',
  'tòa án',
  'viện kiểm sát',
  'liên đoàn',
  'hiệp hội',
  'nhà xuất bản',
  'cơ quan',
  'đảng ủy',
  'thành ủy',
]
/** The same without marks, where the letters cannot begin a person's name. */
const BARE_BODIES = [
  'ubnd',
  'uy ban',
  'htx',
  'bql',
  'dntn',
  'tnhh',
  'cty',
  'cong ty',
  'tong cong ty',
  'tap doan',
  'hop tac xa',
  'ban quan ly',
  'nha tho',
  'nha van hoa',
  'truong tieu hoc',
  'truong thcs',
  'truong thpt',
  'truong mam non',
  'truong mn',
  'truong th',
  'truong dai hoc',
  'truong cao dang',
  'trung tam',
  'benh vien',
  'ngan hang',
  'xi nghiep',
  'chi cuc',
  'doanh nghiep',
  'cong an',
]
/** Marks of a body wherever they stand. */
const INSIDE = /(?:^| )(?:tnhh|ubnd|htx|công ty|cổ phần|hợp tác xã|thpt|thcs|dntn)(?:$| )/

const startsWith = (text: string, heads: readonly string[]): boolean =>
  heads.some((head) => text.startsWith(head) && (text.length === head.length || text[head.length] === ' '))

const plainOf = (text: string): string =>
  tidy(text)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[.,;:"()]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()

function beginsWithBody(text: string): boolean {
  const plain = plainOf(text)
  return (startsWith(plain, BODIES) && plain.includes(' ')) || startsWith(bare(plain), BARE_BODIES)
}

/** Whether the text names a body (committee, company, school, pagoda…) rather than a person. */
export const isOrganisation = (text: string): boolean =>
  text.length <= LONGEST && (beginsWithBody(text) || INSIDE.test(plainOf(text)))

const NEVER_SURNAMES = new Set(['bà', 'chị', 'cụ', 'hộ', 'gđ', 'đ/c', 'vợ', 'chồng', 'là'])
/** Words that are an honorific before a surname, yet may begin a name themselves: Ông Ích Khiêm of Quảng Nam. */
const MAYBE_SURNAMES = new Set(['ông', 'anh', 'cô', 'chú', 'bác', 'em', 'con', 'cháu', 'thầy', 'ong', 'ba'])
const PHRASES = [
  'hộ gia đình',
  'gia đình',
  'đồng chí',
  'vợ là',
  'chồng là',
  'vợ chồng',
  'hai vợ chồng',
  'người đại diện',
  'đại diện',
  'ho gia dinh',
  'chủ hộ',
]
const SURNAMES = new Set(
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly doan dinh trinh truong luong mai dao ha ta to cao chau chu trieu kieu quach vuong tu thai lam la luu lu nghiem ton phung khuc bach ninh lai vi ma nong be quan hua au dam giap mac tang thach khong cu ung phi kha thieu vien nhan bo tieu luc diep trac a y h k alang bhnuoch zoram ria coor arat briu colau poloong bling blup'.split(
    ' ',
  ),
)

/** The name without what people put before it, and whether anything was put there. */
export function withoutHonorific(text: string): {
  readonly name: string
  readonly isStripped: boolean
  readonly isDoubtful: boolean
} {
  let name = text
  for (let guard = 0; guard < 8; guard++) {
    const lower = name.toLowerCase()
    const phrase = PHRASES.find((head) => lower.startsWith(`${head} `) || lower.startsWith(`${head}:`))
    const end = phrase ? phrase.length : name.search(/[ :]/)
    if (end < 1) break
    const rest = name.slice(end).replace(/^[ .:]+/, '')
    const head = lower.slice(0, end).replace(/\.$/, '')
    if (rest === '' || (!phrase && !NEVER_SURNAMES.has(head) && !MAYBE_SURNAMES.has(head))) break
    const isSure = phrase || NEVER_SURNAMES.has(head) || (name[0] === lower[0] && head !== 'ba') || name[end] === ':'
    if (!isSure && !beginsWithSurname(rest) && !isWholeName(rest))
      return { name, isStripped: name !== text, isDoubtful: head !== 'ba' && head !== 'ong' }
    name = rest
  }
  return { name, isStripped: name !== text, isDoubtful: false }
}

/** Three words that do not begin with a middle name are a name by themselves: what stands before them is a form of address. */
function isWholeName(text: string): boolean {
  return wordCount(text) >= 3 && !/^(?:thị|văn|ích|thi|van|ich) /i.test(text)
}

function beginsWithSurname(text: string): boolean {
  const [first = '', second] = text.split(/[ ']/, 2)
  return second !== undefined && SURNAMES.has(bare(first))
}

/** Text outside brackets; an unclosed bracket runs to the end. Linear, whatever the nesting. */
export function withoutBrackets(text: string): { readonly outside: string; readonly inside: string } {
  let outside = ''
  let inside = ''
  let depth = 0
  for (const sign of text) {
    if (sign === '(' || sign === '[') depth++
    else if (sign === ')' || sign === ']') depth = Math.max(0, depth - 1)
    else if (depth > 0) inside += sign
    else outside += sign
  }
  return { outside: outside.replace(/ {2,}/g, ' ').trim(), inside: inside.trim() }
}

/** A lower-case 'va' between names is 'và' without its mark: no name is written so. */
const SEPARATORS = /[,;|/\n]| (?:và|va|&|\+|cùng|cùng với) | [-–—] /
const SHOUTED = / (?:VÀ|CÙNG) /
const SHOUTED_BARE = / VA /
/** Heads of pieces that are remarks about the person before. */
const REMARK =
  /^(?:sinh|sn|năm sinh|ns|cmnd|cccd|số|địa chỉ|đ\/c|đc|thường trú|nơi|ngày|tức|chết|đã|mất|còn|do|theo|người|các)(?:$|[ :.])/
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
  if (text.length > LONGEST) return []
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

/** The names alone. */
export const splitOwners = (text: string): readonly string[] => ownersNamed(text).map(({ name }) => name)

const ADDRESSED = /^(?:(?:chủ hộ|hộ gia đình|hộ)[ :]+)*(ông|anh|chú|bà|chị|cô)[ :.]+(?!(?:và )?(?:bà|ông|vợ|chồng) )/
const MEN = new Set(['ông', 'anh', 'chú'])

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
