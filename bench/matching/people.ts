import { compose, type Place, sizeOf } from '../province/composition.ts'
import { birthProvince, phoneNumber } from '../province/identifiers.ts'
import { forename, fullName, type Kin, kinOf } from '../province/names.ts'
import { type Day, lengthOf, seven, six, two } from '../province/notation.ts'
import { type Cohort, cohortOf, OLD_BEFORE } from '../province/person.ts'
import { Dice, mix, ranked, spread, weighted } from '../province/random.ts'

/** One true person, of whom registers tell. */
export interface Person {
  readonly number: number
  readonly name: string
  /** Middle and given name. */
  readonly rest: string
  readonly female: boolean
  readonly birth: Day
  /** Only the year of birth is known to most registers. */
  readonly vague: boolean
  readonly cohort: Cohort
  readonly pid: string
  /** Number before a correction of sex or birth year; blank for nearly all. */
  readonly formerPid: string
  /** Nine digits; blank for those too young to have held the old card. */
  readonly card: string
  readonly phone: string
  readonly formerPhone: string
  /** Index of the commune lived in before. */
  readonly formerCommune: number
}

/** People of one house; the head first. */
export interface Household {
  /** Number of the residence file. */
  readonly file: string
  /** Index of the commune. */
  readonly commune: number
  readonly members: readonly Person[]
}

/** Shares in percent. Source: domain reference 5.4; the pairs of Hoàng and Huỳnh, Vũ and Võ divided [assumed]. */
const COMMON = weighted(
  'Nguyễn 38, Trần 12, Lê 9.5, Phạm 7, Huỳnh 2.8, Hoàng 2.2, Phan 4.5, Võ 2.4, Vũ 1.6, Đặng 2, Bùi 2, Đỗ 1.4, Hồ 1.3, Ngô 1.3, Dương 1, Lý 0.5',
)
const COMMON_SHARE = 0.895
const RARE = ranked(
  'Trương Đinh Đoàn Mai Trịnh Lương Cao Lâm Hà Thái Lưu Phùng Tạ Vương Châu Tô Đào Tăng Quách Kiều La Ông Thân Hứa Từ Chu Mạc Diệp Doãn Tống Văn ' +
    'Triệu Nghiêm Khổng Quản Thạch Lại Ninh Cù Bạch Giang Khuất Lò Nông Hoàn Sầm Lục Vi Lã Tôn Tiêu Mẫn Ngụy Trà Thi Đồng Âu Hàn Bế Ma',
  2048,
)
/** People of the western districts, whose names need not have three parts. */
const UPLAND = 0.025
const TODAY = 2026
const LAST_CARD_BIRTH = 2001
const GROWN = 18
/** Of births before 1960. Source: domain reference 9, E4. */
const VAGUE = 0.3
/** Chances of the hard cases, per person [assumed]: rare in life, common enough to be seen at 100,000 rows. */
const NAMESAKE = 0.012
const LIKE_FATHER = 0.008
const CHANGED_PID = 0.004
const SHARED_PID = 0.0005
const SHARED_CARD = 0.004
const OWN_PHONE = { child: 0.1, spouse: 0.8 } as const
const PHONE_FROM = 15
const AGE_CLASS = 4
/** Twins who share the middle name. */
const TWIN_MIDDLE = 0.6

/** People to a commune: between the two. */
const COMMUNE_PEOPLE = { least: 10_000, most: 15_000 } as const

/** Shares of the people by commune, summing to 1; their number grows with the people. */
export function communeShares(seed: number, people: number): readonly number[] {
  const dice = new Dice(seed, 'communes')
  const { least, most } = COMMUNE_PEOPLE
  const count = Math.max(3, Math.round((2 * people) / (least + most)))
  const sizes = Array.from({ length: count }, () => least + dice.below(most - least))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return sizes.map((size) => size / total)
}

/** Issues each number once: a counter per leading part, in an order that does not show it. */
function issuer(seed: number): {
  pid: (province: string, female: boolean, year: number) => string
  card: () => string
} {
  const pids = new Uint32Array(1000 * 400)
  const police = ['201', '205', '206', '191', '212']
  const offset = (cell: number): number => mix(mix(seed) ^ (cell + 1)) % 1e6
  const scattered = (count: number, cell: number): string => six((count * 382_337 + offset(cell)) % 1e6)
  let cards = 0
  return {
    pid(province, female, year) {
      const kind = (year < 2000 ? 0 : 2) + (female ? 1 : 0)
      const cell = Number(province) * 400 + kind * 100 + (year % 100)
      return province + kind + two(year % 100) + scattered(pids[cell]!++, cell)
    },
    card() {
      const prefix = cards % police.length
      return police[prefix]! + scattered(Math.floor(cards++ / police.length), -prefix - 1)
    },
  }
}

type Named = Pick<Person, 'name' | 'rest'>
/** What a namesake takes over from a neighbour. */
interface Neighbour extends Named {
  readonly year: number
}

