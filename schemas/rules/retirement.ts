import type { PartialDate } from '../../core/values.ts'

interface Scale {
  /** Months of age in 2020 and before, what each year since adds, and where it ends. */
  readonly base: number
  readonly first: number
  readonly add: number
  readonly last: number
}

/** Retirement age under normal conditions (NĐ 135/2020/NĐ-CP, Đ. 4): men 60y3m in 2021 to 62, women 55y4m to 60. */
const SCALES: Readonly<Record<'nam' | 'nu', Scale>> = {
  nam: { base: 60 * 12, first: 60 * 12 + 3, add: 3, last: 62 * 12 },
  nu: { base: 55 * 12, first: 55 * 12 + 4, add: 4, last: 60 * 12 },
}
const FIRST_YEAR = 2021

/** Months of age at which the sex retires in a year: 2026 gives 61y6m for men and 57y for women. */
export function retirementMonths(sex: 'nam' | 'nu', year: number): number {
  const { base, first, add, last } = SCALES[sex]
  return year < FIRST_YEAR ? base : Math.min(last, first + add * (year - FIRST_YEAR))
}

/**
 * The month (`YYYY-MM`) at whose end somebody retires: the first in which the age of its own year is reached. Of a partial
 * birth date the latest month counts.
 */
export function retirementMonth(birthDate: PartialDate, sex: 'nam' | 'nu'): string {
  const born = Number(birthDate.slice(0, 4)) * 12 + Number(birthDate.slice(5, 7) || 12) - 1
  let month = born + SCALES[sex].base
  // Each year's age is higher than the one before, so the first year that is reached in time settles it.
  for (let year = Math.floor(month / 12); ; year++) {
    month = born + retirementMonths(sex, year)
    if (month < (year + 1) * 12) return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  }
}
