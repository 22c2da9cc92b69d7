import { COMMUNES } from '../communes.ts'
import { type Day, daysBefore, slashed } from '../notation.ts'
import type { Parcel } from '../parcels.ts'
import type { Person } from '../person.ts'
import { newTail } from '../places.ts'
import { L } from '../registers/columns.ts'
import type { Leaning } from '../risk.ts'
import { CADASTRAL_KINDS, numberOf } from './cadastre.ts'
import { vanished } from './codes.ts'
import { type Blight, blight, kind, type Make, pair, stale } from './kinds.ts'
import { ownerNameKinds } from './names.ts'
import * as dates from './numbers.ts'

/** A parcel's row in the land register. */
export interface LandRow {
  parcel: Parcel
  /** The persons whom the row names; none where an organisation holds the right. */
  shown: readonly Person[]
  /** What stands between two owners' numbers. */
  joint: string
  /** Sheet and number of the latest parcel by commune, serial and parcel ID of others; blank at the very start. */
  latest: readonly string[]
  otherSerial: string
  otherParcelId: string
  today: Day
}

/** Measured on generated provinces: share of rows per cohort of the first owner. */
export const LAND_LEANING: Leaning = {
  shares: [0.405, 0.483, 0.112],
  families: { E1: [0.7, 1, 1.4], E4: [0.8, 1, 1.4] },
}

const FORM = 'dd/MM/yyyy'
const issued =
  (make: (date: Day) => string | null): Make<LandRow> =>
  ({ parcel }) =>
    parcel.issued ? make(parcel.issued) : null
const ofFirst =
  (change: (id: string, dice: Parameters<Make<LandRow>>[2]) => string | null): Make<LandRow> =>
  ({ shown, joint }, text, dice) => {
    if (shown.length === 0 || text === '') return null
    const [first, ...rest] = text.split(joint)
    const changed = change(first!, dice)
    return changed === null ? null : [changed, ...rest].join(joint)
  }
const oldCards: Make<LandRow> = ({ shown, joint }) =>
  shown.length === 0 || shown.some(({ oldCard }) => oldCard === '')
    ? null
    : shown.map(({ oldCard }) => oldCard).join(joint)
const withCertificate =
  (make: Make<LandRow>): Make<LandRow> =>
  (row, text, dice) =>
    row.parcel.issued && text !== '' ? make(row, text, dice) : null

