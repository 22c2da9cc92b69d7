import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadPlaces } from '../../../schemas/places/dataset.ts'
import { OLD_PROVINCES, PROVINCES } from '../../../schemas/places/provinces.ts'
import { unitsOf } from '../../../schemas/places/resolution.ts'
import { type PlaceQuery, resolverOf } from '../../../schemas/places/resolve.ts'

const places = loadPlaces()
const { resolve, resolveRef, unit } = resolverOf(places)
const oldName = (code: string): string => OLD_PROVINCES.find((one) => one.code === code)!.name
const nowName = (code: string): string => PROVINCES.find((one) => one.code === code)!.name
const ask = (query: Omit<PlaceQuery, 'subject'>) => resolve({ subject: 'person', ...query })

/** 'merged 20335', 'ambiguous 20194 20197', 'unknown'. */
function short(query: Omit<PlaceQuery, 'subject'>): string {
  const answer = ask(query)
  return [answer.kind, ...unitsOf(answer).map((ref) => ref.slice(0, 5))].join(' ')
}

test('a bare code without a date is ambiguous where it named another unit before', () => {
  expect(short({ code: '20335' })).toBe('ambiguous 20335')
  expect(short({ code: '00004' })).toBe('ambiguous 00004')
  expect(short({ code: '20335', asOf: '2025-06-30' })).toBe('merged 20335')
  expect(short({ code: '20335', asOf: '2025-07-01' })).toBe('unchanged 20335')
  expect(short({ code: '20335', asOf: '2025' })).toBe('ambiguous 20335')
  expect(short({ code: '20335', asOf: '2025-07' })).toBe('unchanged 20335')
  expect(resolveRef('20335@2025-06-30', 'person').kind).toBe('merged')
})

test('a name beside a code decides the catalogue; where they fit none, neither is believed', () => {
  expect(short({ code: '20335', commune: 'Phường Tân Thạnh' })).toBe('merged 20335')
  expect(short({ code: '20335', commune: 'Bàn Thạch' })).toBe('unchanged 20335')
  expect(ask({ code: '20335', commune: 'Hòa Liên' })).toMatchObject({
    kind: 'unknown',
    hints: ['20194@2026-04-30', '20197@2026-04-30', '20335@2026-04-30'],
  })
  expect(short({ code: '20335', commune: 'Tân Thạnh', asOf: '2025-08-01' })).toBe('unknown')
  expect(short({ code: '20335', province: 'Quảng Ninh' })).toBe('unknown')
})

test('lost zeros and codes of no list are unknown, with a hint where one is near', () => {
  expect(ask({ code: '331' })).toMatchObject({ kind: 'unknown', hints: ['00331@2025-06-30', '00331@2025-07-01'] })
  expect(ask({ code: '99999' })).toMatchObject({ kind: 'unknown', hints: [] })
  expect(ask({ code: 'Hòa Liên' })).toMatchObject({ kind: 'unknown', hints: [] })
  expect(ask({ code: '20335', asOf: 'hôm qua' }).kind).toBe('unknown')
  expect(ask({ commune: 'Xã Hòa Liên', province: 'Ninh Thuận Bình' }).kind).toBe('unknown')
  expect(ask({}).kind).toBe('unknown')
})

test('a split is never decided by the machine, but where the law moved all people', () => {
  expect(short({ code: '20296', asOf: '2025-06-30' })).toBe('ambiguous 20194 20197')
  const people = resolveRef('06799@2025-06-30', 'person')
  expect(people).toMatchObject({ kind: 'split-by-population', to: '06886@2026-04-30', areaOnly: ['06799@2026-04-30'] })
  for (const subject of ['parcel', 'organisation'] as const)
    expect(resolveRef('06799@2025-06-30', subject).kind).toBe('ambiguous')
})

test('assurance follows the register of the province', () => {
  expect(ask({ code: '20335', asOf: '2025-06-30' })).toMatchObject({ assurance: 'register-complete' })
  expect(ask({ code: '00004', asOf: '2025-06-30' })).toMatchObject({ assurance: 'base-only' })
  expect(ask({ code: '01651', asOf: '2025-06-30' })).toMatchObject({
    kind: 'ambiguous',
    candidates: ['01648@2026-04-30'],
  })
})

