import type { PartialDate, UnitRef } from '../../core/values.ts'

/** What the rules of a person read. */
export interface PersonRow {
  readonly personalId: string | null
  readonly oldId: string | null
  readonly fullName: string
  readonly birthDate: PartialDate | null
  readonly sex: string | null
  readonly ethnicity: string | null
  readonly householdNo: string | null
  readonly relation: string | null
  readonly lifeStatus: string | null
  readonly residenceKind: string | null
  readonly commune: UnitRef | null
  readonly communeName: string | null
  readonly address: string | null
  readonly phone: string | null
  readonly registeredOn: PartialDate | null
  readonly updatedOn: PartialDate | null
}

/** Codes of `relationToHead`. */
export const HEAD = '00'
export const WIFE = '01'
export const HUSBAND = '02'
export const FATHER = '03'
export const MOTHER = '04'
export const CHILD = '08'

export const isDead = ({ lifeStatus }: Pick<PersonRow, 'lifeStatus'>): boolean => lifeStatus === 'chet'
