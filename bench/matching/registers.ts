import { type Blight, blight, type Fault, kind, plant, several } from '../province/faults/kinds.ts'
import { personNameKinds } from '../province/faults/names.ts'
import * as numbers from '../province/faults/numbers.ts'
import { type Day, fiveDigits, iso, lengthOf } from '../province/notation.ts'
import type { Cohort } from '../province/person.ts'
import { Dice } from '../province/random.ts'
import { DEFAULT_RATES } from '../province/rates.ts'
import { createRisk, FAMILY_INDEX, type Risk } from '../province/risk.ts'
import type { SourceName } from '../province/truth.ts'
import type { Household, Person } from './people.ts'

/** Columns of a person row; `truth` is the number of the person, for measuring alone. */
export const COLUMNS = [
  'id',
  'truth',
  'full_name',
  'given',
  'birth_date',
  'pid',
  'commune',
  'phone',
  'sex',
  'cmnd',
  'household',
] as const
const [NAME, BIRTH, PID, COMMUNE, PHONE, SEX, CMND, HOUSEHOLD] = [2, 4, 5, 6, 7, 8, 9, 10] as const

/** A person as one register is about to write him down. */
interface Entry {
  person: Person
  home: Household
  /** PID of someone in another house. */
  stranger: string
  communes: number
}

/**
 * Old codes per commune of today: about three were merged into one, whose code was that of one of them. Source: domain
 * reference 4.1. Codes go up in threes, so that eleven communes share their first three digits.
 */
const OLD_CODES = 3
const FIRST_CODE = 20_002
const communeCode = (commune: number, old = 0): string => fiveDigits(FIRST_CODE + 3 * (OLD_CODES * commune + old))

/** What the check has healed before matching (fonts, honorifics, notes) is not among the faults of a name here. */
const HEALED = ['tcvn3-pasted', 'honorific', 'nickname', 'two-persons']
const NAME_KINDS = personNameKinds<Entry>(NAME, ({ person }) => person.female).filter(
  ({ name }) => !HEALED.includes(name),
)

function digitSlip(text: string, dice: Dice): string | null {
  if (text.length < 9) return null
  const at = dice.below(text.length)
  const own = text.charCodeAt(at)
  return own < 48 || own > 57 ? null : text.slice(0, at) + ((own - 47 + dice.below(9)) % 10) + text.slice(at + 1)
}

/** Day, month or year a little off, and still a date. */
function dateSlip({ year, month, day }: Day, dice: Dice): string {
  const part = dice.below(3)
  if (part === 0) return iso({ year, month, day: 1 + ((day + dice.below(lengthOf(month) - 1)) % lengthOf(month)) })
  if (part === 1) return iso({ year, month: 1 + ((month + dice.below(11)) % 12), day: Math.min(day, 28) })
  return iso({ year: year + (dice.chance(0.5) ? 1 : -1), month, day })
}

/** One letter left out or doubled. */
function letterSlip(name: string, dice: Dice): string | null {
  const at = 1 + dice.below(name.length - 1)
  return dice.chance(0.5) ? name.slice(0, at) + name.slice(at + 1) : name.slice(0, at) + name.slice(at - 1)
}

function withoutMiddle(name: string): string | null {
  const words = name.split(' ')
  return words.length < 3 ? null : `${words[0]} ${words.at(-1)}`
}

const asD = (name: string): string => name.replace(/đ/g, 'd').replace(/Đ/g, 'D')
const near = ({ home, communes }: Entry, _: string, dice: Dice): string =>
  communeCode(Math.min(communes - 1, Math.max(0, home.commune + (dice.chance(0.5) ? 1 : -1))))

/** Weights of what is wrong with a number [assumed]; in land, of 28 in a hundred, 12 are missing and 14 the old card's. */
const NUMBERS = {
  land: { missing: 43, card: 50, slip: 4, head: 2, stranger: 1 },
  people: { missing: 40, card: 26, slip: 24, head: 6, stranger: 4 },
} as const

/** What befalls the cells of a register, by family; weights are assumed. */
function kindsOf(source: SourceName): readonly Blight<Entry>[] {
  const weights = NUMBERS[source === 'land' ? 'land' : 'people']
  return [wrongNumber(weights), ...OTHER_KINDS]
}

