import { expect, test } from 'vitest'
import { hasCheckDigit, organisationCode, organisationName, taxCode } from '../../../schemas/fields/organisation.ts'
import { surprises } from './reading.ts'

test('agency codes of both notations meet', () => {
  expect(
    surprises(organisationCode, [
      ['H47', 'H47'],
      ['H47.07.12', 'H47.07.12'],
      ['h47.07.12 ', 'H47.07.12'],
      ['H47.07.12.000', 'H47.07.12'],
      ['000.12.07.H47', 'H47.07.12', 'reversed'],
      ['000.00.07.H47', 'H47.07', 'reversed'],
      ['Sở Nội vụ', null, 'not-a-code'],
      ['47.07.12', null, 'not-a-code'],
    ]),
  ).toEqual([])
  expect(
    surprises(organisationName, [
      ['Sở  Nội vụ', 'Sở Nội vụ'],
      ['12', null, 'not-a-name'],
    ]),
  ).toEqual([])
})

test('tax and budget codes', () => {
  expect(['0100109106', '0300588569', '0101248141'].every(hasCheckDigit)).toBe(true)
  expect(
    surprises(taxCode, [
      ['0100109106', '0100109106'],
      ['0100109106-001', '0100109106-001'],
      ['0100109106001', '0100109106-001'],
      ['0100109106 - 001', '0100109106-001'],
      ['100109106', null, 'lost-zero'],
      ['100109106001', null, 'lost-zero'],
      ['0100109107', null, 'check-digit'],
      ['0100109106-000', null, 'check-digit'],
      ['048090001234', '048090001234'],
      ['abc', null, 'not-a-tax-code'],
      ['0', null],
    ]),
  ).toEqual([])
})
