import type { PartialDate } from '../../core/values.ts'

/** First day of the communes of today; names and codes of the day before are of the list of 30 June 2025. */
export const REFORM = '2025-07-01'
/** From this day no name of a commune that vanished in the wave of 2023-2025 was in use [A: the last resolutions took effect by then]. */
export const LAST_FORMER = '2025-03-01'

/** What a date, known to the day, month or year, says about the catalogue that was in force. */
export interface Period {
  readonly first: string
  readonly last: string
}

export const UNDATED: Period = { first: '0000-00-00', last: '9999-12-31' }

const DATE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/
/** `30/06/2025`, `06-2025`: as people write dates here, day first. */
const WRITTEN = /^(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})$/

/** A date as a person or a register writes it; null where it is none of the calendar. */
export function dateWritten(text: string): PartialDate | null {
  const [, day, month = '', year = ''] = WRITTEN.exec(text.trim()) ?? []
  const parts = [year, month.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])]
  const date = year === '' ? text.trim() : parts.join('-')
  return DATE.test(date) && isOfCalendar(date) ? date : null
}

function isOfCalendar(date: PartialDate): boolean {
  const [year, month = 1, day = 1] = date.split('-').map(Number)
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year!, month, 0)).getUTCDate()
}

/** The days a partial date can mean; undefined where the text is no date. */
export function periodOf(date: PartialDate | null | undefined): Period | undefined {
  if (!date) return UNDATED
  return DATE.test(date) && isOfCalendar(date)
    ? { first: (date + '-01-01').slice(0, 10), last: (date + '-12-31'.slice(date.length === 4 ? 0 : 3)).slice(0, 10) }
    : undefined
}

export const mayBeBefore = (period: Period, day: string): boolean => period.first < day
export const mayBeFrom = (period: Period, day: string): boolean => period.last >= day
