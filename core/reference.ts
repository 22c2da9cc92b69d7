/** One code of a list as a version of the list has it. Dates are `YYYY-MM-DD`, open where null. */
export interface ListedCode {
  readonly code: string
  readonly label: string
  readonly parent: string | null
  readonly from: string | null
  readonly to: string | null
}

/** The code lists that rules may ask, loaded once per stage. Pure and synchronous: rules have no database. */
export interface Reference {
  /** Whether the list, in its version in force on the day, knows the code on that day; null where no version is loaded. */
  has(list: string, code: string, asOf: string): boolean | null
  /** The code in that version whatever its own validity (a dissolved agency, with its last day); null where it is not there. */
  find(list: string, code: string, asOf: string): ListedCode | null
}

/** Where no list is loaded: `has` answers null, so a rule that asks stays silent. */
export const NO_REFERENCE: Reference = { has: () => null, find: () => null }