/** Faults of the land register by family, sub-kinds with their weights. Source: domain reference 9; weights assumed. */
export const LAND_BLIGHTS: readonly Blight<LandRow>[] = [
  blight(
    'E2',
    kind(
      20,
      'sex-digit',
      L.so_giay_to,
      ofFirst((id) => dates.otherSex(id)),
    ),
    kind(
      30,
      'year-digits',
      L.so_giay_to,
      ofFirst((id, dice) => dates.otherYear(id, dice)),
    ),
    kind(
      10,
      'province-digits',
      L.so_giay_to,
      ofFirst((id, dice) => dates.noProvince(id, dice)),
    ),
    kind(
      40,
      'birth-year',
      L.nam_sinh,
      ofFirst((year, dice) => String(Number(year) + 1 + dice.below(9))),
    ),
  ),
  blight(
    'E1',
    kind(12, 'missing', L.so_giay_to, () => ''),
    kind(14, 'cmnd9-only', L.so_giay_to, oldCards),
    kind(
      0.9,
      'eleven-digits',
      L.so_giay_to,
      ofFirst((id, dice) => dates.oneDigitShort(id, dice)),
    ),
    kind(
      0.4,
      'passport',
      L.so_giay_to,
      ofFirst((_, dice) => dates.passport(dice)),
    ),
    kind(
      0.3,
      'army-card',
      L.so_giay_to,
      ofFirst((_, dice) => dates.armyCard(dice)),
    ),
    kind(0.4, 'id-of-spouse', L.so_giay_to, ({ shown, joint }) =>
      shown.length === 2 ? shown[1]!.pid + joint + shown[0]!.pid : null,
    ),
  ),
  blight('E3', ...ownerNameKinds(L.chu_su_dung)),
  blight(
    'E4',
    kind(22, 'issue-year-only', L.ngay_cap, issued(dates.yearOnly)),
    kind(
      14,
      'issue-filler-1-january',
      L.ngay_cap,
      issued((date) => dates.firstOfJanuary(date, FORM)),
    ),
    kind(
      14,
      'issue-day-month-swap',
      L.ngay_cap,
      issued((date) => dates.swapped(date, FORM)),
    ),
    kind(6, 'issue-serial', L.ngay_cap, issued(dates.spreadsheetSerial)),
    kind(6, 'issue-two-digit-year', L.ngay_cap, issued(dates.shortYear)),
    kind(4, 'issue-zero-day', L.ngay_cap, issued(dates.zeroDay)),
    kind(6, 'issue-in-the-future', L.ngay_cap, ({ parcel, today }) =>
      parcel.issued ? dates.future(parcel.issued, today, FORM) : null,
    ),
    kind(16, 'birth-year-missing', L.nam_sinh, () => ''),
    kind(
      12,
      'birth-1-january',
      L.nam_sinh,
      ofFirst((year) => `01/01/${year}`),
    ),
  ),
  blight(
    'E5',
    pair(
      34,
      'current-code',
      L.ma_xa,
      ({ parcel }) => parcel.commune.newCode,
      L.ten_xa,
      ({ parcel }) => parcel.commune.newName,
    ),
    kind(24, 'current-code-old-name', L.ma_xa, ({ parcel }) => parcel.commune.newCode),
    kind(10, 'no-code', L.ma_xa, () => ''),
    kind(14, 'other-commune', L.ten_xa, (_, __, dice) => dice.pick(COMMUNES).name),
    pair(
      12,
      'vanished-commune',
      L.ten_xa,
      ({ parcel }, _, dice) => vanished(parcel.commune.newCode, dice),
      L.ma_xa,
      () => '',
    ),
    kind(18, 'address-in-new-commune', L.dia_chi_thua, ({ parcel }) => newTail(parcel.commune).slice(2)),
  ),
  blight(
    'E6',
    kind(30, 'old-land-use', L.loai_dat, (_, code, dice) =>
      code === 'ODT' || code === 'ONT' ? 'T' : dice.pick(['V', '2L', 'ĐM', 'LNK']),
    ),
    kind(25, 'roll-up-land-use', L.loai_dat, (_, code, dice) =>
      code === 'ODT' || code === 'ONT' ? 'OCT' : dice.pick(['NNP', 'CHN', 'LUA']),
    ),
    kind(25, 'land-use-text', L.loai_dat, (_, code, dice) =>
      code === 'ODT' || code === 'ONT' ? 'Đất ở' : dice.pick(['lúa', 'Đất vườn']),
    ),
    kind(20, 'land-use-lower-case', L.loai_dat, (_, code) => code.toLowerCase()),
  ),
  blight(
    'E10',
    pair(
      12,
      'parcel-without-number',
      L.so_to,
      () => '',
      L.so_thua,
      () => '',
    ),
    pair(
      14,
      'number-used-twice',
      L.so_thua,
      (row) => numberOf(row.latest[row.parcel.group])[1],
      L.so_to,
      (row) => numberOf(row.latest[row.parcel.group])[0],
    ),
    kind(18, 'area-times-ten', L.dien_tich, (_, area) => area.replace(/[.,]/, '')),
    kind(6, 'area-zero', L.dien_tich, () => '0'),
    kind(
      14,
      'serial-in-register-number',
      L.so_phat_hanh,
      withCertificate(({ parcel }) => parcel.registerNumber),
    ),
    kind(
      12,
      'serial-digit-lost',
      L.so_phat_hanh,
      withCertificate((_, serial) => serial.slice(0, -1)),
    ),
    kind(
      8,
      'serial-d-for-đ',
      L.so_phat_hanh,
      withCertificate((_, serial) => serial.replace('Đ', 'D')),
    ),
    kind(
      8,
      'serial-used-twice',
      L.so_phat_hanh,
      withCertificate(({ otherSerial }) => otherSerial || null),
    ),
    kind(
      8,
      'certificate-without-serial',
      L.so_phat_hanh,
      withCertificate(() => ''),
    ),
    ...CADASTRAL_KINDS,
  ),
  blight(
    'E12',
    stale(60, 'address-out-of-date', L.dia_chi_chu, ({ parcel }) => newTail(parcel.commune).slice(2)),
    kind(40, 'updated-before-issue', L.ngay_cap_nhat, ({ parcel }, _, dice) =>
      parcel.issued ? slashed(daysBefore(parcel.issued, 1 + dice.below(900))) : null,
    ),
  ),
  blight(
    'E14',
    kind(50, 'missing-scan', L.trang_thai, (_, status) => `${status} - thiếu bản quét`),
    kind(30, 'torn', L.trang_thai, (_, status) => `${status} - hồ sơ rách`),
    kind(20, 'scan-differs', L.trang_thai, (_, status) => `${status} - bản quét lệch sổ`),
  ),
]
