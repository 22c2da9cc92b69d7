import { COMMUNES } from '../communes.ts'
import type { Household } from '../household.ts'
import { phoneNumber } from '../identifiers.ts'
import { type Day, daysBefore, isBefore, iso } from '../notation.ts'
import type { Person } from '../person.ts'
import { R } from '../registers/columns.ts'
import type { Leaning } from '../risk.ts'
import { freeEthnicity, freeReligion, vanished } from './codes.ts'
import { type Blight, blight, kind, pair, stale } from './kinds.ts'
import { personNameKinds } from './names.ts'
import * as dates from './numbers.ts'

/** A person's row in the residence register. */
export interface Resident {
  person: Person
  home: Household
  /** PID of someone in another house; blank at the very start. */
  stranger: string
  today: Day
  /** The house next door, where someone may marry into; all blank at the very start. */
  previous: {
    readonly entity: string
    readonly fileNumber: string
    readonly address: string
    readonly code: string
    readonly name: string
  }
}

/** Measured on generated provinces: share of rows per cohort. Old people carry the year-only dates; only the grown die. */
export const RESIDENCE_LEANING: Leaning = {
  shares: [0.629, 0.291, 0.08],
  families: { E1: [1, 1, 2], E4: [1, 1.2, 12], E8: [0, 1, 4] },
}

const FORM = 'yyyy-MM-dd'
const head = ({ home }: Resident): Person => home.members[0]!
const isHead = ({ person, home }: Resident): boolean => person === home.members[0]
const registeredOf = ({ person, home }: Resident): Day =>
  isBefore(person.birth, home.registered) ? home.registered : person.birth
const isAdult = ({ person, today }: Resident): boolean => today.year - person.birth.year >= 18
const OLD_FILLER = 1960

/** Faults of the residence register by family, sub-kinds with their weights. Source: domain reference 9; weights assumed. */
export const RESIDENCE_BLIGHTS: readonly Blight<Resident>[] = [
  blight(
    'E2',
    kind(30, 'sex-digit', R.so_dinh_danh, (_, id) => dates.otherSex(id)),
    kind(35, 'year-digits', R.so_dinh_danh, (_, id, dice) => dates.otherYear(id, dice)),
    kind(10, 'province-digits', R.so_dinh_danh, (_, id, dice) => dates.noProvince(id, dice)),
    kind(25, 'sex-cell', R.gioi_tinh, (_, sex) => (sex === 'Nam' ? 'Nữ' : 'Nam')),
  ),
  blight(
    'E1',
    kind(34, 'missing', R.so_dinh_danh, () => ''),
    kind(22, 'cmnd9-only', R.so_dinh_danh, ({ person }) => person.oldCard || null),
    kind(16, 'eleven-digits', R.so_dinh_danh, (_, id, dice) => dates.oneDigitShort(id, dice)),
    kind(8, 'two-persons-one-id', R.so_dinh_danh, ({ stranger }) => stranger || null),
    kind(10, 'id-of-head', R.so_dinh_danh, (row) => (isHead(row) ? null : head(row).pid)),
    kind(
      6,
      'one-person-two-ids',
      R.so_dinh_danh,
      ({ person }, id, dice) => person.formerPid || dates.secondNumber(id, dice),
    ),
    kind(4, 'passport', R.so_dinh_danh, (_, __, dice) => dates.passport(dice)),
  ),
  blight('E3', ...personNameKinds<Resident>(R.ho_ten, ({ person }) => person.female)),
  blight(
    'E4',
    kind(400, 'year-only', R.ngay_sinh, ({ person }) =>
      person.birth.year < OLD_FILLER ? dates.yearOnly(person.birth) : null,
    ),
    kind(24, 'filler-1-january', R.ngay_sinh, ({ person }) => dates.firstOfJanuary(person.birth, FORM)),
    kind(22, 'day-month-swap', R.ngay_sinh, ({ person }) => dates.swapped(person.birth, FORM)),
    kind(6, 'future', R.ngay_sinh, ({ person, today }) => dates.future(person.birth, today, FORM)),
    kind(8, 'before-parents', R.ngay_sinh, (row) =>
      row.person.relation.startsWith('Con') ? iso(dates.years(head(row).birth, -2)) : null,
    ),
    kind(10, 'serial', R.ngay_sinh, ({ person }) => dates.spreadsheetSerial(person.birth)),
    kind(10, 'two-digit-year', R.ngay_sinh, ({ person }) => dates.shortYear(person.birth)),
  ),
  blight(
    'E5',
    pair(
      34,
      'old-code',
      R.ma_xa,
      ({ home }) => home.place.commune.code,
      R.ten_xa,
      ({ home }) => home.place.commune.name,
    ),
    kind(22, 'old-code-new-name', R.ma_xa, ({ home }) => home.place.commune.code),
    kind(12, 'no-code', R.ma_xa, () => ''),
    kind(24, 'district-kept', R.dia_chi, ({ home }) => home.oldAddress),
    pair(
      8,
      'vanished-commune',
      R.ten_xa,
      ({ home }, _, dice) => vanished(home.place.newCode, dice),
      R.ma_xa,
      () => '',
    ),
    kind(8, 'birthplace-for-residence', R.ma_xa, (_, __, dice) => dice.pick(COMMUNES).newCode),
  ),
  blight(
    'E6',
    kind(40, 'ethnicity-text', R.dan_toc, ({ person }, _, dice) => freeEthnicity(person.ethnicity, dice)),
    kind(30, 'religion-text', R.ton_giao, (_, religion, dice) => freeReligion(religion, dice)),
    kind(30, 'sex-code', R.gioi_tinh, ({ person }, _, dice) =>
      dice.pick(person.female ? ['2', 'F', 'nữ', 'Nu'] : ['1', 'M', 'nam', 'NAM']),
    ),
  ),
  blight(
    'E8',
    stale(1, 'death-not-recorded', R.tinh_trang, ({ person, today }, status) => {
      if (status === 'Đã chết') return null
      person.death = iso({ year: today.year - 1, month: person.birth.month, day: person.birth.day })
      return 'Đã chết'
    }),
  ),
  blight(
    'E9',
    kind(35, 'no-head', R.quan_he_chu_ho, (row, _, dice) =>
      isHead(row) ? dice.pick(['', 'Con', 'Thành viên']) : null,
    ),
    kind(35, 'two-heads', R.quan_he_chu_ho, (row) => (!isHead(row) && isAdult(row) ? 'Chủ hộ' : null)),
    kind(30, 'orphan-member', R.so_ho_so, (_, file, dice) => dice.pick(['', `${file}/1`, 'KHÔNG RÕ'])),
  ),
  blight(
    'E12',
    stale(60, 'phone-out-of-date', R.dien_thoai, ({ person }, phone, dice) =>
      phone === '' ? null : (person.phone = phoneNumber(dice)),
    ),
    stale(40, 'address-out-of-date', R.dia_chi, (_, address, dice) => `${2 + dice.below(90)} ${address}`),
    kind(50, 'updated-before-registration', R.ngay_cap_nhat, (row, _, dice) =>
      iso(daysBefore(registeredOf(row), 1 + dice.below(900))),
    ),
  ),
]
