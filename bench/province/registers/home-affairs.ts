import { AGENCIES } from '../agencies.ts'
import { shareOf } from '../blocks.ts'
import type { Desk } from '../desk.ts'
import { STAFF_BLIGHTS, type StaffRow } from '../faults/home-affairs.ts'
import { utf8 } from '../files.ts'
import type { Household } from '../household.ts'
import { insuranceNumber, phoneAsTyped, phoneNumber, taxCode } from '../identifiers.ts'
import { type Day, dayOf, six, slashed } from '../notation.ts'
import { coefficientOf, coefficientText, payAfter } from '../pay.ts'
import { blankPerson, cohortOf } from '../person.ts'
import { Dice } from '../random.ts'
import { type Change, change, lastTouched, type Office, type Register } from '../register.ts'
import { agencyGroup, employ, recruitment, STATUS, staffNumbers } from '../staff.ts'
import { H, HOME_AFFAIRS } from './columns.ts'

const isActive = ({ cells }: { cells: readonly string[] }): boolean => cells[H.trang_thai] === STATUS.active

/** What happens to dossiers overnight. Weights assumed. */
const CHANGES: readonly Change<StaffRow>[] = [
  change(24, 'phone', (draft, _, dice) => {
    draft.set(H.dien_thoai, phoneNumber(dice))
    return true
  }),
  change(16, 'address', (draft, { home }, dice) => {
    draft.set(H.dia_chi, `${1 + dice.below(400)} Lê Lợi${home.place.oldTail}`)
    return true
  }),
  change(22, 'pay-step', (draft, { pay, agency }) => {
    const { table } = pay.grade
    const step = Number(draft.cells[H.bac]) + 1
    if (!isActive(draft) || step > table.steps) return false
    draft.set(H.bac, String(step))
    draft.set(H.he_so, coefficientText(coefficientOf(table, step), agency.comma))
    draft.set(H.ngay_huong, slashed(dayOf(draft.date)))
    return true
  }),
  change(12, 'post', (draft, { agency }, dice) => {
    const other = dice.pick(AGENCIES.filter(({ kind }) => kind === agency.kind))
    if (!isActive(draft) || other.code === draft.cells[H.ma_don_vi]) return false
    draft.set(H.ma_don_vi, other.code)
    draft.set(H.ten_don_vi, other.name)
    draft.become('', other.entity, 'organisation')
    return true
  }),
  change(6, 'retirement', (draft) => {
    if (!isActive(draft)) return false
    draft.set(H.trang_thai, STATUS.retired)
    return true
  }),
  change(16, 'correction', (draft, _, dice) => draft.correct(dice)),
  change(4, 'removed', (draft) => {
    draft.remove()
    return true
  }),
]

export const HOME_AFFAIRS_REGISTER: Register<StaffRow> = {
  source: 'home-affairs',
  columns: HOME_AFFAIRS,
  encode: utf8,
  delimiter: ';',
  free: [],
  lead: '\uFEFF',
  blights: STAFF_BLIGHTS,
  updated: { column: H.ngay_cap_nhat, write: slashed },
  changes: CHANGES,
}

interface Settings {
  readonly seed: number
  readonly persons: number
  readonly civilServants: number
  readonly today: Day
}

