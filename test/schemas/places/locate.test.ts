import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadPlaces } from '../../../schemas/places/dataset.ts'
import { locatorOf } from '../../../schemas/places/locate.ts'
import { dateWritten } from '../../../schemas/places/period.ts'
import { OLD_PROVINCES, PROVINCES } from '../../../schemas/places/provinces.ts'
import type { Subject } from '../../../schemas/places/resolution.ts'

const places = loadPlaces()
const locate = locatorOf(places)
const ask = (text: string, asOf = '', code = '', subject: Subject = 'person') =>
  locate({ code, text, asOf: asOf === '' ? null : dateWritten(asOf), subject })
/** 'merged 20335'. */
const short = (text: string, asOf = '', code = ''): string => {
  const { status, units } = ask(text, asOf, code)
  return [status, ...units.map((unit) => unit.code)].join(' ')
}

test('addresses of every kind lead to the unit of today, or say that they do not', () => {
  const cases: readonly (readonly [text: string, asOf: string, answer: string])[] = [
    ['phường Hòa Thuận, TP. Tam Kỳ, Quảng Nam', '2023-01-01', 'merged 20335'],
    ['PHƯỜNG TÂN THẠNH, THÀNH PHỐ TAM KỲ, TỈNH QUẢNG NAM', '2024', 'merged 20335'],
    ['Phường Tân Thạnh, TP Tam Kỳ, Quảng Nam'.normalize('NFD'), '2024', 'merged 20335'],
    ['phuong tan thanh, tp tam ky, quang nam', '2024-05-01', 'merged 20335'],
    ['to 5 phuong tan thanh thanh pho tam ky tinh quang nam', '2024', 'merged 20335'],
    ['P. Tân Thạnh, T.P Tam Kỳ, QNam', '2024', 'merged 20335'],
    ['P.Tân Thạnh - TP.Tam Kỳ - T.Quảng Nam', '2024', 'merged 20335'],
    ['Quảng Nam, TP Tam Kỳ, phường Tân Thạnh', '2024', 'merged 20335'],
    ['Phường Tân Thạnh (cũ), TP Tam Kỳ, tỉnh Quảng Nam, Việt Nam', '', 'merged 20335'],
    ['Tân Thạnh, Tam Kỳ, Quảng Nam', '2024', 'merged 20335'],
    ['Tân Thạnh, Tam Kỳ', '2024', 'ambiguous 10804 20335'],
    ['Hòa Liên, Hòa Vang, Đà Nẵng', '', 'ambiguous 20194 20197 20320'],
    ['12, Gò Vấp, Hồ Chí Minh', '', 'ambiguous 26882 26884'],
    ['Bản Ngò, Xín Mần, Hà Giang', '2024', 'ambiguous 01096 01108'],
    ['Tân Thạnh, Tam Kỳ, Đà Nẵng', '', 'ambiguous 20335 20341'],
    ['Phường Tân Thạnh, TP Hội An, Quảng Nam', '2024', 'ambiguous 20335'],
    ['Phường Tân Thạnh, TP Tam Kỳ, tỉnh Quảng Nam', '2025-08-01', 'unknown'],
    ['Phường Bàn Thạch, TP. Đà Nẵng', '2025-08-01', 'unchanged 20335'],
    ['Phường Hải Châu, Đà Nẵng 550000', '', 'merged 20242'],
    ['K12/5 Ông Ích Khiêm, P. Thạch Thang, Q. Hải Châu, TP. Đà Nẵng', '2020', 'merged 20242'],
    ['Phường Hòa Minh, Quận Liên Chiểu, Đà Nẵng', '31/12/2024', 'ambiguous 20200 20209'],
    ['Phường Hòa Minh, Quận Liên Chiểu, Đà Nẵng', '01/01/2025', 'merged 20200'],
    ['Phường Dịch Vọng, Quận Cầu Giấy, Hà Nội', '30/06/2025', 'ambiguous 00160 00166'],
    ['Thôn 3 xã Hòa Liên huyện Hòa Vang Đà Nẵng', '', 'ambiguous 20194 20197'],
    ['12/3 Quang Trung, P.12, Q.Gò Vấp, Tp.HCM', '', 'merged 26882'],
    ['F.12, Q.Gò Vấp, TP. Hồ Chí Minh', '2024', 'merged 26882'],
    ['P.4 Q.3 TPHCM', '2024', 'ambiguous 27139 27154'],
    ['Phường 04, Quận 3, TP. Hồ Chí Minh', '2024', 'ambiguous 27139 27154'],
    ['Phường IV, Thành phố Tây Ninh, Tây Ninh', '2024', 'merged 25459'],
    ['Phường Thảo Điền, Quận 2, TP.HCM', '2019', 'merged 27094'],
    ['Xã Thanh Hải, huyện Thanh Liêm, tỉnh Hà Nam', '', 'merged 13489'],
    ['Xã Thanh Hải, huyện Thanh Liêm, tỉnh Ninh Bình', '', 'merged 13489'],
    ['Xã Mỹ Phúc, huyện Mỹ Lộc, Nam Định', '2023', 'merged 13669'],
    ['xóm 5, Hải Minh, Hải Hậu, Nam Định', '2023', 'merged 14236'],
    ['Phường Quang Trung, TP Phủ Lý, Hà Nam', '2024', 'ambiguous 13285 13366'],
    ['Phường Vỹ Dạ, Thành phố Huế, Thừa Thiên Huế', '2024', 'merged 19777'],
    ['Phường Vỹ Dạ, TT-Huế', '2024', 'merged 19777'],
    ['Phường Đúc, TP Huế, TTH', '2024', 'merged 19789'],
    ['Xã Hương Lộc, huyện Nam Đông, tỉnh Thừa Thiên Huế', '2023', 'merged 20161'],
    ['Phường Phú Hội, Thị xã Thuận Hóa, Huế', '', 'merged 19789'],
    ['Xã Cổ Bi, Gia Lâm, Hà Nội', '2024', 'split-by-population 00562'],
    ['Xã Đặng Xá, Gia Lâm, Hà Nội', '2024', 'ambiguous 00541 00562'],
    ['Xã Ia Mơ, huyện Chư Prông, Gia Lai', '2024', 'unchanged 23938'],
    ['Xã Thạnh Lộc, Giồng Riềng, Kiên Giang', '2024', 'merged 30910'],
    ['Phường Lộc Ninh, Thành phố Đồng Nai', '2026-05-01', 'unchanged 25270'],
    ['Xã Lộc Ninh, Đồng Nai', '2025-12-01', 'unchanged 25270'],
    ['Huyện Hoàng Sa, Đà Nẵng', '2024', 'unchanged 20333'],
    ['Hoàng Sa', '', 'unchanged 20333'],
    ['huyện đảo Lý Sơn, tỉnh Quảng Ngãi', '', 'unchanged 21548'],
    ['Huyện Phú Quý, Bình Thuận', '2024', 'merged 23272'],
    ['Xã Thổ Châu, TP Phú Quốc, Kiên Giang', '2024', 'unchanged 31105'],
    ['Xã Ea H’Leo, Dak Lak', '2025-09-01', 'unchanged 24184'],
    ['Ba To, Quang Ngai', '2026', 'ambiguous 21484 21523'],
    ['Quận Hải Châu, Đà Nẵng', '2024', 'unknown'],
    ['số 5 đường Hùng Vương', '', 'unknown'],
    ['abc xyz', '', 'unknown'],
    ['', '', 'unknown'],
    [', , ,', '', 'unknown'],
  ]
  for (const [text, asOf, answer] of cases) expect([text, short(text, asOf)]).toEqual([text, answer])
})

