import type { Dice } from './random.ts'

/** A pay table: `start + step * (n - 1)`, hundredths. Source: domain reference 3.3 (NĐ 204/2004). */
interface PayTable {
  readonly start: number
  readonly step: number
  readonly steps: number
  readonly yearsPerStep: number
}

const TABLES = {
  'A3.1': { start: 620, step: 36, steps: 6, yearsPerStep: 3 },
  'A2.1': { start: 440, step: 34, steps: 8, yearsPerStep: 3 },
  'A2.2': { start: 400, step: 34, steps: 8, yearsPerStep: 3 },
  A1: { start: 234, step: 33, steps: 9, yearsPerStep: 3 },
  A0: { start: 210, step: 31, steps: 10, yearsPerStep: 3 },
  B: { start: 186, step: 20, steps: 12, yearsPerStep: 2 },
} as const satisfies Record<string, PayTable>

export interface Grade {
  readonly code: string
  readonly name: string
  readonly table: PayTable
}

const grade = (code: string, table: keyof typeof TABLES, name: string): Grade => ({ code, name, table: TABLES[table] })

/** Careers: entry grade first, with the higher ones people are raised to. Grades outside domain reference 3.3: circulars of the ministries. */
export type Ladder = readonly [Grade, ...Grade[]]

const SPECIALIST: Ladder = [
  grade('01.003', 'A1', 'Chuyên viên'),
  grade('01.002', 'A2.1', 'Chuyên viên chính'),
  grade('01.001', 'A3.1', 'Chuyên viên cao cấp'),
]
const ACCOUNTANT: Ladder = [grade('06.031', 'A1', 'Kế toán viên'), grade('06.030', 'A2.2', 'Kế toán viên chính')]
const ASSISTANT: Ladder = [grade('01.004', 'A0', 'Cán sự')]
const CLERK: Ladder = [grade('01.005', 'B', 'Nhân viên')]
const INSPECTOR: Ladder = [
  grade('04.025', 'A1', 'Thanh tra viên'),
  grade('04.024', 'A2.1', 'Thanh tra viên chính'),
  grade('04.023', 'A3.1', 'Thanh tra viên cao cấp'),
]
const ARCHIVIST: Ladder = [grade('02.007', 'A1', 'Văn thư viên'), grade('02.006', 'A2.1', 'Văn thư viên chính')]

/** What kinds of agency there are, by the careers found there; entries are repeated in proportion. */
export const CAREERS = {
  department: [SPECIALIST, SPECIALIST, SPECIALIST, SPECIALIST, ACCOUNTANT, ASSISTANT, CLERK, INSPECTOR, ARCHIVIST],
  commune: [SPECIALIST, SPECIALIST, SPECIALIST, ACCOUNTANT, ASSISTANT],
  nursery: [
    [grade('V.07.02.26', 'A0', 'Giáo viên mầm non hạng III'), grade('V.07.02.25', 'A1', 'Giáo viên mầm non hạng II')],
  ],
  primary: [
    [
      grade('V.07.03.29', 'A1', 'Giáo viên tiểu học hạng III'),
      grade('V.07.03.28', 'A2.2', 'Giáo viên tiểu học hạng II'),
    ],
  ],
  secondary: [
    [grade('V.07.04.32', 'A1', 'Giáo viên THCS hạng III'), grade('V.07.04.31', 'A2.2', 'Giáo viên THCS hạng II')],
  ],
  highSchool: [
    [grade('V.07.05.15', 'A1', 'Giáo viên THPT hạng III'), grade('V.07.05.14', 'A2.2', 'Giáo viên THPT hạng II')],
  ],
  health: [
    [grade('V.08.01.03', 'A1', 'Bác sĩ'), grade('V.08.01.02', 'A2.1', 'Bác sĩ chính')],
    [grade('V.08.05.12', 'A1', 'Điều dưỡng hạng III')],
  ],
  works: [[grade('V.05.02.07', 'A1', 'Kỹ sư hạng III'), grade('V.05.02.06', 'A2.1', 'Kỹ sư hạng II')], SPECIALIST],
} as const satisfies Record<string, readonly Ladder[]>
export type AgencyKind = keyof typeof CAREERS

const RAISED = 0.35
const YEARS_TO_RAISE = 11

export interface Pay {
  readonly grade: Grade
  /** From 1. */
  readonly step: number
  /** Years from the hire date to the date of this step. */
  readonly yearsServed: number
}

/** Grade and step after the given whole years of service. */
export function payAfter(years: number, kind: AgencyKind, dice: Dice): Pay {
  const ladder = dice.pick(CAREERS[kind] as readonly Ladder[])
  let rung = 0
  let since = 0
  while (rung + 1 < ladder.length && years - since > YEARS_TO_RAISE && dice.chance(RAISED)) {
    rung++
    since += YEARS_TO_RAISE
  }
  const held = ladder[rung]!
  const step = Math.min(held.table.steps, 1 + Math.floor((years - since) / held.table.yearsPerStep))
  return { grade: held, step, yearsServed: since + (step - 1) * held.table.yearsPerStep }
}

/** Coefficient in hundredths. */
export const coefficientOf = (table: PayTable, step: number): number => table.start + table.step * (step - 1)

const COEFFICIENTS: readonly string[] = Array.from({ length: 1000 }, (_, n) => (n / 100).toFixed(2))
/** `2.34` or `2,34`, as the agency's software writes it. */
export const coefficientText = (hundredths: number, comma: boolean): string =>
  comma ? COEFFICIENTS[hundredths]!.replace('.', ',') : COEFFICIENTS[hundredths]!
