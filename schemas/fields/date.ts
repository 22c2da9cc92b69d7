import { z } from 'zod'
import { HOUR } from '../../core/clock.ts'
import { field, type Say } from '../../core/field.ts'
import type { FindingText } from '../../core/finding.ts'
import type { PartialDate } from '../../core/values.ts'
import { cellText, digitsOnly, withoutDecimalZeros, words } from './cell.ts'
import { findings } from './findings.ts'

const FIRST_YEAR = 1850
const LAST_YEAR = 2100
/** Two-digit years up to here are 20yy. Fixed [A], so that a cell reads the same next year. */
const PIVOT = 25
const OLDEST_AGE = 120
/** Việt Nam keeps no summer time. */
const UTC_PLUS_7 = 7 * HOUR

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : DAYS[month - 1]!)

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`)

/** Year, month and day (0 = unknown) to a partial date, or null with a finding. */
function compose(year: number, month: number, day: number, say: Say): PartialDate | null {
  if (month > 12 && month <= 31 && day >= 1 && day <= 12) {
    say('swapped')
    return compose(year, day, month, say)
  }
  if (month > 12 || (month === 0 && day > 0) || (month > 0 && day > daysIn(year, month))) say('not-a-date')
  else if (year < FIRST_YEAR || year > LAST_YEAR) say('year-range', `${year}`)
  else return month === 0 ? `${year}` : day === 0 ? `${year}-${two(month)}` : `${year}-${two(month)}-${two(day)}`
  return null
}

/** Value of the digits of `text` in [from, to), or -1 where one is no digit. */
function number(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** The clean forms, `yyyy`, `yyyy-mm-dd` and `dd/MM/yyyy`, of which almost all cells are; null for anything less than clean. */
function clean(raw: string): PartialDate | null {
  if (raw.length === 4) {
    const year = number(raw, 0, 4)
    return year >= FIRST_YEAR && year <= LAST_YEAR ? raw : null
  }
  if (raw.length !== 10) return null
  const iso = raw.charCodeAt(4) === 45 && raw.charCodeAt(7) === 45
  if (!iso && !(raw.charCodeAt(2) === 47 && raw.charCodeAt(5) === 47)) return null
  const year = iso ? number(raw, 0, 4) : number(raw, 6, 10)
  const month = iso ? number(raw, 5, 7) : number(raw, 3, 5)
  const day = iso ? number(raw, 8, 10) : number(raw, 0, 2)
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return null
  return iso ? raw : `${raw.slice(6)}-${raw.slice(3, 5)}-${raw.slice(0, 2)}`
}

/** Days of spreadsheets count from 30 December 1899; five digits are 1927 to 2064. */
function fromSerial(days: number, say: Say): PartialDate {
  say('serial', `${days}`)
  return new Date(Date.UTC(1899, 11, 30 + days)).toISOString().slice(0, 10)
}

function fromDigits(text: string, say: Say): PartialDate | null {
  const n = Number(text)
  if (text.length === 4) return compose(n, 0, 0, say)
  if (text.length === 5 && n >= 10_000 && n <= 60_000) return fromSerial(n, say)
  if (text.length === 6 && n >= FIRST_YEAR * 100) return compose(Math.floor(n / 100), n % 100, 0, say)
  if (text.length === 8) {
    const year = Number(text.slice(0, 4))
    const month = Number(text.slice(4, 6))
    // An insurer writes yyyymmdd, an identity card ddMMyyyy; a text that could be both has a year before 1850 in one.
    if (year >= FIRST_YEAR && year <= LAST_YEAR && month <= 12) return compose(year, month, Number(text.slice(6)), say)
    return compose(Number(text.slice(4)), Number(text.slice(2, 4)), Number(text.slice(0, 2)), say)
  }
  say('not-a-date')
  return null
}

function fullYear(text: string, say: Say): number {
  if (text.length !== 2) return Number(text)
  say('two-digit-year', text)
  return Number(text) + (Number(text) <= PIVOT ? 2000 : 1900)
}

const PARTS = /^(\d{1,4})\s?[/.\-\\ ,]\s?(\d{1,2})\s?[/.\-\\ ,]\s?(\d{1,4})$/
const MONTH_YEAR = /^(?:(\d{1,2})\s?[/.-]\s?(\d{4})|(\d{4})\s?[/.-]\s?(\d{1,2}))$/
const WORDED = /^(?:(?:ngày |mồng |mùng )?(\d{1,2}) )?(?:tháng (\d{1,2}) ?(?:năm |\/ ?))(\d{4})$/
const ENGLISH = /^(\d{1,2})[- ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[- ](\d{4}|\d{2})$/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const LUNAR =
  /âm lịch|giêng|chạp|nhuận|(?:^|[ (])(?:âl|al)(?:$|[ )])|(?:^| )(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý) (?:tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi)(?:$| )/
const CLOCK_TIME = /^(.{8,10}?)[t ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(?:(z)|am|pm|sa|ch|[+-]\d{2}:?\d{2})?$/

function fromParts(text: string, say: Say): PartialDate | null {
  const parts = PARTS.exec(text)
  if (parts) {
    const [, first, middle, last] = parts as unknown as [string, string, string, string]
    if (first.length === 4)
      return last.length <= 2 ? compose(Number(first), Number(middle), Number(last), say) : unreadable(say)
    if (first.length > 2 || last.length === 1 || last.length === 3) return unreadable(say)
    return compose(fullYear(last, say), Number(middle), Number(first), say)
  }
  const short = MONTH_YEAR.exec(text)
  if (short) return compose(Number(short[2] ?? short[3]), Number(short[1] ?? short[4]), 0, say)
  const worded = WORDED.exec(text)
  if (worded) return compose(Number(worded[3]), Number(worded[2]), Number(worded[1] ?? 0), say)
  const english = ENGLISH.exec(text)
  if (english) return compose(fullYear(english[3]!, say), MONTHS.indexOf(english[2]!) + 1, Number(english[1]), say)
  if (/^(?:năm|sinh năm) \d{4}$/.test(text)) return compose(Number(text.slice(-4)), 0, 0, say)
  return unreadable(say, LUNAR.test(text) ? 'lunar' : 'not-a-date')
}

function unreadable(say: Say, code = 'not-a-date'): null {
  say(code)
  return null
}

/** Midnight in Việt Nam (UTC+7) is 17:00 UTC of the day before: what JSON makes of a date without a time. */
function fromInstant(day: string, say: Say): PartialDate {
  say('utc-midnight')
  return new Date(Date.parse(`${day}T17:00:00Z`) + UTC_PLUS_7).toISOString().slice(0, 10)
}

function read(raw: string, say: Say): PartialDate | null {
  const done = clean(raw)
  if (done !== null) return done
  const cell = cellText(raw)
  if (cell === null || /^[0/ .-]{1,10}$/.test(cell)) return null
  if (cell.length > 60) return unreadable(say)
  let text = words(withoutDecimalZeros(cell)).toLowerCase()
  const timed = CLOCK_TIME.exec(text)
  if (timed) {
    text = timed[1]!
    const day = clean(text)
    if (day !== null && timed[3] === 'z' && timed[2]!.startsWith('17:00')) return fromInstant(day, say)
  }
  if (digitsOnly(text)) return fromDigits(text, say)
  if (/^\d{5}\.\d{1,12}$/.test(text)) return fromDigits(text.slice(0, 5), say)
  return fromParts(text, say)
}

const schema = z
  .string()
  .regex(/^(?:18[5-9]|19\d|20\d|210)\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/)
  .refine(
    (date) =>
      date.length <= 4 ||
      (Number(date.slice(0, 4)) <= LAST_YEAR &&
        Number(date.slice(8)) <= daysIn(Number(date.slice(0, 4)), Number(date.slice(5, 7)))),
  )

const texts = findings('dd/MM/yyyy, MM/yyyy hoặc yyyy', {
  'not-a-date': {
    vi: '{got} không phải ngày có thật.',
    en: 'Not a date, or a day that does not exist.',
    fix: 'Đối chiếu giấy tờ rồi nhập lại dạng dd/MM/yyyy.',
  },
  'year-range': {
    vi: 'Năm {got} nằm ngoài 1850-2100.',
    en: 'The year is outside 1850-2100.',
    fix: 'Đối chiếu giấy tờ rồi nhập lại năm.',
  },
  lunar: {
    vi: '{got} là ngày âm lịch hoặc năm can chi.',
    en: 'A lunar date.',
    fix: 'Nhập ngày dương lịch theo giấy khai sinh, hoặc chỉ nhập năm.',
  },
  serial: {
    criterion: 'sạch',
    vi: '{got} là số thứ tự ngày của bảng tính; đã đổi ra ngày.',
    en: 'A spreadsheet serial was turned into its date.',
    fix: 'Định dạng cột là ngày hoặc văn bản khi xuất.',
  },
  swapped: {
    criterion: 'sạch',
    vi: '{got} ghi tháng trước ngày; đã đổi lại.',
    en: 'Month before day was recognised and turned.',
    fix: 'Kiểm tra cả cột: các ngày khác có thể cũng bị đảo.',
  },
  'two-digit-year': {
    criterion: 'sạch',
    vi: 'Năm chỉ có hai số ({got}); thế kỷ được suy ra.',
    en: 'The century of a two-digit year was inferred.',
    fix: 'Nhập năm đủ bốn số.',
  },
  'utc-midnight': {
    criterion: 'sạch',
    vi: '{got} là nửa đêm giờ Việt Nam viết theo giờ quốc tế; đã lấy ngày sau.',
    en: 'Local midnight written in UTC: the next day was taken.',
    fix: 'Xuất ngày không kèm giờ.',
  },
})

/** A date known to the day, the month or the year; ISO 8601 of reduced precision. A year never becomes 1 January. */
export const partialDate = field<PartialDate>({
  type: 'partial-date',
  label: 'Ngày',
  family: 'E4',
  description: 'Ngày biết đến ngày, tháng hoặc chỉ năm; năm không bao giờ thành ngày 01/01.',
  examples: ['1960', '1960-05', '1960-05-17'],
  schema,
  findings: texts,
  read,
})

const past: Readonly<Record<string, FindingText>> = {
  ...texts,
  ...findings('ngày đã qua, không quá 120 năm', {
    future: { vi: '{got} là ngày chưa tới.', en: 'The date is in the future.', fix: 'Đối chiếu giấy tờ rồi nhập lại.' },
    'too-old': {
      vi: '{got} cách nay hơn 120 năm.',
      en: 'More than 120 years ago.',
      fix: 'Kiểm tra năm; nếu đúng, ghi nhận người đã chết.',
    },
  }),
}

/** The same for what must lie behind us (birth, issue, death): the future is refused, over 120 years is questioned. */
export const pastDate = field<PartialDate>({
  type: 'past-date',
  label: 'Ngày',
  family: 'E4',
  description: 'Ngày đã qua (sinh, cấp, mất), biết đến ngày, tháng hoặc chỉ năm.',
  examples: ['1960', '1960-05', '1960-05-17'],
  schema,
  findings: past,
  read: (raw, say, asOf) => {
    const date = read(raw, say)
    if (date === null) return null
    if (date > asOf.slice(0, date.length)) {
      say('future', date)
      return null
    }
    if (Number(date.slice(0, 4)) < Number(asOf.slice(0, 4)) - OLDEST_AGE) say('too-old', date)
    return date
  },
})
