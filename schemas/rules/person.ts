import type { MayLack, RowRule } from '../../core/domain.ts'
import { yearOf } from '../../core/values.ts'
import { pidBirthYear, pidSex } from '../fields/identity.ts'
import { relationSex } from './kinship.ts'
import { HEAD, isDead, type PersonRow } from './person-row.ts'

const CIVIL = ['residence', 'home-affairs']

/** What is wrong with the numbers, dates and household of one person's record. Names: person-name.ts; places: commune.ts. */
export const personRules: readonly RowRule<MayLack<PersonRow, 'fullName'>>[] = [
  {
    code: 'no-personal-id',
    number: 'P05',
    family: 'E1',
    field: 'personalId',
    severity: 'warn',
    criterion: 'đủ',
    vi: 'Chưa có số định danh dùng được',
    en: 'No usable personal ID; a 9-digit card number alone is incomplete',
    fix: 'Bổ sung số định danh 12 số theo thẻ căn cước hoặc giấy khai sinh.',
    check: (row) =>
      row.personalId === null && !isDead(row)
        ? { got: row.oldId === null ? '' : `chỉ có CMND ${row.oldId}`, expected: 'số định danh 12 chữ số' }
        : null,
  },
  {
    code: 'pid-birth-year',
    number: 'P02',
    family: 'E2',
    field: 'personalId',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Năm sinh không khớp số định danh',
    en: 'Birth year and personal ID disagree (TT 59/2021/TT-BCA)',
    fix: 'Đối chiếu giấy khai sinh; sửa bên sai tại nguồn. Không tự sửa số định danh.',
    check: ({ personalId, birthDate }) =>
      personalId !== null && birthDate !== null && pidBirthYear(personalId) !== yearOf(birthDate)
        ? { got: birthDate, expected: pidBirthYear(personalId) }
        : null,
  },
  {
    code: 'pid-sex',
    number: 'P03',
    family: 'E2',
    field: 'personalId',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Giới tính không khớp số định danh',
    en: 'Sex and personal ID disagree (TT 59/2021/TT-BCA)',
    fix: 'Đối chiếu giấy khai sinh; sửa bên sai tại nguồn. Không tự sửa số định danh.',
    check: ({ personalId, sex }) =>
      personalId !== null && sex !== null && sex !== 'khac' && pidSex(personalId) !== sex
        ? { got: sex, expected: pidSex(personalId) }
        : null,
  },
  {
    code: 'no-birth-date',
    number: 'P07',
    family: 'E4',
    field: 'birthDate',
    severity: 'warn',
    criterion: 'đủ',
    vi: 'Không có ngày sinh hoặc năm sinh',
    en: 'Neither a date nor a year of birth',
    fix: 'Bổ sung ngày sinh theo giấy khai sinh; nếu không rõ ngày, ghi năm.',
    check: ({ birthDate }) => (birthDate === null ? { got: '', expected: 'ngày sinh, ít nhất năm sinh' } : null),
  },
  {
    code: 'birth-year-only',
    number: 'P07',
    family: 'E4',
    field: 'birthDate',
    severity: 'warn',
    criterion: 'đủ',
    sources: CIVIL,
    vi: 'Ngày sinh chỉ có năm hoặc tháng',
    en: 'Only the year or the month of birth is known',
    fix: 'Tra ngày sinh trong sổ hộ tịch; nếu giấy tờ chỉ ghi năm thì giữ nguyên.',
    check: ({ birthDate }) =>
      birthDate !== null && birthDate.length < 10 ? { got: birthDate, expected: 'đủ ngày, tháng, năm' } : null,
  },
  {
    // One in 365 is born on that day. A year-only source that was padded gives tens of times as many, but which ones nobody can say.
    code: 'birth-new-year',
    number: 'P07',
    family: 'E4',
    field: 'birthDate',
    severity: 'note',
    criterion: 'đúng',
    vi: 'Sinh ngày 01/01: có thể chỉ biết năm sinh',
    en: 'Born on 1 January: may stand for a year-only date',
    fix: 'Đối chiếu giấy khai sinh; nếu chỉ biết năm thì chỉ ghi năm.',
    check: ({ birthDate }) =>
      birthDate?.endsWith('-01-01') ? { got: birthDate, expected: 'ngày sinh thật, hoặc chỉ năm' } : null,
  },
  {
    code: 'no-household',
    number: 'H01',
    family: 'E9',
    field: 'householdNo',
    severity: 'warn',
    criterion: 'đủ',
    sources: ['residence'],
    vi: 'Nhân khẩu không thuộc hộ nào',
    en: 'A resident without a residence file',
    fix: 'Bổ sung số hồ sơ cư trú của hộ.',
    check: ({ householdNo }) => (householdNo === null ? { got: '', expected: 'số hồ sơ cư trú' } : null),
  },
  {
    code: 'no-relation',
    number: 'H01',
    family: 'E9',
    field: 'relation',
    severity: 'warn',
    criterion: 'đủ',
    sources: ['residence'],
    vi: 'Không rõ quan hệ với chủ hộ',
    en: 'The relation to the head of household is missing or not understood',
    fix: 'Ghi quan hệ với chủ hộ theo danh mục; chủ hộ ghi "Chủ hộ".',
    check: ({ relation }) => (relation === null ? { got: '', expected: 'một mục của danh mục quan hệ' } : null),
  },
  {
    code: 'relation-sex',
    number: 'H02',
    family: 'E9',
    field: 'relation',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Quan hệ với chủ hộ không hợp giới tính',
    en: 'The word of relation is for the other sex',
    fix: 'Đối chiếu giấy tờ; sửa giới tính hoặc quan hệ.',
    check: ({ relation, sex }) => {
      const expected = relation === null ? null : relationSex(relation)
      return expected !== null && (sex === 'nam' || sex === 'nu') && sex !== expected ? { got: sex, expected } : null
    },
  },
  {
    code: 'young-head',
    number: 'H01',
    family: 'E9',
    field: 'relation',
    severity: 'note',
    criterion: 'đúng',
    sources: ['residence'],
    vi: 'Chủ hộ chưa đủ 18 tuổi',
    en: 'The head of household is a minor; right only where no adult of full capacity lives there (Luật Cư trú 2020, Đ. 10)',
    fix: 'Kiểm tra hộ có người thành niên hay không.',
    check: ({ relation, birthDate }, asOf) =>
      relation === HEAD && birthDate !== null && Number(asOf.slice(0, 4)) - Number(yearOf(birthDate)) < 18
        ? { got: birthDate, expected: 'từ đủ 18 tuổi' }
        : null,
  },
  {
    code: 'updated-before-registration',
    number: 'F02',
    family: 'E12',
    field: 'updatedOn',
    severity: 'warn',
    criterion: 'sống',
    vi: 'Cập nhật lần cuối trước ngày đăng ký cư trú: có thay đổi đã mất',
    en: 'Last updated before it was registered: an update was lost',
    fix: 'Kiểm tra nhật ký phần mềm nguồn; nhập lại lần thay đổi sau cùng.',
    check: ({ updatedOn, registeredOn }) =>
      updatedOn !== null && registeredOn !== null && isBefore(updatedOn, registeredOn)
        ? { got: updatedOn, expected: `từ ${registeredOn}` }
        : null,
  },
  {
    code: 'registered-before-birth',
    number: 'P07',
    family: 'E4',
    field: 'registeredOn',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Đăng ký cư trú trước ngày sinh',
    en: 'Registered as a resident before birth',
    fix: 'Đối chiếu giấy khai sinh và hồ sơ cư trú.',
    check: ({ registeredOn, birthDate }) =>
      registeredOn !== null && birthDate !== null && isBefore(registeredOn, birthDate)
        ? { got: registeredOn, expected: `từ ${birthDate}` }
        : null,
  },
]

/** Whether one partial date lies before the other beyond doubt: compared to the precision that both have. */
function isBefore(a: string, b: string): boolean {
  const precision = Math.min(a.length, b.length)
  return a.slice(0, precision) < b.slice(0, precision)
}
