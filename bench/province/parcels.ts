import { type Blockwise, inTurns, NO_BLOCK } from './blocks.ts'
import { COMMUNES, type Commune } from './communes.ts'
import { geohash, type Point, pointIn } from './ground.ts'
import type { Household } from './household.ts'
import { type Registry, taxCode } from './identifiers.ts'
import { type Day, fiveDigits, iso, lengthOf, six, two } from './notation.ts'
import { blankPerson, type Person } from './person.ts'
import { type Dice, weighted } from './random.ts'

export interface Organisation {
  readonly entity: string
  readonly name: string
  /** Tax code, ten digits. */
  readonly taxCode: string
}

/** One true parcel with its certificate; reused. */
export interface Parcel {
  entity: string
  commune: Commune
  group: number
  /** Integers inside the commune of 30 June 2025. */
  sheet: number
  number: number
  /** Square metres, one decimal, with a point: of the register, and of the polygon on the map. */
  area: string
  mapArea: string
  /** An interior point. */
  point: Point
  /** Twelve letters of the point; blank where none was given out. */
  parcelId: string
  landUse: string
  address: string
  /** Certificate: printed serial, register number, date of issue; blank and null where none was issued. */
  serial: string
  registerNumber: string
  issued: Day | null
  status: string
  /** Who truly holds the right: one person, husband and wife, or nobody where an organisation does. */
  owners: readonly Person[]
  organisation: Organisation | null
}

export const PARCEL_STATUS = { issued: 'Đã cấp GCN', none: 'Chưa cấp GCN', mortgaged: 'Đang thế chấp' } as const

/** Whether a mortgage is registered. */
export const MORTGAGE = { yes: 'Có', no: 'Không' } as const

const ORGANISATION_NAMES = [
  'Công ty TNHH Thương mại Phú Hưng',
  'Công ty Cổ phần Xây dựng số 7',
  'Hợp tác xã Nông nghiệp Đại Hiệp',
  'Công ty TNHH MTV Cao su Quảng Nam',
  'Công ty Cổ phần Du lịch Hội An',
  'Giáo xứ Trà Kiệu',
  'Chùa Pháp Lâm',
  'Ban Quản lý rừng phòng hộ Sông Tranh',
  'Ngân hàng TMCP Sông Hàn',
  'Công ty TNHH Dệt may Hòa Khánh',
  'Hợp tác xã Dịch vụ Điện Quang',
  'Công ty Cổ phần Thủy điện Sông Bung',
]
const FIRST_TAX_NUMBER = 40_012_340
export const LAND_ORGANISATIONS: readonly Organisation[] = ORGANISATION_NAMES.map((name, i) => ({
  entity: `O${9001 + i}`,
  name,
  taxCode: taxCode(FIRST_TAX_NUMBER + i * 37),
}))

const LAND_USES = {
  city: weighted('ODT 78, TMD 6, SKC 3, CLN 6, BHK 4, NTS 1, ODT 2'),
  country: weighted('ONT 42, CLN 18, LUC 22, BHK 11, RSX 6, NTS 2, SKC 1'),
} as const
const LETTERS = ['AA', 'AĐ', 'BĐ', 'BK', 'BS', 'CĐ', 'CH', 'CK', 'CX', 'DA', 'DĐ', 'DK'] as const
const REGISTER_LETTERS = { middle: ['CH', 'CT', 'CS'], late: ['VP', 'CN'] } as const
/** Certificates of two letters and six digits came late in 2009, of eight digits in 2025. Source: domain reference 3.4. */
const FIRST_SIX_DIGITS = 2010
const FIRST_EIGHT_DIGITS = 2025
const FIRST_LATE_REGISTER = 2024
const FIRST_CERTIFICATE = 1994
const DISTRICT_LETTERS = ['ĐL', 'ĐB', 'TB', 'HV', 'HC'] as const
/** Shares no divisor with 10^6. */
const SERIAL_FACTOR = 382_337
const SERIALS = 1_000_000
const FIRST_SERIAL = 104_729
const FIRST_LONG_SERIAL = 10
const RENEWED = '99'
const registerDigits = (dice: Dice): string => fiveDigits(10_000 + dice.below(89_999))

const NO_CERTIFICATE = 0.12
const MORTGAGED = 0.08
const ORGANISATION_OWNED = 0.03
const COUPLE_OWNED = 0.45
const ELSEWHERE = 0.1
/** The map and the register agree to this share of the area. [assumed] */
const MAP_TOLERANCE = 0.01
const WITHOUT_PARCEL_ID = 0.25
const PER_SHEET = 420
/** Shares no divisor with 420, so the numbers of a sheet come in no visible order and each once. */
const SHEET_FACTOR = 137

