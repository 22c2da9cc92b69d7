import { expect, test } from 'vitest'
import {
  coefficient,
  coefficientFor,
  gradeCode,
  payDisagrees,
  payStep,
  payTableOf,
} from '../../../schemas/fields/pay.ts'
import { surprises } from './reading.ts'

test('grades, steps and coefficients are read through spreadsheets', () => {
  expect(
    surprises(gradeCode, [
      ['01.003', '01.003'],
      ['V.07.04.30', 'V.07.04.30'],
      ['v.07.04.30', 'V.07.04.30'],
      ['V07.04.30', 'V.07.04.30'],
      ['V. 07. 04. 30', 'V.07.04.30'],
      ['V.7.4.30', 'V.07.04.30'],
      ['15.111', '15.111', 'old-grade'],
      ['15a.201', '15a.201', 'old-grade'],
      ['16.118', '16.118', 'old-grade'],
      ['1.003', '01.003', 'lost-zero'],
      ['CV', '01.003', 'grade-by-title'],
      ['Chuyên viên chính', '01.002', 'grade-by-title'],
      ['01.3', null, 'not-a-grade'],
      ['A1', null, 'not-a-grade'],
    ]),
  ).toEqual([])
  expect(
    surprises(payStep, [
      ['3', 3],
      ['03', 3],
      ['3.0', 3],
      ['Bậc 3', 3],
      ['3/9', 3],
      ['12', 12],
      ['13', null, 'not-a-step'],
      ['0', null],
      ['VK', null, 'not-a-step'],
    ]),
  ).toEqual([])
  expect(
    surprises(coefficient, [
      ['2.34', 2.34],
      ['2,34', 2.34, 'decimal-comma'],
      ['234', 2.34, 'lost-point'],
      ['4.4', 4.4],
      ['4,40', 4.4, 'decimal-comma'],
      ['10', 10],
      ['2.340', 2.34],
      ['0', null],
      ['23.4', null, 'not-a-coefficient'],
      ['1.234', null, 'not-a-coefficient'],
      ['abc', null, 'not-a-coefficient'],
    ]),
  ).toEqual([])
})

test('the pay tables of NĐ 204/2004 end where the decree ends them', () => {
  const last = {
    'A3.1': [6, 8.0],
    'A3.2': [6, 7.55],
    'A2.1': [8, 6.78],
    'A2.2': [8, 6.38],
    A1: [9, 4.98],
    A0: [10, 4.89],
    B: [12, 4.06],
    C1: [12, 3.63],
    C2: [12, 3.48],
    C3: [12, 3.33],
  }
  for (const [table, [steps, top]] of Object.entries(last)) {
    expect([table, coefficientFor(table, steps!), coefficientFor(table, steps! + 1), coefficientFor(table, 0)]).toEqual(
      [table, top, null, null],
    )
  }
  expect(coefficientFor('A1', 1)).toBe(2.34)
  expect(coefficientFor('A1', 2, '2004-09')).toBeNull()
})

test('pay that disagrees with its grade is told with what would agree', () => {
  expect(payTableOf('01.003')).toBe('A1')
  expect(payTableOf('V.07.04.30')).toBe('A2.1')
  expect(payTableOf('15.111')).toBeNull()
  expect(payTableOf('')).toBeNull()
  expect(payDisagrees('01.003', 3, 3)).toBeNull()
  expect(payDisagrees('01.003', 3, 2.67)).toEqual({ got: '01.003 bậc 3 hệ số 2.67', expected: 'bảng A1 bậc 3: 3.00' })
  expect(payDisagrees('01.003', 10, 4.98)).toEqual({
    got: '01.003 bậc 10 hệ số 4.98',
    expected: 'bảng A1 chỉ có 9 bậc',
  })
  expect(payDisagrees('15.111', 3, 2.67)).toBeNull()
  expect(payDisagrees(null, 3, 2.67)).toBeNull()
  expect(payDisagrees('01.003', null, 2.67)).toBeNull()
})
