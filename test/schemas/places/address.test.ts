import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressParts } from '../../../schemas/places/address.ts'

test('an address is taken apart from its end', () => {
  const texts: readonly (readonly [string, string | null, string | null, string | null, string | null])[] = [
    ['Thôn 3, xã Hòa Liên, huyện Hòa Vang, TP Đà Nẵng', 'Thôn 3', 'xã Hòa Liên', 'huyện Hòa Vang', 'TP Đà Nẵng'],
    ['12/3 Quang Trung, P.12, Q. Gò Vấp, Tp.HCM', '12/3 Quang Trung', 'P.12', 'Q. Gò Vấp', 'Tp.HCM'],
    [
      'tổ 5 phường Tân Thạnh thành phố Tam Kỳ tỉnh Quảng Nam',
      'tổ 5',
      'phường Tân Thạnh',
      'thành phố Tam Kỳ',
      'tỉnh Quảng Nam',
    ],
    ['Phường Vỹ Dạ, TT-Huế', null, 'Phường Vỹ Dạ', null, 'TT-Huế'],
    ['TT. Nam Phước, Duy Xuyên, QNam', null, 'TT. Nam Phước', 'Duy Xuyên', 'QNam'],
    ['Phường 1, Thành phố Vũng Tàu, Bà Rịa - Vũng Tàu', null, 'Phường 1', 'Thành phố Vũng Tàu', 'Bà Rịa - Vũng Tàu'],
    ['tỉnh lộ 8, xã Đại Lộc, Đà Nẵng', 'tỉnh lộ 8', 'xã Đại Lộc', null, 'Đà Nẵng'],
    ['Xã Quảng Thái, Huyện Quảng Điền, TTH', null, 'Xã Quảng Thái', 'Huyện Quảng Điền', 'TTH'],
    ['Hòa Liên, Đà Nẵng', null, 'Hòa Liên', null, 'Đà Nẵng'],
    ['Đà Nẵng', null, null, null, 'Đà Nẵng'],
    ['số 5 đường Hùng Vương', 'số 5 đường Hùng Vương', null, null, null],
    ['', null, null, null, null],
  ]
  for (const [text, street, commune, district, province] of texts)
    expect([text, addressParts(text)]).toEqual([text, { street, commune, district, province }])
})

test('any text is taken apart without hanging', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      addressParts(text)
    }),
  )
  for (const piece of ['a, ', 'xã ', 'q.1 ', ' - A', '   '])
    expect(addressParts(piece.repeat(300_000)).commune).toBeNull()
})