/** The province's staff software: finds the civil servants of each house and enters their dossiers. */
export function openHomeAffairs(desk: Desk<StaffRow>, { seed, persons, civilServants, today }: Settings): Office {
  const choice = new Dice(seed, 'recruitment')
  const dice = new Dice(seed, 'staff')
  const recruits = recruitment(civilServants, persons, today)
  const numbers = staffNumbers()
  const shift = choice.unit()
  const row = blankRow(today, dice)
  let dossiers = 0

  function enter(number: number, kind: string | null, original: string): void {
    row.staffNumber = numbers.next(row.group)
    desk.start(number)
    fill(desk.cells, row, `HS${six(number)}`, number, dice)
    if (kind !== null) desk.note({ column: 0, family: 'E7', kind, truth: original, planted: desk.cells[0]! })
    desk.claim('', row.person.entity, 'person')
    desk.claim('', row.person.dossier, 'civil-servant')
    desk.claim('', row.agency.entity, 'organisation')
    const insurance = desk.cells[H.so_bhxh]!
    desk.file(row, row.group, cohortOf(row.person.birth.year))
    row.otherInsurance = insurance
  }

  function hire(home: Household, index: number): void {
    dice.at(dossiers)
    row.group = agencyGroup(dossiers, shift)
    row.agency = AGENCIES[row.group]!
    employ(row, home.members[index]!, home, ++dossiers, today, dice)
    enter(dossiers, null, '')
    const key = desk.cells[0]!
    if (!desk.befalls('E7', row.group, cohortOf(row.person.birth.year))) return
    row.group = (row.group + 1 + dice.below(AGENCIES.length - 1)) % AGENCIES.length
    row.agency = AGENCIES[row.group]!
    enter(civilServants + dossiers, 'two-payrolls', key)
  }

  return {
    visit(home) {
      choice.at(home.number)
      for (let i = 0; i < home.size; i++) if (recruits.hires(home.members[i]!, choice)) hire(home, i)
      row.stranger = home.members[home.size - 1]!.pid
    },
    enter(block) {
      recruits.enter(block)
      numbers.enter(block)
      dossiers = shareOf(civilServants, persons, block).before
      row.stranger = ''
      row.otherInsurance = ''
    },
  }
}

const blankRow = (today: Day, dice: Dice): StaffRow => ({
  person: blankPerson(),
  home: undefined as unknown as Household,
  agency: AGENCIES[0]!,
  group: 0,
  staffNumber: '',
  hired: today,
  pay: payAfter(0, 'department', dice),
  paidSince: today,
  status: '',
  email: '',
  today,
  stranger: '',
  otherInsurance: '',
})

/** Share of the dossiers that still hold the tax code of before July 2025. [assumed] */
const OLD_TAX_CODE = 0.15
/** Personal tax codes led with 8; the check digit makes some numbers impossible, so dossiers stand apart. [assumed] */
const FIRST_TAX_NUMBER = 800_000_000
const TAX_NUMBERS_APART = 4
/** A dossier is looked through once a year, days. [assumed] */
const LONGEST_UNTOUCHED = 330

function fill(cells: string[], row: StaffRow, key: string, number: number, dice: Dice): void {
  const { person, home, agency, pay } = row
  const { table, code } = pay.grade
  cells[H.ma_ho_so] = key
  cells[H.so_hieu] = row.staffNumber
  cells[H.so_cccd] = person.formerPid !== '' && dice.chance(0.5) ? person.formerPid : person.pid
  cells[H.ho_ten] = person.name
  cells[H.gioi_tinh] = person.female ? 'Nữ' : 'Nam'
  cells[H.ngay_sinh] = slashed(person.birth)
  cells[H.dan_toc] = person.ethnicity
  cells[H.ma_don_vi] = agency.code
  cells[H.ten_don_vi] = agency.name
  cells[H.ma_ngach] = code
  cells[H.bac] = String(pay.step)
  cells[H.he_so] = coefficientText(coefficientOf(table, pay.step), agency.comma)
  cells[H.ngay_huong] = slashed(row.paidSince)
  cells[H.ngay_tuyen_dung] = slashed(row.hired)
  cells[H.trang_thai] = row.status
  cells[H.dien_thoai] = person.phone !== '' && dice.chance(0.95) ? phoneAsTyped(person.phone, dice) : ''
  cells[H.email] = row.email
  cells[H.dia_chi] = home.oldAddress
  cells[H.ma_xa] = home.place.commune.code
  cells[H.so_bhxh] = insuranceNumber(person, home.place.commune.province)
  cells[H.ma_so_thue] = dice.chance(OLD_TAX_CODE) ? taxCode(FIRST_TAX_NUMBER + number * TAX_NUMBERS_APART) : person.pid
  cells[H.ngay_cap_nhat] = slashed(lastTouched(row.paidSince, row.today, LONGEST_UNTOUCHED, dice))
}
