import { bare, isFullDate, yearOf } from '../../core/values.ts'
import { vietnameseNames } from '../../engine/matching/comparisons/vietnamese-names.ts'
import { oneSlipApart } from '../../engine/matching/similarity/edits.ts'
import { pidBirthYear, pidSex } from '../fields/identity.ts'

/** What tells one person from another, as far as a single record knows. */
export interface Identity {
  readonly personalId: string | null
  readonly fullName: string
  readonly birthDate: string | null
  readonly sex: string | null
}

/**
 * Whether sex and year of birth beside a personal ID are those that it contains. An ID pasted from another line of a form,
 * or with a slip in its head, seldom passes; one with a slip in its six own digits does.
 */
export const isBorneOut = ({ personalId, birthDate, sex }: Identity): boolean =>
  personalId !== null &&
  birthDate !== null &&
  pidSex(personalId) === sex &&
  pidBirthYear(personalId) === yearOf(birthDate)

const OWN_DIGITS = 6

/** One ID mistyped, or re-issued under another head: a digit, two neighbours, or all but the six own digits differ. */
export const isSlipOf = (a: string, b: string): boolean => oneSlipApart(a, b) || a.endsWith(b.slice(-OWN_DIGITS))

/** Two numbers, neither of them a slip of the other; null on a side says nothing. */
export const haveOtherIds = (a: Identity, b: Identity): boolean =>
  a.personalId !== null &&
  b.personalId !== null &&
  a.personalId !== b.personalId &&
  !isSlipOf(a.personalId, b.personalId)

const { prepare, levels } = vietnameseNames()
/** Levels up to here are one name in several spellings; below it stand other names, however alike. */
const SPELLINGS = levels.findIndex(({ code }) => code === 'misspelt') + 1

/** Whether two names are not one name with marks lost, parts left out or turned, a regional form or a slip of the pen. */
export function namesApart(a: Identity, b: Identity): boolean {
  const [left, right] = [prepare(a.fullName), prepare(b.fullName)]
  if (left === null || right === null) return false
  return !levels.slice(0, SPELLINGS).some(({ test }) => test(left, right))
}

export const yearsApart = (a: Identity, b: Identity): boolean =>
  a.birthDate !== null && b.birthDate !== null && yearOf(a.birthDate) !== yearOf(b.birthDate)

export const sexesApart = (a: Identity, b: Identity): boolean =>
  (a.sex === 'nam' && b.sex === 'nu') || (a.sex === 'nu' && b.sex === 'nam')

export const daysApart = (a: Identity, b: Identity): boolean =>
  isFullDate(a.birthDate ?? '') && isFullDate(b.birthDate ?? '') && a.birthDate !== b.birthDate

export const sameDay = (a: Identity, b: Identity): boolean =>
  a.birthDate !== null && a.birthDate === b.birthDate && isFullDate(a.birthDate)

export const sameBareName = (a: Identity, b: Identity): boolean => bare(a.fullName) === bare(b.fullName)
