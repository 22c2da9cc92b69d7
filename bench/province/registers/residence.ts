import { COMMUNES } from '../communes.ts'
import type { Desk } from '../desk.ts'
import { RESIDENCE_BLIGHTS, type Resident } from '../faults/residence.ts'
import { utf8 } from '../files.ts'
import type { Household } from '../household.ts'
import { phoneAsTyped, type Registry } from '../identifiers.ts'
import { forename, fullName } from '../names.ts'
import { MOST_NIGHTS } from '../nights.ts'
import { type Day, dayOf, isBefore, iso, seven } from '../notation.ts'
import { blankPerson, cohortOf, type Person } from '../person.ts'
import { Dice } from '../random.ts'
import { lastTouched, type Office, type Register } from '../register.ts'
import type { Truth } from '../truth.ts'
import { R, RESIDENCE } from './columns.ts'
import { DEAD, moves, RESIDENCE_CHANGES, SINGLE_CHANGES } from './residence-changes.ts'

export const RESIDENCE_REGISTER: Register<Resident> = {
  source: 'residence',
  columns: RESIDENCE,
  encode: utf8,
  delimiter: ',',
  free: [R.dia_chi],
  lead: '',
  blights: RESIDENCE_BLIGHTS,
  updated: { column: R.ngay_cap_nhat, write: iso },
  changes: SINGLE_CHANGES,
}

interface Settings {
  readonly seed: number
  readonly persons: number
  readonly today: Day
  readonly dates: readonly string[]
  readonly changeRate: number
  readonly registry: Registry
  readonly truth: Truth
}

/** The police's register of residence: enters the houses one after another. */
export function openResidence(desk: Desk<Resident>, settings: Settings): Office {
  const { dates } = settings
  const dice = new Dice(settings.seed, 'residence')
  const fateOf = moves(settings.seed, dates.length, settings.changeRate)
  const bear = births(desk, settings)
  const subject = { ...NOBODY, today: settings.today }
  let persons = 0

  function layOut(row: number, person: Person, home: Household): void {
    desk.start(row)
    desk.cells[R.ma_nhan_khau] = `NK${seven(row)}`
    fill(desk.cells, person, home, settings.today, dice)
    desk.claim('', person.entity, 'person')
  }

  function repeat(person: Person, home: Household, original: string): void {
    const row = settings.persons + persons
    layOut(row, person, home)
    const here = dice.chance(0.4)
    if (!here) lodge(desk.cells, row, dice)
    desk.claim('', here ? home.entity : `${home.entity}-${row}`, 'household')
    desk.note({
      column: 0,
      family: 'E7',
      kind: here ? 'twice-in-file' : 'two-residences',
      truth: original,
      planted: desk.cells[0]!,
    })
    desk.file(subject, home.place.group, cohortOf(person.birth.year))
  }

  function visit(home: Household): void {
    dice.at(home.number)
    subject.home = home
    const fate = fateOf(home)
    for (let i = 0; i < home.size; i++) {
      const person = home.members[i]!
      const cohort = cohortOf(person.birth.year)
      subject.person = person
      layOut(++persons, person, home)
      desk.claim('', home.entity, 'household')
      const key = desk.cells[0]!
      desk.file(subject, home.place.group, cohort, fate && { fate })
      if (desk.befalls('E7', home.place.group, cohort)) repeat(person, home, key)
    }
    if (dates.length > 1) bear(home, subject)
    const { entity, fileNumber, address, place } = home
    subject.previous = { entity, fileNumber, address, code: place.newCode, name: place.newName }
    subject.stranger = home.members[home.size - 1]!.pid
  }

  return {
    visit,
    enter({ personsBefore }) {
      persons = personsBefore
      subject.previous = NOBODY.previous
      subject.stranger = ''
    },
  }
}

const NOBODY: Omit<Resident, 'today'> = {
  person: blankPerson(),
  home: undefined as unknown as Household,
  stranger: '',
  previous: { entity: '', fileNumber: '', address: '', code: '', name: '' },
}

