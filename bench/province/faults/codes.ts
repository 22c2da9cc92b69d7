import { VANISHED } from '../communes.ts'
import type { Dice } from '../random.ts'

/** What stands in a cell that should hold an entry of a code list (E5, E6). Source: domain reference 4 and 6. */

const FREE_ETHNICITY: Readonly<Record<string, readonly string[]>> = {
  Kinh: ['kinh', 'Việt', '1', 'Kinh (Việt)', 'KINH'],
  'Cơ-tu': ['Cơ Tu', 'Katu', 'Cà Tu', 'C.tu'],
  'Xơ-đăng': ['Ca Dong', 'Xê Đăng', 'Xơ Đăng'],
  'Gié-Triêng': ['Giẻ Triêng', 'Tà Riềng', 'Gie Triêng'],
  Co: ['Cor', 'Kor', 'Co (Cor)'],
  Mnông: ["M'Nông", 'Mơ Nông', 'Bhnoong'],
}
/** The people's name as offices write it, or a bare number; null where no other form is known. */
export const freeEthnicity = (ethnicity: string, dice: Dice): string | null => {
  const forms = FREE_ETHNICITY[ethnicity]
  return forms ? dice.pick(forms) : null
}

const FREE_RELIGION: Readonly<Record<string, readonly string[]>> = {
  Không: ['Lương', 'x', 'không', 'K'],
  'Phật giáo': ['Đạo Phật', 'Phật', 'PG'],
  'Công giáo': ['Thiên Chúa', 'Đạo Thiên Chúa', 'Thiên chúa giáo'],
  'Cao Đài': ['Đạo Cao Đài'],
  'Tin Lành': ['Tin lành'],
}

export const freeReligion = (religion: string, dice: Dice): string => dice.pick(FREE_RELIGION[religion] ?? ['x'])

/** A name of the lists before 2025 for the land of a present unit; null where none is known. */
export const vanished = (code: string, dice: Dice): string | null => (VANISHED[code] ? dice.pick(VANISHED[code]) : null)
