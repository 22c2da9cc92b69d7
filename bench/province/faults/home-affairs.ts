import { DISSOLVED, NOT_ENTERED } from '../agencies.ts'
import { phoneNumber } from '../identifiers.ts'
import { type Day, daysBefore, slashed } from '../notation.ts'
import { coefficientOf, coefficientText } from '../pay.ts'
import { H } from '../registers/columns.ts'
import type { Leaning } from '../risk.ts'
import { type Servant, STATUS } from '../staff.ts'
import { freeEthnicity } from './codes.ts'
import { type Blight, blight, kind, type Make, pair, stale } from './kinds.ts'
import { personNameKinds } from './names.ts'
import * as dates from './numbers.ts'

/** A dossier's row in the provincial staff software. */
export interface StaffRow extends Servant {
  today: Day
  /** PID of someone in another house; blank at the very start. */
  stranger: string
  /** Insurance number of another dossier; blank at the very start. */
  otherInsurance: string
}

/** Measured on generated provinces: share of rows per cohort. */
export const STAFF_LEANING: Leaning = { shares: [0.54, 0.46, 0], families: { E1: [1, 1.5, 1.5] } }

const FORM = 'dd/MM/yyyy'
const OLD_GRADES = ['15.111', '15.113', '15a.201', '15a.204', '16.118', '15c.207'] as const

const otherCoefficient: Make<StaffRow> = ({ pay, agency }) => {
  const { table } = pay.grade
  return coefficientText(coefficientOf(table, pay.step === table.steps ? pay.step - 1 : pay.step + 1), agency.comma)
}
const spouse = ({ home, person }: StaffRow): string | null =>
  !home.hasCouple
    ? null
    : person === home.members[0]
      ? home.members[1]!.pid
      : person === home.members[1]
        ? home.members[0]!.pid
        : null