const wrongNumber = (weights: (typeof NUMBERS)[keyof typeof NUMBERS]): Blight<Entry> =>
  blight(
    'E1',
    kind(weights.missing, 'missing', PID, () => ''),
    several(
      weights.card,
      'cmnd9-only',
      [PID, ({ person }) => (person.card ? '' : null)],
      [CMND, ({ person }) => person.card],
    ),
    kind(weights.slip, 'one-digit-off', PID, (_, pid, dice) => digitSlip(pid, dice)),
    kind(weights.head, 'number-of-head', PID, ({ home, person }) =>
      home.members[0] === person ? null : home.members[0]!.pid,
    ),
    kind(weights.stranger, 'number-of-stranger', PID, ({ stranger }) => stranger || null),
  )

const OTHER_KINDS: readonly Blight<Entry>[] = [
  blight(
    'E2',
    kind(40, 'other-sex', SEX, (_, sex) => (sex === 'nam' ? 'nữ' : 'nam')),
    kind(35, 'year-digits', PID, (_, pid, dice) => numbers.otherYear(pid, dice)),
    kind(25, 'sex-digit', PID, (_, pid) => numbers.otherSex(pid)),
  ),
  blight(
    'E3',
    ...NAME_KINDS,
    kind(8, 'letter-slip', NAME, (_, name, dice) => letterSlip(name, dice)),
    kind(5, 'middle-dropped', NAME, (_, name) => withoutMiddle(name)),
    kind(6, 'd-without-bar', NAME, (_, name) => asD(name)),
  ),
  blight(
    'E4',
    kind(30, 'year-only', BIRTH, ({ person }) => (person.cohort === 2 ? numbers.yearOnly(person.birth) : null)),
    kind(26, 'filler-1-january', BIRTH, ({ person }) => numbers.firstOfJanuary(person.birth, 'yyyy-MM-dd')),
    kind(22, 'day-month-swap', BIRTH, ({ person }) => numbers.swapped(person.birth, 'yyyy-MM-dd')),
    kind(16, 'one-part-off', BIRTH, ({ person }, _, dice) => dateSlip(person.birth, dice)),
    kind(6, 'missing', BIRTH, () => ''),
  ),
  blight(
    'E5',
    kind(56, 'old-code', COMMUNE, ({ home }, _, dice) => communeCode(home.commune, dice.below(OLD_CODES))),
    kind(22, 'neighbour', COMMUNE, near),
    kind(16, 'moved', COMMUNE, ({ person }) => communeCode(person.formerCommune)),
    kind(6, 'missing', COMMUNE, () => ''),
  ),
]

/** How one register takes people in. */
interface Register {
  readonly source: SourceName
  /** Share of grown people and of children that it holds [assumed]. */
  readonly holds: readonly [grown: number, child: number]
  /** Share of rows with a phone, and of rows with the old card number beside the new. */
  readonly phone: number
  readonly card: number
  /** Share of the people without a known day that it holds by their year alone, or by 1 January. */
  readonly vague: number
  readonly file: boolean
}

const REGISTERS: readonly Register[] = [
  { source: 'residence', holds: [0.97, 0.97], phone: 0.75, card: 0.9, vague: 0.85, file: true },
  { source: 'home-affairs', holds: [0.72, 0.5], phone: 0.95, card: 0.3, vague: 0.15, file: false },
  { source: 'land', holds: [0.78, 0.03], phone: 0.6, card: 0.35, vague: 0.85, file: false },
]
const COHORTS = 3
const GROWN_BORN = 2008
const OLD_PHONE = 0.08
const PHONE_SLIP = 0.01
const FORMER_PID = 0.5
/** Share of all rows that lack their day since no one knows it: measured, and taken off the rate of E4. */
const VAGUE_ROWS = 2.6
const LEANING = {
  shares: [0.6, 0.3, 0.1],
  families: { E1: [0.8, 1, 2], E4: [0.8, 1, 2] },
} as const

/** Called with the cells of each row in the order of `COLUMNS`, `id` and `given` still blank, and what befell it. Both are reused. */
export type Visit = (cells: string[], source: SourceName, faults: readonly Fault[]) => void

