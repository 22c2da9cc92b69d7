import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import type { PartialDate } from '../../core/values.ts'
import { cellText, digitsOnly, isBlank, withoutDecimalZeros, words } from './cell.ts'
import { findings } from './findings.ts'

const LONGEST = 60

/** The upper-case cell, one space between words, without what people write before the number; null where it is blank. */
function numberText(raw: string, label: RegExp): string | null {
  const cell = cellText(raw)
  if (cell === null || cell.length > LONGEST) return cell === null ? null : ''
  const text = withoutDecimalZeros(words(cell).replace(label, '')).toUpperCase().normalize('NFC')
  return isBlank(text) || /^0+$/.test(text) ? null : text
}

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '')
const isNatural = (raw: string): boolean =>
  raw.length > 0 && raw.length <= 6 && raw.charCodeAt(0) !== 48 && digitsOnly(raw)

const SHEET = /^[1-9]\d{0,5}$/
const OLD_SHEET = /^[1-9]\d{0,5}(?:-\d{1,4}|(?:-\d{1,4})? ?\/ ?[\p{L}\d][\p{L}\d .-]{0,30})$/u

function readSheet(raw: string, say: Say): string | null {
  if (isNatural(raw)) return raw
  const text = numberText(raw, /^(?:tờ|to)?[ .]*(?:bản đồ|bđ(?= *\d))?[ .]*(?:số)?[ .:]*(?=\d)/i)
  if (text === null) return null
  const sheet = withoutZeros(text)
  if (SHEET.test(sheet)) return sheet
  if (OLD_SHEET.test(sheet)) {
    say('old-sheet', sheet)
    return sheet.replace(/ ?\/ ?/, '/')
  }
  say('not-a-sheet')
  return null
}

/** Số tờ bản đồ: a whole number inside a commune (TT 09/2024/TT-BTNMT); older notations (`5/BĐ 2003`, `299-3`) are kept. */
export const mapSheet = field<string>({
  type: 'map-sheet',
  label: 'Số tờ bản đồ',
  family: 'E10',
  description: 'Số tờ bản đồ trong một xã; ký hiệu cũ được giữ nguyên.',
  examples: ['12', '5/BĐ 2003'],
  schema: z.string().refine((text) => SHEET.test(text) || OLD_SHEET.test(text)),
  findings: findings('một số nguyên dương', {
    'old-sheet': {
      severity: 'note',
      criterion: 'thống nhất',
      vi: '{got} là ký hiệu tờ bản đồ cũ.',
      en: 'An older notation of a sheet, kept as it is.',
      fix: 'Đối chiếu bản đồ địa chính hiện hành.',
    },
    'not-a-sheet': {
      vi: '{got} không phải số tờ bản đồ.',
      en: 'Not a map sheet.',
      fix: 'Nhập số tờ theo bản đồ địa chính.',
    },
  }),
  read: readSheet,
})

const PARCEL = /^[1-9]\d{0,5}[a-zđ]?$/
const SUB_PARCEL = /^[1-9]\d{0,5}[a-zđ]?-\d{1,4}$/
const SEVERAL_PARCELS = /^\d{1,6}[a-zđ]?(?: ?(?:[+,;&]| và ) ?\d{1,6}[a-zđ]?)+$/

function readParcel(raw: string, say: Say): string | null {
  if (isNatural(raw)) return raw
  const text = numberText(raw, /^(?:thửa|thua)[ .]*(?:đất)?[ .]*(?:số)?[ .:]*(?=\d)/i)
  if (text === null) return null
  const parcel = withoutZeros(text).toLowerCase()
  const joined = parcel.replace(/^(\d+) (?=[a-zđ]$)/, '$1')
  if (PARCEL.test(joined)) return joined
  if (SUB_PARCEL.test(joined)) {
    say('sub-parcel', joined)
    return joined
  }
  say(SEVERAL_PARCELS.test(parcel) ? 'several-parcels' : 'not-a-parcel')
  return null
}