test('unchanged territory says what else changed', () => {
  expect(ask({ code: '25270', asOf: '2025-08-01' })).toMatchObject({ kind: 'unchanged', changed: ['type'] })
  expect(ask({ code: '25270', asOf: '2026-04-30' })).toMatchObject({ kind: 'unchanged', changed: [] })
  expect(ask({ district: 'Huyện Hoàng Sa', province: 'Đà Nẵng' })).toMatchObject({
    kind: 'unchanged',
    to: '20333@2026-04-30',
  })
  expect(unit('25270@2026-04-30')).toEqual({ code: '25270', name: 'Phường Lộc Ninh', provinceCode: '75' })
  expect(unit('20296@2025-06-30')).toBeNull()
})

test('trap 2: a vanished name leads to its province, whatever code the base gives it', () => {
  for (const one of places.former) {
    const answer = ask({
      commune: one.title,
      district: one.district,
      province: oldName(one.province),
      asOf: '2022-05-01',
    })
    expect(['ambiguous', 'merged'], one.title).toContain(answer.kind)
    const units = unitsOf(answer).map((ref) => ref.slice(0, 5))
    expect(
      one.to.every((code) => units.includes(code)),
      one.title,
    ).toBe(true)
  }
  expect(short({ code: '28501', commune: 'Xã Hiệp Đức', province: 'Đà Nẵng' })).toBe('unknown')
})

test('trap 3: the districts of vanished names are those of June 2025', () => {
  expect(
    short({ commune: 'Thị trấn Thiên Tôn', district: 'Huyện Hoa Lư', province: 'Ninh Bình', asOf: '2023-05-01' }),
  ).toMatch(/^ambiguous \d{5}$/)
  expect(short({ commune: 'Xã Mỹ Thành', district: 'Huyện Mỹ Lộc', province: 'Nam Định', asOf: '2023' })).toMatch(
    /^ambiguous( \d{5})+$/,
  )
})

test('trap 4: land that left a commune before the reform', () => {
  const hoaMinh = { commune: 'Phường Hòa Minh', district: 'Quận Liên Chiểu', province: 'Đà Nẵng' }
  expect(short({ ...hoaMinh, asOf: '2025-03-01' })).toBe('merged 20200')
  expect(short({ ...hoaMinh, asOf: '2025-01-01' })).toBe('merged 20200')
  expect(short({ ...hoaMinh, asOf: '2024-12-31' })).toBe('ambiguous 20200 20209')
  expect(short(hoaMinh)).toBe('ambiguous 20200 20209')
  expect(short({ code: '20200', asOf: '2024' })).toBe('ambiguous 20200 20209')
  for (const [commune, province] of [
    ['Phường Dịch Vọng', 'Hà Nội'],
    ['Phường Dịch Vọng Hậu', 'Hà Nội'],
    ['Phường Tân Phong', 'Đồng Nai'],
    ['Xã Chiềng Bôm', 'Sơn La'],
  ] as const) {
    expect(short({ commune, province, asOf: '2023-01-01' }), commune).toMatch(/^ambiguous \d{5} \d{5}/)
  }
})

test('trap 5: codes of before 2023 are unknown', () => {
  expect(short({ code: '00010', asOf: '2020' })).toBe('unknown')
  expect(
    short({ commune: 'Phường Nguyễn Trung Trực', district: 'Quận Ba Đình', province: 'Hà Nội', asOf: '2020' }),
  ).toMatch(/^ambiguous \d{5}$/)
})

test('traps 6 to 9: one unit under every spelling', () => {
  const spellings: readonly (readonly [string, string, string])[] = [
    ['Phường Hạnh Thông'.normalize('NFD'), 'TP.HCM', '26890'],
    ['Phường Hoà Khánh', 'Đà Nẵng', '20200'],
    ['Xã Ea H’Leo', 'Đắk Lắk', '24184'],
    ["Xã Ea H'Leo", 'Dak Lak', '24184'],
    ['Xã Ea Hleo', 'Đăk Lăk', '24184'],
    ['Xã Đak Rong', 'Gia Lai', '23644'],
    ['Xã Đắk Rong', 'Gia Lai', '23644'],
    ['Xã Avương', 'Đà Nẵng', '20458'],
    ['Xã A Vương', 'Đà Nẵng', '20458'],
    ['Xã Mỹ Quí', 'Đồng Tháp', '30055'],
    ['Xã Mỹ Quý', 'Đồng Tháp', '30055'],
  ]
  for (const [commune, province, code] of spellings)
    expect([commune, unitsOf(ask({ commune, province, asOf: '2025-08-01' }))]).toEqual([
      commune,
      [`${code}@2026-04-30`],
    ])
})

