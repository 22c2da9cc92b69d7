import type { Fault, MayLack, ReferenceRule, RowRule } from '../../core/domain.ts'
import type { PartialDate } from '../../core/values.ts'
import { payDisagrees, payScale, payTableOf } from '../fields/pay.ts'
import { organisationFault } from './organisation.ts'
import { retirementMonth } from './retirement.ts'

/** What the rules of a dossier read. */
export interface ServantRow {
  readonly person: string | null
  readonly personalId: string | null
  readonly fullName: string
  readonly birthDate: PartialDate | null
  readonly sex: string | null
  readonly organisation: string
  readonly grade: string | null
  readonly step: number | null
  readonly coefficient: number | null
  readonly payFrom: PartialDate | null
  readonly recruitedOn: PartialDate | null
  readonly status: string | null
  readonly taxCode: string | null
  readonly insuranceNo: string | null
  readonly updatedOn: PartialDate | null
}

/** In service: a seconded servant still is, one whose status is blank may be. */
export const isActive = ({ status }: Pick<ServantRow, 'status'>): boolean =>
  status === 'dang-lam' || status === 'biet-phai'

const ADULT = 18
/** The yearly rating is part of a dossier (NĐ 27/2026/NĐ-CP), so one untouched for 15 months lacks the last [A]. */
const STALE_MONTHS = 15

