import { expect, test } from 'vitest'
import { haveOtherIds, type Identity, isBorneOut, isSlipOf, namesApart } from '../../../schemas/rules/same-person.ts'

const who = (fullName: string, more: Partial<Identity> = {}): Identity => ({
  personalId: null,
  birthDate: null,
  sex: null,
  fullName,
  ...more,
})

test.each([
  ['048085001234', '1985-05-17', 'nam', true],
  ['048085001234', '1985', 'nam', true],
  ['048185001234', '1985-05-17', 'nu', true],
  ['048185001234', '1985-05-17', 'nam', false],
  ['048086001234', '1985-05-17', 'nam', false],
  ['048285001234', '1985-05-17', 'nam', false],
  ['048085001234', null, 'nam', false],
  ['048085001234', '1985-05-17', null, false],
  [null, '1985-05-17', 'nam', false],
])('ID %s is borne out by %s and %s: %s', (personalId, birthDate, sex, isSo) =>
  expect(isBorneOut(who('An', { personalId, birthDate, sex }))).toBe(isSo),
)

test.each([
  ['048085001234', '048085001235', true],
  ['048085001234', '048085001243', true],
  ['048085001234', '049186001234', true],
  ['048085001234', '048085104321', false],
])('%s is a slip of %s, or the same under another head: %s', (a, b, isSlip) => {
  expect(isSlipOf(a, b)).toBe(isSlip)
  expect(haveOtherIds(who('An', { personalId: a }), who('An', { personalId: b }))).toBe(!isSlip)
  expect(haveOtherIds(who('An', { personalId: a }), who('An'))).toBe(false)
})

test.each([
  ['Nguyễn Thị Hòa', 'NGUYEN THI HOA', false],
  ['Phan Minh Trang', 'Trang Phan Minh', false],
  ['Huỳnh Phước', 'Hoàng Phúc', false],
  ['Nguyễn Minh Bảo', 'Nguyễn Minh Baor', false],
  ['Nguyễn Thị Thu Hòa', 'Nguyễn Hòa', false],
  ['Nguyễn Thị Lan', 'Nguyễn Thị Lam', true],
  ['Nguyễn Thị Mỹ Linh', 'Nguyễn Thị Mỹ Hạnh', true],
  ['Nguyễn Ngọc Bảo Anh', 'Nguyễn Ngọc Minh Anh', true],
])('%s and %s are names of two people: %s', (a, b, isSo) => expect(namesApart(who(a), who(b))).toBe(isSo))
