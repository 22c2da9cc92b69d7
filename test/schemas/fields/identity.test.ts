import { expect, test } from 'vitest'
import { fieldMeta } from '../../../core/field.ts'
import { insuranceNo, oldId, passport, personalId, pidBirthYear, pidSex } from '../../../schemas/fields/identity.ts'
import { OLD_PROVINCES, PROVINCES } from '../../../schemas/places/provinces.ts'
import { surprises } from './reading.ts'

test('a personal ID is read through what spreadsheets and clerks do to it', () => {
  expect(
    surprises(personalId, [
      ['048090001234', '048090001234'],
      [' 048 090 001 234 ', '048090001234'],
      ["'048090001234", '048090001234'],
      ['048.090.001234', '048090001234'],
      ['CCCD: 048090001234', '048090001234'],
      ['148090001234.0', '148090001234'],
      ['O4809OOOI234', '048090001234', 'letters-in-digits'],
      ['201234567', null, 'old-id-in-pid'],
      ['48090001234', null, 'lost-zero'],
      ['48090001234.0', null, 'lost-zero'],
      ['99090001234', null, 'wrong-length'],
      ['0480900012345', null, 'wrong-length'],
      ['1.23E+11', null, 'scientific'],
      ['1,23E+11', null, 'scientific'],
      ['000000000000', null, 'placeholder'],
      ['111111111111', null, 'placeholder'],
      ['123456789012', null, 'placeholder'],
      ['003090001234', null, 'unknown-province'],
      ['048260001234', null, 'unborn-century'],
      ['048090001234, 048190001235', null, 'two-numbers'],
      ['B1234567', null, 'passport-in-pid'],
      ['chờ cấp', null, 'not-a-pid'],
      ['048090001234|201234567|Nguyễn Văn A|01021990|Nam|Thôn 1|01012022', '048090001234', 'card-line'],
      ['0', null],
      ['không', null],
      ['x', null],
    ]),
  ).toEqual([])
})

test('PPP keeps all 63 provinces for ever, and knows foreign countries', () => {
  expect(OLD_PROVINCES).toHaveLength(63)
  expect(PROVINCES).toHaveLength(34)
  expect(
    surprises(
      personalId,
      OLD_PROVINCES.map(({ code }) => [`0${code}090001234`, `0${code}090001234`] as const),
    ),
  ).toEqual([])
  expect(
    surprises(personalId, [
      ['101090001234', '101090001234'],
      ['100090001234', null, 'unknown-province'],
      ['097090001234', null, 'unknown-province'],
    ]),
  ).toEqual([])
})

test('a personal ID tells sex and birth year', () => {
  expect([pidSex('048090001234'), pidBirthYear('048090001234')]).toEqual(['nam', '1990'])
  expect([pidSex('049301001234'), pidBirthYear('049301001234')]).toEqual(['nu', '2001'])
  expect([pidSex('049204001234'), pidBirthYear('049204001234')]).toEqual(['nam', '2004'])
})

test('a malformed personal ID blocks sending, a 9-digit one only asks for more', () => {
  const { findings } = fieldMeta(personalId).spec
  expect(findings['wrong-length']?.severity).toBe('error')
  expect(findings['old-id-in-pid']?.severity).toBe('warn')
})

test('the other numbers of a person', () => {
  expect(
    surprises(oldId, [
      ['201234567', '201234567'],
      ['201 234 567', '201234567'],
      ['CMND 201234567', '201234567'],
      ['048090001234', null, 'pid-in-old-id'],
      ['21234567', null, 'lost-zero'],
      ['123456789', null, 'placeholder'],
      ['000000000', null, 'placeholder'],
      ['2.01E+08', null, 'scientific'],
      ['quân đội', null, 'not-an-old-id'],
    ]),
  ).toEqual([])
  expect(
    surprises(insuranceNo, [
      ['4801234567', '4801234567'],
      ['DN4794801234567', '4801234567', 'card-number'],
      ['048090001234', null, 'pid-as-insurance-no'],
      ['801234567', null, 'lost-zero'],
    ]),
  ).toEqual([])
  expect(
    surprises(passport, [
      ['B1234567', 'B1234567'],
      ['b 1234567', 'B1234567'],
      ['AB123456', 'AB123456', 'foreign-form'],
      ['048090001234', null, 'not-a-passport'],
    ]),
  ).toEqual([])
})
