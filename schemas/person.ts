import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { labelled, required } from '../core/field.ts'
import { bare, givenName, isFullDate, yearOf } from '../core/values.ts'
import {
  codes,
  contacts,
  identifiers,
  isOneOff,
  partialDates,
  personNames,
  sharedIdentifiers,
} from '../engine/matching/simple/comparisons.ts'
import { latest, mostPrecise, prefer } from '../engine/survivorship/picks.ts'
import { ethnicity, lifeStatus, relationToHead, religion, residenceKind, sex } from './fields/code.ts'
import { phone } from './fields/contact.ts'
import { pastDate } from './fields/date.ts'
import { householdNo } from './fields/household.ts'
import { oldId, personalId } from './fields/identity.ts'
import { ownersOf } from './fields/owners.ts'
import { personName } from './fields/person-name.ts'
import { addressText, communeName, homeCommuneRef } from './fields/place.ts'
import { communeRules, noCommuneRule } from './rules/commune.ts'
import { personRules } from './rules/person.ts'
import { personHouseholdRules } from './rules/person-household.ts'
import { personNameRules } from './rules/person-name.ts'
import { personSpellingRules } from './rules/person-spelling.ts'
import { personIdentityRules } from './rules/person-together.ts'
import { homeAffairs } from './sources/home-affairs.ts'
import { land } from './sources/land.ts'
import { residence } from './sources/residence.ts'

const official = prefer('residence', 'home-affairs', 'land')

// Người: công dân có mặt trong bất kỳ sổ nào của tỉnh. Gửi lên CSDL quốc gia về dân cư để đối chiếu.
export default defineDomain({
  name: 'person',
  label: 'Người',
  after: [],
  fields: {
    personalId,
    oldId,
    fullName: required(personName),
    birthDate: labelled('Ngày sinh', pastDate),
    sex,
    ethnicity,
    religion,
    householdNo,
    relation: relationToHead,
    lifeStatus,
    residenceKind,
    registeredOn: labelled('Ngày đăng ký cư trú', pastDate),
    commune: homeCommuneRef,
    communeName,
    address: labelled('Nơi ở', addressText),
    phone,
    updatedOn: labelled('Ngày cập nhật', pastDate),
  },
  sources: {
    residence: from(residence, {
      columns: {
        personalId: 'so_dinh_danh',
        oldId: 'so_cmnd',
        fullName: 'ho_ten',
        birthDate: 'ngay_sinh',
        sex: 'gioi_tinh',
        ethnicity: 'dan_toc',
        religion: 'ton_giao',
        householdNo: 'so_ho_so',
        relation: 'quan_he_chu_ho',
        // Sổ cư trú chỉ ghi "Đã chết" khi chết; thường trú, tạm trú là còn sống.
        lifeStatus: (cell) =>
          cell('tinh_trang') === '' ? '' : bare(cell('tinh_trang')).includes('chet') ? 'chết' : 'sống',
        residenceKind: (cell) => (bare(cell('tinh_trang')).includes('chet') ? '' : cell('tinh_trang')),
        registeredOn: 'ngay_dang_ky',
        commune: (cell) => `${cell('ma_xa')}@2025-07-01`,
        communeName: 'ten_xa',
        address: 'dia_chi',
        phone: 'dien_thoai',
        updatedOn: 'ngay_cap_nhat',
      },
    }),
    'home-affairs': from(homeAffairs, {
      columns: {
        personalId: 'so_cccd',
        fullName: 'ho_ten',
        birthDate: 'ngay_sinh',
        sex: 'gioi_tinh',
        ethnicity: 'dan_toc',
        commune: (cell) => `${cell('ma_xa')}@2025-06-30`,
        address: 'dia_chi',
        phone: 'dien_thoai',
      },
    }),
    land: from(land, {
      each: { role: 'owner', split: (cell) => ownersOf(cell('chu_su_dung'), cell('so_giay_to'), cell('nam_sinh')) },
      columns: {
        fullName: 'name',
        sex: 'sex',
        personalId: 'pid',
        oldId: 'cmnd',
        birthDate: 'born',
        address: 'dia_chi_chu',
      },
    }),
  },
  quality: [...personRules, ...personNameRules, noCommuneRule(['residence', 'home-affairs']), ...communeRules],
  together: [...personIdentityRules, ...personSpellingRules, ...personHouseholdRules],
  matching: {
    block: {
      personalId: ({ personalId }) => [personalId],
      oldId: ({ oldId }) => [oldId],
      nameBirth: ({ fullName, birthDate }) => [bare(fullName), birthDate],
      nameYear: ({ fullName, birthDate, householdNo }) => [bare(fullName), yearOf(birthDate), householdNo],
      givenBirth: ({ fullName, birthDate, commune }) => [givenName(fullName), birthDate, commune],
      phone: ({ phone, fullName }) => [phone, givenName(fullName)],
    },
    compare: {
      personalId: identifiers,
      oldId: sharedIdentifiers,
      fullName: personNames,
      birthDate: partialDates,
      sex: codes,
      householdNo: contacts,
      phone: contacts,
    },
    never: [
      {
        // Twins and generations of one house share everything but the given name and the ID.
        code: 'two personal IDs',
        test: (a, b) =>
          a.personalId !== null && b.personalId !== null && a.personalId !== b.personalId && !nearlyOne(a, b),
      },
    ],
    dispute: [
      {
        code: 'one ID, other name and year',
        test: (a, b) =>
          a.personalId !== null &&
          a.personalId === b.personalId &&
          givenName(a.fullName) !== givenName(b.fullName) &&
          (a.birthDate === null || yearOf(a.birthDate) !== yearOf(b.birthDate)),
      },
      {
        code: 'one person, two IDs',
        test: (a, b) =>
          a.personalId !== null && b.personalId !== null && a.personalId !== b.personalId && nearlyOne(a, b),
      },
    ],
    prior: -4,
    link: 8,
    review: 7,
  },
  survivorship: {
    personalId: official,
    oldId: official,
    fullName: official,
    birthDate: mostPrecise('residence', 'home-affairs', 'land'),
    sex: official,
    ethnicity: official,
    religion: official,
    householdNo: official,
    relation: official,
    lifeStatus: official,
    residenceKind: official,
    registeredOn: official,
    commune: official,
    communeName: official,
    address: official,
    phone: latest,
    updatedOn: latest,
  },
  targets: {
    national: {
      to: rest({ service: 'population', batch: 200, connections: 4 }),
      ready: ({ personalId, oldId }) => personalId != null || oldId != null,
      columns: {
        so_dinh_danh: 'personalId',
        so_cmnd: 'oldId',
        ho_ten: 'fullName',
        ngay_sinh: 'birthDate',
        gioi_tinh: 'sex',
        dan_toc: 'ethnicity',
        so_ho_so_cu_tru: 'householdNo',
        quan_he_chu_ho: 'relation',
        ma_xa_thuong_tru: 'commune',
        dia_chi: 'address',
        dien_thoai: 'phone',
      },
    },
  },
})

interface Identity {
  readonly personalId: string | null
  readonly fullName: string
  readonly birthDate: string | null
}

/** The same name and day of birth, or the same year and one digit between the IDs: an ID mistyped or re-issued. */
function nearlyOne(a: Identity, b: Identity): boolean {
  if (a.birthDate === null || b.birthDate === null || bare(a.fullName) !== bare(b.fullName)) return false
  const sameDay = isFullDate(a.birthDate) && a.birthDate === b.birthDate
  return sameDay || (yearOf(a.birthDate) === yearOf(b.birthDate) && isOneOff(a.personalId ?? '', b.personalId ?? ''))
}
