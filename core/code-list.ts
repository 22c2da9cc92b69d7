import type { ListedCode } from './reference.ts'

/** What became of a code when its list got a new version. Only the first two, and people after a split, are certain. */
export const MOVE_KINDS = ['unchanged', 'merged', 'split-by-population', 'ambiguous', 'retired'] as const
export type MoveKind = (typeof MOVE_KINDS)[number]

/** `base-only`: one public list says so, the official register of changes does not (yet). Shown, never written over a value. */
export type Assurance = 'register-complete' | 'base-only'

/** One line of a dated crosswalk. A code with several lines went to several codes. */
export interface CodeMove {
  readonly fromVersion: string
  readonly from: string
  /** Null where it went nowhere. */
  readonly to: string | null
  /** `split-by-population`: all people went here; the lines beside it, `ambiguous`, took land only. */
  readonly kind: MoveKind
  readonly assurance: Assurance
  /** The resolution, decree or list that says so. */
  readonly authority: string
}

export interface ListCode extends ListedCode {
  /** What else the catalogue says of it: type of a commune, steps of a pay table. */
  readonly attributes?: Readonly<Record<string, string | number>>
}

/** One version of a code list with the crosswalks that lead into it. Immutable once it is in the store. */
export interface CodeListVersion {
  readonly list: string
  /** Vietnamese name, as people cite it. */
  readonly title: string
  readonly version: string
  /** First day on which it is in force, `YYYY-MM-DD`; null: ever since there is data. */
  readonly from: string | null
  /** Where it comes from: a decree, a file. */
  readonly source: string
  readonly codes: readonly ListCode[]
  readonly moves: readonly CodeMove[]
}

/** One code list as the merge needs it: the version that golden values stand in, and the ways that lead to it. */
export interface Crosswalk {
  readonly current: string
  /** In order of their first day; null: ever since there is data. */
  readonly versions: readonly { readonly version: string; readonly from: string | null }[]
  /** Codes of the current version. */
  readonly codes: ReadonlySet<string>
  /** Moves by `wayOf` their versions, then by code. */
  readonly moves: ReadonlyMap<string, ReadonlyMap<string, readonly CodeMove[]>>
}

/** By name of the list; lists without a current version are left out. */
export type Crosswalks = ReadonlyMap<string, Crosswalk>

/** What may leave the house: the current version of each list with its codes. */
export type CurrentCodes = ReadonlyMap<string, Pick<Crosswalk, 'current' | 'codes'>>

export const wayOf = (fromVersion: string, toVersion: string): string => `${fromVersion}→${toVersion}`
