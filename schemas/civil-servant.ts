import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { labelled, reference, required } from '../core/field.ts'
import { givenName, yearOf } from '../core/values.ts'
import { birthDates } from '../engine/matching/comparisons/birth-dates.ts'
import { codes } from '../engine/matching/comparisons/codes.ts'
import { personalIds } from '../engine/matching/comparisons/personal-ids.ts'
import { vietnameseNames } from '../engine/matching/comparisons/vietnamese-names.ts'
import { latest } from '../engine/survivorship/picks.ts'
import { sex, staffStatus } from './fields/code.ts'
import { email } from './fields/contact.ts'
import { partialDate, pastDate } from './fields/date.ts'
import { staffNo } from './fields/household.ts'
import { insuranceNo, personalId } from './fields/identity.ts'
import { matchingKey } from './fields/name-keys.ts'
import { organisationCode, taxCode } from './fields/organisation.ts'
import { coefficient, gradeCode, payStep } from './fields/pay.ts'
import { personName } from './fields/person-name.ts'
import { servantPersonRules, servantRules } from './rules/civil-servant.ts'
import { servantTogetherRules } from './rules/civil-servant-together.ts'
import { type Identity, namesApart, sameBareName, sexesApart, yearsApart } from './rules/same-person.ts'
import { homeAffairs } from './sources/home-affairs.ts'

const maybeOne = (a: Identity, b: Identity): boolean => sameBareName(a, b) && a.birthDate === b.birthDate

// Cán bộ, công chức, viên chức. Khóa hồ sơ ở trung ương là số định danh (NĐ 27/2026), nên thiếu nó thì không gửi được.
export default defineDomain({
  name: 'civil-servant',
  label: 'Cán bộ, công chức, viên chức',
  after: ['organisation', 'person'],
  fields: {
    person: reference('person', { label: 'Người' }),
    personalId: required(personalId),
    staffNo,
    fullName: required(personName),
    birthDate: labelled('Ngày sinh', pastDate),
    sex,
    organisation: required(organisationCode),
    grade: gradeCode,
    step: payStep,
    coefficient,
    payFrom: labelled('Ngày hưởng bậc lương', partialDate),
    recruitedOn: labelled('Ngày tuyển dụng', pastDate),
    status: staffStatus,
    email,
    insuranceNo,
    taxCode: labelled('Mã số thuế cá nhân', taxCode),
    updatedOn: labelled('Ngày cập nhật hồ sơ', pastDate),
  },
  sources: {
    'home-affairs': from(homeAffairs, {
      columns: {
        personalId: 'so_cccd',
        staffNo: 'so_hieu',
        fullName: 'ho_ten',
        birthDate: 'ngay_sinh',
        sex: 'gioi_tinh',
        organisation: 'ma_don_vi',
        grade: 'ma_ngach',
        step: 'bac',
        coefficient: 'he_so',
        payFrom: 'ngay_huong',
        recruitedOn: 'ngay_tuyen_dung',
        status: 'trang_thai',
        email: 'email',
        insuranceNo: 'so_bhxh',
        taxCode: 'ma_so_thue',
        updatedOn: 'ngay_cap_nhat',
      },
    }),
  },
  quality: servantRules,
  together: servantTogetherRules,
  across: servantPersonRules,
  matching: {
    block: {
      personalId: ({ personalId }) => [personalId],
      nameYear: {
        key: ({ fullName, birthDate }) => [matchingKey(fullName), yearOf(birthDate)],
        hot: ({ fullName, birthDate, organisation }) => [matchingKey(fullName), yearOf(birthDate), organisation],
      },
      nameOrganisation: ({ fullName, organisation }) => [matchingKey(fullName), organisation],
      insuranceNo: ({ insuranceNo, fullName }) => [insuranceNo, givenName(fullName)],
    },
    compare: {
      personalId: personalIds({ implies: ['birthDate', 'sex'] }),
      fullName: vietnameseNames(),
      birthDate: birthDates({ fillers: ['01-01'] }),
      sex: codes({ m: 0.99, u: 0.5 }),
      organisation: codes({ m: 0.7, u: 0.01 }),
    },
    must: [
      {
        code: 'personal ID, name and year',
        key: ({ personalId, fullName, birthDate }) => [personalId, matchingKey(fullName), yearOf(birthDate)],
      },
    ],
    never: [{ code: 'two personal IDs', test: (a, b) => a.personalId !== b.personalId && !maybeOne(a, b) }],
    dispute: [
      {
        code: 'one ID, other name and year',
        of: ['personalId'],
        test: (a, b) => a.personalId === b.personalId && (yearsApart(a, b) || sexesApart(a, b)) && namesApart(a, b),
      },
      { code: 'one person, two IDs', test: (a, b) => a.personalId !== b.personalId && maybeOne(a, b) },
    ],
    // Some thirty thousand dossiers of one register; most are of one.
    prior: -17,
    link: 8,
    review: 3,
  },
  survivorship: {
    person: latest,
    personalId: latest,
    staffNo: latest,
    fullName: latest,
    birthDate: latest,
    sex: latest,
    organisation: latest,
    grade: latest,
    step: latest,
    coefficient: latest,
    payFrom: latest,
    recruitedOn: latest,
    status: latest,
    email: latest,
    insuranceNo: latest,
    taxCode: latest,
    updatedOn: latest,
  },
  targets: {
    national: {
      to: rest({ service: 'civil-servant', batch: 200, connections: 4 }),
      columns: {
        so_dinh_danh: 'personalId',
        so_hieu: 'staffNo',
        ho_ten: 'fullName',
        ngay_sinh: 'birthDate',
        gioi_tinh: 'sex',
        co_quan: 'organisation',
        ngach: 'grade',
        bac: 'step',
        he_so: 'coefficient',
        ngay_huong: 'payFrom',
        ngay_tuyen_dung: 'recruitedOn',
        trang_thai: 'status',
      },
    },
  },
})