test('trap 10: letters without marks that fit two units are ambiguous, with marks they are one', () => {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['Văn Lang', 'Văn Lăng', 'Thái Nguyên'],
    ['Cẩm Giang', 'Cẩm Giàng', 'Hải Phòng'],
    ['Đồng Tiến', 'Đông Tiến', 'Thanh Hóa'],
    ['Sơn Hà', 'Sơn Hạ', 'Quảng Ngãi'],
    ['Ba Tơ', 'Ba Tô', 'Quảng Ngãi'],
    ['Lộc Thạnh', 'Lộc Thành', 'Đồng Nai'],
    ['Tân Thành', 'Tân Thạnh', 'Tây Ninh'],
    ['Tân Thành', 'Tân Thạnh', 'Đồng Tháp'],
    ['Thanh An', 'Thạnh An', 'Hồ Chí Minh'],
    ['Mỹ Tho', 'Mỹ Thọ', 'Đồng Tháp'],
  ]
  const bare = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/[đĐ]/g, 'd')
  const asOf = '2025-08-01'
  for (const [one, other, province] of pairs) {
    const units = [one, other].map((commune) => short({ commune, province, asOf }))
    expect(
      units.every((text) => /^unchanged \d{5}$/.test(text)),
      `${one} ${province}: ${units}`,
    ).toBe(true)
    expect(units[0]).not.toBe(units[1])
    const both = units
      .map((text) => text.slice(-5))
      .sort()
      .join(' ')
    expect(short({ commune: bare(one), province: bare(province), asOf })).toBe(`ambiguous ${both}`)
  }
})

test('trap 11: numbered and repeated names need their district', () => {
  for (const commune of ['Phường 12', 'P.12', 'P12', 'p. 12'])
    expect(short({ commune, district: 'Gò Vấp', province: 'TP.HCM' })).toBe('merged 26882')
  expect(short({ commune: 'Phường 04', district: 'Q.3', province: 'HCM' })).toBe(
    short({ commune: 'Phường 4', district: 'Quận 3', province: 'Thành phố Hồ Chí Minh' }),
  )
  expect(short({ commune: 'Phường IV', district: 'TP Tây Ninh', province: 'Tây Ninh' })).toBe(
    short({ commune: 'Phường 4', district: 'Thành phố Tây Ninh', province: 'Tây Ninh' }),
  )
  expect(short({ commune: 'Phường 12', province: 'TP.HCM' })).toMatch(/^(ambiguous|unknown)/)
  expect(short({ commune: 'Tân An' })).toMatch(/^(ambiguous|unknown)/)
})

test('trap 12: prefixes of provinces may stand or not', () => {
  for (const province of ['Quảng Nam', 'Tỉnh Quảng Nam', 'QNam', 'T. Quảng Nam'])
    expect(short({ commune: 'Phường Tân Thạnh', district: 'Tam Kỳ', province })).toBe('merged 20335')
  for (const province of ['Huế', 'Thành phố Huế', 'TP Huế', 'TTH', 'TT-Huế', 'Thừa Thiên Huế', 'Tỉnh Thừa Thiên - Huế'])
    expect(short({ commune: 'Phường Vỹ Dạ', province, asOf: '2025-06-30' })).toBe('merged 19777')
  expect(ask({ commune: 'Phường Hải Châu', province: 'ĐN' }).kind).toBe('unknown')
})

test('trap 13: a district under its older name', () => {
  const old = [...places.old.values()].find((one) => places.districts.get(one.district)?.title === 'Huyện Đạ Huoai')!
  for (const district of ['Huyện Đạ Huoai', 'Huyện Đạ Tẻh'])
    expect(short({ commune: old.title, district, province: 'Lâm Đồng', asOf: '2025-06-30' })).toMatch(
      new RegExp(` ${old.to[0]}$`),
    )
})

