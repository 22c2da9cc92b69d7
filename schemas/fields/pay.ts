import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import { bare, type PartialDate } from '../../core/values.ts'
import { cellText, digitsOnly, withoutDecimalZeros } from './cell.ts'
import { findings } from './findings.ts'

const GRADE = /^(?:\d{2}\.\d{3}|1[3-8]a?\.\d{3}|V\.\d{2}\.\d{2}\.\d{2})$/
/** Codes of public employees before the professional classes `V.…`: 13 to 18, some with a letter. */
const OLD_GRADE = /^1[3-8]a?\./
const TITLES: ReadonlyMap<string, string> = new Map([
  ['chuyen vien cao cap', '01.001'],
  ['cvcc', '01.001'],
  ['chuyen vien chinh', '01.002'],
  ['cvc', '01.002'],
  ['chuyen vien', '01.003'],
  ['cv', '01.003'],
  ['can su', '01.004'],
  ['nhan vien', '01.005'],
])

/** 'v 7.4.30' and 'V07.04.30' -> 'V.07.04.30'; null where it is no class code. */
function classCode(text: string): string | null {
  const groups = /^V[. -]?(\d{1,2})[. -](\d{1,2})[. -](\d{1,2})$/.exec(text)
  return groups
    ? `V.${groups
        .slice(1)
        .map((group) => group.padStart(2, '0'))
        .join('.')}`
    : null
}

function readGrade(raw: string, say: Say): string | null {
  if (raw.length <= 10 && GRADE.test(raw)) {
    if (OLD_GRADE.test(raw)) say('old-grade', raw)
    return raw
  }
  const cell = cellText(raw)
  if (cell === null) return null
  const text =
    cell.length > 60
      ? ''
      : cell
          .toUpperCase()
          .replace(/\.+$/, '')
          .replace(/\s*\.\s*/g, '.')
          .replace(/^(\d{2}A?) (?=\d{3}$)/, '$1.')
  const code = classCode(text) ?? text.replace(/A\./, 'a.').replace(',', '.')
  if (GRADE.test(code)) return readGrade(code, say)
  if (/^\d\.\d{3}$/.test(code)) {
    say('lost-zero', code)
    return `0${code}`
  }
  const title = TITLES.get(bare(text))
  if (title) say('grade-by-title', cell)
  else say('not-a-grade')
  return title ?? null
}

/** Ngạch công chức `01.003` or hạng chức danh nghề nghiệp `V.07.04.30`. */
export const gradeCode = field<string>({
  type: 'grade-code',
  label: 'Mã ngạch, hạng',
  family: 'E6',
  description: 'Mã ngạch công chức hoặc mã hạng chức danh nghề nghiệp.',
  examples: ['01.003', 'V.07.04.30'],
  schema: z.string().regex(GRADE),
  findings: findings('mã dạng 01.003 hoặc V.07.04.30', {
    'old-grade': {
      criterion: 'sống',
      vi: '{got} là mã ngạch viên chức cũ.',
      en: 'A code of before the professional classes.',
      fix: 'Chuyển sang hạng chức danh nghề nghiệp (V…).',
    },
    'lost-zero': {
      criterion: 'sạch',
      vi: '{got} thiếu số 0 ở đầu; đã thêm.',
      en: 'The leading zero was put back.',
      fix: 'Định dạng cột là văn bản.',
    },
    'grade-by-title': {
      criterion: 'thống nhất',
      vi: '{got} là tên ngạch; đã đổi sang mã.',
      en: 'A title was turned into its code.',
      fix: 'Nhập mã ngạch.',
    },
    'not-a-grade': {
      vi: '{got} không phải mã ngạch.',
      en: 'Not a grade code.',
      fix: 'Nhập mã ngạch hoặc hạng theo quyết định bổ nhiệm.',
    },
  }),
  read: readGrade,
})

const LAST_STEP = 12

function readStep(raw: string, say: Say): number | null {
  if (raw.length <= 2 && digitsOnly(raw)) return inRange(Number(raw), say)
  const cell = cellText(raw)
  if (cell === null) return null
  const step =
    cell.length > 40
      ? null
      : /^(?:bậc|bac|b)?[ .:]*(\d{1,2})(?: ?\/ ?\d{1,2})?$/i.exec(withoutDecimalZeros(cell).normalize('NFC'))
  if (step) return inRange(Number(step[1]), say)
  say('not-a-step')
  return null
}

function inRange(step: number, say: Say): number | null {
  if (step >= 1 && step <= LAST_STEP) return step
  if (step !== 0) say('not-a-step', `${step}`)
  return null
}

