import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import { bare } from '../../core/values.ts'
import { isBlank, words } from './cell.ts'
import { findings } from './findings.ts'

const LONGEST = 200

const STATES: ReadonlyMap<string, string> = new Map([
  ['da cap gcn', 'da-cap'],
  ['da cap', 'da-cap'],
  ['da cap giay', 'da-cap'],
  ['da cap giay chung nhan', 'da-cap'],
  ['da cap so do', 'da-cap'],
  ['chua cap gcn', 'chua-cap'],
  ['chua cap', 'chua-cap'],
  ['chua cap giay', 'chua-cap'],
  ['chua cap giay chung nhan', 'chua-cap'],
  ['chua co gcn', 'chua-cap'],
  ['dang the chap', 'the-chap'],
  ['the chap', 'the-chap'],
])

/** Remarks about the papers behind a dash -> finding. */
const REMARKS: readonly (readonly [RegExp, string])[] = [
  [/thieu (?:ban )?(?:quet|scan)|chua (?:quet|scan)|khong co (?:ban )?(?:quet|scan)/, 'missing-scan'],
  [/rach|nat|mo chu|hu hong|moi mot|mat trang/, 'torn'],
  [/(?:quet|scan).*(?:lech|khac|khong khop)|(?:lech|khac|khong khop).*(?:quet|scan|ho so)/, 'scan-differs'],
]

function readState(raw: string, say: Say): string | null {
  const text = words(raw)
  if (isBlank(text)) return null
  if (text.length > LONGEST) {
    say('unknown-state')
    return null
  }
  // Codes hold a dash themselves: only one with spaces around it, or a bracket, opens a remark.
  const [head = '', ...remarks] = text.split(/ [-–—] |[(;,]/)
  for (const remark of remarks.map(bare).filter((one) => one !== '')) {
    say(REMARKS.find(([pattern]) => pattern.test(remark))?.[1] ?? 'remark', text)
  }
  const state = STATES.get(bare(head))
  if (state === undefined) say('unknown-state', head)
  return state ?? null
}

/** Tình trạng đăng ký of a parcel: certificate issued, not issued, or mortgaged (which it can only be when issued). */
export const registrationState = field<string>({
  type: 'registration-state',
  label: 'Tình trạng đăng ký',
  description: 'Thửa đã được cấp giấy chứng nhận, chưa cấp, hay đã cấp và đang thế chấp.',
  examples: ['da-cap', 'chua-cap', 'the-chap'],
  family: 'E6',
  schema: z.enum(['da-cap', 'chua-cap', 'the-chap']),
  findings: findings('Đã cấp GCN, Chưa cấp GCN hoặc Đang thế chấp', {
    'unknown-state': {
      criterion: 'thống nhất',
      vi: '{got} không phải một tình trạng đăng ký.',
      en: 'Not a state of registration.',
      fix: 'Chọn Đã cấp GCN, Chưa cấp GCN hoặc Đang thế chấp.',
    },
    'missing-scan': {
      criterion: 'đủ',
      family: 'E14',
      vi: 'Hồ sơ thiếu bản quét.',
      en: 'The scan of the file is missing.',
      fix: 'Quét hồ sơ giấy và gắn vào thửa.',
    },
    torn: {
      criterion: 'đủ',
      family: 'E14',
      vi: 'Hồ sơ giấy rách, mờ hoặc hư hỏng.',
      en: 'The paper file is torn or unreadable.',
      fix: 'Phục chế hoặc lập lại hồ sơ theo bản lưu.',
    },
    'scan-differs': {
      criterion: 'thống nhất',
      family: 'E14',
      vi: 'Bản quét khác với sổ địa chính.',
      en: 'The scan and the register say different things.',
      fix: 'Đối chiếu bản quét với sổ, sửa bên sai.',
    },
    remark: {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Tình trạng kèm ghi chú: {got}.',
      en: 'A remark stands behind the state.',
      fix: 'Chuyển ghi chú sang cột khác.',
    },
  }),
  read: readState,
})

const YES: ReadonlySet<string> = new Set(['co', 'true', '1', 'yes', 'y', 'x', 'dang the chap', 'co the chap'])
const NO: ReadonlySet<string> = new Set(['khong', 'false', '0', 'no', 'n', 'ko', 'khong the chap', 'da giai chap'])

/** Có hay không; 'Không' is an answer here, not a blank. */
export const mortgaged = field<boolean>({
  type: 'yes-no',
  label: 'Đang thế chấp',
  description: 'Quyền sử dụng đất đang được thế chấp hay không.',
  examples: [true, false],
  family: 'E6',
  schema: z.boolean(),
  findings: findings('Có hoặc Không', {
    'not-yes-no': {
      vi: '{got} không phải Có hay Không.',
      en: 'Neither yes nor no.',
      fix: 'Ghi Có hoặc Không.',
    },
  }),
  read: (raw, say) => {
    const text = words(raw)
    const key = text.length > LONGEST ? text : bare(text)
    if (YES.has(key)) return true
    if (NO.has(key)) return false
    if (!isBlank(text)) say('not-yes-no')
    return null
  },
})
