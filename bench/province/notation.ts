/** Numbers and dates as text, from tables: a concatenation of ready strings costs a tenth of formatting each cell. */
const table = (size: number, digits: number): readonly string[] =>
  Array.from({ length: size }, (_, n) => String(n).padStart(digits, '0'))

const TEN = table(10, 1)
const TWO = table(100, 2)
const THREE = table(1000, 3)
const YEARS = table(3000, 4)

export const two = (n: number): string => TWO[n]!
/** 10000 to 99999. */
export const fiveDigits = (n: number): string => TWO[(n / 1000) | 0]! + THREE[n % 1000]!
export const six = (n: number): string => (n < 1e6 ? THREE[(n / 1000) | 0]! + THREE[n % 1000]! : String(n))
// Three small pieces rather than two: a table of ten thousand would fall out of the processor's nearest memory.
export const seven = (n: number): string =>
  n < 1e7 ? TEN[(n / 1e6) | 0]! + THREE[((n / 1000) | 0) % 1000]! + THREE[n % 1000]! : String(n)

/** A day of the Gregorian calendar, month and day from 1. */
export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const dayTable = (write: (month: string, day: string) => string): readonly string[] =>
  Array.from({ length: 13 * 32 }, (_, n) => write(two(n >> 5), two(n & 31)))
const SLASHED = dayTable((month, day) => `${day}/${month}/`)
const DASHED = dayTable((month, day) => `-${month}-${day}`)

/** `dd/MM/yyyy` */
export const slashed = (date: Day): string => SLASHED[(date.month << 5) | date.day]! + YEARS[date.year]!
/** `yyyy-MM-dd` */
export const iso = (date: Day): string => YEARS[date.year]! + DASHED[(date.month << 5) | date.day]!

export function dayOf(text: string): Day {
  const [year, month, day] = text.split('-').map(Number)
  return { year: year!, month: month!, day: day! }
}

const LENGTHS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
/** Days of a month; 29 February is left out, so that every birthday exists in every year. */
export const lengthOf = (month: number): number => LENGTHS[month]!

export const isBefore = (a: Day, b: Day): boolean =>
  a.year !== b.year ? a.year < b.year : a.month !== b.month ? a.month < b.month : a.day < b.day

const DAY_MS = 86_400_000
/** The day number of a spreadsheet: 1 January 1900 is 1, and 1900 counts as a leap year there. */
export const serialOf = (date: Day): string =>
  String(Math.round((Date.UTC(date.year, date.month - 1, date.day) - Date.UTC(1899, 11, 30)) / DAY_MS))

/** Days of the months before, in a year of 365. */
const BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
/** A running number of the day. */
const numberOf = ({ year, month, day }: Day): number => {
  const passed = month > 2 ? year : year - 1
  const leaps = ((passed / 4) | 0) - ((passed / 100) | 0) + ((passed / 400) | 0)
  return 365 * year + leaps + BEFORE[month]! + day
}
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from)
/** The day `days` before. */
export function daysBefore({ year, month, day }: Day, days: number): Day {
  let [left, y, m] = [day - days, year, month]
  while (left < 1) {
    m--
    if (m === 0) {
      m = 12
      y--
    }
    left += m === 2 && isLeap(y) ? 29 : LENGTHS[m]!
  }
  return { year: y, month: m, day: left }
}

/** The date `days` later, as `yyyy-MM-dd`. */
export const addDays = (text: string, days: number): string =>
  new Date(Date.parse(text) + days * DAY_MS).toISOString().slice(0, 10)

const LAST_LETTER = 0x1f00
const BARE = Uint16Array.from({ length: LAST_LETTER }, (_, code) => {
  const letter = String.fromCharCode(code)
  return (letter === 'đ' ? 'd' : letter === 'Đ' ? 'D' : letter.normalize('NFD')).charCodeAt(0)
})
/** Cuts the marks off letters and đ to d, keeping case and spaces, as software without Vietnamese does. NFC text. */
export function unmarked(text: string): string {
  let bare = ''
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const changed = code < LAST_LETTER ? BARE[code]! : code
    if (changed === code) continue
    bare += text.slice(from, i) + String.fromCharCode(changed)
    from = i + 1
  }
  return from === 0 ? text : bare + text.slice(from)
}
