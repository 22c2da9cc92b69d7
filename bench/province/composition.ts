import { type Dice, spread } from './random.ts'

/** A place in a household before it has a person: relation word, sex and age in years. */
export interface Place {
  readonly relation: string
  readonly female: boolean
  readonly age: number
  /** Born with the one before it. */
  readonly twin: boolean
  /** Carries the head's family name. */
  readonly kin: boolean
}

/** Sizes of households, mean 3.2 [assumed, close to the 2024 survey]. */
const SIZES = spread([
  [1, 10],
  [2, 22],
  [3, 27.5],
  [4, 24],
  [5, 11],
  [6, 3.5],
  [7, 1.5],
  [8, 0.5],
] as const)
export const sizeOf = (dice: Dice): number => dice.pick(SIZES)

const TWINS = 0.012
const OLDEST = 97

const place = (relation: string, female: boolean, age: number, kin = true, twin = false): Place => ({
  relation,
  female,
  age: Math.min(age, OLDEST),
  kin,
  twin,
})

/** Children from the eldest, two to four years apart; the last is `youngest` years old. */
function children(count: number, youngest: number, word: string, dice: Dice): Place[] {
  const born: Place[] = []
  let age = youngest
  let female = false
  for (let i = 0; i < count; i++) {
    const twin = i > 0 && dice.chance(TWINS)
    if (i > 0 && !twin) age += 2 + dice.below(3)
    // Going back in time, the twin just met is the younger one.
    if (twin) born[i - 1] = place(word, female, age, true, true)
    if (!twin || dice.chance(0.5)) female = dice.chance(0.48)
    born.push(place(word, female, age))
  }
  return born.reverse()
}

const childWord = (dice: Dice): string => (dice.chance(0.75) ? 'Con' : 'Con đẻ')

function couple(age: number, dice: Dice): Place[] {
  const femaleHead = dice.chance(0.24)
  const other = age + (femaleHead ? dice.below(6) : -dice.below(6))
  return [place('Chủ hộ', femaleHead, age), place(femaleHead ? 'Chồng' : 'Vợ', !femaleHead, Math.max(20, other), false)]
}

function pair(dice: Dice): Place[] {
  const roll = dice.unit()
  if (roll < 0.66) return couple(dice.chance(0.25) ? 24 + dice.below(14) : 50 + dice.below(36), dice)
  if (roll < 0.95) {
    const age = 27 + dice.below(60)
    const daughter = dice.chance(0.45)
    return [place('Chủ hộ', dice.chance(0.65), age), place('Con', daughter, Math.max(0, age - 22 - dice.below(12)))]
  }
  const age = 22 + dice.below(40)
  return [place('Chủ hộ', dice.chance(0.5), age), place(dice.chance(0.5) ? 'Em' : 'Em ruột', dice.chance(0.5), age - 3)]
}

/** Parents with their children; one or two of the head's own parents may live with them. */
function nuclear(size: number, elders: number, dice: Dice): Place[] {
  const alone = dice.chance(0.1) && size - elders > 1
  const born = children(Math.max(0, size - elders - (alone ? 1 : 2)), dice.below(17), childWord(dice), dice)
  const age = (born[0]?.age ?? 0) + 22 + dice.below(13)
  const parents = alone ? [place('Chủ hộ', dice.chance(0.7), age)] : couple(age, dice)
  for (const one of born) parents.push(one)
  if (elders > 0) parents.push(...parentsOfHead(elders, age, dice))
  return parents
}

function parentsOfHead(elders: number, age: number, dice: Dice): Place[] {
  const older = age + 22 + dice.below(13)
  const mother = place('Mẹ', true, older, false)
  if (elders === 2) return [place('Bố', false, older + dice.below(4)), mother]
  return [dice.chance(0.65) ? mother : place('Bố', false, older)]
}

/** Grandparents head the house of a married child. */
function threeGenerations(size: number, dice: Dice): Place[] {
  const both = size > 4 || dice.chance(0.5)
  const kids = size - (both ? 4 : 3)
  const daughter = dice.chance(0.25)
  const word = daughter ? 'Cháu ngoại' : 'Cháu nội'
  const born = children(kids, dice.below(14), word, dice)
  const parentAge = (born[0]?.age ?? 0) + 21 + dice.below(10)
  const headAge = parentAge + 22 + dice.below(13)
  const heads = both ? couple(headAge, dice) : [place('Chủ hộ', dice.chance(0.75), headAge)]
  const spouse = place(daughter ? 'Con rể' : 'Con dâu', !daughter, Math.max(20, parentAge + (daughter ? 2 : -2)), false)
  const generation = born.map((one) => (daughter ? { ...one, kin: false } : one))
  return [...heads, place('Con', daughter, parentAge), spouse, ...generation]
}

/** Who lives in a house of this size. The first is the head; a spouse of the head, if any, is the second. */
export function compose(size: number, dice: Dice): readonly Place[] {
  if (size === 1)
    return [place('Chủ hộ', dice.chance(0.55), dice.chance(0.3) ? 22 + dice.below(30) : 52 + dice.below(38))]
  if (size === 2) return pair(dice)
  const roll = dice.unit()
  if (size >= 4 && roll < 0.4) return threeGenerations(size, dice)
  if (roll < 0.55) return nuclear(size, size >= 5 && dice.chance(0.4) ? 2 : 1, dice)
  return nuclear(size, 0, dice)
}
