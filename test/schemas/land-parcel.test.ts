import { expect, test } from 'vitest'
import parcel from '../../schemas/land-parcel.ts'

type Row = Parameters<(typeof parcel.matching.never)[number]['test']>[0]

const blank = Object.fromEntries(Object.keys(parcel.fields).map((field) => [field, null]))
const HERE = {
  ...blank,
  commune: '20242@2025-06-30',
  mapSheet: '1',
  parcelNo: '25',
  area: 120.5,
  mapArea: 121,
  certificateSerial: 'BĐ 100001',
  northing: 1_776_000,
  easting: 548_900,
  meridian: 107.75,
} as unknown as Row
const NEXT = { ...HERE, area: 86, mapArea: 86.4, northing: 1_776_400 }

/** What keeps two rows apart, first of each. */
const objection = (a: Row, b: Row): string | null =>
  [...parcel.matching.never, ...parcel.matching.dispute].find(({ test }) => test(a, b) && test(b, a))?.code ?? null

test.each<[string, Row, Row, string | null]>([
  ['one parcel', HERE, { ...HERE, area: 121 }, null],
  ['one parcel, measured anew at its other end', HERE, { ...NEXT, northing: 1_776_080 }, null],
  ['one parcel, its point typed wrong', HERE, { ...HERE, northing: 1_786_000 }, null],
  ['a neighbour under a copied number', HERE, NEXT, 'two areas and places'],
  ['another parcel on one certificate', HERE, { ...NEXT, parcelNo: '26' }, 'two areas and places'],
  [
    'one certificate under two numbers, in one place',
    HERE,
    { ...HERE, parcelNo: '26' },
    'one certificate, two parcels',
  ],
  ['points on two meridians', HERE, { ...NEXT, meridian: 108 }, null],
  ['points that nobody wrote down', HERE, { ...NEXT, easting: null }, null],
  [
    'two certificates and areas',
    HERE,
    { ...HERE, area: 86, certificateSerial: 'CS 200002' },
    'two certificates and areas',
  ],
  ['two certificates of one parcel', HERE, { ...HERE, certificateSerial: 'CS 200002' }, 'one number, two certificates'],
])('%s', (_, a, b, expected) => expect(objection(a, b)).toBe(expected))
