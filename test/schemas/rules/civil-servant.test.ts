import { expect, test } from 'vitest'
import type { Reference } from '../../../core/reference.ts'
import civilServant from '../../../schemas/civil-servant.ts'
import organisation from '../../../schemas/organisation.ts'
import { retirementMonth, retirementMonths } from '../../../schemas/rules/retirement.ts'
import { testRules } from './cases.ts'

const TREE: Reference = {
  has: (_, code) => code === 'H17.01.02',
  find: (_, code) =>
    code === 'H47.07.12'
      ? { code, label: 'Phòng Nội vụ huyện Đại Lộc', parent: 'H47.07', from: null, to: '2025-06-30' }
      : code === 'H17.01.02'
        ? { code, label: 'Phòng Tổng hợp', parent: 'H17.01', from: null, to: null }
        : null,
}

const HOA = {
  personalId: '049185123457',
  fullName: 'Trần Thị Hoa',
  birthDate: '1985-03-12',
  sex: 'nu',
  organisation: 'H17.01.02',
  grade: '01.003',
  step: 3,
  coefficient: 3,
  payFrom: '2024-05-01',
  recruitedOn: '2010-09-01',
  status: 'dang-lam',
  taxCode: '049185123457',
  insuranceNo: '4812345678',
  updatedOn: '2026-01-10',
}

testRules(
  civilServant,
  HOA,
  {
    row: {
      'recruited-too-young': [{ recruitedOn: '2003-03-11' }, { recruitedOn: '2003' }],
      'grade-step-pay': [{ coefficient: 3.33 }, { grade: 'V.08.05.13', coefficient: 2.06 }],
      'paid-before-recruitment': [{ payFrom: '2010-08-31' }, { payFrom: '2010' }],
      'raise-overdue': [{ payFrom: '2022-05-01' }, { payFrom: '2022-05-01', step: 9, coefficient: 4.98 }],
      'beyond-retirement': [
        { birthDate: '1968-02-01', personalId: null },
        { birthDate: '1968-02-01', personalId: null, status: 'nghi-huu' },
      ],
      'unit-not-in-tree': [{ organisation: 'H47.07.12' }, {}],
      'tax-code-differs': [{ taxCode: '049185999999' }, { taxCode: '0100109106' }],
      'not-updated': [{ updatedOn: '2025-03-14' }, { updatedOn: '2025-03-16' }],
    },
    together: {
      'two-posts': [
        [{}, { organisation: 'H17.05.03' }],
        [{}, { organisation: 'H17.05.03', status: 'biet-phai' }, { organisation: 'H17.06.01', status: 'thoi-viec' }],
      ],
      'insurance-no-shared': [
        [{}, { personalId: '049085000001', fullName: 'Lê Văn An' }],
        [{}, {}],
      ],
      'tax-code-shared': [
        [{}, { personalId: '049085000001', fullName: 'Lê Văn An' }],
        [{}, {}],
      ],
    },
    across: {
      'dead-in-service': [
        [{}, { lifeStatus: 'chet' }],
        [{ status: 'nghi-huu' }, { lifeStatus: 'chet' }],
      ],
    },
  },
  TREE,
)

testRules(
  organisation,
  { code: 'H17.01.02', name: 'Phòng Tổng hợp' },
  {
    row: {
      'code-as-name': [{ name: 'H17.01.02' }, {}],
      'not-in-tree': [{ code: 'H17.98.02' }, {}],
      'name-differs-from-tree': [{ name: 'Phòng Hành chính' }, { name: 'PHÒNG TỔNG HỢP' }],
    },
  },
  TREE,
)

test('without a tree no unit is judged', () => {
  const rule = civilServant.quality.find(({ code }) => code === 'unit-not-in-tree')
  const none: Reference = { has: () => null, find: () => null }
  expect(rule?.check({ organisation: 'X99' } as never, '2026-06-15', none)).toBeNull()
})

test('the retirement age follows the table of the decree', () => {
  expect([retirementMonths('nam', 2021), retirementMonths('nu', 2021)]).toEqual([723, 664])
  expect([retirementMonths('nam', 2026), retirementMonths('nu', 2026)]).toEqual([738, 684])
  expect([retirementMonths('nam', 2040), retirementMonths('nu', 2040)]).toEqual([744, 720])
  expect(retirementMonth('1961-01-15', 'nam')).toBe('2021-04')
  expect(retirementMonth('1964-11-20', 'nam')).toBe('2026-05')
  expect(retirementMonth('1966-01-02', 'nu')).toBe('2021-05')
  expect(retirementMonth('1966', 'nam')).toBe('2028-12')
})
