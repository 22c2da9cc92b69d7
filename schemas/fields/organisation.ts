import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import { cellText, digitsOnly, isBlank, withoutDecimalZeros, words } from './cell.ts'
import { findings } from './findings.ts'
import { isPersonalId } from './identity.ts'

const LONGEST_CODE = 35
const CODE = /^[A-Z]\d{2}(?:\.[0-9A-Z]{2,3}){0,8}$/
const REVERSED = /^[0-9A-Z]{2,3}(?:\.[0-9A-Z]{2,3}){0,8}\.[A-Z]\d{2}$/

/** Groups of nothing but zeros at the end say that the agency lies no deeper. */
function withoutZeroGroups(groups: readonly string[]): string {
  let end = groups.length
  while (end > 1 && /^0+$/.test(groups[end - 1]!)) end--
  return groups.slice(0, end).join('.')
}

function readCode(raw: string, say: Say): string | null {
  if (raw.length <= LONGEST_CODE && CODE.test(raw) && !raw.endsWith('.00') && !raw.endsWith('.000')) return raw
  const cell = cellText(raw)
  if (cell === null) return null
  const text =
    cell.length > 100
      ? ''
      : cell
          .toUpperCase()
          .replace(/\s/g, '')
          .replace(/^\.+|\.+$/g, '')
  if (text.length <= LONGEST_CODE && CODE.test(text)) return withoutZeroGroups(text.split('.'))
  if (text.length <= LONGEST_CODE && REVERSED.test(text)) {
    say('reversed', text)
    return withoutZeroGroups(text.split('.').reverse())
  }
  say('not-a-code')
  return null
}

/**
 * Mã định danh điện tử of an agency, from the ministry or province down: `H47.07.12` (QĐ 20/2020/QĐ-TTg). The older form
 * (QCVN 102:2016/BTTTT) runs from the leaf up, `000.12.07.H47`, with zeros for levels that the agency lacks.
 */
export const organisationCode = field<string>({
  type: 'organisation-code',
  label: 'Mã định danh cơ quan',
  family: 'E11',
  description: 'Mã định danh điện tử của cơ quan, viết từ cấp trên xuống (QĐ 20/2020/QĐ-TTg).',
  examples: ['H17.01.02'],
  schema: z.string().max(LONGEST_CODE).regex(CODE),
  findings: findings('mã dạng H47.07.12', {
    reversed: {
      severity: 'note',
      criterion: 'thống nhất',
      vi: '{got} là dạng mã cũ, viết từ dưới lên; đã đổi.',
      en: 'The older, reversed notation was turned.',
      fix: 'Dùng dạng mã của QĐ 20/2020/QĐ-TTg.',
    },
    'not-a-code': {
      vi: '{got} không phải mã định danh cơ quan.',
      en: 'Not an agency code.',
      fix: 'Tra mã trong danh mục mã định danh điện tử.',
    },
  }),
  read: readCode,
})

const LONGEST_NAME = 300

function readName(raw: string, say: Say): string | null {
  const name = words(raw)
  if (isBlank(name)) return null
  if (name.length <= LONGEST_NAME && (/[a-z]/i.test(name) || /\p{L}/u.test(name))) return name
  say('not-a-name')
  return null
}

/** Tên cơ quan, tổ chức as written. */
export const organisationName = field<string>({
  type: 'organisation-name',
  label: 'Tên cơ quan, tổ chức',
  family: 'E11',
  description: 'Tên cơ quan, tổ chức theo quyết định thành lập.',
  examples: ['Phòng Nội vụ'],
  schema: z.string().max(LONGEST_NAME).regex(/\p{L}/u),
  findings: findings('tên đầy đủ theo quyết định thành lập', {
    'not-a-name': {
      vi: '{got} không phải tên cơ quan.',
      en: 'Not a name of an organisation.',
      fix: 'Nhập tên theo quyết định thành lập.',
    },
  }),
  read: readName,
})

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3]

/** Whether the tenth digit is the check digit of the nine before: 10 - (weighted sum mod 11); ten is never issued. */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < 9; i++) sum += WEIGHTS[i]! * (digits.charCodeAt(i) - 48)
  return 10 - (sum % 11) === digits.charCodeAt(9) - 48
}

const isTaxCode = (text: string): boolean =>
  text.length === 10
    ? digitsOnly(text) && hasCheckDigit(text)
    : text.length === 14 &&
      text.charCodeAt(10) === 45 &&
      digitsOnly(text, 0, 10) &&
      digitsOnly(text, 11) &&
      !text.endsWith('-000') &&
      hasCheckDigit(text)

const isAnyTaxCode = (text: string): boolean => isTaxCode(text) || isPersonalId(text)

function readTaxCode(raw: string, say: Say): string | null {
  if (isTaxCode(raw)) return raw
  const cell = cellText(raw)
  if (cell === null || /^0{1,14}$/.test(cell)) return null
  const text =
    cell.length > 100
      ? cell
      : withoutDecimalZeros(cell)
          .replace(/[\s.'’]/g, '')
          .replace(/[–—]/, '-')
  const dashed = text.length === 13 && digitsOnly(text) ? `${text.slice(0, 10)}-${text.slice(10)}` : text
  if (isAnyTaxCode(dashed)) return dashed
  const digits = dashed.replace('-', '')
  if (!digitsOnly(digits)) say('not-a-tax-code')
  else if (isPersonalId(`0${digits}`) || ((digits.length === 9 || digits.length === 12) && hasCheckDigit(`0${digits}`)))
    say('lost-zero', text)
  else say(digits.length === 10 || digits.length === 13 ? 'check-digit' : 'not-a-tax-code', text)
  return null
}

/** Mã số thuế: 10 digits with a check digit, branches `-001`; a person's is the personal ID (TT 86/2024/TT-BTC). */
export const taxCode = field<string>({
  type: 'tax-code',
  label: 'Mã số thuế',
  family: 'E1',
  description:
    'Mã số thuế 10 chữ số có số kiểm tra, chi nhánh thêm -001; của cá nhân là số định danh (TT 86/2024/TT-BTC).',
  examples: ['0100109106', '0100109106-001'],
  schema: z.string().refine(isAnyTaxCode),
  findings: findings('10 chữ số, chi nhánh thêm -001, hoặc số định danh cá nhân', {
    'check-digit': {
      vi: '{got} sai số kiểm tra.',
      en: 'The check digit is wrong.',
      fix: 'Đối chiếu giấy chứng nhận đăng ký thuế rồi nhập lại.',
    },
    'lost-zero': {
      vi: '{got} mất số 0 ở đầu.',
      en: 'The leading zero is lost.',
      fix: 'Định dạng cột là văn bản rồi xuất lại.',
    },
    'not-a-tax-code': {
      vi: '{got} không phải mã số thuế.',
      en: 'Not a tax code.',
      fix: 'Đối chiếu giấy chứng nhận đăng ký thuế rồi nhập lại.',
    },
  }),
  read: readTaxCode,
})