test('a code is read with its date or its name, wherever it stands', () => {
  const cases: readonly (readonly [code: string, text: string, asOf: string, answer: string])[] = [
    ['', '00004', '', 'ambiguous 00004'],
    ['', '00004', '2024', 'merged 00004'],
    ['00004', '', '2025-08-01', 'unchanged 00004'],
    ['', '20335@2025-06-30', '', 'merged 20335'],
    ['20335@2025-07-01', '', '', 'unchanged 20335'],
    ['', '20335 - Phường Bàn Thạch', '', 'unchanged 20335'],
    ['', 'Phường Tân Thạnh (20335)', '', 'merged 20335'],
    ['20335', 'Tân Thạnh, Tam Kỳ', '', 'merged 20335'],
    ['20335', 'Hòa Liên', '', 'unknown'],
    ['20335', 'Phường Bàn Thạch, TP Tam Kỳ', '', 'ambiguous 20335'],
    ['20335', 'TP Hội An', '2025-08-01', 'ambiguous 20335'],
    ['331', '', '', 'unknown'],
    ['99999', '', '', 'unknown'],
    ['23737', '', '', 'merged 23734'],
    ['06978', '', '2025-07-01', 'unchanged 06970'],
    ['00553', '', '2025-06-30', 'split-by-population 00562'],
    ['26116', '', '2026-05-01', 'unchanged 26116'],
  ]
  for (const [code, text, asOf, answer] of cases)
    expect([code, text, short(text, asOf, code)]).toEqual([code, text, answer])
  expect(ask('', '2025-06-30', '00553', 'parcel').status).toBe('ambiguous')
})

