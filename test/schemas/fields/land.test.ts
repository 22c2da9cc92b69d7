import { expect, test } from 'vitest'
import {
  area,
  certificateSerial,
  mapSheet,
  parcelNo,
  registerNo,
  serialDisagrees,
  serialKey,
} from '../../../schemas/fields/land.ts'
import { surprises } from './reading.ts'

test('sheets and parcels, with older notations', () => {
  expect(
    surprises(mapSheet, [
      ['5', '5'],
      ['05', '5'],
      ['5.0', '5'],
      ['Tờ bản đồ số 05', '5'],
      ['tờ 5', '5'],
      ['5/BĐ 2003', '5/BĐ 2003', 'old-sheet'],
      ['5 / bđ 2003', '5/BĐ 2003', 'old-sheet'],
      ['299-3', '299-3', 'old-sheet'],
      ['BĐ', null, 'not-a-sheet'],
      ['-5', null, 'not-a-sheet'],
      ['0', null],
    ]),
  ).toEqual([])
  expect(
    surprises(parcelNo, [
      ['123', '123'],
      ['0123', '123'],
      ['Thửa đất số 123', '123'],
      ['123A', '123a'],
      ['123 a', '123a'],
      ['123-1', '123-1', 'sub-parcel'],
      ['123+124', null, 'several-parcels'],
      ['123, 124', null, 'several-parcels'],
      ['123 và 124', null, 'several-parcels'],
      ['ABC', null, 'not-a-parcel'],
    ]),
  ).toEqual([])
})

test('areas are square metres; local units are explained, not converted', () => {
  expect(
    surprises(area, [
      ['123.4', 123.4],
      ['123,4', 123.4],
      ['123,45 m2', 123.45],
      ['100 m²', 100],
      ['1.234', 1234],
      ['1.234,5', 1234.5],
      ['1,234.5', 1234.5],
      ['1 234,5', 1234.5],
      ['1.234.567', 1234567],
      ['0.5', 0.5],
      ['1234.567', 1234.57],
      ['0,123', 0.12],
      ['123.39999999999999', 123.4],
      ['12.345', null, 'ambiguous-area'],
      ['123,456', null, 'ambiguous-area'],
      ['1,5 ha', 15000, 'hectares'],
      ['2 sào', null, 'local-unit'],
      ['1 mẫu 2 sào', null, 'local-unit'],
      ['3 công', null, 'local-unit'],
      ['0', null],
      ['-5', null, 'not-an-area'],
      ['1.2.3', null, 'not-an-area'],
      ['1e5', null, 'not-an-area'],
      ['9999999999', null, 'too-large'],
    ]),
  ).toEqual([])
})

test('serials and register numbers are told apart by their digits', () => {
  expect(
    surprises(certificateSerial, [
      ['BĐ 123456', 'BĐ 123456'],
      ['bđ123456', 'BĐ 123456'],
      ['BĐ-123456', 'BĐ 123456'],
      ['BÐ 123456', 'BĐ 123456'],
      ['AA 12345678', 'AA 12345678'],
      ['AA12345678', 'AA 12345678'],
      ['A 123456', 'A 123456'],
      ['Đ 1234567', 'Đ 1234567'],
      ['CS 05494', null, 'register-number'],
      ['CH05494', null, 'register-number'],
      ['00123 QSDĐ/xx', null, 'register-number'],
      ['A 12345678', null, 'not-a-serial'],
      ['123456', null, 'not-a-serial'],
    ]),
  ).toEqual([])
  expect(
    surprises(registerNo, [
      ['CS 05494', 'CS 05494'],
      ['CS05494', 'CS 05494'],
      ['vp 12345', 'VP 12345'],
      ['00123 QSDĐ/xx', '00123 QSDĐ/XX', 'old-form'],
      ['BĐ 123456', null, 'serial-number'],
      ['abc', null, 'not-a-register-no'],
    ]),
  ).toEqual([])
  expect(serialKey('BĐ 123456')).toBe(serialKey('BD 123456'))
})

test('the form of a serial fits its year', () => {
  expect(serialDisagrees('AA 12345678', '2020-05-01')).not.toBeNull()
  expect(serialDisagrees('BĐ 123456', '2025-01-01')).not.toBeNull()
  expect(serialDisagrees('BĐ 123456', '2024-12-31')).toBeNull()
  expect(serialDisagrees('AA 12345678', '2025')).toBeNull()
  expect(serialDisagrees(null, '2025')).toBeNull()
})
