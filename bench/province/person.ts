import type { Day } from './notation.ts'

/** One true person. The objects are reused household after household, so that memory and time stay flat. */
export interface Person {
  entity: string
  name: string
  /** Middle and given name. */
  rest: string
  surname: string
  female: boolean
  birth: Day
  pid: string
  /** The number held before a correction or a second birth registration; blank for nearly all. */
  formerPid: string
  /** Nine digits; blank for those too young to have held the old card. */
  oldCard: string
  phone: string
  /** Word of the residence register for the relation to the head. */
  relation: string
  ethnicity: string
  religion: string
  /** ISO date; blank for the living. */
  death: string
  /** Entity of the civil-servant dossier; blank for others. */
  dossier: string
}

export const blankPerson = (): Person => ({
  entity: '',
  name: '',
  rest: '',
  surname: '',
  female: false,
  birth: { year: 1900, month: 1, day: 1 },
  pid: '',
  formerPid: '',
  oldCard: '',
  phone: '',
  relation: '',
  ethnicity: '',
  religion: '',
  death: '',
  dossier: '',
})

/** Young, grown and old: the cohorts in which faults gather. Source: domain reference 9 (year-only births before 1960). */
export type Cohort = 0 | 1 | 2
export const OLD_BEFORE = 1960
export const GROWN_BEFORE = 1987
export const cohortOf = (year: number): Cohort => (year < OLD_BEFORE ? 2 : year < GROWN_BEFORE ? 1 : 0)