/** Bậc lương, 1 to 12 (NĐ 204/2004/NĐ-CP). */
export const payStep = field<number>({
  type: 'pay-step',
  label: 'Bậc lương',
  family: 'E6',
  description: 'Bậc lương trong bảng lương của ngạch (NĐ 204/2004/NĐ-CP).',
  examples: [3],
  schema: z.int().min(1).max(LAST_STEP),
  findings: findings('một số từ 1 đến 12', {
    'not-a-step': {
      vi: '{got} không phải bậc lương.',
      en: 'Not a pay step.',
      fix: 'Nhập bậc theo quyết định lương, không kèm vượt khung.',
    },
  }),
  read: readStep,
})

const LOWEST = 1
const HIGHEST = 13
const hundredths = (value: number): number => Math.round(value * 100) / 100

const CLEAN_COEFFICIENT = /^[1-9](?:\.\d{1,2})?$/

function readCoefficient(raw: string, say: Say): number | null {
  if (raw.length <= 4 && CLEAN_COEFFICIENT.test(raw)) return Number(raw)
  const cell = cellText(raw)
  if (cell === null || cell === '0') return null
  const text = cell.length > 40 ? '' : cell
  if (/^\d{3,4}$/.test(text) && Number(text) >= LOWEST * 100 && Number(text) <= HIGHEST * 100) {
    say('lost-point', text)
    return Number(text) / 100
  }
  const decimal = /^(\d{1,2})(?:([.,])(\d{1,2}0*))?$/.exec(text)
  const value = decimal ? hundredths(Number(`${decimal[1]}.${decimal[3] ?? '0'}`)) : 0
  if (value < LOWEST || value > HIGHEST) say('not-a-coefficient')
  else {
    if (decimal?.[2] === ',') say('decimal-comma', text)
    return value
  }
  return null
}

/** Hệ số lương, 1.00 to 13.00 with two decimals. */
export const coefficient = field<number>({
  type: 'coefficient',
  label: 'Hệ số lương',
  family: 'E6',
  description: 'Hệ số lương, hai số lẻ (NĐ 204/2004/NĐ-CP).',
  examples: [2.34],
  schema: z.number().min(LOWEST).max(HIGHEST).multipleOf(0.01),
  findings: findings('một số như 2.34', {
    'lost-point': {
      criterion: 'sạch',
      vi: '{got} mất dấu thập phân; đã đọc là phần trăm.',
      en: 'The decimal point was lost and put back.',
      fix: 'Xuất lại với cột định dạng văn bản.',
    },
    'decimal-comma': {
      severity: 'note',
      criterion: 'sạch',
      vi: '{got} dùng dấu phẩy thập phân.',
      en: 'A decimal comma.',
      fix: 'Không cần sửa; nên dùng dấu chấm khi xuất.',
    },
    'not-a-coefficient': {
      vi: '{got} không phải hệ số lương.',
      en: 'Not a pay coefficient.',
      fix: 'Nhập hệ số theo quyết định lương.',
    },
  }),
  read: readCoefficient,
})

export type PayTable = 'A3.1' | 'A3.2' | 'A2.1' | 'A2.2' | 'A1' | 'A0' | 'B' | 'C1' | 'C2' | 'C3'

interface PayScale {
  readonly table: PayTable
  /** Coefficient of step 1, and what each step adds, in hundredths. */
  readonly start: number
  readonly add: number
  readonly steps: number
  readonly yearsPerStep: number
  /** First and last day on which the scale holds; open where null. Pay by job position will close it. */
  readonly from: string
  readonly to: string | null
}

const scale = (table: PayTable, start: number, add: number, steps: number, yearsPerStep: number): PayScale => ({
  table,
  start,
  add,
  steps,
  yearsPerStep,
  from: '2004-10-01',
  to: null,
})

/** Pay scales of NĐ 204/2004/NĐ-CP, tables 2 to 4. */
export const PAY_SCALES: readonly PayScale[] = [
  scale('A3.1', 620, 36, 6, 3),
  scale('A3.2', 575, 36, 6, 3),
  scale('A2.1', 440, 34, 8, 3),
  scale('A2.2', 400, 34, 8, 3),
  scale('A1', 234, 33, 9, 3),
  scale('A0', 210, 31, 10, 3),
  scale('B', 186, 20, 12, 2),
  scale('C1', 165, 18, 12, 2),
  scale('C2', 150, 18, 12, 2),
  scale('C3', 135, 18, 12, 2),
]

/**
 * Grades whose table is settled. A grade that is not listed is not judged, and neither is one in transition between two
 * tables (06.032, V.08.05.13): a wrong table would hold back a right dossier.
 */