/** A register with the chances of each commune and cohort. */
interface Office extends Register {
  readonly blights: readonly Blight<Entry>[]
  readonly risk: Risk
  /** Chance that nothing befalls a row, by commune and cohort. */
  readonly spared: Float64Array
  /** Share of its people that stand in it twice. */
  readonly twice: number
}

function officeOf(register: Register, seed: number, shares: readonly number[]): Office {
  const { source } = register
  const rates = DEFAULT_RATES[source]
  const given = { E4: VAGUE_ROWS * register.vague }
  const risk = createRisk({ seed, source, rates, groups: shares, leaning: LEANING, given })
  const blights = kindsOf(source)
  const spared = new Float64Array(shares.length * COHORTS)
  for (let place = 0; place < spared.length; place++) {
    const chances = risk(Math.floor(place / COHORTS), (place % COHORTS) as Cohort)
    spared[place] = blights.reduce((share, { family }) => share * (1 - chances[FAMILY_INDEX[family]]!), 1)
  }
  return { ...register, risk, blights, spared, twice: (rates.E7 ?? 0) / 100 }
}

/** Writes households down in the three registers, faults gathering by commune and cohort. */
export function registrar(seed: number, shares: readonly number[], visit: Visit): (home: Household) => void {
  const dice = new Dice(seed, 'registers')
  const offices = REGISTERS.map((register) => officeOf(register, seed, shares))
  const cells: string[] = COLUMNS.map(() => '')
  const faults: Fault[] = []
  const nobody = null as unknown
  const entry: Entry = { person: nobody as Person, home: nobody as Household, stranger: '', communes: shares.length }
  return (home) => {
    dice.at(home.members[0]!.number)
    entry.home = home
    for (const person of home.members) {
      entry.person = person
      const age = person.birth.year <= GROWN_BORN ? 0 : 1
      for (const office of offices) {
        if (!dice.chance(office.holds[age])) continue
        const times = dice.chance(office.twice) ? 2 : 1
        for (let time = 0; time < times; time++) {
          faults.length = 0
          writeDown(office, entry, cells, dice)
          spoil(office, entry, cells, faults, dice)
          visit(cells, office.source, faults)
        }
      }
    }
    entry.stranger = home.members[0]!.pid
  }
}

/** Families strike independently; one draw tells for most rows that none does. */
function spoil(office: Office, entry: Entry, cells: string[], faults: Fault[], dice: Dice): void {
  const { blights, risk, spared } = office
  const { person, home } = entry
  let left = spared[home.commune * COHORTS + person.cohort]!
  if (dice.chance(left)) return
  const chances = risk(home.commune, person.cohort)
  let struck = false
  for (const own of blights) {
    // Chance of this family, given that one of those still to come must strike if none has yet.
    const chance = chances[FAMILY_INDEX[own.family]]!
    const hit = dice.chance(struck ? chance : chance / (1 - left))
    if (hit) plant(own, entry, cells, faults, dice)
    struck ||= hit
    left /= 1 - chance
  }
}

function writeDown(office: Register, { person, home }: Entry, cells: string[], dice: Dice): void {
  const { birth } = person
  cells[1] = String(person.number)
  cells[NAME] = person.name
  const vague = person.vague && dice.chance(office.vague)
  cells[BIRTH] = !vague ? iso(birth) : dice.chance(0.7) ? numbers.yearOnly(birth) : `${birth.year}-01-01`
  cells[PID] = person.formerPid && dice.chance(FORMER_PID) ? person.formerPid : person.pid
  cells[COMMUNE] = communeCode(home.commune)
  cells[PHONE] = dice.chance(office.phone) ? phoneOf(person, dice) : ''
  cells[SEX] = person.female ? 'nữ' : 'nam'
  cells[CMND] = dice.chance(office.card) ? person.card : ''
  cells[HOUSEHOLD] = office.file ? home.file : ''
}

function phoneOf(person: Person, dice: Dice): string {
  const phone = dice.chance(OLD_PHONE) ? person.formerPhone : person.phone
  return dice.chance(PHONE_SLIP) ? (digitSlip(phone, dice) ?? phone) : phone
}
