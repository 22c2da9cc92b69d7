import { type Blockwise, inTurns, NO_BLOCK, shareOf } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import type { Fault } from '../faults/kinds.ts'
import { LAND_BLIGHTS, type LandRow } from '../faults/land.ts'
import type { Household } from '../household.ts'
import type { Registry } from '../identifiers.ts'
import { type Day, seven, slashed } from '../notation.ts'
import { blankParcel, type Cadastre, MORTGAGE, outsider, PARCEL_STATUS, type Parcel } from '../parcels.ts'
import { type Cohort, cohortOf, type Person } from '../person.ts'
import { newTail } from '../places.ts'
import { Dice } from '../random.ts'
import { type Family, REBUILD_PERCENT } from '../rates.ts'
import { type Change, lastTouched, type Office, type Register } from '../register.ts'
import { tcvn3 } from '../tcvn3.ts'
import type { Truth } from '../truth.ts'
import { gridText, MERIDIAN, toVn2000 } from '../vn2000.ts'
import { L, LAND } from './columns.ts'
import type { Buyer } from './land-changes.ts'

export const landRegister = (changes: readonly Change<LandRow>[]): Register<LandRow> => ({
  source: 'land',
  columns: LAND,
  encode: tcvn3,
  delimiter: '\t',
  free: [],
  lead: '',
  blights: LAND_BLIGHTS,
  updated: { column: L.ngay_cap_nhat, write: slashed },
  changes,
})

interface Settings {
  readonly seed: number
  readonly persons: number
  readonly parcels: number
  readonly today: Day
  readonly cadastre: Cadastre
  readonly registry: Registry
  readonly truth: Truth
  readonly buyer: Buyer
  /** Plant the parcels that must be rebuilt from nothing. */
  readonly rebuild: boolean
}

const REBUILD: readonly Family[] = ['E1', 'E10', 'E14']
const MOST_PER_HOUSE = 6

interface Allotment extends Blockwise {
  readonly next: (size: number, dice: Dice) => number
}

/** How many parcels a house holds: about `parcels / persons` a head, a little early, so that each block has its share exactly. */
function allotment(parcels: number, persons: number): Allotment {
  let left = 0
  let people = 0
  let margin = 0
  return {
    enter(block) {
      left = shareOf(parcels, persons, block).count
      people = block.personsEnd - block.personsBefore
      margin = Math.min(people * 0.1, 60 + people * 0.002)
    },
    next(size, dice) {
      const ahead = people - margin
      people -= size
      const wanted = ahead <= size ? left : (left / ahead) * size * (0.25 + 1.5 * dice.unit())
      const most = people <= 0 ? left : Math.max(MOST_PER_HOUSE, Math.ceil((parcels / persons) * size * 2))
      const count = Math.min(left, most, Math.floor(wanted + dice.unit()))
      left -= count
      return count
    },
  }
}

/** Why a row does not show its true owners. */
interface Misled {
  readonly family: Family
  readonly kind: string
}
/** Whom a row shows. */
interface View {
  readonly shown: readonly Person[]
  readonly misled: Misled | null
}

const HOUSEHOLD: Misled = { family: 'E9', kind: 'household-without-members' }

function viewOf(desk: Desk<LandRow>, parcel: Parcel, cohort: Cohort, owner: Elsewhere['owner'], home: Household): View {
  const { owners, group, organisation } = parcel
  if (organisation) return { shown: owners, misled: null }
  if (desk.befalls('E8', group, cohort)) {
    const { person, kind } = owner(home)
    return { shown: [person], misled: { family: 'E8', kind } }
  }
  if (desk.befalls('E9', group, cohort)) return { shown: owners.slice(0, 1), misled: HOUSEHOLD }
  return { shown: owners, misled: null }
}

const faultOf = ({ family, kind }: Misled, parcel: Parcel, planted: string): Fault => ({
  column: L.chu_su_dung,
  family,
  kind,
  truth: ownerText(parcel.owners, parcel, false, 0),
  planted,
})

