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

/** The days a partial date can mean; undefined where the text is no date. */
export function periodOf(date: PartialDate | null | undefined): Period | undefined {
  if (!date) return UNDATED
  return DATE.test(date)
    ? { first: (date + '-01-01').slice(0, 10), last: (date + '-12-31'.slice(date.length === 4 ? 0 : 3)).slice(0, 10) }
    : undefined
}

export const mayBeBefore = (period: Period, day: string): boolean => period.first < day
export const mayBeFrom = (period: Period, day: string): boolean => period.last >= day
