import { type Blockwise, householdDice, NO_BLOCK } from './blocks.ts'
import { compose, type Place, sizeOf } from './composition.ts'
import { birthProvince, phoneNumber, type Registry } from './identifiers.ts'
import { forename, fullName, type Kin, kinOf } from './names.ts'
import { type Day, iso, lengthOf, seven } from './notation.ts'
import { blankPerson, type Person } from './person.ts'
import { addressOf, type Neighbourhood, neighbourhoods } from './places.ts'
import { Dice } from './random.ts'
import type { Truth } from './truth.ts'

/** One true household. Like its persons it is reused. */
export interface Household {
  number: number
  entity: string
  /** Number of the residence file. */
  fileNumber: string
  place: Neighbourhood
  kin: Kin
  /** House, street, hamlet: without commune. */
  address: string
  /** The same with commune, district and province as before July 2025. */
  oldAddress: string
  registered: Day
  temporary: boolean
  readonly members: Person[]
  /** How many of the members are there; the objects behind are spare. */
  size: number
  /** The first two members are husband and wife. */
  hasCouple: boolean
}

const MOST = 12
const LAST_OLD_CARD_BIRTH = 2001
const CHANGED_PID = 0.002
const SHARED_CARD = 0.015
/** Of the male heads within four years of the hamlet's namesake, so that children stay younger than parents. */
const NAMESAKE = 0.3
const RECORDED_DEATH = 0.05
const PHONE_FROM = 15

/** The households one after another; null after the last of the block. */
export interface Houses extends Blockwise {
  readonly next: () => Household | null
}

interface World {
  readonly seed: number
  readonly persons: number
  readonly today: Day
  readonly registry: Registry
  readonly truth: Truth
}

/** Makes the households of the block one after another; all blocks together have the persons, exactly. The object given is reused. */
export function households(world: World): Houses {
  let block = NO_BLOCK
  const dice = householdDice(world.seed)
  const placeOf = neighbourhoods(world.today.year, new Dice(world.seed, 'neighbourhood'))
  const home: Household = {
    number: -1,
    entity: '',
    fileNumber: '',
    place: placeOf(0),
    kin: kinOf('plain', dice),
    address: '',
    oldAddress: '',
    registered: world.today,
    temporary: false,
    members: Array.from({ length: MOST }, blankPerson),
    size: 0,
    hasCouple: false,
  }
  const rememberHard = hardCases(world.truth)
  let persons = 0
  return {
    enter(next) {
      block = next
      home.number = block.first - 1
      persons = block.personsBefore
    },
    next() {
      const number = home.number + 1
      if (number >= block.end) return null
      dice.at(number)
      home.number = number
      home.place = placeOf(number)
      const places = compose(Math.min(sizeOf(dice), world.persons - persons), dice)
      settle(home, world.today, dice)
      home.kin = kinOf(home.place.commune.land, dice)
      home.size = places.length
      home.hasCouple = places.length > 1 && (places[1]!.relation === 'Vợ' || places[1]!.relation === 'Chồng')
      places.forEach((place, i) => {
        populate(world, home, i, place, dice)
        home.members[i]!.entity = `P${seven(++persons)}`
        rememberHard(home, i, place)
      })
      return home
    },
  }
}

function settle(home: Household, today: Day, dice: Dice): void {
  home.entity = `H${seven(home.number + 1)}`
  home.fileNumber = `CT${home.place.newCode}-${seven(home.number + 1)}`
  home.address = addressOf(home.place, dice)
  home.oldAddress = home.address + home.place.oldTail
  home.temporary = dice.chance(0.1)
  home.registered = {
    year: today.year - 1 - dice.below(home.temporary ? 4 : 26),
    month: 1 + dice.below(12),
    day: 1 + dice.below(28),
  }
}

function birthOf(today: Day, year: number, dice: Dice): Day {
  const month = 1 + dice.below(year === today.year ? Math.max(1, today.month - 1) : 12)
  return { year, month, day: year === today.year && month === today.month ? 1 : 1 + dice.below(lengthOf(month)) }
}