/** Số thửa: a whole number on its sheet, in older maps with a letter or a sub-number. */
export const parcelNo = field<string>({
  type: 'parcel-no',
  label: 'Số thửa',
  family: 'E10',
  description: 'Số thửa trên tờ bản đồ, có thể kèm một chữ cái hoặc số tách.',
  examples: ['123', '123a'],
  schema: z.string().refine((text) => PARCEL.test(text) || SUB_PARCEL.test(text)),
  findings: findings('một số nguyên dương, có thể kèm một chữ cái', {
    'several-parcels': {
      vi: 'Ô ghi nhiều thửa: {got}.',
      en: 'Several parcels in one cell.',
      fix: 'Tách mỗi thửa một dòng.',
    },
    'sub-parcel': {
      severity: 'note',
      criterion: 'thống nhất',
      vi: '{got} là số thửa tách cũ.',
      en: 'A sub-number of an older split, kept as it is.',
      fix: 'Đối chiếu bản đồ địa chính hiện hành.',
    },
    'not-a-parcel': {
      vi: '{got} không phải số thửa.',
      en: 'Not a parcel number.',
      fix: 'Nhập số thửa theo bản đồ địa chính.',
    },
  }),
  read: readParcel,
})

/** A thousand square kilometres: more than any parcel of a province. */
const LARGEST_AREA = 1e9
const HECTARE = 10_000
const LOCAL_UNIT = /(?:^|[\d ])(sào|mẫu|công|thước|sao|mau|cong)(?:$|[ .])/i
/** Local units differ by region, so they are only explained. */
const UNITS = 'sào = 360 m² (Bắc Bộ) hoặc 500 m² (Trung Bộ); mẫu = 3.600 hoặc 5.000 m²; công = 1.000 m²'

type Decimal = number | 'ambiguous' | null

/**
 * '1.234,5', '1 234.5' and '1,234.5' -> 1234.5. A lone sign before exactly three digits separates thousands after one digit
 * ('1.234': no parcel has 1.234 m²) and may be either after two or three. The law records 0.1 m², so two decimals are kept
 * and what was read once never looks like that again.
 */