/** The land registration office: enters the parcels of each house. */
export function openLand(desk: Desk<LandRow>, settings: Settings): Office {
  const { seed, persons, today, cadastre, truth, buyer } = settings
  const dice = new Dice(seed, 'land')
  const allot = allotment(settings.parcels, persons)
  const parcel = blankParcel()
  const elsewhere = openElsewhere(settings)
  const latest: string[] = []
  const row: LandRow = { parcel, shown: [], joint: '', latest, otherSerial: '', otherParcelId: '', today }
  let parcels = 0

  function enter(number: number, { shown, misled }: View, home: Household, hopeless?: readonly Family[]): void {
    row.shown = shown
    row.joint = parcel.group % 2 === 0 ? '; ' : ' và '
    fill(desk.cells, `TD${seven(number)}`, row, misled?.family === 'E9', home, dice)
    if (misled) desk.note(faultOf(misled, parcel, desk.cells[L.chu_su_dung]!))
    desk.claim('', parcel.entity, 'land-parcel')
    for (let i = 0; i < shown.length; i++) desk.claim(ROLES[i]!, shown[i]!.entity, 'person')
    if (parcel.organisation) desk.claim(ROLES[0], parcel.organisation.entity, 'organisation')
    desk.file(row, parcel.group, cohortOfOwner(shown), hopeless && { hopeless })
  }

  function own(home: Household): void {
    cadastre.survey(parcel, home, today, dice)
    parcel.entity = `T${seven(++parcels)}`
    desk.start(parcels)
    const { group } = parcel
    const cohort = cohortOfOwner(parcel.owners)
    const view = viewOf(desk, parcel, cohort, elsewhere.owner, home)
    enter(parcels, view, home, settings.rebuild && dice.chance(REBUILD_PERCENT / 100) ? REBUILD : undefined)
    truth.parcel(parcel)
    const key = desk.cells[0]!
    if (desk.befalls('E7', group, cohort)) {
      const number = settings.parcels + parcels
      desk.start(number)
      desk.note({ column: 0, family: 'E7', kind: 'listed-twice', truth: key, planted: `TD${seven(number)}` })
      enter(number, view, home)
    }
    latest[group] = `${parcel.sheet}/${parcel.number}`
    if (parcel.serial !== '') row.otherSerial = parcel.serial
    if (parcel.parcelId !== '') row.otherParcelId = parcel.parcelId
  }

  return {
    visit(home) {
      dice.at(home.number)
      elsewhere.forget()
      for (let left = allot.next(home.size, dice); left > 0; left--) own(home)
      offer(buyer, home)
    },
    enter(block) {
      allot.enter(block)
      elsewhere.enter(block)
      parcels = shareOf(settings.parcels, persons, block).before
      latest.length = 0
      row.otherSerial = ''
      row.otherParcelId = ''
      buyer.entity = ''
    },
  }
}

const ROLES = ['owner:1', 'owner:2'] as const

function offer(buyer: Buyer, home: Household): void {
  const head = home.members[0]!
  if (head.death !== '') return
  buyer.entity = head.entity
  buyer.name = head.name
  buyer.female = head.female
  buyer.pid = head.pid
  buyer.year = head.birth.year
  buyer.address = home.address + newTail(home.place.commune)
}

const cohortOfOwner = (shown: readonly Person[]): Cohort => (shown[0] ? cohortOf(shown[0].birth.year) : 1)

interface Elsewhere extends Blockwise {
  readonly owner: (home: Household) => { readonly person: Person; readonly kind: string }
  /** Another house, another forebear. */
  readonly forget: () => void
}

/** Owners who stand in the register and should not: a dead forebear of the house, or someone who sold by a handwritten paper. */
function openElsewhere({ seed, registry, truth }: Settings): Elsewhere {
  let block = NO_BLOCK
  const dice = new Dice(seed, 'elsewhere')
  let count = 0
  let forebear: Person | null = null
  const make = (of: Person, dead: boolean): Person => {
    const person = outsider(1 + inTurns(block, count++), of, dead, registry, dice)
    truth.person(person, null)
    return person
  }
  return {
    owner(home) {
      const head = home.members[0]!
      dice.at(inTurns(block, count))
      if (!dice.chance(0.6)) return { person: make(head, false), kind: 'informal-sale' }
      forebear ??= make(head, true)
      return { person: forebear, kind: dice.chance(0.5) ? 'owner-dead' : 'inheritance-not-registered' }
    },
    enter(next) {
      block = next
      count = 0
    },
    forget() {
      forebear = null
    },
  }
}

