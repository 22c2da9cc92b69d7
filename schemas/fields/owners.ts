import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import { digitsOnly, isBlank, words } from './cell.ts'
import { findings } from './findings.ts'
import { ownersNamed, withoutBrackets } from './owner-names.ts'

/** The cells of one owner, as `from` puts them beside those of the row. */
export type OwnerCells = Readonly<Record<'name' | 'sex' | 'pid' | 'cmnd' | 'born', string>>

/** A longer cell is a document; and the long way of `parts` takes the square of the length for nothing but spaces. */
const LONGEST = 2000
const SPACE = 32
const SEMICOLON = 59

/** The pieces of a cell that lists papers or years; digits with semicolons, as most are, go the short way. */
function parts(cell: string): readonly string[] {
  if (cell === '' || cell.length > LONGEST) return []
  let isPlain = true
  let isOne = true
  for (let i = 0; i < cell.length && isPlain; i++) {
    const code = cell.charCodeAt(i)
    if (code === SEMICOLON) isOne = false
    else isPlain = (code >= 48 && code <= 57) || (code === SPACE && cell.charCodeAt(i - 1) === SEMICOLON)
  }
  if (!isPlain) return cell.split(/\s*(?:[;,/+&]|\svà\s)\s*/u).filter((part) => part !== '')
  if (isOne) return [cell]
  return cell
    .split(';')
    .map((part) => part.trimStart())
    .filter((part) => part !== '')
}

/** Nine digits are an old identity card, whatever stands between them; anything else is read as a personal ID. */
const isOldId = (paper: string): boolean => (digitsOnly(paper) ? paper : paper.replace(/\D/g, '')).length === 9

/**
 * Owners named in one cell of a land register, each with the paper number and birth year that stand at the same place of
 * their own cells. Where the counts differ nobody can say whose number it is: it is given to nobody. Bodies yield no owner.
 */
export function ownersOf(names: string, papers: string, years: string): readonly OwnerCells[] {
  const owners = ownersNamed(names)
  const numbers = parts(papers)
  const births = parts(years)
  return owners.map(({ name, sex }, at) => {
    const own = owners.length === 1 ? numbers : numbers.length === owners.length ? [numbers[at] ?? ''] : []
    return {
      name,
      sex,
      pid: own.find((paper) => !isOldId(paper)) ?? '',
      cmnd: own.find(isOldId) ?? '',
      born: births.length === owners.length ? (births[at] ?? '') : '',
    }
  })
}

const DEATH = /chết|mất|từ trần|tử vong|qua đời|liệt sĩ|liệt sỹ/i
const OTHER_NAME = /tức|tên khác|còn gọi|thường gọi/i
/** Forms of address and conjunctions without their marks: 'Ong Nguyễn', 'Oong', 'va bà', 'ba Trần'. */
const BARE_WORD =
  /(?:^|\s)(?:ong|oong|va|bà va|ba(?= \S+ \S))(?=\s)|^(?:Ong|ONG|Oong|Ba(?= \S+ \S)|BA(?= \S+ \S)|HO (?:ONG|BA)|Ho (?:ong|ba))\s|\sVA (?:BA|ONG)\s/

function sayRemarks(text: string, say: Say): void {
  const { inside } = withoutBrackets(text)
  if (inside !== '')
    say(DEATH.test(inside) ? 'death-remark' : OTHER_NAME.test(inside) ? 'other-name' : 'remark', inside)
  if (BARE_WORD.test(text)) say('bare-words', text)
}

/** The owner cell of a land register as written, one space between words: what the certificate says, for people to read. */
export const ownerText = field<string>({
  type: 'owner-text',
  label: 'Người sử dụng đất (ghi trong sổ)',
  description: 'Ô người sử dụng đất như sổ ghi; để đọc, còn từng người là bản ghi của domain person.',
  examples: ['Ông Nguyễn Văn An và bà Trần Thị Bình'],
  family: 'E3',
  schema: z.string().max(LONGEST),
  findings: findings('tên người, hộ hoặc tổ chức sử dụng đất', {
    'too-long': {
      vi: 'Ô người sử dụng đất dài hơn 2000 ký tự.',
      en: 'The cell is longer than 2000 characters.',
      fix: 'Tách nội dung không phải tên sang cột khác.',
    },
    'death-remark': {
      criterion: 'sống',
      vi: 'Tên người sử dụng đất kèm ghi chú "{got}".',
      en: 'A remark in the owner cell says that the holder is dead.',
      fix: 'Hướng dẫn đăng ký thừa kế; bỏ ghi chú khỏi tên.',
    },
    'other-name': {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Tên người sử dụng đất kèm tên gọi khác "{got}".',
      en: 'Another name stands in brackets in the owner cell.',
      fix: 'Chuyển sang cột tên gọi khác.',
    },
    remark: {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Tên người sử dụng đất kèm ghi chú "{got}".',
      en: 'A remark stands in brackets in the owner cell.',
      fix: 'Chuyển ghi chú sang cột khác.',
    },
    'bare-words': {
      criterion: 'sạch',
      vi: '{got}: danh xưng hoặc chữ "và" mất dấu.',
      en: 'A form of address or the word "và" has lost its mark.',
      fix: 'Gõ lại đủ dấu theo giấy chứng nhận.',
    },
  }),
  read: (raw, say) => {
    const text = words(raw)
    if (isBlank(text)) return null
    if (text.length > LONGEST) {
      say('too-long')
      return null
    }
    sayRemarks(text, say)
    return text
  },
})
