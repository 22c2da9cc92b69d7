import { expect, test } from 'vitest'
import { residenceKind } from '../../../schemas/fields/code.ts'
import { ownersOf, ownerText } from '../../../schemas/fields/owners.ts'
import { mortgaged, registrationState } from '../../../schemas/fields/registration.ts'
import { surprises } from './reading.ts'

test('a state of registration is told from the remarks behind it', () => {
  expect(
    surprises(registrationState, [
      ['Đã cấp GCN', 'da-cap'],
      ['da-cap', 'da-cap'],
      ['CHƯA CẤP GCN', 'chua-cap'],
      ['Đang thế chấp', 'the-chap'],
      ['Đã cấp GCN - thiếu bản quét', 'da-cap', 'missing-scan'],
      ['Đã cấp GCN - hồ sơ rách', 'da-cap', 'torn'],
      ['Chưa cấp GCN - bản quét lệch sổ', 'chua-cap', 'scan-differs'],
      ['Đã cấp GCN (hồ sơ lưu huyện)', 'da-cap', 'remark'],
      ['đang xử lý', null, 'unknown-state'],
    ]),
  ).toEqual([])
})

test('yes and no are read in the words of registers; Không is an answer', () => {
  expect(
    surprises(mortgaged, [
      ['Có', true],
      ['Không', false],
      ['1', true],
      ['0', false],
      ['true', true],
      ['có lẽ', null, 'not-yes-no'],
    ]),
  ).toEqual([])
})

test('kinds of residence', () => {
  expect(
    surprises(residenceKind, [
      ['Thường trú', 'thuong-tru'],
      ['tạm trú', 'tam-tru'],
      ['Định cư', null, 'unknown-code'],
    ]),
  ).toEqual([])
})

test('the form of address tells the sex of an owner, and a lower-case va parts two', () => {
  expect(ownersOf('Ông Nguyễn Văn A và bà Lê Thị B', '', '').map(({ name, sex }) => [name, sex])).toEqual([
    ['Nguyễn Văn A', 'Nam'],
    ['Lê Thị B', 'Nữ'],
  ])
  expect(ownersOf('Ông Ích Khiêm', '', '').map(({ name, sex }) => [name, sex])).toEqual([['Ông Ích Khiêm', '']])
  expect(ownersOf('Nguyễn Văn A va Lê Thị B', '', '')).toHaveLength(2)
})

test('an owner cell keeps its text and tells remarks and lost marks', () => {
  expect(
    surprises(ownerText, [
      ['Ông Nguyễn Văn A', 'Ông Nguyễn Văn A'],
      ['Ông Nguyễn Văn A (đã chết)', 'Ông Nguyễn Văn A (đã chết)', 'death-remark'],
      ['Nguyễn Văn A (tức Sáu)', 'Nguyễn Văn A (tức Sáu)', 'other-name'],
      ['Ong Nguyễn Văn A', 'Ong Nguyễn Văn A', 'bare-words'],
      ['Trần Văn Ba và bà Lê Thị Ba', 'Trần Văn Ba và bà Lê Thị Ba'],
    ]),
  ).toEqual([])
})