function decimal(text: string): Decimal {
  const plain = text.replace(/(\d)[ '’](?=\d{3}(?:\D|$))/g, '$1')
  if (!/^\d{1,15}(?:[.,]\d{1,15}){0,5}$/.test(plain)) return null
  const groups = plain.split(/[.,]/)
  const signs = plain.replace(/\d/g, '')
  const areThousands =
    groups[0]!.length <= 3 && !/^0/.test(plain) && groups.slice(1).every((group) => group.length === 3)
  if (signs.length === 1 && areThousands) return groups[0]!.length === 1 ? Number(groups.join('')) : 'ambiguous'
  if (signs.length > 1 && areThousands && new Set(signs).size === 1) return Number(groups.join(''))
  const whole = groups.length > 1 ? groups.slice(0, -1) : groups
  const isGrouped = whole.length === 1 || (whole[0]!.length <= 3 && whole.slice(1).every((group) => group.length === 3))
  if (!isGrouped || (signs.length > 1 && signs.slice(0, -1).includes(signs.at(-1)!))) return null
  return cents(Number(`${whole.join('')}.${groups.length > 1 ? groups.at(-1) : '0'}`))
}

const cents = (value: number): number => Math.round(value * 100) / 100

const CLEAN_AREA = /^[1-9]\d{0,8}(?:\.\d{1,2})?$/

function readArea(raw: string, say: Say): number | null {
  if (raw.length <= 12 && CLEAN_AREA.test(raw)) return Number(raw)
  const cell = cellText(raw)
  if (cell === null) return null
  const text = cell.length > LONGEST ? '' : words(cell).replace(/ ?(?:m2|m²|m 2|mét vuông|met vuong)\.?$/i, '')
  if (LOCAL_UNIT.test(text)) {
    say('local-unit', `${text} (${UNITS})`)
    return null
  }
  const hectares = text.replace(/ ?(?:ha|hecta|héc ta|hec-ta)\.?$/i, '')
  const number = decimal(hectares)
  if (number === null) return refuse('not-an-area', say)
  if (number === 'ambiguous') return refuse('ambiguous-area', say)
  const value = hectares === text ? number : cents(number * HECTARE)
  if (value === 0) return null
  if (value > LARGEST_AREA) return refuse('too-large', say)
  if (hectares !== text) say('hectares', text)
  return value
}

function refuse(code: string, say: Say): null {
  say(code)
  return null
}

/** Diện tích in square metres, more than 0, at most two decimals. */
export const area = field<number>({
  type: 'area',
  label: 'Diện tích (m²)',
  family: 'E10',
  description: 'Diện tích tính bằng mét vuông, nhiều nhất hai số lẻ.',
  examples: [120.5],
  schema: z.number().positive().max(LARGEST_AREA),
  findings: findings('số mét vuông, ví dụ 123.4', {
    'not-an-area': {
      vi: '{got} không phải diện tích.',
      en: 'Not an area.',
      fix: 'Nhập số mét vuông theo giấy chứng nhận.',
    },
    'too-large': {
      vi: '{got} lớn hơn mọi thửa đất.',
      en: 'Larger than any parcel.',
      fix: 'Kiểm tra dấu thập phân và đơn vị.',
    },
    'local-unit': {
      vi: 'Diện tích ghi bằng đơn vị cũ: {got}.',
      en: 'A local unit, whose size differs by region.',
      fix: 'Đổi ra mét vuông theo hồ sơ địa chính của địa phương.',
    },
    hectares: {
      criterion: 'sạch',
      vi: '{got} ghi bằng héc ta; đã đổi ra mét vuông.',
      en: 'Hectares were turned into square metres.',
      fix: 'Ghi diện tích bằng mét vuông.',
    },
    'ambiguous-area': {
      vi: '{got}: dấu là thập phân hay phân cách hàng nghìn?',
      en: 'The sign may separate decimals or thousands.',
      fix: 'Xuất lại không có dấu phân cách hàng nghìn.',
    },
  }),
  read: readArea,
})

const SERIAL = /^(?:[A-ZĐ]{2} \d{8}|[A-ZĐ]{2} \d{6,7}|[A-ZĐ] \d{6,7})$/
const SERIAL_PARTS = /^([A-ZĐ]{1,2})[ .-]*(\d{6,8})$/
const REGISTER_PREFIX = /^(?:CH|CT|CS|VP|CN)[ .-]*\d{1,5}$/
const FORM_2024 = 8
/** `BĐ 1234567`: a blank of before 2010. */
const LETTERS_AND_SEVEN = 10

function readSerial(raw: string, say: Say): string | null {
  if (raw.length <= 11 && SERIAL.test(raw)) return raw
  const text = numberText(raw, /^(?:số|so)?[ .]*(?:phát hành|serial|seri|sê-ri)[ .]*(?:số)?[ .:]*/i)?.replace(
    /[ÐƉ]/g,
    'Đ',
  )
  if (text === undefined) return null
  const parts = SERIAL_PARTS.exec(text)
  const serial = parts ? `${parts[1]} ${parts[2]}` : ''
  if (SERIAL.test(serial)) return serial
  say(REGISTER_PREFIX.test(text) || /^\d{5}$/.test(text) || /QSD|QSH/.test(text) ? 'register-number' : 'not-a-serial')
  return null
}

/** Số phát hành GCN: two letters and 8 digits (TT 10/2024/TT-BTNMT), before 2025 one or two letters and 6 or 7. Đ is a letter. */
export const certificateSerial = field<string>({
  type: 'certificate-serial',
  label: 'Số phát hành GCN (seri)',
  family: 'E10',
  description: 'Số phát hành in trên phôi giấy chứng nhận; Đ là một chữ cái hợp lệ.',
  examples: ['BĐ 123456', 'AA 12345678'],
  schema: z.string().regex(SERIAL),
  findings: findings('hai chữ cái và 8 chữ số (phôi cũ: 6 chữ số)', {
    'register-number': {
      severity: 'error',
      vi: '{got} là số vào sổ, không phải số phát hành.',
      en: 'The register number stands in the serial column.',
      fix: 'Chuyển sang cột số vào sổ; nhập số phát hành in trên phôi.',
    },
    'not-a-serial': {
      severity: 'error',
      vi: '{got} không phải số phát hành GCN.',
      en: 'Not a certificate serial.',
      fix: 'Nhập số phát hành in trên phôi, ví dụ BĐ 123456.',
    },
  }),
  read: readSerial,
})

/** Key under which serials are compared: Đ is often typed as D. */
export const serialKey = (serial: string): string => serial.replace(/Đ/g, 'D').replace(' ', '')

/** Whether the form of a serial fits the day of issue (TT 10/2024/TT-BTNMT; old blanks until 31 December 2024), or null. */
export function serialDisagrees(
  serial: string | null,
  issuedOn: PartialDate | null,
): { readonly got: string; readonly expected: string } | null {
  if (serial === null || issuedOn === null) return null
  const isNew = serial.split(' ')[1]!.length === FORM_2024
  if (isNew && issuedOn < '2024')
    return { got: `${serial}, cấp ${issuedOn}`, expected: 'phôi trước năm 2024 có 6 hoặc 7 chữ số' }
  if (!isNew && serial.length === LETTERS_AND_SEVEN && issuedOn.slice(0, 4) > '2009')
    return { got: `${serial}, cấp ${issuedOn}`, expected: 'phôi hai chữ cái từ năm 2010 đến 2024 có 6 chữ số' }
  if (!isNew && issuedOn.slice(0, 4) > '2024')
    return { got: `${serial}, cấp ${issuedOn}`, expected: 'phôi từ năm 2025 có 8 chữ số' }
  return null
}

const REGISTER = /^(?:CH|CT|CS|VP|CN) \d{1,8}$/
const LETTER_OR_DIGIT = /[\p{L}\d]/u

function readRegisterNo(raw: string, say: Say): string | null {
  if (raw.length <= 11 && REGISTER.test(raw)) return raw
  const text = numberText(raw, /^(?:số|so)[ .]*(?:vào sổ|vao so)[ .:]*/i)
  if (text === null) return null
  const parts = /^(CH|CT|CS|VP|CN)[ .-]*(\d{1,8})$/.exec(text)
  if (parts) return `${parts[1]} ${parts[2]}`
  if (SERIAL_PARTS.test(text)) say('serial-number')
  else if (text.length > LONGEST || !/\d/.test(text)) say('not-a-register-no')
  else {
    if (LETTER_OR_DIGIT.test(text)) say('old-form', text)
    return text
  }
  return null
}

/** Số vào sổ cấp GCN: `CH`, `CT`, `CS` (2009-2024), `VP`, `CN` (since) and digits [A]; earlier free forms are kept. */
export const registerNo = field<string>({
  type: 'register-no',
  label: 'Số vào sổ',
  family: 'E10',
  description: 'Số vào sổ cấp giấy chứng nhận; dạng cũ được giữ nguyên.',
  examples: ['CH 05494'],
  schema: z.string().max(LONGEST).regex(/\d/),
  findings: findings('CH, CT, CS, VP hoặc CN và các chữ số', {
    'serial-number': {
      vi: '{got} là số phát hành, không phải số vào sổ.',
      en: 'A certificate serial stands in the register-number column.',
      fix: 'Chuyển sang cột số phát hành.',
    },
    'old-form': {
      severity: 'note',
      criterion: 'thống nhất',
      vi: '{got} là số vào sổ dạng cũ.',
      en: 'An older form, kept as it is.',
      fix: 'Không cần sửa nếu đúng giấy.',
    },
    'not-a-register-no': {
      vi: '{got} không phải số vào sổ.',
      en: 'Not a register number.',
      fix: 'Nhập số vào sổ ghi trên giấy chứng nhận.',
    },
  }),
  read: readRegisterNo,
})