const TABLES: Readonly<Record<PayTable, string>> = {
  'A3.1': '01.001 04.023 V.07.01.01 V.08.01.01 V.05.02.05',
  'A3.2': '06.029',
  'A2.1': '01.002 02.006 04.024 V.07.01.02 V.07.03.27 V.07.04.30 V.07.05.13 V.08.01.02 V.08.05.11 V.05.02.06',
  'A2.2': '06.030 V.07.02.24 V.07.03.28 V.07.04.31 V.07.05.14',
  A1: '01.003 02.007 04.025 06.031 V.07.01.03 V.07.02.25 V.07.03.29 V.07.04.32 V.07.05.15 V.08.01.03 V.08.05.12 V.05.02.07',
  A0: '01.004 V.07.02.26',
  B: '01.005 02.008 V.05.02.08',
  C1: '',
  C2: '',
  C3: '',
}
const tableOf = new Map(
  Object.entries(TABLES).flatMap(([table, grades]) =>
    grades
      .split(' ')
      .filter(Boolean)
      .map((grade) => [grade, table as PayTable] as const),
  ),
)

/** Titles of the grades with a settled table: ngạch công chức, then hạng chức danh nghề nghiệp from the highest down. */
const GRADE_TITLES: Readonly<Record<string, string>> = {
  '01.': 'Chuyên viên cao cấp/Chuyên viên chính/Chuyên viên/Cán sự/Nhân viên',
  '02.': 'Văn thư viên chính/Văn thư viên/Văn thư viên trung cấp',
  '04.': 'Thanh tra viên cao cấp/Thanh tra viên chính/Thanh tra viên',
  '06.': 'Kế toán viên cao cấp/Kế toán viên chính/Kế toán viên',
  'V.07.01.': 'Giảng viên cao cấp (hạng I)/Giảng viên chính (hạng II)/Giảng viên (hạng III)',
  'V.07.02.': 'Giáo viên mầm non hạng I/Giáo viên mầm non hạng II/Giáo viên mầm non hạng III',
  'V.07.03.': 'Giáo viên tiểu học hạng I/Giáo viên tiểu học hạng II/Giáo viên tiểu học hạng III',
  'V.07.04.': 'Giáo viên THCS hạng I/Giáo viên THCS hạng II/Giáo viên THCS hạng III',
  'V.07.05.': 'Giáo viên THPT hạng I/Giáo viên THPT hạng II/Giáo viên THPT hạng III',
  'V.08.01.': 'Bác sĩ cao cấp (hạng I)/Bác sĩ chính (hạng II)/Bác sĩ (hạng III)',
  'V.08.05.': 'Điều dưỡng hạng II/Điều dưỡng hạng III',
  'V.05.02.': 'Kỹ sư cao cấp (hạng I)/Kỹ sư chính (hạng II)/Kỹ sư (hạng III)/Kỹ thuật viên (hạng IV)',
}

export interface Grade {
  readonly code: string
  readonly title: string
  readonly table: PayTable
}

/** Every grade with a settled table, in order of code. */
export const grades = (): readonly Grade[] =>
  Object.entries(GRADE_TITLES).flatMap(([group, titles]) => {
    const codes = [...tableOf.keys()].filter((code) => code.startsWith(group)).sort()
    return titles.split('/').map((title, at): Grade => {
      const code = codes[at] as string
      return { code, title, table: tableOf.get(code) as PayTable }
    })
  })

/** The pay table of a grade, or null where none is settled: such a grade is not judged. */
export const payTableOf = (grade: string): PayTable | null => tableOf.get(grade) ?? null

/** The scale of a table that holds on the date (any precision); undefined where none does. */
export const payScale = (table: string, on: PartialDate = '9999'): PayScale | undefined =>
  PAY_SCALES.find(
    (scale) => scale.table === table && scale.from.slice(0, on.length) <= on && (scale.to === null || on <= scale.to),
  )

/** `start + add * (step - 1)`, two decimals; null where the table has no such step on the date. */
export function coefficientFor(table: string, step: number, on?: PartialDate): number | null {
  const found = payScale(table, on)
  if (!found || !Number.isInteger(step) || step < 1 || step > found.steps) return null
  return (found.start + found.add * (step - 1)) / 100
}

/**
 * Whether step and coefficient fit the pay table of the grade (NĐ 204/2004/NĐ-CP): null where they do, or where one is
 * missing or the grade has no settled table.
 */
export function payDisagrees(
  grade: string | null,
  step: number | null,
  coefficient: number | null,
  on?: PartialDate,
): { readonly got: string; readonly expected: string } | null {
  const table = grade === null ? null : payTableOf(grade)
  if (table === null || step === null || coefficient === null) return null
  const expected = coefficientFor(table, step, on)
  if (expected === coefficient) return null
  const got = `${grade} bậc ${step} hệ số ${coefficient.toFixed(2)}`
  const steps = payScale(table, on)?.steps
  if (steps === undefined) return null
  return {
    got,
    expected:
      expected === null ? `bảng ${table} chỉ có ${steps} bậc` : `bảng ${table} bậc ${step}: ${expected.toFixed(2)}`,
  }
}
