import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import type { UnitRef } from '../../core/values.ts'
import { cellText, digitsOnly, isBlank, withoutDecimalZeros, words } from './cell.ts'
import { findings, NOT_CURRENT } from './findings.ts'

const CODE_LENGTH = 5
const CATALOGUE = /^\d{4}-\d{2}-\d{2}$/
const CLEAN = /^(?!00000)\d{5}@\d{4}-\d{2}-\d{2}$/

/** Reads a commune code; `catalogue` is the list that the source declares, null where the cell must name it itself. */
function readRef(raw: string, catalogue: string | null, say: Say): UnitRef | null {
  if (catalogue !== null && raw.length === CODE_LENGTH && digitsOnly(raw) && raw !== '00000')
    return `${raw}@${catalogue}`
  if (CLEAN.test(raw)) return raw
  const at = raw.lastIndexOf('@')
  const list = at < 0 ? catalogue : raw.slice(at + 1).trim()
  const text = cellText(at < 0 ? raw : raw.slice(0, at))
  if (text === null) return null
  const code = text.length > 100 ? text : withoutDecimalZeros(text)
  if (list === null || !CATALOGUE.test(list)) say('no-catalogue', code)
  else if (!digitsOnly(code)) say('not-a-code', code)
  else if (/^0+$/.test(code)) return null
  else if (code.length < CODE_LENGTH) say(code.length < 3 ? 'not-a-code' : 'lost-zero', code)
  else if (code.length > CODE_LENGTH) say('not-a-code', code)
  else return `${code}@${list}`
  return null
}

const texts = findings('mã xã 5 chữ số kèm danh mục', {
  'not-current': NOT_CURRENT,
  'lost-zero': {
    vi: 'Mã xã {got} thiếu số 0 ở đầu.',
    en: 'The leading zeros of the commune code are lost. They are not guessed: the code may name another commune.',
    fix: 'Xuất lại với cột mã xã định dạng văn bản.',
  },
  'not-a-code': {
    vi: '{got} không phải mã xã.',
    en: 'Not a commune code.',
    fix: 'Nhập mã xã 5 chữ số theo danh mục hành chính.',
  },
  'no-catalogue': {
    criterion: 'thống nhất',
    vi: 'Mã {got} không rõ thuộc danh mục nào.',
    en: 'A bare commune code means nothing: codes were re-used in 2025.',
    fix: 'Khai danh mục (ngày hiệu lực) của mã xã trong nguồn này.',
  },
})

const schema = z.string().regex(CLEAN)

/** `catalogue` as in `readRef`; `followsPeople` as in `ListSpec`. */
function communeField(catalogue: string | null, followsPeople: boolean) {
  return field<UnitRef>({
    type: 'commune-ref',
    label: 'Xã, phường, đặc khu',
    family: 'E5',
    description:
      'Mã xã 5 chữ số kèm ngày đầu của danh mục mà mã thuộc về; mã trần không có nghĩa vì năm 2025 nhiều mã được dùng lại.',
    examples: ['20194@2025-07-01'],
    list: { name: 'commune', version: null, followsPeople },
    schema,
    findings: texts,
    read: (raw, say) => readRef(raw, catalogue, say),
  })
}

/**
 * Xã, phường, đặc khu as `code@catalogue` (QĐ 19/2025/QĐ-TTg). The raw text carries both; a source with one catalogue maps
 * it by `(cell) => cell('ma_xa') + '@2025-06-30'`, or declares the field by `communeRefAsOf`.
 */
export const communeRef = communeField(null, false)

/** The same where people live: when a commune was split but all its people went to one side, so do they. */
export const homeCommuneRef = communeField(null, true)

/** The same where every source of the field writes bare codes of one catalogue, named by its first day. */
export const communeRefAsOf = ({ asOf }: { readonly asOf: string }) => communeField(asOf, false)

const LONGEST = 500

function readText(raw: string, say: Say): string | null {
  const text = words(raw)
  if (isBlank(text)) return null
  if (text.length > LONGEST) say('too-long')
  else if (!/[a-z\d]/i.test(text) && !/[\p{L}\p{N}]/u.test(text)) say('no-letters')
  else return text
  return null
}

/** Địa chỉ as written, with one space between words: text to show and to search, never a match key by itself. */
export const addressText = field<string>({
  type: 'address-text',
  label: 'Địa chỉ',
  family: 'E5',
  description: 'Địa chỉ như đã ghi; để đọc và tìm, không dùng một mình để đối sánh.',
  examples: ['Thôn 3, xã Hòa Tiến'],
  schema: z
    .string()
    .max(LONGEST)
    .regex(/[\p{L}\p{N}]/u),
  findings: findings('số nhà, đường, thôn hoặc tổ dân phố, xã', {
    'too-long': {
      vi: 'Địa chỉ dài hơn 500 ký tự.',
      en: 'Longer than 500 characters.',
      fix: 'Chỉ nhập địa chỉ, chuyển nội dung khác sang cột ghi chú.',
    },
    'no-letters': { vi: '{got} không phải địa chỉ.', en: 'Not an address.', fix: 'Nhập địa chỉ, hoặc để trống.' },
  }),
  read: readText,
})

/** Tên xã, phường beside its code, as written: what tells which list the code is of. */
export const communeName = field<string>({
  type: 'commune-name',
  label: 'Tên xã, phường',
  description: 'Tên xã, phường ghi cạnh mã; để đối chiếu với mã, không thay mã.',
  examples: ['Phường Hải Vân'],
  family: 'E5',
  schema: z
    .string()
    .max(LONGEST)
    .regex(/[\p{L}\p{N}]/u),
  findings: findings('tên xã, phường, đặc khu', {
    'too-long': { vi: 'Tên xã dài hơn 500 ký tự.', en: 'Longer than 500 characters.', fix: 'Chỉ nhập tên xã, phường.' },
    'no-letters': { vi: '{got} không phải tên xã.', en: 'Not a name of a commune.', fix: 'Nhập tên xã, phường.' },
  }),
  read: readText,
})