test('provinces were merged whole; a bare code of one that names another now is ambiguous', () => {
  for (const { code, now } of OLD_PROVINCES) expect(short('', '2025-06-30', code)).toMatch(new RegExp(` ${now}$`))
  for (const { code, name } of PROVINCES) expect(short(`tỉnh ${name}`, '2025-07-01')).toBe(`unchanged ${code}`)
  for (const code of ['15', '24', '44', '52', '80', '82', '91']) expect(short(code)).toBe(`ambiguous ${code}`)
  expect(short('Tỉnh Quảng Nam')).toBe('merged 48')
  expect(short('TP Huế')).toBe('unchanged 46')
  expect(short('Tỉnh Hà Nam', '2026-01-01')).toBe('unknown')
  expect(short('Hà Nam')).toBe('ambiguous 37 10843 13366')
  expect(ask('75').units).toEqual([{ code: '75', name: 'Thành phố Đồng Nai', provinceCode: '75' }])
})

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')

test('no commune of old Quảng Nam, Nam Định or Thừa Thiên Huế is left open', () => {
  const provinces = { '49': 'Tỉnh Quảng Nam', '36': 'Tỉnh Nam Định', '46': 'Tỉnh Thừa Thiên Huế' }
  for (const [province, name] of Object.entries(provinces)) {
    const olds = [...places.old.values()].filter((one) => one.province === province)
    expect(olds.length).toBeGreaterThan(100)
    for (const { title, district, to, code } of olds) {
      const text = `${title}, ${places.districts.get(district)!.title}, ${name}`
      for (const spelt of [text, text.toUpperCase(), text.normalize('NFD'), `Thôn 2, ${text}, Việt Nam`]) {
        for (const asOf of ['', '2025-06-30'])
          expect([spelt, short(spelt, asOf)]).toEqual([spelt, expect.stringMatching(`^(merged|unchanged) ${to[0]}$`)])
      }
      // Without marks two communes of a district may read alike (Trực Hưng, Trực Hùng): then both are candidates.
      expect([text, short(bare(text), '2025-06-30')]).toEqual([
        text,
        expect.stringMatching(`^((merged|unchanged) ${to[0]}$|ambiguous .*${to[0]})`),
      ])
      expect(short('', '2025-06-30', code)).toMatch(new RegExp(`^(merged|unchanged) ${to[0]}$`))
    }
  }
})

test('no text of an old commune is answered with a unit that it did not go to', () => {
  const wrong = [...places.old.values()].flatMap((one, i) => {
    const district = places.districts.get(one.district)!
    const old = OLD_PROVINCES.find(({ code }) => code === one.province)!
    const now = PROVINCES.find(({ code }) => code === old.now)!
    return [
      `${one.title}, ${district.title}, ${old.name}`,
      `${one.names[0]}, ${district.names[0]}, ${old.name}`,
      ...(i % 5 === 0 ? [`${one.title}, ${now.name}`, bare(`${one.title} ${district.title} ${old.name}`)] : []),
    ].flatMap((text) => {
      const { status, units } = ask(text)
      return ['unchanged', 'merged', 'split-by-population'].includes(status) &&
        !units.every(({ code }) => one.to.includes(code))
        ? [`${text}: ${status} ${units.map(({ code }) => code)}`]
        : []
    })
  })
  expect(wrong).toEqual([])
})

test('every unit of today is found by its two-level address', () => {
  const wrong = [...places.latest.values()].filter((one) => {
    const province = PROVINCES.find(({ code }) => code === one.province)!.name
    return short(`${one.title}, ${province}`, '2026-06-01') !== `unchanged ${one.code}`
  })
  expect(wrong.map(({ title }) => title)).toEqual([])
})

test('any text and code get an answer in a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 8 }), (text, code) => {
      const answer = ask(text, '', code)
      expect(answer.why).toMatch(/\.$/)
      if (answer.status === 'unknown') expect(answer.units).toEqual([])
      else expect(answer.units.length).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})

test('dates are read as people write them, day first, and only if they exist', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['30/06/2025', '2025-06-30'],
    ['1-7-2025', '2025-07-01'],
    ['06/2025', '2025-06'],
    ['2025', '2025'],
    ['2025-06-30', '2025-06-30'],
    ['31/02/2025', null],
    ['2025-13-01', null],
    ['hôm qua', null],
    ['', null],
  ]
  for (const [text, date] of cases) expect([text, dateWritten(text)]).toEqual([text, date])
})