const titled = (person: Person): string => `${person.female ? 'Bà' : 'Ông'} ${person.name}`
const titledLower = (person: Person): string => `${person.female ? 'bà' : 'ông'} ${person.name}`

/** `Ông A và bà B`, `A và bà B`, `Ông A`, `A`, `Hộ ông A` or the organisation, by the habit of the clerk (0 to 9). */
function ownerText(owners: readonly Person[], parcel: Parcel, household: boolean, habit: number): string {
  const first = owners[0]
  const second = owners[1]
  if (!first) return parcel.organisation?.name ?? ''
  if (household) return `Hộ ${titledLower(first)}`
  const lead = habit < 7 ? titled(first) : first.name
  return second ? `${lead} và ${titledLower(second)}` : lead
}

function fill(cells: string[], key: string, row: LandRow, household: boolean, home: Household, dice: Dice): void {
  const { parcel, shown, joint } = row
  const { organisation } = parcel
  cells[L.ma_thua] = key
  cells[L.ma_xa] = parcel.commune.code
  cells[L.ten_xa] = parcel.commune.name
  cells[L.so_to] = String(parcel.sheet)
  cells[L.so_thua] = String(parcel.number)
  const comma = parcel.group % 2 !== 0
  cells[L.dien_tich] = comma ? parcel.area.replace('.', ',') : parcel.area
  cells[L.loai_dat] = parcel.landUse
  cells[L.chu_su_dung] = ownerText(shown, parcel, household, dice.below(10))
  cells[L.so_giay_to] = organisation ? organisation.taxCode : joined(shown, joint, numberHeld)
  cells[L.nam_sinh] = joined(shown, joint, yearOfBirth)
  cells[L.dia_chi_chu] = organisation ? `Thành phố Đà Nẵng` : home.oldAddress
  cells[L.dia_chi_thua] = parcel.address
  cells[L.so_phat_hanh] = parcel.serial
  cells[L.so_vao_so] = parcel.registerNumber
  cells[L.ngay_cap] = parcel.issued ? slashed(parcel.issued) : ''
  cells[L.trang_thai] = parcel.status
  survey(cells, parcel, comma)
  cells[L.ngay_cap_nhat] = slashed(lastTouched(parcel.issued ?? FIRST_ENTRIES, row.today, LONGEST_UNTOUCHED, dice))
}

/** The parcels without certificate were surveyed by then. [assumed] */
const FIRST_ENTRIES: Day = { year: 1994, month: 1, day: 1 }
/** Days. */
const LONGEST_UNTOUCHED = 2500
const MERIDIAN_TEXT = String(MERIDIAN)
const MERIDIAN_WITH_COMMA = MERIDIAN_TEXT.replace('.', ',')

function survey(cells: string[], { point, parcelId, status, mapArea }: Parcel, comma: boolean): void {
  const { x, y } = toVn2000(point, MERIDIAN)
  cells[L.toa_do_x] = gridText(x)
  cells[L.toa_do_y] = gridText(y)
  cells[L.kinh_tuyen] = comma ? MERIDIAN_WITH_COMMA : MERIDIAN_TEXT
  cells[L.ma_dinh_danh] = parcelId
  cells[L.the_chap] = status === PARCEL_STATUS.mortgaged ? MORTGAGE.yes : MORTGAGE.no
  cells[L.dien_tich_ban_do] = comma ? mapArea.replace('.', ',') : mapArea
}

/** The number that the register was given: the former one where it has changed since, the old card of those long dead. */
const numberHeld = (person: Person): string => person.formerPid || person.pid || person.oldCard
const yearOfBirth = (person: Person): string => String(person.birth.year)

const joined = (owners: readonly Person[], joint: string, of: (person: Person) => string): string =>
  owners.length === 1 ? of(owners[0]!) : owners.length === 2 ? of(owners[0]!) + joint + of(owners[1]!) : ''
