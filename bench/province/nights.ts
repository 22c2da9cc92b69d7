import { type LaidRow, openDraft } from './draft.ts'
import { csvCell, type Nightly } from './files.ts'
import { Dice } from './random.ts'
import type { Change, Register } from './register.ts'
import type { Truth } from './truth.ts'

/** Nights have their own draws up to this many. */
export const MOST_NIGHTS = 64

interface Settings {
  readonly seed: number
  /** ISO dates of the nights. */
  readonly dates: readonly string[]
  /** Share of the rows that change each night by themselves. */
  readonly changeRate: number
  readonly truth: Truth
}

/** A certain change of a row on a night, else null. */
export type Fate<S> = (night: number) => Change<S> | null

export interface Nights<S> {
  /** Writes the row for every night from `since` on, changed where the draws or its fate say so. */
  readonly write: (subject: S, row: number, since: number, fate: Fate<S> | undefined) => void
}

/** The cells as a line, ended. */
function lineWriter<S>({ delimiter, free, columns }: Register<S>): (cells: readonly string[]) => string {
  const isFree = columns.map((_, column) => free.includes(column))
  // Housemates share an address, so the last one is nearly always asked for again.
  const known: string[] = []
  const quoted: string[] = []
  const asCell = (column: number, cell: string): string => {
    if (known[column] !== cell) {
      known[column] = cell
      quoted[column] = csvCell(cell, delimiter)
    }
    return quoted[column]!
  }
  return (cells) => {
    let line = cells[0]!
    for (let i = 1; i < cells.length; i++) line += delimiter + (isFree[i] ? asCell(i, cells[i]!) : cells[i]!)
    return line + '\n'
  }
}

export function openNights<S>(register: Register<S>, settings: Settings, row: LaidRow, extract: Nightly): Nights<S> {
  const { dates, truth, changeRate } = settings
  const { cells, claims } = row
  const { changes } = register
  const dice = new Dice(settings.seed, `${register.source} nights`)
  const lines: (string | null)[] = dates.map(() => null)
  const lineOf = lineWriter(register)
  const draft = openDraft(register, row, dates, (night, event) => truth.event(night, event))

  /** What happens on the night, else null: nearly always. */
  function eventOf(night: number, number: number, fate: Fate<S> | undefined): Change<S> | null {
    dice.at(number * MOST_NIGHTS + night)
    const fated = fate === undefined ? null : fate(night)
    return fated ?? (dice.chance(changeRate) ? drawn(changes, dice) : null)
  }

  return {
    write(subject, number, since, fate) {
      let differs = since > 0
      if (differs) {
        lines.fill(null, 0, since).fill(lineOf(cells), since)
        claims.each((claim) => {
          claim.from = dates[since]!
          draft.arrive(since, claim.role, claim.entity)
        })
      }
      for (let night = since + 1; night < dates.length; night++) {
        const event = eventOf(night, number, fate)
        if (event === null) continue
        if (!differs) lines.fill(lineOf(cells))
        differs = true
        const stays = draft.change(event, changes[0]!, night, subject, dice)
        lines.fill(stays ? lineOf(cells) : null, night)
        if (!stays) break
      }
      if (differs) extract.each(lines)
      else extract.same(lineOf(cells))
    },
  }
}

function drawn<S>(changes: readonly Change<S>[], dice: Dice): Change<S> {
  let total = 0
  for (const { weight } of changes) total += weight
  let roll = dice.unit() * total
  for (const one of changes) if ((roll -= one.weight) < 0) return one
  return changes[0]!
}
