import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import { OLD_PROVINCES } from '../places/provinces.ts'
import { cellText, digitsOnly, withoutDecimalZeros } from './cell.ts'
import { findings } from './findings.ts'

/** PPP of a personal ID: `0` and one of the 63 province codes of TT 07/2016/TT-BCA, or a foreign country from 101 up. */
const BIRTH_PLACES = new Uint8Array(1000).fill(1, 101)
for (const { code } of OLD_PROVINCES) BIRTH_PLACES[Number(code)] = 1

const CENTURIES = ['19', '19', '20', '20', '21', '21', '22', '22', '23', '23'] as const
/** No ID names a later birth year yet (a mistyped century digit does). Fixed, so that the same input reads the same. */
const LAST_YEAR = 2049

/** Sex by the century digit: even male, odd female (TT 59/2021/TT-BCA). Takes a clean 12-digit ID. */
export const pidSex = (pid: string): 'nam' | 'nu' => (pid.charCodeAt(3) % 2 === 0 ? 'nam' : 'nu')
/** Four-digit birth year by century digit and year digits (TT 59/2021/TT-BCA). Takes a clean 12-digit ID. */
export const pidBirthYear = (pid: string): string => CENTURIES[pid.charCodeAt(3) - 48]! + pid.slice(4, 6)

/** Digits that stand still or count up or down (000…, 123…, 987…) were typed to fill a mandatory cell. */
function isStandIn(text: string): boolean {
  const step = (text.charCodeAt(1) - text.charCodeAt(0) + 10) % 10
  if (step > 1 && step !== 9) return false
  for (let i = 2; i < text.length; i++) {
    if ((text.charCodeAt(i) - text.charCodeAt(i - 1) + 10) % 10 !== step) return false
  }
  return text.length > 1
}

