import { expect, test } from 'vitest'
import { easting, meridian, northing, parcelId } from '../../../schemas/fields/coordinates.ts'
import { surprises } from './reading.ts'

test('coordinates are metres in any notation, and tell when the axes are swapped', () => {
  expect(
    surprises(northing, [
      ['1775123.45', 1775123.45],
      ['1775123,45', 1775123.45],
      ['1.775.123,45', 1775123.45],
      ['1 775 123.45 m', 1775123.45],
      ['0', null],
      ['553210.08', null, 'swapped'],
      ['12345', null, 'not-a-coordinate'],
      ['x=1775123', null, 'not-a-coordinate'],
    ]),
  ).toEqual([])
  expect(
    surprises(easting, [
      ['553210.08', 553210.08],
      ['553.210,08', 553210.08],
      ['1775123.45', null, 'swapped'],
      ['99', null, 'not-a-coordinate'],
    ]),
  ).toEqual([])
})

test('a central meridian is one of those that provinces have', () => {
  expect(
    surprises(meridian, [
      ['107.75', 107.75],
      ['107,75', 107.75],
      ["107°45'", 107.75],
      ['KTT 105', 105],
      ['105.5', 105.5],
      ['107.8', null, 'not-a-meridian'],
      ['75', null, 'not-a-meridian'],
    ]),
  ).toEqual([])
})

test('a parcel ID is twelve letters of the GeoHash alphabet', () => {
  expect(
    surprises(parcelId, [
      ['w6v436sq2wmn', 'w6v436sq2wmn'],
      ['W6V4 36SQ 2WMN', 'w6v436sq2wmn'],
      ['w6v436sq2wm', null, 'not-a-parcel-id'],
      ['w6v436sq2wma', null, 'wrong-letter'],
      ['ezs42ezs42ez', 'ezs42ezs42ez', 'not-mainland'],
    ]),
  ).toEqual([])
})
