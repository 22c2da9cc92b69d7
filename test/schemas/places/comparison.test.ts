import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PlaceForm, placeForm, placeRelation, places } from '../../../schemas/places/comparison.ts'
import { loadPlaces } from '../../../schemas/places/dataset.ts'
import { communeInAddress, communeToday, doorOf, homes, homeText, shareDoor } from '../../../schemas/places/home.ts'
import { parcels, parcelText, shareNumber } from '../../../schemas/places/parcel-comparison.ts'
import { levelOf } from '../../support/level.ts'

const people = places({ subject: 'person' })

test.each([
  ['20194@2025-07-01', '20194@2026-04-30', 'same'],
  ['20242@2025-06-30', '20242@2025-06-30', 'same'],
  // 20242 was Phước Ninh, is Hải Châu: the code is the same, the unit is not, yet one lies in the other
  ['20242@2025-06-30', '20242@2025-07-01', 'mapped'],
  // 20335 was Tân Thạnh, is Bàn Thạch
  ['20335@2025-06-30', '20335@2025-07-01', 'mapped'],
  ['20296@2025-06-30', '20194@2025-07-01', 'candidate'],
  ['20296@2025-06-30', '20197@2025-07-01', 'candidate'],
  ['20296@2025-06-30', '20242@2025-07-01', 'else'],
  ['20242@2025-06-30', '20236@2025-06-30', 'joined'],
  ['20242@2025-07-01', '20194@2025-07-01', 'else'],
  ['99999@2025-07-01', '20194@2025-07-01', 'missing'],
])('%s and %s: %s', (a, b, level) => expect(levelOf(people, a, b)).toBe(level))

const { old, now } = loadPlaces()
const ref = fc.oneof(
  fc.constantFrom(...old.keys()).map((code) => `${code}@2025-06-30`),
  fc.constantFrom(...now.keys()).map((code) => `${code}@2025-07-01`),
)

test('the relation of two communes is symmetric, of a commune to itself the same, for people and for land', () => {
  fc.assert(
    fc.property(ref, ref, fc.constantFrom('person' as const, 'parcel' as const), (a, b, subject) => {
      const [one, other] = [placeForm(a, subject) as PlaceForm, placeForm(b, subject) as PlaceForm]
      expect(placeRelation(one, other)).toBe(placeRelation(other, one))
      expect(placeRelation(one, one)).toBe('same')
    }),
    { numRuns: 2000 },
  )
})

test('every commune of before is mapped to, or a candidate of, what it became', () => {
  for (const { code, to } of old.values()) {
    const before = placeForm(`${code}@2025-06-30`, 'parcel') as PlaceForm
    for (const successor of to) {
      const after = placeForm(`${successor}@2025-07-01`, 'parcel') as PlaceForm
      expect(['same', 'mapped', 'candidate'], `${code} ${successor}`).toContain(placeRelation(before, after))
    }
  }
})

const dwelling = (address: string | null, commune: string | null = null, householdNo: string | null = null) => ({
  address,
  commune,
  communeName: null,
  householdNo,
})
const home = (...args: Parameters<typeof dwelling>): string => homeText(dwelling(...args)) ?? ''
const SPLIT = 'Thôn Vân Dương, xã Hòa Liên, huyện Hòa Vang, TP. Đà Nẵng'
const OLD = '39 Ông Ích Khiêm, tổ 31, phường Phước Ninh, quận Hải Châu, TP. Đà Nẵng'

test('an address gives its door, and today’s commune where it names it beyond doubt', () => {
  expect(doorOf(OLD)).toBe('39 ong ich khiem to 31')
  expect(doorOf('Thôn Nghĩa Nam')).toBe('thon nghia nam')
  expect(doorOf('Xã Tam Hiệp, huyện Núi Thành, tỉnh Quảng Nam')).toBeNull()
  expect(communeInAddress(OLD)).toBe('20242@2026-04-30')
  expect(communeInAddress('39 Ông Ích Khiêm, tổ 31')).toBeNull()
  expect(communeInAddress(SPLIT)).toBeNull()
})

test('a code that fits its name only in the other list is of that list', () => {
  const stated = (commune: string, communeName: string) => communeToday({ ...dwelling(null), commune, communeName })
  expect(stated('20242@2025-07-01', 'Phường Hải Châu')).toBe('20242@2026-04-30')
  expect(stated('20242@2025-07-01', 'Phường Phước Ninh')).toBe('20242@2026-04-30')
  expect(stated('20242@2025-07-01', 'Xã Không Có')).toBeNull()
})

test.each([
  [home('Tổ 3', null, 'HS-1'), home('Thôn 9', null, 'HS-1'), 'home'],
  [home('39 Ông Ích Khiêm, tổ 31', '20242@2025-07-01'), home(OLD), 'home'],
  [home('39 Ông ích Khiêm, tổ 31', '20242@2025-06-30'), home(OLD), 'home'],
  [home('39 Ông Ích Khiêm, tổ 31'), home(OLD), 'home'],
  [home('39 Ông Ích Khiêm, tổ 31', '20194@2025-07-01'), home(OLD), 'else'],
  [home('Thôn Nghĩa Nam', '20965@2025-07-01'), home('Thôn Nghĩa Nam', '20989@2025-06-30'), 'hamlet'],
  [home('Thôn Nghĩa Nam'), home('Thôn Nghĩa Nam', '20989@2025-06-30'), 'missing'],
  [home('Thôn Nghĩa Nam', '20965@2025-07-01'), home('Thôn Đông', '20989@2025-06-30'), 'commune'],
  [home('Thôn 1', '20296@2025-06-30'), home('Thôn 2', '20194@2025-07-01'), 'part'],
  [home('Thôn 1', '20965@2025-07-01'), home('Thôn 2', '20194@2025-07-01'), 'else'],
  [home('Thôn 1', '20965@2025-07-01'), home('Thôn 2'), 'missing'],
  // a commune that was split in 2025: the address lies in one of its parts
  [home(SPLIT), home('Thôn Vân Dương', '20194@2025-07-01'), 'hamlet'],
  [home(SPLIT), home(SPLIT), 'hamlet'],
  [home(SPLIT), home('Thôn Vân Dương', '20296@2025-06-30'), 'hamlet'],
  [home(SPLIT), home('Thôn 2', '20197@2025-07-01'), 'part'],
  [home(SPLIT), home('Thôn Vân Dương', '20965@2025-07-01'), 'else'],
])('%s and %s: %s', (a, b, level) => expect(levelOf(homes(), a, b)).toBe(level))