/** The same day so many months later; compared as text to the precision that both dates have. */
function monthsAfter(date: PartialDate, months: number): string {
  const at = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7) || 12) - 1 + months
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}${date.length === 10 ? date.slice(7) : ''}`
}

const isBefore = (a: string, b: string): boolean => {
  const precision = Math.min(a.length, b.length)
  return a.slice(0, precision) < b.slice(0, precision)
}

function recruitedTooYoung({ recruitedOn, birthDate }: JudgedServant): Fault | null {
  if (recruitedOn === null || birthDate === null) return null
  const adult = `${Number(birthDate.slice(0, 4)) + ADULT}${birthDate.slice(4)}`
  return isBefore(recruitedOn, adult) ? { got: recruitedOn, expected: `từ ${adult}` } : null
}

function beyondRetirement(row: JudgedServant, asOf: string): Fault | null {
  const { birthDate, sex } = row
  if (!isActive(row) || birthDate === null || (sex !== 'nam' && sex !== 'nu')) return null
  const month = retirementMonth(birthDate, sex)
  return month < asOf.slice(0, 7)
    ? { got: `đang làm việc, sinh ${birthDate}`, expected: `nghỉ hưu hết tháng ${month.slice(5)}/${month.slice(0, 4)}` }
    : null
}

function raiseOverdue(row: JudgedServant, asOf: string): Fault | null {
  const { grade, step, payFrom } = row
  const table = grade === null ? null : payTableOf(grade)
  const scale = table === null ? undefined : payScale(table)
  if (!scale || !isActive(row) || payFrom === null || step === null || step >= scale.steps) return null
  const due = monthsAfter(payFrom, (scale.yearsPerStep + 1) * 12)
  return isBefore(due, asOf)
    ? { got: `bậc ${step} từ ${payFrom}`, expected: `nâng bậc sau ${scale.yearsPerStep} năm, nếu không bị kéo dài` }
    : null
}

function stale(row: JudgedServant, asOf: string): Fault | null {
  if (!isActive(row) || row.updatedOn === null || !isBefore(monthsAfter(row.updatedOn, STALE_MONTHS), asOf)) return null
  return { got: row.updatedOn, expected: `trong ${STALE_MONTHS} tháng gần đây` }
}

/** A dossier that lacks any of these waits in quarantine; the rules judge what is there. */
type JudgedServant = MayLack<ServantRow, 'fullName' | 'organisation'>

/** One dossier by itself (C01, C03 to C05, C07, F01, X01). */
export const servantRules: readonly RowRule<JudgedServant>[] = [
  {
    code: 'recruited-too-young',
    number: 'C01',
    family: 'E4',
    field: 'recruitedOn',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Tuyển dụng khi chưa đủ 18 tuổi',
    en: 'Recruited before the age of 18',
    fix: 'Kiểm tra ngày sinh và ngày tuyển dụng; viên chức nghệ thuật, thể thao từ đủ 15 tuổi thì giữ nguyên.',
    check: recruitedTooYoung,
  },
  {
    code: 'grade-step-pay',
    number: 'C03',
    family: 'E6',
    field: 'coefficient',
    severity: 'error',
    criterion: 'đúng',
    vi: 'Ngạch, bậc và hệ số lương không khớp bảng lương',
    en: 'Grade, step and coefficient do not fit the pay table (NĐ 204/2004/NĐ-CP)',
    fix: 'Đối chiếu quyết định nâng lương gần nhất, sửa bậc hoặc hệ số.',
    check: ({ grade, step, coefficient }) => payDisagrees(grade, step, coefficient),
  },
  {
    code: 'paid-before-recruitment',
    number: 'C04',
    family: 'E4',
    field: 'payFrom',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Hưởng bậc lương trước ngày tuyển dụng',
    en: 'The pay step counts from before the recruitment',
    fix: 'Đối chiếu quyết định lương và quyết định tuyển dụng.',
    check: ({ payFrom, recruitedOn }) =>
      payFrom !== null && recruitedOn !== null && isBefore(payFrom, recruitedOn)
        ? { got: payFrom, expected: `từ ${recruitedOn}` }
        : null,
  },
  {
    code: 'raise-overdue',
    number: 'C04',
    family: 'E12',
    field: 'payFrom',
    severity: 'note',
    criterion: 'sống',
    vi: 'Quá hạn nâng bậc lương hơn một năm',
    en: 'The next pay step is more than a year overdue: the dossier may lag behind',
    fix: 'Cập nhật quyết định nâng lương gần nhất, nếu có.',
    check: raiseOverdue,
  },
  {
    code: 'beyond-retirement',
    number: 'C05',
    family: 'E8',
    field: 'status',
    severity: 'warn',
    criterion: 'sống',
    vi: 'Đã quá tuổi nghỉ hưu nhưng còn ghi đang làm việc',
    en: 'Beyond the retirement age (NĐ 135/2020/NĐ-CP) and still in service',
    fix: 'Cập nhật quyết định nghỉ hưu, hoặc ghi quyết định kéo dài thời gian công tác.',
    check: beyondRetirement,
  },
  {
    code: 'unit-not-in-tree',
    number: 'C07',
    family: 'E11',
    field: 'organisation',
    severity: 'error',
    criterion: 'dùng chung',
    lists: ['organisation'],
    vi: 'Đơn vị không có trong cây tổ chức quốc gia hiện hành',
    en: 'The unit is not in the national organisation tree of today: the whole dossier is refused',
    fix: 'Chuyển hồ sơ về đơn vị kế thừa, hoặc đề nghị Bộ Nội vụ cập nhật cây tổ chức trước khi gửi.',
    check: ({ organisation }, asOf, reference) =>
      organisation === null ? null : organisationFault(organisation, asOf, reference),
  },
  {
    code: 'tax-code-differs',
    number: 'X01',
    family: 'E1',
    field: 'taxCode',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Mã số thuế là số định danh khác với số định danh của hồ sơ',
    en: 'The tax code is a personal ID, yet not that of the dossier (TT 86/2024/TT-BTC: they are one number)',
    fix: 'Đối chiếu thẻ căn cước; sửa mã số thuế hoặc số định danh.',
    check: ({ taxCode, personalId }) =>
      taxCode?.length === 12 && personalId !== null && taxCode !== personalId
        ? { got: taxCode, expected: personalId }
        : null,
  },
  {
    code: 'not-updated',
    number: 'F01',
    family: 'E12',
    field: 'updatedOn',
    severity: 'warn',
    criterion: 'sống',
    vi: 'Hồ sơ lâu không cập nhật',
    en: 'Not updated within 15 months: at least the yearly rating is missing',
    fix: 'Rà soát hồ sơ và cập nhật biến động, xếp loại của năm gần nhất.',
    check: stale,
  },
]

/** A dossier and the person whom it names (P09). */
export const servantPersonRules: readonly ReferenceRule<ServantRow>[] = [
  {
    code: 'dead-in-service',
    number: 'P09',
    family: 'E8',
    field: 'status',
    severity: 'error',
    criterion: 'sống',
    vi: 'Người đã chết hoặc mất tích còn ghi đang làm việc',
    en: 'A dead or missing person is still in service',
    fix: 'Đối chiếu khai tử; cập nhật tình trạng công tác.',
    through: 'person',
    check: (row, referred) =>
      isActive(row) && (referred.lifeStatus === 'chet' || referred.lifeStatus === 'mat-tich')
        ? { got: 'đang làm việc', expected: referred.lifeStatus === 'chet' ? 'đã chết' : 'mất tích' }
        : null,
  },
]