function fill(cells: string[], person: Person, home: Household, today: Day, dice: Dice): void {
  const { birth, death } = person
  cells[R.so_ho_so] = home.fileNumber
  cells[R.ho_ten] = person.name
  cells[R.ngay_sinh] = iso(birth)
  cells[R.gioi_tinh] = person.female ? 'Nữ' : 'Nam'
  cells[R.so_dinh_danh] = person.pid
  cells[R.so_cmnd] = dice.chance(0.7) ? person.oldCard : ''
  cells[R.dan_toc] = person.ethnicity
  cells[R.ton_giao] = person.religion
  cells[R.quan_he_chu_ho] = person.relation
  cells[R.dia_chi] = home.address
  cells[R.ma_xa] = home.place.newCode
  cells[R.ten_xa] = home.place.newName
  const registered = isBefore(birth, home.registered) ? home.registered : birth
  cells[R.ngay_dang_ky] = iso(registered)
  cells[R.tinh_trang] = death !== '' ? DEAD : home.temporary ? 'Tạm trú' : 'Thường trú'
  cells[R.dien_thoai] = person.phone !== '' && dice.chance(0.6) ? phoneAsTyped(person.phone, dice) : ''
  cells[R.ngay_cap_nhat] = iso(lastTouched(registered, today, LONGEST_UNTOUCHED, dice))
}

/** Days. */
const LONGEST_UNTOUCHED = 1200

/** A second, temporary residence elsewhere: a lodger who heads a file of his own. */
function lodge(cells: string[], row: number, dice: Dice): void {
  const { newCode, newName } = dice.pick(COMMUNES)
  cells[R.so_ho_so] = `TT${newCode}-${seven(row)}`
  cells[R.quan_he_chu_ho] = 'Chủ hộ'
  cells[R.dia_chi] = `Nhà trọ số ${1 + dice.below(40)}, tổ ${1 + dice.below(80)}`
  cells[R.ma_xa] = newCode
  cells[R.ten_xa] = newName
  cells[R.tinh_trang] = 'Tạm trú'
}

/** Share of the houses that could have a child, and persons per house, measured: turns births per person into a chance. */
const CHANCE_PER_HOUSE = 3.24 / 0.42
const YOUNGEST_MOTHER = 20
const OLDEST_MOTHER = 44

/** New children on the nights after the first. Their numbers lie beyond all others, so that they disturb none. */
function births(desk: Desk<Resident>, settings: Settings): (home: Household, subject: Resident) => void {
  const { seed, persons, today, dates, changeRate, registry, truth } = settings
  const dice = new Dice(seed, 'births')
  const child = blankPerson()
  return (home, subject) => {
    const mother = home.hasCouple ? home.members[home.members[0]!.female ? 0 : 1]! : null
    const age = mother ? today.year - mother.birth.year : 0
    if (age < YOUNGEST_MOTHER || age > OLDEST_MOTHER) return
    for (let night = 1; night < dates.length; night++) {
      dice.at(home.number * MOST_NIGHTS + night)
      if (!dice.chance(changeRate * RESIDENCE_CHANGES.birth * CHANCE_PER_HOUSE)) continue
      const birth = dayOf(dates[night]!)
      // Beyond the residents and the rows that repeat one.
      const number = 2 * persons + home.number * (dates.length - 1) + night
      deliver(child, home, birth, dice)
      child.entity = `P${seven(number)}`
      child.pid = registry.personalId(`0${home.place.commune.province}`, child.female, birth.year, true)
      subject.person = child
      desk.start(number)
      fill(desk.cells, child, home, birth, dice)
      desk.cells[R.ma_nhan_khau] = `NK${seven(number)}`
      desk.claim('', child.entity, 'person')
      desk.claim('', home.entity, 'household')
      desk.file(subject, home.place.group, 0, { since: night })
      truth.person(child, home)
    }
  }
}

function deliver(child: Person, home: Household, birth: Day, dice: Dice): void {
  const { kin, place, members } = home
  child.female = dice.chance(0.48)
  child.surname = members[0]!.female ? members[1]!.surname : members[0]!.surname
  child.rest = forename(kin, place.commune.land, child.female, birth.year, dice)
  child.name = fullName(child.surname, child.rest, child.female, kin.upland)
  child.birth = birth
  child.relation = 'Con'
  child.ethnicity = kin.ethnicity
  child.religion = kin.religion
}