interface World {
  readonly dice: Dice
  readonly issue: ReturnType<typeof issuer>
  /** The last grown person of each commune, sex and class of ages. */
  readonly neighbours: Map<number, Neighbour>
  readonly communes: number
  /** The last person issued a number: whose number another may be given by mistake. */
  last: { pid: string; card: string }
  count: number
}

/** An endless line of households, the same for the same seed and communes. */
export function population(seed: number, shares: readonly number[]): () => Household {
  const dice = new Dice(seed, 'people')
  const communeOf = spread(
    shares.map((share, commune) => [commune, share] as const),
    64 * shares.length,
  )
  const world: World = {
    dice,
    issue: issuer(seed),
    neighbours: new Map(),
    communes: shares.length,
    last: { pid: '', card: '' },
    count: 0,
  }
  let number = 0
  return () => {
    dice.at(number)
    const commune = dice.pick(communeOf)
    const file = `CT${seven((number++ * 3_823_371 + seed) % 1e7)}`
    return { file, commune, members: membersOf(world, commune, compose(sizeOf(dice), dice)) }
  }
}

const kin = (dice: Dice): Kin =>
  dice.chance(UPLAND)
    ? kinOf('katu', dice)
    : {
        surname: dice.chance(COMMON_SHARE) ? dice.pick(COMMON) : dice.pick(RARE),
        ethnicity: '',
        religion: '',
        upland: false,
      }

function dayIn(year: number, dice: Dice): Day {
  const month = 1 + dice.below(12)
  return { year, month, day: 1 + dice.below(lengthOf(month)) }
}

function membersOf(world: World, commune: number, places: readonly Place[]): Person[] {
  const { dice } = world
  const own = kin(dice)
  const housePhone = phoneNumber(dice)
  const members: Person[] = []
  for (const place of places) {
    const before = members.at(-1)
    const family = place.kin ? own : kin(dice)
    const birth = place.twin && before ? before.birth : dayIn(TODAY - place.age, dice)
    members.push(personOf(world, commune, place, family, birth, members, housePhone))
  }
  return members
}

function personOf(
  world: World,
  commune: number,
  place: Place,
  family: Kin,
  birth: Day,
  members: readonly Person[],
  housePhone: string,
): Person {
  const { dice, issue } = world
  const { female, age, twin } = place
  const [head] = members
  const heir = head && place.kin && !female && !head.female && age < TODAY - head.birth.year
  let named: Named = heir && dice.chance(LIKE_FATHER) ? head : nameOf(dice, family, place, birth.year, members)
  let { year } = birth
  if (age >= GROWN && !twin) {
    const shelf = (commune * 2 + (female ? 1 : 0)) * 64 + Math.floor(age / AGE_CLASS)
    const neighbour = world.neighbours.get(shelf)
    if (neighbour && dice.chance(NAMESAKE)) {
      named = neighbour
      year = neighbour.year
    } else world.neighbours.set(shelf, { name: named.name, rest: named.rest, year })
  }
  const province = birthProvince(dice.chance(0.5) ? '48' : '49', dice)
  const pid = dice.chance(SHARED_PID) && world.last.pid !== '' ? world.last.pid : issue.pid(province, female, year)
  const card = year > LAST_CARD_BIRTH ? '' : dice.chance(SHARED_CARD) ? world.last.card : issue.card()
  world.last = { pid, card: card || world.last.card }
  const ownPhone =
    age < PHONE_FROM ? dice.chance(OWN_PHONE.child) : members.length === 0 || dice.chance(OWN_PHONE.spouse)
  return {
    number: world.count++,
    name: named.name,
    rest: named.rest,
    female,
    birth: { ...birth, year },
    vague: year < OLD_BEFORE && dice.chance(VAGUE),
    cohort: cohortOf(year),
    pid,
    formerPid: dice.chance(CHANGED_PID) ? issue.pid(province, female, year - 1 + 2 * dice.below(2)) : '',
    card,
    phone: ownPhone ? phoneNumber(dice) : housePhone,
    formerPhone: phoneNumber(dice),
    formerCommune: dice.below(world.communes),
  }
}

/** A name whose given part no one else in the house has. */
function nameOf(dice: Dice, family: Kin, { female, twin }: Place, year: number, members: readonly Person[]): Named {
  const before = members.at(-1)
  for (;;) {
    let rest = forename(family, 'plain', female, year, dice)
    const shares = twin && before?.female === female && !family.upland && dice.chance(TWIN_MIDDLE)
    if (shares) rest = before.rest.slice(0, before.rest.lastIndexOf(' ') + 1) + givenOf(rest)
    const given = givenOf(rest)
    if (members.every((other) => givenOf(other.rest) !== given))
      return { name: fullName(family.surname, rest, female, family.upland), rest }
  }
}

const givenOf = (name: string): string => name.slice(name.lastIndexOf(' ') + 1)
