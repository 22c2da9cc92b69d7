import { expect, test } from 'vitest'
import { householdNo, staffNo } from '../../../schemas/fields/household.ts'
import { addressText, communeRef, communeRefAsOf } from '../../../schemas/fields/place.ts'
import { surprises } from './reading.ts'

test('a commune code is kept only with its catalogue, and its zeros are not guessed', () => {
  const today = communeRefAsOf({ asOf: '2025-07-01' })
  expect(
    surprises(today, [
      ['20335', '20335@2025-07-01'],
      ['00004', '00004@2025-07-01'],
      ['20335.0', '20335@2025-07-01'],
      ['20335@2025-06-30', '20335@2025-06-30'],
      ['331', null, 'lost-zero'],
      ['4004', null, 'lost-zero'],
      ['203355', null, 'not-a-code'],
      ['Tam Kỳ', null, 'not-a-code'],
      ['00000', null],
    ]),
  ).toEqual([])
  expect(
    surprises(communeRef, [
      ['20335@2025-07-01', '20335@2025-07-01'],
      [' 20335 @2025-07-01', '20335@2025-07-01'],
      ['@2025-07-01', null],
      ['-@2025-07-01', null],
      ['20335', null, 'no-catalogue'],
      ['20335@mới', null, 'no-catalogue'],
      ['331@2025-06-30', null, 'lost-zero'],
    ]),
  ).toEqual([])
})

test('free texts keep their words', () => {
  expect(
    surprises(addressText, [
      ['  12/3  Q.Trung, P.5 ', '12/3 Q.Trung, P.5'],
      ['a'.repeat(501), null, 'too-long'],
      ['???', null, 'no-letters'],
    ]),
  ).toEqual([])
  expect(
    surprises(householdNo, [
      ['hs 123 / 2024', 'HS 123 / 2024'],
      ['490123456', '490123456'],
      ['0', null],
      ['***', null, 'not-a-number'],
    ]),
  ).toEqual([])
  expect(surprises(staffNo, [['cb-00012', 'CB-00012']])).toEqual([])
})
