import { expect, test } from 'vitest'
import { fieldMeta } from '../../../core/field.ts'
import {
  codeList,
  ethnicity,
  lifeStatus,
  maritalStatus,
  relationToHead,
  religion,
  sex,
  staffStatus,
} from '../../../schemas/fields/code.ts'
import { landUse, landUseInForce } from '../../../schemas/fields/land-use.ts'
import { AS_OF, surprises } from './reading.ts'

test('codes, labels and aliases read to the code', () => {
  expect(
    surprises(ethnicity, [
      ['01', '01'],
      ['Kinh', '01'],
      ['KINH', '01', 'other-spelling'],
      ['dân tộc Kinh', '01', 'other-spelling'],
      ['Kinh (Việt)', '01', 'other-spelling'],
      ['Việt', '01', 'other-spelling'],
      ["H'Mông", '08', 'other-spelling'],
      ['Mèo', '08', 'other-spelling'],
      ['Cao Lan', '15', 'other-spelling'],
      ['Ca Dong', '14', 'other-spelling'],
      ['Khmer', '05', 'other-spelling'],
      ['Khơ Me', '05', 'other-spelling'],
      ['khơme', '05', 'other-spelling'],
      ['Vân Kiều', '23', 'other-spelling'],
      ['Pa Cô', '31', 'other-spelling'],
      ['Kor', '30', 'other-spelling'],
      ['Cor', '30', 'other-spelling'],
      ['Co', '30'],
      ['Cờ Lao', '47', 'other-spelling'],
      ['Ơ Đu', '53'],
      ['Mảng', '45'],
      ['Cơ Tu', '26', 'other-spelling'],
      ['CO TU', '26', 'other-spelling'],
      ['Gia Rai', '10', 'other-spelling'],
      ['1', '01', 'lost-zero', 'other-spelling'],
      ['1.0', '01', 'lost-zero', 'other-spelling'],
      ['55', null, 'other-system-code'],
      ['99', null, 'other-system-code'],
      ['Kinhh', null, 'unknown-code'],
      ['Nhật Bản', null, 'unknown-code'],
      ['x', null],
      ['không', null],
    ]),
  ).toEqual([])
  expect(
    surprises(religion, [
      ['Không', '00'],
      ['không', '00', 'other-spelling'],
      ['Lương', '00', 'other-spelling'],
      ['Đạo Phật', '01', 'other-spelling'],
      ['Phật giáo', '01'],
      ['Thiên Chúa', '02', 'other-spelling'],
      ['Công giáo', '02'],
      ['PG Hòa Hảo', '03', 'other-spelling'],
      ['Cao đài', '05', 'other-spelling'],
      ["Baha'i", '12'],
      ['x', null, 'unknown-code'],
    ]),
  ).toEqual([])
})

test('sex is never guessed from a digit', () => {
  expect(
    surprises(sex, [
      ['Nam', 'nam'],
      ['nu', 'nu', 'other-spelling'],
      ['Nữ', 'nu'],
      ['NỮ', 'nu', 'other-spelling'],
      ['F', 'nu', 'other-spelling'],
      ['Khác', 'khac'],
      ['0', null, 'sex-needs-mapping'],
      ['1', null, 'sex-needs-mapping'],
      ['1.0', null, 'sex-needs-mapping'],
      ['True', null, 'sex-needs-mapping'],
      ['FALSE', null, 'sex-needs-mapping'],
      ['x', null],
    ]),
  ).toEqual([])
})

test('a spelling without marks that means two entries is refused', () => {
  expect(
    surprises(relationToHead, [
      ['Chủ hộ', '00'],
      ['con đẻ', '08'],
      ['cháu ngoại', '09'],
      ['vợ', '01'],
      ['VO', '01'],
      ['bà', '11'],
      ['ba', null, 'ambiguous-code'],
      ['con dâu', '19'],
      ['8', '08', 'lost-zero'],
      ['hàng xóm', null, 'unknown-code'],
    ]),
  ).toEqual([])
})

test('the short lists', () => {
  expect(
    surprises(maritalStatus, [
      ['1', '1'],
      ['độc thân', '1'],
      ['đã kết hôn', '2'],
      ['li hôn', '3'],
      ['goá', '4'],
      ['Góa', '4'],
    ]),
  ).toEqual([])
  expect(
    surprises(lifeStatus, [
      ['song', 'song'],
      ['còn sống', 'song'],
      ['đã chết', 'chet'],
      ['Đã mất', 'chet'],
      ['mất tích', 'mat-tich'],
      ['mat-tich', 'mat-tich'],
    ]),
  ).toEqual([])
  expect(
    surprises(staffStatus, [
      ['dang-lam', 'dang-lam'],
      ['Đang làm việc', 'dang-lam'],
      ['hưu trí', 'nghi-huu'],
      ['thôi việc', 'thoi-viec'],
      ['biệt phái', 'biet-phai'],
    ]),
  ).toEqual([])
})

test('an unknown value is told with the nearest entry and the name of the list', () => {
  const said: unknown[] = []
  fieldMeta(ethnicity).spec.read('Kinhh', (code, got) => said.push([code, got]), AS_OF)
  expect(said).toEqual([['unknown-code', 'Kinhh (gần nhất: 01 Kinh)']])
  expect(fieldMeta(ethnicity).spec.findings['unknown-code']?.expected).toContain('QCVN 109:2017/BTTTT')
})

test('land use takes leaves of both catalogues, not roll-ups or codes of before 2004', () => {
  expect(
    surprises(landUse, [
      ['ODT', 'ODT'],
      ['odt', 'ODT', 'other-spelling'],
      ['Đất ở tại đô thị', 'ODT'],
      ['LUC', 'LUC'],
      ['BHK', 'BHK'],
      ['CNT', 'CNT'],
      ['NNP', null, 'roll-up'],
      ['LUA', null, 'roll-up'],
      ['csd', null, 'roll-up'],
      ['T', null, 'old-code'],
      ['2L', null, 'old-code'],
      ['ĐM', null, 'old-code'],
      ['LNK', null, 'old-code'],
      ['NNG.LUA', null, 'unknown-code'],
      ['ONT+CLN', null, 'unknown-code'],
    ]),
  ).toEqual([])
  const years = ['2020-01-01', '2024-07-31', '2024', '2024-08-01', '2025-01-01']
  expect(years.map((date) => landUseInForce('BHK', date))).toEqual([true, true, true, false, false])
  expect(years.map((date) => landUseInForce('CNT', date))).toEqual([false, false, true, true, true])
  expect(years.map((date) => landUseInForce('ODT', date))).toEqual([true, true, true, true, true])
})

test('a list in which one spelling names two entries is a fault of the list', () => {
  const entries = [
    { code: 'a', label: 'Một' },
    { code: 'b', label: 'Hai', aliases: ['một'] },
  ]
  expect(() => codeList({ type: 't', label: 'T', list: 'l', entries })).toThrow("'một' names a and b")
})