function populate(world: World, home: Household, index: number, place: Place, dice: Dice): void {
  const { kin } = home
  const person = home.members[index]!
  const { land } = home.place.commune
  const before = index === 0 ? null : home.members[index - 1]!
  let year = world.today.year - place.age
  const namesake =
    index === 0 &&
    !kin.upland &&
    !place.female &&
    Math.abs(year - home.place.namesake.year) <= 4 &&
    dice.chance(NAMESAKE)
  if (namesake) year = home.place.namesake.year
  const own = place.kin ? kin : kinOf(land, dice)
  person.surname = namesake ? home.place.namesake.surname : place.kin ? headSurname(home, index, kin) : own.surname
  person.rest = namesake ? home.place.namesake.rest : forename(own, land, place.female, year, dice)
  if (before && person.rest === before.rest) person.rest = forename(own, land, place.female, year, dice)
  person.name = fullName(person.surname, person.rest, place.female, own.upland)
  person.female = place.female
  person.birth = place.twin ? before!.birth : birthOf(world.today, year, dice)
  person.relation = place.relation
  person.ethnicity = own.ethnicity
  person.religion = dice.chance(0.95) ? kin.religion : own.religion
  person.dossier = ''
  const old = place.age > 64 && index > 0
  person.death =
    old && dice.chance(RECORDED_DEATH)
      ? iso({ year: world.today.year - 1, month: 1 + dice.below(12), day: 1 + dice.below(28) })
      : ''
  number(world, home, person, place.age, dice)
}

/** A namesake head gives the family name to the house. */
const headSurname = (home: Household, index: number, kin: Kin): string =>
  index === 0 ? kin.surname : home.members[0]!.surname

function number(world: World, home: Household, person: Person, age: number, dice: Dice): void {
  const { commune, sharedNumber } = home.place
  const province = birthProvince(commune.province, dice)
  const { female } = person
  const { year } = person.birth
  person.pid = world.registry.personalId(province, female, year)
  person.formerPid = ''
  if (age > 5 && dice.chance(CHANGED_PID)) {
    const corrected = dice.below(3)
    person.formerPid =
      corrected === 0
        ? world.registry.personalId(province, !female, year)
        : corrected === 1
          ? world.registry.personalId(province, female, year - 1)
          : world.registry.personalId(province === '048' ? '049' : '048', female, year)
  }
  person.oldCard = ''
  if (year < LAST_OLD_CARD_BIRTH && dice.chance(0.97)) {
    const prefix = commune.province === '48' ? '201' : dice.chance(0.5) ? '205' : '206'
    person.oldCard = dice.chance(SHARED_CARD) ? sharedNumber : world.registry.oldCard(prefix)
  }
  person.phone = age >= PHONE_FROM && dice.chance(0.85) ? phoneNumber(dice) : ''
}

/** Writes down who is easily taken for whom, the legitimate cases that a false merge would join. */
function hardCases(truth: Truth): (home: Household, index: number, place: Place) => void {
  let hamlet = -1
  let namesake: Person['entity'] = ''
  let holder: Person['entity'] = ''
  return (home, index, place) => {
    const person = home.members[index]!
    if (home.place.number !== hamlet) {
      hamlet = home.place.number
      namesake = ''
      holder = ''
    }
    if (place.twin) truth.hardCase('twins', home.members[index - 1]!.entity, person.entity)
    if (person.formerPid !== '') truth.hardCase('changed-pid', person.entity, person.formerPid)
    const { rest, surname, year } = home.place.namesake
    if (index === 0 && person.birth.year === year && person.rest === rest && person.surname === surname) {
      if (namesake !== '') truth.hardCase('namesakes', namesake, person.entity)
      namesake = person.entity
    }
    if (person.oldCard === home.place.sharedNumber) {
      if (holder !== '') truth.hardCase('shared-cmnd9', holder, person.entity)
      holder = person.entity
    }
  }
}