/** Serials and parcel numbers that no other parcel has; a counter per commune is all the state. */
export interface Cadastre extends Blockwise {
  readonly survey: (parcel: Parcel, home: Household, today: Day, dice: Dice) => void
  /** Serial and register number of a certificate of that year. */
  readonly certificate: (year: number, dice: Dice) => Certificate
  /** The same on a later night, from numbers of their own, so that the first night's stay what they are. */
  readonly renewal: (dice: Dice) => Certificate
}

type Certificate = readonly [serial: string, registerNumber: string]

export const blankParcel = (): Parcel => ({
  entity: '',
  commune: COMMUNES[0]!,
  group: 0,
  sheet: 0,
  number: 0,
  area: '',
  mapArea: '',
  point: { longitude: 0, latitude: 0 },
  parcelId: '',
  landUse: '',
  address: '',
  serial: '',
  registerNumber: '',
  issued: null,
  status: '',
  owners: [],
  organisation: null,
})

export function openCadastre(): Cadastre {
  let block = NO_BLOCK
  const counters = new Uint32Array(COMMUNES.length)
  let certificates = 0
  let renewals = 0
  const certificate: Cadastre['certificate'] = (year, dice) => {
    const count = inTurns(block, certificates++)
    const million = Math.floor(count / SERIALS)
    // Each further million starts five letters on, so letters and digits together repeat after twelve million only.
    const letters = LETTERS[(count + million) % LETTERS.length]!
    const digits = six((count * SERIAL_FACTOR + FIRST_SERIAL) % SERIALS)
    const number = registerDigits(dice)
    if (year >= FIRST_EIGHT_DIGITS)
      return [
        `${letters} ${two(FIRST_LONG_SERIAL + million)}${digits}`,
        `${dice.pick(REGISTER_LETTERS.late)} ${number}`,
      ]
    if (year >= FIRST_LATE_REGISTER) return [`${letters} ${digits}`, `${dice.pick(REGISTER_LETTERS.late)} ${number}`]
    if (year >= FIRST_SIX_DIGITS) return [`${letters} ${digits}`, `${dice.pick(REGISTER_LETTERS.middle)} ${number}`]
    return [`${letters} ${digits}`, `${number} QSDĐ/${dice.pick(DISTRICT_LETTERS)}`]
  }
  const renewal: Cadastre['renewal'] = (dice) => {
    const count = inTurns(block, renewals++)
    return [
      `${LETTERS[count % LETTERS.length]!} ${RENEWED}${six(Math.floor(count / LETTERS.length) % 1e6)}`,
      `VP ${registerDigits(dice)}`,
    ]
  }
  return {
    enter(next) {
      block = next
      counters.fill(0)
      certificates = 0
      renewals = 0
    },
    certificate,
    renewal,
    survey(parcel, home, today, dice) {
      place(parcel, home, dice)
      const count = inTurns(block, counters[parcel.group]!++)
      parcel.sheet = 1 + Math.floor(count / PER_SHEET)
      parcel.number = 1 + (((count % PER_SHEET) * SHEET_FACTOR) % PER_SHEET)
      describe(parcel, dice)
      parcel.owners = holders(home, today, dice)
      parcel.organisation = parcel.owners.length === 0 ? dice.pick(LAND_ORGANISATIONS) : null
      parcel.serial = ''
      parcel.registerNumber = ''
      parcel.issued = null
      parcel.status = PARCEL_STATUS.none
      if (dice.chance(NO_CERTIFICATE)) return
      parcel.issued = issueDate(parcel, today, dice)
      if (parcel.landUse === 'BHK' && isAfterReform(parcel.issued)) parcel.landUse = 'HNK'
      ;[parcel.serial, parcel.registerNumber] = certificate(parcel.issued.year, dice)
      parcel.status = dice.chance(MORTGAGED) ? PARCEL_STATUS.mortgaged : PARCEL_STATUS.issued
    },
  }
}

