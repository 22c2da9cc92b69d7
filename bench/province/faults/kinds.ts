import type { Dice } from '../random.ts'
import type { Family } from '../rates.ts'

/** What the cell holds instead; null where the kind does not apply. `truth` is what stands there so far. */
export type Make<S> = (subject: S, truth: string, dice: Dice) => string | null
interface Spoilt<S> {
  readonly column: number
  readonly make: Make<S>
}

/** One way in which a family of faults shows itself: in one cell, or in several that go together. */
export interface Kind<S> {
  readonly weight: number
  readonly name: string
  readonly cells: readonly Spoilt<S>[]
  /** The cell stays as it is and the world has moved on: `make` gives what would be true now. */
  readonly stale: boolean
}

export interface Blight<S> {
  readonly family: Family
  /** The first is the one that a hopeless record gets. */
  readonly kinds: readonly Kind<S>[]
  readonly total: number
}

export const blight = <S>(family: Family, ...kinds: readonly Kind<S>[]): Blight<S> => ({
  family,
  kinds,
  total: kinds.reduce((sum, { weight }) => sum + weight, 0),
})
export const kind = <S>(weight: number, name: string, column: number, make: Make<S>): Kind<S> => ({
  weight,
  name,
  cells: [{ column, make }],
  stale: false,
})
/** The same in cells that go together; it applies where the first of them does. */
export const several = <S>(
  weight: number,
  name: string,
  ...cells: readonly (readonly [number, Make<S>])[]
): Kind<S> => ({
  weight,
  name,
  cells: cells.map(([column, make]) => ({ column, make })),
  stale: false,
})
/** The same in two cells. */
export const pair = <S>(
  weight: number,
  name: string,
  first: number,
  make: Make<S>,
  second: number,
  other: Make<S>,
): Kind<S> => several(weight, name, [first, make], [second, other])
export const stale = <S>(weight: number, name: string, column: number, make: Make<S>): Kind<S> => ({
  weight,
  name,
  cells: [{ column, make }],
  stale: true,
})

/** One planted fault of the row at hand. */
export interface Fault {
  readonly column: number
  readonly family: Family
  readonly kind: string
  readonly truth: string
  readonly planted: string
}

const DRAWS = 5

/**
 * Plants one kind of the family, drawn by weight; one that does not apply is drawn again, at last the first that does is
 * taken. False: none applies.
 */
export function plant<S>(
  blight: Blight<S>,
  subject: S,
  cells: string[],
  faults: Fault[],
  dice: Dice,
  hopeless = false,
): boolean {
  const { family, kinds } = blight
  if (!hopeless) {
    for (let i = 0; i < DRAWS; i++)
      if (plantKind(family, drawn(blight, dice), subject, cells, faults, dice)) return true
  }
  for (const one of kinds) if (plantKind(family, one, subject, cells, faults, dice)) return true
  return false
}

function drawn<S>({ kinds, total }: Blight<S>, dice: Dice): Kind<S> {
  let roll = dice.unit() * total
  for (let i = 0; i < kinds.length; i++) if ((roll -= kinds[i]!.weight) < 0) return kinds[i]!
  return kinds[0]!
}

function plantKind<S>(
  family: Family,
  kind: Kind<S>,
  subject: S,
  cells: string[],
  faults: Fault[],
  dice: Dice,
): boolean {
  const { cells: spoilt } = kind
  for (const { column } of spoilt) for (const fault of faults) if (fault.column === column) return false
  for (let i = 0; i < spoilt.length; i++) {
    const { column, make } = spoilt[i]!
    const stood = cells[column]!
    const value = make(subject, stood, dice)
    const differs = value !== null && value !== stood
    if (!differs && i === 0) return false
    if (differs) put(family, kind, column, stood, value, cells, faults)
  }
  return true
}

function put<S>(
  family: Family,
  { name, stale }: Kind<S>,
  column: number,
  stood: string,
  value: string,
  cells: string[],
  faults: Fault[],
): void {
  faults.push({ column, family, kind: name, truth: stale ? value : stood, planted: stale ? stood : value })
  if (!stale) cells[column] = value
}