test('what fits only in part is a candidate, not an answer', () => {
  expect(short({ commune: 'Phường Bàn Thạch', district: 'Tam Kỳ', province: 'Quảng Nam' })).toBe('ambiguous 20335')
  expect(short({ commune: 'Xã Tân Thạnh', district: 'Tam Kỳ', province: 'Quảng Nam' })).toBe('ambiguous 20335')
  expect(short({ commune: 'Phường Tân Thạnh', district: 'Hội An', province: 'Quảng Nam' })).toMatch(/^ambiguous/)
  expect(short({ commune: 'Phường Tân Thạnh', district: 'Tam Kỳ', province: 'Đà Nẵng' })).toBe('merged 20335')
  expect(
    ask({ commune: 'Phường Tân Thạnh', district: 'Tam Kỳ', province: 'Quảng Nam', asOf: '2025-08-01' }),
  ).toMatchObject({ kind: 'unknown', hints: ['20335@2026-04-30'] })
  expect(short({ commune: 'Xã Quan Sơn', district: 'Quan Hóa', province: 'Thanh Hóa' })).not.toMatch(
    /^(merged|unchanged)/,
  )
})

test('every old commune is found by its names as by its code', () => {
  const strange = [...places.old.values()].filter((one) => {
    const district = places.districts.get(one.district)!.title
    const byName = ask({ commune: one.title, district, province: oldName(one.province), asOf: '2025-06-30' })
    return JSON.stringify(unitsOf(byName)) !== JSON.stringify(unitsOf(resolveRef(`${one.code}@2025-06-30`, 'person')))
  })
  expect(strange.map((one) => `${one.code} ${one.title}`)).toEqual([])
})

test('an old commune without its district is never taken for another', () => {
  const wrong = [...places.old.values()].flatMap((one) => {
    const today = OLD_PROVINCES.find(({ code }) => code === one.province)!.now
    return [oldName(one.province), nowName(today)].flatMap((province) => {
      const answer = ask({ commune: one.title, province })
      return 'to' in answer && !one.to.includes(answer.to.slice(0, 5))
        ? [`${one.code} ${one.title}, ${province}: ${answer.to}`]
        : []
    })
  })
  expect(wrong).toEqual([])
})

test('every commune of today is found by its name and by its code', () => {
  const strange = [...places.now.values()].filter((one) => {
    const byName = ask({ commune: one.title, province: nowName(one.province), asOf: '2025-09-01' })
    const byCode = resolveRef(`${one.code}@2025-07-01`, 'parcel')
    return (
      byName.kind !== 'unchanged' ||
      byCode.kind !== 'unchanged' ||
      byName.to !== `${one.code}@2026-04-30` ||
      byCode.to !== byName.to
    )
  })
  expect(strange.map((one) => `${one.code} ${one.title}`)).toEqual([])
})

const someText = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      ...[...places.old.values()].slice(0, 300).map((one) => one.title),
      'Đà Nẵng',
      'Huyện Hòa Vang',
      '20335',
      '__proto__',
      'constructor',
    ),
  ),
  { nil: null },
)

test('the resolver is total, repeats itself, and certain only where no other unit could be meant', () => {
  fc.assert(
    fc.property(
      fc.record({
        code: someText,
        commune: someText,
        district: someText,
        province: someText,
        asOf: fc.option(fc.constantFrom('2020', '2025-06-30', '2025-07', '2026-05-01', 'x'), { nil: null }),
      }),
      (query) => {
        const answer = ask(query)
        expect(ask(query)).toEqual(answer)
        for (const ref of unitsOf(answer)) expect(places.latest.has(ref.slice(0, 5))).toBe(true)
      },
    ),
    { numRuns: 2000 },
  )
  const certain = [...places.old.values()].filter(
    (one) => one.to.length > 1 && ['unchanged', 'merged'].includes(resolveRef(`${one.code}@2025-06-30`, 'person').kind),
  )
  expect(certain).toEqual([])
})
