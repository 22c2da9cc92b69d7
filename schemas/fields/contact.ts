import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import { AREAS_2017, PREFIXES_2018 } from '../../core/phone-prefixes.ts'
import { cellText, digitsOnly, withoutDecimalZeros } from './cell.ts'
import { findings } from './findings.ts'

const SUBSCRIBER = 7

const CLEAN = /^0(?:[35789]\d{8}|2\d{9})$/

function local(digits: string, say: Say): string | null {
  if (CLEAN.test(digits)) {
    const area = digits.length === 10 && digits.startsWith('054') ? '0234' : null
    if (!area) return digits
    say('old-area-code', digits)
    return area + digits.slice(3)
  }
  const mobile = digits.length === 11 ? PREFIXES_2018[digits.slice(0, 4)] : undefined
  if (mobile) {
    say('old-prefix', digits)
    return mobile + digits.slice(4)
  }
  const area = AREAS_2017.find(([old]) => digits.startsWith(old) && digits.length === old.length + SUBSCRIBER)
  if (area) {
    say('old-area-code', digits)
    return area[1] + digits.slice(area[0].length)
  }
  say('not-a-phone', digits)
  return null
}

const SIGNS = /[\s.()'’_–-]/g
const SEVERAL = /[,;/|&\n]| hoặc | - /

function readPhone(raw: string, say: Say): string | null {
  if (CLEAN.test(raw) && !raw.startsWith('054')) return raw
  const cell = cellText(raw)
  if (cell === null || /^0+$/.test(cell.slice(0, 20))) return null
  if (cell.length > 100) {
    say('not-a-phone')
    return null
  }
  const first = cell
    .split(SEVERAL)
    .map((part) => part.replace(SIGNS, ''))
    .filter((part) => part.length >= 9)
  if (first.length > 1) say('several-phones', cell)
  const text = withoutDecimalZeros(first[0] ?? cell)
    .replace(/^[^\d+]+/, '')
    .replace(SIGNS, '')
  const digits = text.replace(/^(?:\+|00)84|^84(?=\d{9,10}$)/, '')
  if (!digitsOnly(digits)) {
    say('not-a-phone')
    return null
  }
  if (digits.startsWith('0')) return local(digits, say)
  const national = local(`0${digits}`, digits === text ? notTwice(say) : say)
  if (national !== null && digits === text) say('lost-zero', digits)
  return national
}

/** A number without its zero that is no number with it either is one fault, told of the text as it was. */
const notTwice =
  (say: Say): Say =>
  (code, got) =>
    say(code, code === 'not-a-phone' ? got?.slice(1) : got)

/** Điện thoại: national form with the leading 0, mobile prefixes of 2018 and area codes of 2017. */
export const phone = field<string>({
  type: 'phone',
  label: 'Điện thoại',
  family: 'E6',
  description: 'Số điện thoại trong nước, có số 0 đầu; đầu số di động và mã vùng cũ đã đổi sang mới.',
  examples: ['0905123456', '02363123456'],
  schema: z.string().regex(CLEAN),
  findings: findings('10 số di động, hoặc 11 số máy bàn bắt đầu bằng 02', {
    'not-a-phone': {
      vi: '{got} không phải số điện thoại.',
      en: 'Not a phone number.',
      fix: 'Nhập số điện thoại, hoặc để trống.',
    },
    'old-prefix': {
      severity: 'note',
      criterion: 'sống',
      vi: '{got} là đầu số cũ; đã đổi sang đầu số 2018.',
      en: 'A mobile prefix of before 2018 was renewed.',
      fix: 'Cập nhật số mới tại nguồn.',
    },
    'old-area-code': {
      severity: 'note',
      criterion: 'sống',
      vi: '{got} là mã vùng cũ; đã đổi sang mã vùng 2017.',
      en: 'An area code of before 2017 was renewed.',
      fix: 'Cập nhật số mới tại nguồn.',
    },
    'lost-zero': {
      severity: 'note',
      criterion: 'sạch',
      vi: '{got} thiếu số 0 ở đầu; đã thêm.',
      en: 'The leading zero was put back.',
      fix: 'Định dạng cột là văn bản.',
    },
    'several-phones': {
      criterion: 'sạch',
      vi: 'Ô ghi nhiều số: {got}; đã lấy số đầu.',
      en: 'Several numbers: the first was taken.',
      fix: 'Mỗi ô một số điện thoại.',
    },
  }),
  read: readPhone,
})

const LONGEST_EMAIL = 254
const EMAIL =
  /^[a-z0-9_+%](?:[a-z0-9_+%'.-]{0,62}[a-z0-9_+%-])?@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.[a-z]{2,24}$/

function readEmail(raw: string, say: Say): string | null {
  if (raw.length <= LONGEST_EMAIL && EMAIL.test(raw) && !raw.includes('..')) return raw
  const cell = cellText(raw)
  if (cell === null) return null
  const text = cell.length > LONGEST_EMAIL ? '' : cell.toLowerCase().replace(/^mailto:|[\s;,.]+$/g, '')
  const repaired = text.replace(/\s/g, '').replace(/,/g, '.')
  if (!EMAIL.test(repaired) || repaired.includes('..')) {
    say('not-an-email')
    return null
  }
  if (repaired !== text) say('repaired', cell)
  return repaired
}

/** Thư điện tử in lower case. */
export const email = field<string>({
  type: 'email',
  label: 'Thư điện tử',
  family: 'E6',
  description: 'Địa chỉ thư điện tử, chữ thường.',
  examples: ['ten@danang.gov.vn'],
  schema: z.string().max(LONGEST_EMAIL).regex(EMAIL),
  findings: findings('một địa chỉ thư, ví dụ ten@danang.gov.vn', {
    'not-an-email': {
      vi: '{got} không phải địa chỉ thư điện tử.',
      en: 'Not an e-mail address.',
      fix: 'Nhập một địa chỉ thư, hoặc để trống.',
    },
    repaired: {
      criterion: 'sạch',
      vi: '{got} có khoảng trắng hoặc dấu phẩy; đã sửa.',
      en: 'Spaces or a comma were put right.',
      fix: 'Sửa địa chỉ tại nguồn.',
    },
  }),
  read: readEmail,
})
