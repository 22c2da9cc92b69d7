import { type Fault, plant } from './faults/kinds.ts'
import { Dice } from './random.ts'
import type { Family } from './rates.ts'
import type { Register } from './register.ts'
import { FAMILY_INDEX } from './risk.ts'

/**
 * Draws which of several families befall a record, independently of each other, with one draw more than there are hits
 * instead of one a family. `after` is the place of the last hit, -1 at the start; the answer is the next, or -1.
 */
function nextHit(chances: Float64Array, places: readonly number[], after: number, roll: number): number {
  let spared = 1
  for (let i = after + 1; i < places.length; i++) {
    spared *= 1 - chances[places[i]!]!
    if (roll >= spared) return i
  }
  return -1
}

/** Plants faults in the row that has been laid out; `hopeless` families befall it for certain, by their first kind. */
type Spoil<S> = (subject: S, row: number, chances: Float64Array, hopeless: readonly Family[] | undefined) => void

/** Plants what befalls the cells of one register, and lists it in `faults`. */
export function spoiler<S>({ source, blights }: Register<S>, seed: number, cells: string[], faults: Fault[]): Spoil<S> {
  const dice = new Dice(seed, `${source} faults`)
  const places = blights.map(({ family }) => FAMILY_INDEX[family])
  const sparedBy = new Map<Float64Array, number>()
  /** The chance that nothing befalls a record. */
  const sparedFrom = (chances: Float64Array): number => {
    let spared = sparedBy.get(chances)
    if (spared === undefined) {
      spared = places.reduce((product, place) => product * (1 - chances[place]!), 1)
      sparedBy.set(chances, spared)
    }
    return spared
  }
  return (subject, row, chances, hopeless) => {
    dice.at(row)
    if (hopeless) {
      for (const blight of blights) {
        if (hopeless.includes(blight.family)) plant(blight, subject, cells, faults, dice, true)
      }
    }
    const first = dice.unit()
    if (first < sparedFrom(chances)) return
    for (let i = nextHit(chances, places, -1, first); i >= 0; i = nextHit(chances, places, i, dice.unit())) {
      if (!hopeless?.includes(blights[i]!.family)) plant(blights[i]!, subject, cells, faults, dice)
    }
  }
}
