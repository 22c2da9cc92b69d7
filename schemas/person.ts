import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { labelled, required } from '../core/field.ts'
import { bare, givenName, yearOf } from '../core/values.ts'
import { birthDates } from '../engine/matching/comparisons/birth-dates.ts'
import { codes } from '../engine/matching/comparisons/codes.ts'
import { oldCardNumbers, personalIds } from '../engine/matching/comparisons/personal-ids.ts'
import { phones } from '../engine/matching/comparisons/phones.ts'
import { vietnameseNames } from '../engine/matching/comparisons/vietnamese-names.ts'
import { latest, mostPrecise, prefer } from '../engine/survivorship/picks.ts'
import { ethnicity, lifeStatus, relationToHead, religion, residenceKind, sex } from './fields/code.ts'
import { phone } from './fields/contact.ts'
import { pastDate } from './fields/date.ts'
import { householdNo } from './fields/household.ts'
import { oldId, personalId } from './fields/identity.ts'
import { matchingKey } from './fields/name-keys.ts'
import { ownersOf } from './fields/owners.ts'
import { personName } from './fields/person-name.ts'
import { addressText, communeName, homeCommuneRef } from './fields/place.ts'
import { communeToday, type Dwelling, doorOf, homes, homeText, liveTogether, shareDoor } from './places/home.ts'
import { communeRules, noCommuneRule } from './rules/commune.ts'
import { personRules } from './rules/person.ts'
import { personHouseholdRules } from './rules/person-household.ts'
import { personNameRules } from './rules/person-name.ts'
import { personSpellingRules } from './rules/person-spelling.ts'
import { personIdentityRules } from './rules/person-together.ts'
import {
  daysApart,
  haveOtherIds,
  type Identity,
  isBorneOut,
  namesApart,
  sameBareName,
  sameDay,
  sexesApart,
  yearsApart,
} from './rules/same-person.ts'
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
      nameYear: {
        key: ({ fullName, birthDate }) => [matchingKey(fullName), yearOf(birthDate)],
        hot: (row) => [matchingKey(row.fullName), yearOf(row.birthDate), communeToday(row)],
      },
      nameCommune: (row) => [matchingKey(row.fullName), communeToday(row)],
      givenYearCommune: (row) => [givenName(row.fullName), yearOf(row.birthDate), communeToday(row)],
      doorYear: (row) => [doorOf(row.address), yearOf(row.birthDate), communeToday(row)],
      phone: { key: ({ phone }) => [phone], limit: 50, hot: ({ phone, fullName }) => [phone, givenName(fullName)] },
      householdYear: ({ householdNo, birthDate }) => [householdNo, yearOf(birthDate)],
    },
    compare: {
      personalId: personalIds({ implies: ['birthDate', 'sex'] }),
      oldId: oldCardNumbers(),
      fullName: vietnameseNames(),
      birthDate: birthDates({ fillers: ['01-01'] }),
      sex: codes({ m: 0.99, u: 0.5 }),
      home: { of: homeText, by: homes() },
      phone: phones(),
    },
    must: [
      {
        code: 'personal ID, name and year',
        key: ({ personalId, fullName, birthDate }) => [personalId, matchingKey(fullName), yearOf(birthDate)],
      },
    ],
    // The police keep the residence register and assign the numbers; an ID that its own row bears out is not a slip of theirs.
    verified: (row, source) => (source === 'residence' && isBorneOut(row) ? row.personalId : null),
    never: [
      { code: 'two personal IDs', test: (a, b) => haveTwoIds(a, b) && !maybeOne(a, b) },
      { code: 'sex and birth year', test: (a, b) => otherId(a, b) && sexesApart(a, b) && yearsApart(a, b) },
      { code: 'twins', test: areTwins },
    ],
    dispute: [
      {
        code: 'one ID, other name and year',
        of: ['personalId'],
        test: (a, b) =>
          a.personalId !== null &&
          a.personalId === b.personalId &&
          (yearsApart(a, b) || sexesApart(a, b)) &&
          namesApart(a, b),
      },
      { code: 'one person, two IDs', test: (a, b) => haveTwoIds(a, b) && maybeOne(a, b) && !isReissued(a, b) },
    ],
    // A province of a million people.
    prior: -20,
    link: 3,
    review: 0,
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

const otherId = (a: Identity, b: Identity): boolean => a.personalId === null || a.personalId !== b.personalId

/** Two numbers that are no slip of each other, each borne out by its own record. */
const haveTwoIds = (a: Identity, b: Identity): boolean => haveOtherIds(a, b) && isBorneOut(a) && isBorneOut(b)

/** One name, and born on one day as far as both know or, at one door, in one year: one number may be another's, or replaced. */
const maybeOne = (a: Identity & Dwelling, b: Identity & Dwelling): boolean =>
  sameBareName(a, b) && !yearsApart(a, b) && (!daysApart(a, b) || shareDoor(a, b))

/** What the residence register alone writes of a person. */
interface Registration {
  readonly householdNo: string | null
  readonly residenceKind: string | null
}

const isRegistered = ({ householdNo, residenceKind }: Registration): boolean =>
  householdNo !== null || residenceKind !== null

/**
 * One name, one day of birth and one door, where the register writes one number and another office another: issued anew, or
 * taken from another form. The register is right; two rows of the register itself are a question.
 */
const isReissued = (a: Identity & Dwelling & Registration, b: Identity & Dwelling & Registration): boolean =>
  sameDay(a, b) && shareDoor(a, b) && isRegistered(a) !== isRegistered(b)

/**
 * Born on one day in one home under other given names: brothers and sisters. A name misspelt is no other name, unless two
 * numbers say otherwise.
 */
function areTwins(a: Identity & Dwelling, b: Identity & Dwelling): boolean {
  if (!sameDay(a, b) || !otherId(a, b) || !liveTogether(a, b)) return false
  const haveIds = a.personalId !== null && b.personalId !== null
  return namesApart(a, b) || (haveIds && givenName(a.fullName) !== givenName(b.fullName))
}
