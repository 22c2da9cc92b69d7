import { AGENCIES, type Agency } from './agencies.ts'
import { type Blockwise, inTurns, NO_BLOCK, shareOf } from './blocks.ts'
import type { Household } from './household.ts'
import { type Day, isBefore, lengthOf, unmarked } from './notation.ts'
import { type Pay, payAfter } from './pay.ts'
import type { Person } from './person.ts'
import type { Dice } from './random.ts'

/** A civil servant's dossier as it truly is; reused. */
export interface Servant {
  person: Person
  home: Household
  agency: Agency
  group: number
  staffNumber: string
  hired: Day
  pay: Pay
  /** Date from which the present step is paid. */
  paidSince: Day
  status: string
  email: string
}

export const STATUS = {
  active: 'Đang làm việc',
  retired: 'Nghỉ hưu',
  left: 'Thôi việc',
  seconded: 'Biệt phái',
} as const
/** Whole years of age after which staff retire in 2026: below 61 y 6 m and 57 y. Source: domain reference 8, C05. */
const RETIREMENT = { male: 61, female: 57 } as const
const YOUNGEST = 24
const OLDEST = 63
/** Adults of that age among all persons, measured: turns the quota into a chance per adult. */
const ELIGIBLE = 0.52
const GOLDEN_RATIO = 0.618033988749895

export const AGENCY_SHARES: readonly number[] = AGENCIES.map(() => 1 / AGENCIES.length)

const ageIn = (person: Person, today: Day): number => today.year - person.birth.year
const isEligible = (person: Person, today: Day): boolean => {
  const age = ageIn(person, today)
  return age >= YOUNGEST && age <= OLDEST && person.death === ''
}

interface Recruitment extends Blockwise {
  readonly hires: (person: Person, dice: Dice) => boolean
}

/** Picks civil servants so that each block finds exactly its share of `total`, a little early, to be sure of the last one. */
export function recruitment(total: number, persons: number, today: Day): Recruitment {
  let wanted = 0
  let ahead = 0
  return {
    enter(block) {
      wanted = shareOf(total, persons, block).count
      const people = block.personsEnd - block.personsBefore
      ahead = people - Math.min(people * 0.1, 60 + people * 0.002)
    },
    hires(person, dice) {
      ahead--
      if (wanted === 0 || !isEligible(person, today)) return false
      const chosen = ahead <= 0 || dice.chance(wanted / (ahead * ELIGIBLE))
      if (chosen) wanted--
      return chosen
    },
  }
}

interface StaffNumbers extends Blockwise {
  readonly next: (group: number) => string
}

/** Numbers inside an agency: unique there and nowhere else. */
export function staffNumbers(): StaffNumbers {
  let block = NO_BLOCK
  const counters = new Uint32Array(AGENCIES.length)
  return {
    enter(next) {
      block = next
      counters.fill(0)
    },
    next(group) {
      const number = 1 + inTurns(block, counters[group]!++)
      return `${AGENCIES[group]!.letters}.${String(number).padStart(4, '0')}`
    },
  }
}

export const agencyGroup = (dossier: number, shift: number): number =>
  Math.floor(((shift + dossier * GOLDEN_RATIO) % 1) * AGENCIES.length)

const locals = new Map<string, string>()
/** Given name, then the initials of the rest: `Văn Minh` as `minhv`. There are few enough forenames to keep them all. */
function localOf(words: string): string {
  let local = locals.get(words)
  if (local === undefined) {
    const [given, ...rest] = unmarked(words).toLowerCase().split(' ').reverse()
    local = given + rest.map((word) => word[0]).join('')
    locals.set(words, local)
  }
  return local
}

/** The dossier number tells namesakes apart. */
const emailOf = ({ surname, rest }: Person, dossier: number): string =>
  `${localOf(rest)}${localOf(surname)[0]}${dossier}@danang.gov.vn`

const later = (date: Day, years: number): Day => ({ ...date, year: date.year + years })

/** Fills the dossier of a person; dates are consistent with age, grade and step. */
export function employ(
  servant: Servant,
  person: Person,
  home: Household,
  dossier: number,
  today: Day,
  dice: Dice,
): void {
  const age = ageIn(person, today)
  const started = Math.min(age - 1, 21 + dice.below(9))
  const month = 1 + dice.below(12)
  const year = Math.min(today.year - 1, person.birth.year + started)
  servant.person = person
  servant.home = home
  servant.hired = { year, month, day: 1 + dice.below(lengthOf(month)) }
  const limit = person.female ? RETIREMENT.female : RETIREMENT.male
  const roll = dice.unit()
  servant.status =
    age >= limit ? STATUS.retired : roll < 0.015 ? STATUS.left : roll < 0.027 ? STATUS.seconded : STATUS.active
  // The last anniversary may lie ahead in the current year, or be today.
  const passed = isBefore(later(servant.hired, today.year - year), today) ? 0 : 1
  servant.pay = payAfter(Math.min(age, limit) - (year - person.birth.year) - passed, servant.agency.kind, dice)
  servant.paidSince = later(servant.hired, servant.pay.yearsServed)
  servant.email = emailOf(person, dossier)
  person.dossier = `C${person.entity.slice(1)}`
}
