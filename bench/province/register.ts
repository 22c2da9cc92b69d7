import type { Blockwise } from './blocks.ts'
import type { Blight } from './faults/kinds.ts'
import type { Encode } from './files.ts'
import type { Household } from './household.ts'
import { type Day, daysBefore, daysBetween } from './notation.ts'
import type { Dice } from './random.ts'
import type { SourceName } from './truth.ts'

/** The counter where a register's rows are entered house by house. */
export interface Office extends Blockwise {
  readonly visit: (home: Household) => void
}

/** How one register writes its rows, spoils them and changes them overnight. */
export interface Register<S> {
  readonly source: SourceName
  readonly columns: readonly string[]
  readonly encode: Encode
  readonly delimiter: string
  /** Columns whose text may hold the delimiter: quoted where it does. */
  readonly free: readonly number[]
  /** Byte order mark or nothing. */
  readonly lead: string
  /** Column of the last update, and how it writes a day. */
  readonly updated: { readonly column: number; readonly write: (day: Day) => string }
  readonly blights: readonly Blight<S>[]
  /** The first applies to every row. */
  readonly changes: readonly Change<S>[]
}

/** Something that happens to a row between two nights. False: it does not apply. */
export interface Change<S> {
  readonly weight: number
  readonly event: string
  readonly make: (draft: Draft, subject: S, dice: Dice) => boolean
}

/** A row between two nights. */
export interface Draft {
  readonly cells: readonly string[]
  /** ISO date of the night to come. */
  readonly date: string
  readonly set: (column: number, value: string) => void
  /** From this night on the role speaks of another entity. */
  readonly become: (role: string, entity: string, domain: string) => void
  /** Gives the cells of one planted fault their true values back. */
  readonly correct: (dice: Dice) => boolean
  readonly remove: () => void
}

export const change = <S>(weight: number, event: string, make: Change<S>['make']): Change<S> => ({
  weight,
  event,
  make,
})

/** Column names to their places: `{ ma_thua: 0, … }`. */
export const placesOf = <const C extends string>(columns: readonly C[]): { readonly [K in C]: number } =>
  Object.fromEntries(columns.map((column, i) => [column, i])) as { [K in C]: number }

/** The day before `today`, or up to `longest` days back, on which a row that exists since `since` was last touched. */
export function lastTouched(since: Day, today: Day, longest: number, dice: Dice): Day {
  const age = daysBetween(since, today)
  return daysBefore(today, Math.min(age, 1 + dice.below(Math.min(age, longest))))
}