test('a sketch of two homes says what they themselves say', () => {
  const units = (text: string): Uint16Array => Uint16Array.from(text, (letter) => letter.charCodeAt(0))
  const codes = [
    '20242@2025-07-01',
    '20194@2025-07-01',
    '20965@2025-07-01',
    '20989@2025-06-30',
    '20296@2025-06-30',
    null,
  ]
  const addresses = ['Thôn 1', 'Thôn Vân Dương', '39 Ông Ích Khiêm, tổ 31', OLD, SPLIT, null]
  const texts = codes.flatMap((code) =>
    addresses.flatMap((address) => [null, 'HS-1', 'HS-2'].map((file) => home(address, code, file))),
  )
  const { sketch, levels } = homes()
  const words = new Int32Array(2 * texts.length)
  texts.forEach((text, n) => {
    sketch?.of(units(text), 0, text.length, words, 2 * n)
  })
  const certain = new Set<string>()
  texts.forEach((a, i) => {
    texts.forEach((b, j) => {
      if (a === b || words[2 * i] === 0 || words[2 * j] === 0) return
      const level = sketch?.level(words[2 * i]!, words[2 * i + 1]!, words[2 * j]!, words[2 * j + 1]!) ?? 0
      if (level === 0) return
      const said = levels[level - 1]?.code ?? 'else'
      expect(said, `${a} / ${b}`).toBe(levelOf(homes(), a, b))
      certain.add(said)
    })
  })
  expect([...certain].sort()).toEqual(['commune', 'else'])
})

test('what is counted of a home is its door in its commune of today', () => {
  const [here, there] = [
    homes().prepare(home(OLD)),
    homes().prepare(home('39 Ông Ích Khiêm, tổ 31', '20242@2025-07-01')),
  ]
  expect(here && there && homes().levels[0]?.tf?.shared(here, there)).toEqual([
    '39 ong ich khiem to 31 20242@2026-04-30',
  ])
  const file = homes().prepare(home('Tổ 3', null, 'HS-1'))
  expect(file && homes().levels[0]?.tf?.shared(file, file)).toEqual([])
})

test('a numbered door is shared, a hamlet is not', () => {
  expect(shareDoor(dwelling(OLD), dwelling('39 Ông Ích Khiêm, tổ 31', '20242@2025-07-01'))).toBe(true)
  expect(
    shareDoor(dwelling('Thôn Nghĩa Nam', '20965@2025-07-01'), dwelling('Thôn Nghĩa Nam', '20965@2025-07-01')),
  ).toBe(false)
})

const parcel = (commune: string | null, mapSheet: string, parcelNo: string, parcelId: string | null = null) => ({
  commune,
  communeName: null,
  mapSheet,
  parcelNo,
  parcelId,
})
const HERE = 'w6ugq6397mw8'
const NEAR = 'w6ugq63zzzzz'
const FAR = 'w6trchkr85ck'

test.each([
  [parcel('20242@2025-06-30', '1', '25', HERE), parcel('20242@2025-06-30', '1', '25', NEAR), 'number-cell'],
  [parcel('20242@2025-06-30', '1', '25', HERE), parcel('20242@2025-06-30', '1', '25'), 'number'],
  [parcel('20242@2025-06-30', '1', '25'), parcel('20242@2025-07-01', '1', '25'), 'number'],
  // two communes of before in one of today: another parcel under the same number
  [parcel('20242@2025-06-30', '1', '25'), parcel('20236@2025-06-30', '1', '25'), 'else'],
  [parcel('20242@2025-06-30', '1', '25', HERE), parcel('20242@2025-06-30', '1', '25', FAR), 'number-elsewhere'],
  [parcel('20242@2025-06-30', '1', '25', HERE), parcel('20242@2025-06-30', '7', '104', HERE), 'id'],
  [parcel('20242@2025-06-30', '1', '25', HERE), parcel('20242@2025-06-30', '7', '25', NEAR), 'renumbered'],
  [parcel('20242@2025-06-30', '1', '25', HERE), parcel('20242@2025-06-30', '7', '104', NEAR), 'cell'],
  [parcel('20242@2025-06-30', '1', '25', HERE), parcel('20242@2025-06-30', '7', '104', FAR), 'else'],
  [parcel(null, '1', '25'), parcel('20242@2025-06-30', '1', '25'), 'missing'],
])('parcels %j and %j: %s', (a, b, level) => expect(levelOf(parcels(), parcelText(a), parcelText(b))).toBe(level))

test('one number in one commune as of one list is shared, in two communes of before it is not', () => {
  const here = parcel('20242@2025-06-30', '1', '25')
  expect(shareNumber(here, { ...here, parcelId: FAR })).toBe(true)
  expect(shareNumber(here, parcel('20236@2025-06-30', '1', '25'))).toBe(false)
})