function place(parcel: Parcel, home: Household, dice: Dice): void {
  const elsewhere = dice.chance(ELSEWHERE)
  parcel.group = elsewhere ? dice.below(COMMUNES.length) : home.place.group
  parcel.commune = COMMUNES[parcel.group]!
  const { name, district, province } = parcel.commune
  parcel.address = elsewhere
    ? `${name[0]!.toLowerCase()}${name.slice(1)}, ${district[0]!.toLowerCase()}${district.slice(1)}, ${province === '48' ? 'TP. Đà Nẵng' : 'tỉnh Quảng Nam'}`
    : home.place.hamlet + home.place.oldTail
}

const squareMetres = (tenths: number): string => `${(tenths / 10) | 0}.${tenths % 10}`

function describe(parcel: Parcel, dice: Dice): void {
  const city = parcel.commune.land === 'city'
  parcel.landUse = dice.pick(city ? LAND_USES.city : LAND_USES.country)
  const built = parcel.landUse === 'ODT' || parcel.landUse === 'ONT'
  const tenths = built ? 400 + dice.below(city ? 2600 : 7000) : 1500 + dice.below(60_000)
  parcel.area = squareMetres(tenths)
  parcel.mapArea = squareMetres(tenths + Math.trunc(tenths * MAP_TOLERANCE * (2 * dice.unit() - 1)))
  parcel.point = pointIn(parcel.group, dice)
  parcel.parcelId = dice.chance(WITHOUT_PARCEL_ID) ? '' : geohash(parcel.point)
}

const ADULT = 20
const canOwn = (person: Person, today: Day): boolean => person.death === '' && today.year - person.birth.year >= ADULT

const NOBODY: readonly Person[] = []

/** Husband and wife, or a living grown person of the house, the head before others; else nobody. */
function holders({ members, size, hasCouple }: Household, today: Day, dice: Dice): readonly Person[] {
  if (dice.chance(ORGANISATION_OWNED)) return NOBODY
  const couple = hasCouple && canOwn(members[0]!, today) && canOwn(members[1]!, today)
  const husband = members[0]!.female ? 1 : 0
  if (couple && dice.chance(COUPLE_OWNED)) return [members[husband]!, members[1 - husband]!]
  const start = dice.chance(0.75) ? 0 : dice.below(size)
  for (let i = 0; i < size; i++) {
    const person = members[(start + i) % size]!
    if (canOwn(person, today)) return [person]
  }
  return NOBODY
}

function issueDate(parcel: Parcel, today: Day, dice: Dice): Day {
  const grown = (parcel.owners[0]?.birth.year ?? FIRST_CERTIFICATE - ADULT) + ADULT
  const first = Math.min(Math.max(FIRST_CERTIFICATE, grown), today.year - 1)
  const year = first + dice.below(today.year - first)
  const month = 1 + dice.below(12)
  const day = 1 + dice.below(lengthOf(month))
  // No office opens on New Year's Day.
  return { year, month, day: month === 1 && day === 1 ? 2 : day }
}

/** BHK became a part of HNK on 1 August 2024 (TT 08/2024/TT-BTNMT). */
const isAfterReform = ({ year, month }: Day): boolean => year > 2024 || (year === 2024 && month >= 8)

/** Huế: no resident's card was issued there, so outsiders take none of their numbers. */
const OUTSIDE_POLICE = '191'

/** A person of the past or of elsewhere, who stands in the land register and lives in no house of the province. */
export function outsider(number: number, of: Person, dead: boolean, registry: Registry, dice: Dice): Person {
  const person = blankPerson()
  const year = of.birth.year - (dead ? 24 + dice.below(9) : dice.below(12) - 6)
  person.entity = `Q${String(number).padStart(7, '0')}`
  person.female = !dead && dice.chance(0.5)
  person.surname = dead ? of.surname : dice.pick(['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Phan'])
  person.rest = dice.pick(
    person.female
      ? ['Thị Hoa', 'Thị Mai', 'Thị Cúc', 'Thị Liên', 'Thị Hạnh']
      : ['Văn Ba', 'Văn Lợi', 'Đình Thọ', 'Văn Kỳ', 'Văn Sanh'],
  )
  person.name = `${person.surname} ${person.rest}`
  person.birth = { year, month: 1 + dice.below(12), day: 1 + dice.below(28) }
  person.oldCard = registry.oldCard(OUTSIDE_POLICE)
  // The twelve digits came in 2016: those who died before never had them.
  person.pid = dead ? '' : registry.personalId('048', person.female, year, true)
  person.death = dead ? iso({ year: 1996 + dice.below(18), month: 1 + dice.below(12), day: 1 + dice.below(28) }) : ''
  person.ethnicity = of.ethnicity
  return person
}
