import type { Claims } from './claims.ts'
import type { Fault } from './faults/kinds.ts'
import { dayOf } from './notation.ts'
import type { Dice } from './random.ts'
import type { Change, Draft, Register } from './register.ts'
import type { RowEvent } from './truth.ts'

/** The row that the desk has laid out and spoilt. */
export interface LaidRow {
  readonly cells: string[]
  readonly faults: Fault[]
  readonly claims: Claims
}

export interface OpenDraft<S> {
  /** Applies the change, or the other where it does not fit. False: the row is gone. */
  readonly change: (change: Change<S>, other: Change<S>, night: number, subject: S, dice: Dice) => boolean
  /** Writes down that the row is new on a night. */
  readonly arrive: (night: number, role: string, entity: string) => void
}

type Report = (night: number, event: RowEvent) => void

/** What is under way with the row. */
interface State {
  night: number
  event: string
  stays: boolean
  touched: boolean
}

export function openDraft<S>(
  register: Register<S>,
  row: LaidRow,
  dates: readonly string[],
  report: Report,
): OpenDraft<S> {
  const { source, columns, updated } = register
  const { cells } = row
  const state: State = { night: 0, event: '', stays: true, touched: false }
  const tell: Tell = (column, before, after, role = '', entityBefore = '', entityAfter = '') =>
    report(state.night, {
      source,
      key: cells[0]!,
      event: state.event,
      column: column === null ? '' : columns[column]!,
      before,
      after,
      role,
      entityBefore,
      entityAfter,
    })
  const draft = draftOf(row, state, dates, updated.column, tell)
  return {
    change(first, other, night, subject, dice) {
      state.night = night
      state.stays = true
      state.touched = false
      state.event = first.event
      if (!first.make(draft, subject, dice)) {
        state.event = other.event
        other.make(draft, subject, dice)
      }
      if (state.stays && state.touched) draft.set(updated.column, updated.write(dayOf(dates[night]!)))
      return state.stays
    },
    arrive(night, role, entity) {
      state.night = night
      state.event = 'added'
      tell(null, '', '', role, '', entity)
    },
  }
}

type Tell = (
  column: number | null,
  before: string,
  after: string,
  role?: string,
  entityBefore?: string,
  entityAfter?: string,
) => void

function draftOf(
  { cells, faults, claims }: LaidRow,
  state: State,
  dates: readonly string[],
  updated: number,
  tell: Tell,
): Draft {
  const set = (column: number, value: string): void => {
    if (cells[column] === value) return
    tell(column, cells[column]!, value)
    cells[column] = value
    state.touched = true
  }
  return {
    cells,
    set,
    get date() {
      return dates[state.night]!
    },
    become(role, entity, domain) {
      const before = claims.end(role, domain, dates[state.night]!)
      if (entity !== '') claims.add(role, entity, domain, dates[state.night]!)
      tell(null, '', '', role, before ?? '', entity)
    },
    correct(dice) {
      // Any change brings the date of the last update up to date by itself.
      const open = faults.filter(({ column, planted }) => column > 0 && column !== updated && cells[column] === planted)
      if (open.length === 0) return false
      const { family } = dice.pick(open)
      for (const fault of open) if (fault.family === family) set(fault.column, fault.truth)
      return true
    },
    remove() {
      state.stays = false
      claims.endAll(dates[state.night]!)
      tell(null, '', '')
    },
  }
}
