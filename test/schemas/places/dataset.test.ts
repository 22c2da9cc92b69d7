import { expect, test } from 'vitest'
import { loadPlaces } from '../../../schemas/places/dataset.ts'
import { KEYS } from '../../../schemas/places/names.ts'
import { OLD_PROVINCES } from '../../../schemas/places/provinces.ts'

const places = loadPlaces()
const nowOf = new Map(OLD_PROVINCES.map(({ code, now }) => [code, now]))
const countBy = (keys: Iterable<string>): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

test('the lists have the units that the law counts', () => {
  expect(places.old.size).toBe(10_035)
  expect(places.now.size).toBe(3_321)
  expect(countBy([...places.now.values()].map((one) => String(one.type)))).toEqual({
    xa: 2_621,
    phuong: 687,
    'dac-khu': 13,
  })
  expect(countBy([...places.latest.values()].map((one) => String(one.type)))).toEqual({
    xa: 2_611,
    phuong: 697,
    'dac-khu': 13,
  })
  expect(places.former).toHaveLength(789)
  expect(places.districts.size).toBe(696)
})

test('every successor exists, in the province that the old one went to', () => {
  const faults = [...places.old.values(), ...places.former].filter(
    (one) => one.to.length === 0 || one.to.some((code) => places.now.get(code)?.province !== nowOf.get(one.province)),
  )
  expect(faults).toEqual([])
})

test('the register holds the splits that the conversion table counts, by province', () => {
  const settled = [...places.old.values()].filter((one) => one.how === 'split' || one.how === 'population')
  const byProvince = countBy(settled.map((one) => nowOf.get(one.province)!))
  expect(byProvince).toMatchObject({
    '01': 198,
    '79': 47,
    '96': 19,
    '22': 12,
    '38': 10,
    '56': 8,
    '66': 8,
    '37': 6,
    '48': 1,
  })
  expect(countBy([...places.old.values()].map((one) => one.how))).toEqual({
    whole: 9_589,
    split: 381,
    population: 58,
    disagreement: 5,
    'low-trust': 2,
  })
  expect(places.old.get('20296')?.to).toEqual(['20194', '20197'])
  expect(['13285', '13324', '13357', '13354', '13363', '14503'].map((code) => places.old.get(code)?.to)).toEqual([
    ['13285', '13366'],
    ['13324', '13330'],
    ['13336', '13366'],
    ['13363', '13366'],
    ['13363', '13366'],
    ['14488', '14533'],
  ])
})

test('a province is complete only where no list disagrees on any of its communes', () => {
  for (const code of ['48', '37', '46', '11', '12', '14', '15', '24', '40', '44'])
    expect(places.complete.has(code), code).toBe(true)
  for (const code of ['01', '04', '08', '68', '80']) expect(places.complete.has(code), code).toBe(false)
})

test('the patches are in force', () => {
  expect(places.now.has('23737')).toBe(false)
  expect(places.now.get('23938')?.title).toBe('Xã Ia Mơ')
  expect(places.old.get('23938')?.to).toEqual(['23938'])
  expect(places.old.get('30901')?.to).toEqual(['30886'])
  expect(places.old.get('30913')?.to).toEqual(['30910'])
  expect(places.old.get('00553')).toMatchObject({ how: 'population', to: ['00562', '00136', '00541', '00565'] })
  expect(places.old.get('06799')).toMatchObject({ how: 'population', to: ['06886', '06799'] })
  expect(places.old.get('00556')).toMatchObject({ how: 'disagreement', to: ['00541', '00562'] })
  expect([...places.islands]).toEqual([
    ['318', '11948'],
    ['471', '19742'],
    ['498', '20333'],
    ['536', '21548'],
    ['755', '26732'],
  ])
})

test('names are NFC, and unique inside a province of today', () => {
  const titles = [...places.old.values(), ...places.now.values(), ...places.former, ...places.districts.values()].map(
    (one) => one.title,
  )
  expect(titles.filter((title) => title !== title.normalize('NFC'))).toEqual([])
  expect(places.now.get('26890')?.title).toBe('Phường Hạnh Thông')
  const keys = [...places.now.values()].map((one) => `${one.province} ${KEYS.exact(one.names[0]!)}`)
  expect(new Set(keys).size).toBe(keys.length)
})