/** Faults of the staff software by family, sub-kinds with their weights. Source: domain reference 9; weights assumed. */
export const STAFF_BLIGHTS: readonly Blight<StaffRow>[] = [
  blight(
    'E2',
    kind(35, 'sex-digit', H.so_cccd, (_, id) => dates.otherSex(id)),
    kind(40, 'year-digits', H.so_cccd, (_, id, dice) => dates.otherYear(id, dice)),
    kind(10, 'province-digits', H.so_cccd, (_, id, dice) => dates.noProvince(id, dice)),
    kind(15, 'sex-cell', H.gioi_tinh, (_, sex) => (sex === 'Nam' ? 'Nữ' : 'Nam')),
  ),
  blight(
    'E1',
    kind(30, 'missing', H.so_cccd, () => ''),
    kind(30, 'cmnd9-only', H.so_cccd, ({ person }) => person.oldCard || null),
    kind(18, 'eleven-digits', H.so_cccd, (_, id, dice) => dates.oneDigitShort(id, dice)),
    kind(8, 'two-persons-one-id', H.so_cccd, ({ stranger }) => stranger || null),
    kind(6, 'id-of-spouse', H.so_cccd, spouse),
    kind(
      4,
      'one-person-two-ids',
      H.so_cccd,
      ({ person }, id, dice) => person.formerPid || dates.secondNumber(id, dice),
    ),
    kind(4, 'passport', H.so_cccd, (_, __, dice) => dates.passport(dice)),
    kind(12, 'leading-zero-eaten', H.so_cccd, (_, id) => dates.withoutZero(id)),
    kind(4, 'insurance-digit-lost', H.so_bhxh, (_, id, dice) => dates.oneDigitShort(id, dice)),
    kind(3, 'insurance-of-another', H.so_bhxh, ({ otherInsurance }) => otherInsurance || null),
    kind(4, 'tax-code-zero-eaten', H.ma_so_thue, (_, code) => dates.withoutZero(code)),
    kind(3, 'tax-code-of-another', H.ma_so_thue, ({ stranger }, code) =>
      code.length === 12 ? stranger || null : null,
    ),
    kind(3, 'tax-code-check-digit', H.ma_so_thue, (_, code) => dates.otherCheckDigit(code)),
  ),
  blight('E3', ...personNameKinds<StaffRow>(H.ho_ten, ({ person }) => person.female)),
  blight(
    'E4',
    kind(25, 'day-month-swap', H.ngay_sinh, ({ person }) => dates.swapped(person.birth, FORM)),
    kind(20, 'filler-1-january', H.ngay_sinh, ({ person }) => dates.firstOfJanuary(person.birth, FORM)),
    kind(15, 'serial', H.ngay_sinh, ({ person }) => dates.spreadsheetSerial(person.birth)),
    kind(10, 'two-digit-year', H.ngay_sinh, ({ person }) => dates.shortYear(person.birth)),
    kind(10, 'year-only', H.ngay_sinh, ({ person }) => dates.yearOnly(person.birth)),
    kind(6, 'hired-serial', H.ngay_tuyen_dung, ({ hired }) => dates.spreadsheetSerial(hired)),
    kind(5, 'update-in-the-future', H.ngay_cap_nhat, ({ today }, _, dice) =>
      slashed(dates.years(today, 1 + dice.below(9))),
    ),
    kind(10, 'hired-in-the-future', H.ngay_tuyen_dung, ({ hired, today }) => dates.future(hired, today, FORM)),
    kind(10, 'hired-as-a-child', H.ngay_tuyen_dung, ({ person }) => slashed(dates.years(person.birth, 12))),
  ),
  blight(
    'E5',
    kind(40, 'unknown-code', H.ma_xa, (_, __, dice) => String(99_000 + dice.below(999))),
    kind(25, 'no-code', H.ma_xa, () => ''),
    kind(20, 'district-code', H.ma_xa, (_, __, dice) => dice.pick(['490', '492', '502', '515'])),
    kind(15, 'name-for-code', H.ma_xa, ({ home }) => home.place.commune.name),
  ),
  blight(
    'E6',
    kind(25, 'step-and-coefficient-disagree', H.he_so, otherCoefficient),
    kind(20, 'coefficient-without-separator', H.he_so, (_, text) => text.replace(/[,.]/, '')),
    kind(20, 'retired-grade', H.ma_ngach, (_, __, dice) => dice.pick(OLD_GRADES)),
    kind(15, 'grade-name-for-code', H.ma_ngach, ({ pay }) => pay.grade.name),
    kind(10, 'phone-zero-eaten', H.dien_thoai, (_, phone) =>
      /^\d{10}$/.test(phone) ? dates.withoutZero(phone) : null,
    ),
    kind(10, 'ethnicity-text', H.dan_toc, ({ person }, _, dice) => freeEthnicity(person.ethnicity, dice)),
    kind(10, 'sex-code', H.gioi_tinh, ({ person }, _, dice) =>
      dice.pick(person.female ? ['0', 'F', 'nữ'] : ['1', 'M', 'nam']),
    ),
  ),
  blight(
    'E8',
    stale(50, 'retired-still-active', H.trang_thai, (row, status) => left(row, status, STATUS.retired)),
    stale(50, 'moved-still-active', H.trang_thai, (row, status) => left(row, status, STATUS.left)),
  ),
  blight(
    'E11',
    pair(
      55,
      'dissolved',
      H.ma_don_vi,
      (row) => anyOf(DISSOLVED, row)[0],
      H.ten_don_vi,
      (row) => anyOf(DISSOLVED, row)[1],
    ),
    pair(
      45,
      'not-in-national-tree',
      H.ma_don_vi,
      (row) => anyOf(NOT_ENTERED, row)[0],
      H.ten_don_vi,
      (row) => anyOf(NOT_ENTERED, row)[1],
    ),
  ),
  blight(
    'E12',
    stale(60, 'phone-out-of-date', H.dien_thoai, ({ person }, phone, dice) =>
      phone === '' ? null : (person.phone = phoneNumber(dice)),
    ),
    stale(40, 'address-out-of-date', H.dia_chi, ({ home }) => home.address + home.place.newName),
    kind(60, 'update-long-ago', H.ngay_cap_nhat, ({ today }, _, dice) =>
      slashed(daysBefore(today, 1100 + dice.below(2200))),
    ),
  ),
]

function left(row: StaffRow, status: string, truth: string): string | null {
  if (status !== STATUS.active) return null
  row.status = truth
  return truth
}

/** Code and name of one unit, the same for both cells of a row. */
const anyOf = (units: readonly (readonly [string, string])[], { person }: StaffRow): readonly [string, string] =>
  units[person.birth.day % units.length]!
