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

/** One version of a list as plain data, so that it can be handed to a thread. */
export interface ReferenceVersion {
  readonly list: string
  readonly version: string
  /** First day, `YYYY-MM-DD`; blank: ever since there is data. */
  readonly from: string
  readonly codes: readonly ListedCode[]
}

/** The given versions as rules ask them: of each list the one in force on the day. */
export function referenceOf(versions: readonly ReferenceVersion[]): Reference {
  const newestFirst = versions
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))
    .map(({ codes, ...version }) => ({ ...version, codes: new Map(codes.map((own) => [own.code, own])) }))
  const inForce = (list: string, asOf: string) =>
    newestFirst.find((version) => version.list === list && version.from <= asOf)?.codes
  return {
    has(list, code, asOf) {
      const known = inForce(list, asOf)
      if (!known) return null
      const own = known.get(code)
      return own !== undefined && (own.from === null || own.from <= asOf) && (own.to === null || asOf <= own.to)
    },
    find: (list, code, asOf) => inForce(list, asOf)?.get(code) ?? null,
  }
}