/** Labels that people type before a number, and signs that they and spreadsheets put between its digits. */
const LABEL = /^(?:số|so)?[ .:]*(?:đdcn|ddcn|cccd|cmnd|cmtnd|cmt|căn cước|can cuoc|bhxh|hộ chiếu)[ .:]*/i
const SIGNS = /[\s.'’‘`´"_-]/g

/** Only the digits and letters of an identifier cell; null where it is blank. A lone `0` is a blank too. */
function compact(raw: string): string | null {
  const text = cellText(raw)
  if (text === null || text === '0') return null
  return withoutDecimalZeros(text.length > 200 ? text.slice(0, 200) : text.replace(LABEL, '')).replace(SIGNS, '')
}

const SCIENTIFIC = /^\d[.,]?\d*E\+?\d{1,2}$/i
const TWO_NUMBERS = /^\d{9,12}[,;/|&+]\d{9,12}$/

const hasBirthPlace = (digits: string): boolean =>
  BIRTH_PLACES[digits.charCodeAt(0) * 100 + digits.charCodeAt(1) * 10 + digits.charCodeAt(2) - 48 * 111] === 1
/** Whether the century digit and the year digits name a year up to `LAST_YEAR`. */
const isBorn = (digits: string): boolean => digits.charCodeAt(3) < 50 || Number(pidBirthYear(digits)) <= LAST_YEAR

export const isPersonalId = (text: string): boolean =>
  text.length === 12 && digitsOnly(text) && hasBirthPlace(text) && isBorn(text) && !isStandIn(text)

function judgePersonalId(digits: string, say: Say): string | null {
  if (isStandIn(digits)) say('placeholder', digits)
  else if (!hasBirthPlace(digits)) say('unknown-province', digits)
  else if (!isBorn(digits)) say('unborn-century', digits)
  else return digits
  return null
}

const LETTERS: Readonly<Record<string, string>> = { O: '0', o: '0', I: '1', l: '1', i: '1', '|': '1' }

function readPersonalId(raw: string, say: Say): string | null {
  if (raw.length === 12 && digitsOnly(raw)) return judgePersonalId(raw, say)
  const text = compact(raw)
  if (text === null) return null
  if (digitsOnly(text)) {
    if (text.length === 12) return judgePersonalId(text, say)
    if (isStandIn(text)) say('placeholder', text)
    else if (text.length === 9) say('old-id-in-pid', text)
    else if (text.length === 11 && isPersonalId(`0${text}`)) say('lost-zero', text)
    else say('wrong-length', text)
    return null
  }
  const repaired = text.length === 12 ? text.replace(/[OoIli|]/g, (letter) => LETTERS[letter]!) : text
  if (repaired !== text && isPersonalId(repaired)) {
    say('letters-in-digits', text)
    return repaired
  }
  if (SCIENTIFIC.test(text)) say('scientific')
  else if (/^[A-Z]\d{7}$/i.test(text)) say('passport-in-pid', text)
  else if (TWO_NUMBERS.test(text)) say('two-numbers')
  else if (digitsOnly(text, 0, 12) && text.charAt(12) === '|') return fromCard(text.slice(0, 12), say)
  else say('not-a-pid')
  return null
}

/** The QR line of an identity card: `PID|CMND9|name|ddMMyyyy|sex|address|ddMMyyyy`. */
function fromCard(digits: string, say: Say): string | null {
  say('card-line', digits)
  return judgePersonalId(digits, say)
}

/** Số định danh cá nhân: 12 digits `PPP G YY RRRRRR` without a check digit (Luật Căn cước 26/2023, TT 59/2021/TT-BCA). */
export const personalId = field<string>({
  type: 'personal-id',
  label: 'Số định danh cá nhân',
  family: 'E1',
  description:
    'Số định danh 12 chữ số: mã nơi đăng ký khai sinh, thế kỷ và giới tính, năm sinh, sáu số riêng (Luật Căn cước 26/2023, TT 59/2021/TT-BCA).',
  examples: ['048090001234'],
  schema: z
    .string()
    .regex(/^\d{12}$/)
    .refine(isPersonalId),
  findings: findings('12 chữ số, ba số đầu là mã nơi đăng ký khai sinh', {
    'old-id-in-pid': {
      criterion: 'đủ',
      vi: '{got} là số CMND 9 số, không phải số định danh.',
      en: 'A 9-digit CMND stands in the personal-ID column.',
      fix: 'Tra số định danh 12 số của người này; giữ số CMND ở cột riêng.',
    },
    'lost-zero': {
      severity: 'error',
      vi: '{got} chỉ có 11 số, có thể bảng tính đã làm mất số 0 ở đầu.',
      en: '11 digits: a spreadsheet may have eaten the leading zero.',
      fix: 'Định dạng cột là văn bản, đối chiếu giấy tờ rồi nhập lại đủ 12 số.',
    },
    'wrong-length': {
      severity: 'error',
      vi: '{got} không đủ hoặc thừa chữ số.',
      en: 'Wrong number of digits.',
      fix: 'Đối chiếu thẻ căn cước rồi nhập lại.',
    },
    scientific: {
      severity: 'error',
      vi: '{got} là dạng rút gọn của bảng tính, các số sau đã mất.',
      en: 'A spreadsheet rounded the number; its digits are lost.',
      fix: 'Xuất lại từ phần mềm gốc với cột định dạng văn bản.',
    },
    'unknown-province': {
      severity: 'error',
      family: 'E2',
      vi: 'Ba số đầu của {got} không phải mã tỉnh (63 tỉnh cũ) hay mã nước.',
      en: 'The first three digits are no province of the 63 and no country.',
      fix: 'Đối chiếu thẻ căn cước rồi nhập lại.',
    },
    'unborn-century': {
      severity: 'error',
      family: 'E2',
      vi: 'Chữ số thế kỷ của {got} chỉ một năm sinh chưa tới.',
      en: 'The century digit names a birth year that is yet to come.',
      fix: 'Đối chiếu thẻ căn cước rồi nhập lại.',
    },
    'not-a-pid': {
      severity: 'error',
      vi: '{got} không phải số định danh.',
      en: 'Not a personal ID.',
      fix: 'Nhập số định danh 12 số, hoặc để trống nếu chưa có.',
    },
    'two-numbers': {
      severity: 'error',
      vi: 'Ô có hai số giấy tờ: {got}.',
      en: 'Two numbers in one cell.',
      fix: 'Tách mỗi người, mỗi giấy tờ một ô.',
    },
    'passport-in-pid': {
      vi: '{got} giống số hộ chiếu.',
      en: 'Looks like a passport number.',
      fix: 'Chuyển sang cột số hộ chiếu; tra số định danh.',
    },
    placeholder: {
      criterion: 'đủ',
      vi: '{got} là số điền cho có.',
      en: 'A stand-in, not a real number.',
      fix: 'Để trống nếu chưa có số; tra số định danh.',
    },
    'letters-in-digits': {
      criterion: 'sạch',
      vi: '{got} có chữ O, I hoặc l thay cho số; đã đọc là 0, 1.',
      en: 'Letters typed for digits were read as digits.',
      fix: 'Sửa tại nguồn.',
    },
    'card-line': {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Ô chứa cả dòng mã QR của thẻ; đã lấy số {got}.',
      en: 'The whole QR line of a card; its number was taken.',
      fix: 'Chỉ nhập số định danh.',
    },
  }),
  read: readPersonalId,
})

function readOldId(raw: string, say: Say): string | null {
  const text = raw.length === 9 && digitsOnly(raw) ? raw : compact(raw)
  if (text === null) return null
  if (!digitsOnly(text)) say(SCIENTIFIC.test(text) ? 'scientific' : 'not-an-old-id')
  else if (isStandIn(text)) say('placeholder', text)
  else if (text.length === 9) return text
  else if (text.length === 12) say('pid-in-old-id', text)
  else if (text.length === 8) say('lost-zero', text)
  else say('not-an-old-id', text)
  return null
}

/** CMND 9 số: void since 1 January 2025 and not unique, yet the link key in old certificates and dossiers. */
export const oldId = field<string>({
  type: 'old-id',
  label: 'Số CMND (9 số)',
  family: 'E1',
  description:
    'Số chứng minh nhân dân cũ, 9 chữ số; hết hiệu lực từ 01/01/2025 nhưng còn là khóa nối trong giấy tờ cũ.',
  examples: ['201234567'],
  schema: z
    .string()
    .regex(/^\d{9}$/)
    .refine((text) => !isStandIn(text)),
  findings: findings('9 chữ số', {
    'pid-in-old-id': {
      vi: '{got} có 12 số, là số định danh.',
      en: 'A 12-digit personal ID in the old-ID column.',
      fix: 'Chuyển sang cột số định danh.',
    },
    'lost-zero': {
      vi: '{got} chỉ có 8 số, có thể mất số 0 ở đầu.',
      en: '8 digits: a leading zero may be lost.',
      fix: 'Đối chiếu giấy tờ rồi nhập lại đủ 9 số.',
    },
    scientific: {
      vi: '{got} là dạng rút gọn của bảng tính, các số sau đã mất.',
      en: 'A spreadsheet rounded the number.',
      fix: 'Xuất lại với cột định dạng văn bản.',
    },
    placeholder: {
      criterion: 'đủ',
      vi: '{got} là số điền cho có.',
      en: 'A stand-in, not a real number.',
      fix: 'Để trống nếu không có.',
    },
    'not-an-old-id': {
      vi: '{got} không phải số CMND.',
      en: 'Not a 9-digit CMND.',
      fix: 'Đối chiếu giấy tờ rồi nhập lại.',
    },
  }),
  read: readOldId,
})

function readInsuranceNo(raw: string, say: Say): string | null {
  let text = raw.length === 10 && digitsOnly(raw) ? raw : compact(raw)
  if (text === null) return null
  if (/^[A-Z]{2}\d{13}$/i.test(text)) {
    say('card-number', text)
    text = text.slice(5)
  }
  if (!digitsOnly(text)) say('not-an-insurance-no')
  else if (isStandIn(text)) say('placeholder', text)
  else if (text.length === 10) return text
  else if (text.length === 12) say('pid-as-insurance-no', text)
  else if (text.length === 9) say('lost-zero', text)
  else say('not-an-insurance-no', text)
  return null
}

/** Mã số BHXH: 10 digits without a public check digit; the personal ID takes its place since 1 August 2025. */
export const insuranceNo = field<string>({
  type: 'insurance-no',
  label: 'Mã số BHXH',
  family: 'E1',
  description: 'Mã số bảo hiểm xã hội, 10 chữ số.',
  examples: ['4812345678'],
  schema: z
    .string()
    .regex(/^\d{10}$/)
    .refine((text) => !isStandIn(text)),
  findings: findings('10 chữ số', {
    'card-number': {
      severity: 'note',
      criterion: 'sạch',
      vi: '{got} là số thẻ BHYT; đã lấy 10 số cuối.',
      en: 'A health-card number; its last 10 digits were taken.',
      fix: 'Nhập mã số BHXH 10 số.',
    },
    'pid-as-insurance-no': {
      severity: 'note',
      vi: '{got} là số định danh, dùng thay mã số BHXH từ 01/8/2025.',
      en: 'The personal ID, which replaces the number since 1 August 2025.',
      fix: 'Giữ mã số BHXH cũ ở cột này nếu biết.',
    },
    'lost-zero': {
      vi: '{got} chỉ có 9 số, có thể mất số 0 ở đầu.',
      en: '9 digits: a leading zero may be lost.',
      fix: 'Đối chiếu sổ BHXH rồi nhập lại đủ 10 số.',
    },
    placeholder: {
      criterion: 'đủ',
      vi: '{got} là số điền cho có.',
      en: 'A stand-in, not a real number.',
      fix: 'Để trống nếu không có.',
    },
    'not-an-insurance-no': {
      vi: '{got} không phải mã số BHXH.',
      en: 'Not an insurance number.',
      fix: 'Đối chiếu sổ BHXH rồi nhập lại.',
    },
  }),
  read: readInsuranceNo,
})

const PASSPORT = /^[A-Z]\d{7}$/

function readPassport(raw: string, say: Say): string | null {
  if (raw.length === 8 && PASSPORT.test(raw)) return raw
  const text = compact(raw)?.toUpperCase()
  if (text === undefined) return null
  if (PASSPORT.test(text)) return text
  if (/^[A-Z]{1,2}[A-Z0-9]\d{5,8}$/.test(text)) {
    say('foreign-form', text)
    return text
  }
  say('not-a-passport')
  return null
}

/** Hộ chiếu Việt Nam: a letter and 7 digits; foreign forms with a leading letter pass with a note. */
export const passport = field<string>({
  type: 'passport',
  label: 'Số hộ chiếu',
  family: 'E1',
  description: 'Số hộ chiếu: một chữ cái và 7 chữ số.',
  examples: ['C1234567'],
  schema: z.string().regex(/^[A-Z](?:\d{7}|[A-Z]?[A-Z0-9]\d{5,8})$/),
  findings: findings('một chữ cái và 7 chữ số', {
    'foreign-form': {
      severity: 'note',
      vi: '{got} không theo mẫu hộ chiếu Việt Nam.',
      en: 'Not of the Vietnamese form.',
      fix: 'Kiểm tra có phải hộ chiếu nước ngoài.',
    },
    'not-a-passport': {
      vi: '{got} không phải số hộ chiếu.',
      en: 'Not a passport number.',
      fix: 'Đối chiếu hộ chiếu rồi nhập lại.',
    },
  }),
  read: readPassport,
})
