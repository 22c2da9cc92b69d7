import { type Day, iso, serialOf, slashed, two } from '../notation.ts'
import type { Dice } from '../random.ts'

/** Ways to spoil numbers and dates that several registers share. Source: domain reference 3.1, 5.5 and 9. */

export const oneDigitShort = (text: string, dice: Dice): string | null => {
  if (text === '') return null
  const at = 3 + dice.below(text.length - 3)
  return text.slice(0, at) + text.slice(at + 1)
}

/** What a spreadsheet makes of a number: the leading nought is gone. */
export const withoutZero = (text: string): string | null => (text.startsWith('0') ? text.slice(1) : null)

/** A tax code of ten digits whose last one does not follow from the others. */
export const otherCheckDigit = (code: string): string | null =>
  code.length === 10 ? code.slice(0, 9) + ((Number(code[9]) + 1) % 10) : null

export const passport = (dice: Dice): string =>
  dice.pick(['B', 'C', 'N', 'P']) + String(1_000_000 + dice.below(8_999_999))
export const armyCard = (dice: Dice): string => `QĐ ${String(100_000 + dice.below(899_999))}`

const withDigits = (id: string, at: number, digits: string): string =>
  id.slice(0, at) + digits + id.slice(at + digits.length)

/** The fourth digit says the other sex. */
export const otherSex = (id: string): string | null =>
  id.length < 12 ? null : withDigits(id, 3, String(Number(id[3]) ^ 1))
/** Digits five and six say another year. */
export const otherYear = (id: string, dice: Dice): string | null =>
  id.length < 12 ? null : withDigits(id, 4, two((Number(id.slice(4, 6)) + 1 + dice.below(9)) % 100))
/** Leads with three digits that never named a province. Source: domain reference 4.7. */
export const noProvince = (id: string, dice: Dice): string | null =>
  id.length < 12 ? null : withDigits(id, 0, dice.pick(['003', '005', '050', '059', '097', '099']))
/** Another person's number in another's name: the same leading digits, so nothing but a comparison finds it. */
export const secondNumber = (id: string, dice: Dice): string | null =>
  id.length < 12 ? null : withDigits(id, 6, String(900_000 + dice.below(99_999)))

const TWO_DIGITS = 100
export type Written = 'dd/MM/yyyy' | 'yyyy-MM-dd'
export const written = (date: Day, form: Written): string => (form === 'dd/MM/yyyy' ? slashed(date) : iso(date))

export const yearOnly = (date: Day): string => String(date.year)
export const firstOfJanuary = (date: Day, form: Written): string | null =>
  date.month === 1 && date.day === 1 ? null : written({ year: date.year, month: 1, day: 1 }, form)
/** Month before day; where that is still a date no one notices. */
export const swapped = (date: Day, form: Written): string | null =>
  date.day > 12 || date.day === date.month ? null : written({ year: date.year, month: date.day, day: date.month }, form)
export const future = (date: Day, today: Day, form: Written): string =>
  written({ ...date, year: today.year + 1 + (date.year % 40) }, form)
export const spreadsheetSerial = (date: Day): string => serialOf(date)
export const shortYear = (date: Day): string => `${date.day}-${date.month}-${two(date.year % TWO_DIGITS)}`
export const zeroDay = (date: Day): string => `00/00/${date.year}`
export const years = (date: Day, add: number): Day => ({ ...date, year: date.year + add })
