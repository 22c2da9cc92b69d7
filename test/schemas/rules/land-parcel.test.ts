import { expect, test } from 'vitest'
import { fromGeohash, fromVn2000, metresBetween } from '../../../schemas/fields/vn2000.ts'
import landParcel from '../../../schemas/land-parcel.ts'
import { type PeerDraft, testRules } from './cases.ts'

const PARCEL = {
  commune: '20335@2025-06-30',
  communeName: 'Phường Tân Thạnh',
  mapSheet: '5',
  parcelNo: '17',
  area: 120.5,
  mapArea: 121,
  landUse: 'ODT',
  holderText: 'Ông Nguyễn Văn Ánh',
  certificateSerial: 'BĐ 123456',
  registerNo: 'CH 01234',
  certificateDate: '2015-06-12',
  state: 'da-cap',
  mortgaged: false,
  address: 'Tổ 5, phường Tân Thạnh, thành phố Tam Kỳ, tỉnh Quảng Nam',
  northing: 1722000,
  easting: 580000,
  meridian: 107.75,
  updatedOn: '2026-01-10',
}
const other: PeerDraft = {
  area: 300,
  certificateSerial: 'CH 654321',
  registerNo: 'CS 9999',
  certificateDate: '2018-01-09',
  holderText: 'Bà Lê Thị Na',
}
const near = [0, 100, 200].map((metres) => ({ easting: 580000 + metres }))

testRules(landParcel, PARCEL, {
  row: {
    'no-area': [{ area: null }, {}],
    'area-differs-from-map': [{ area: 1205 }, { mapArea: null }],
    'land-use-not-in-force': [{ landUse: 'BHK', certificateDate: '2025-03-03' }, { landUse: 'BHK' }],
    'land-use-retired': [{ landUse: 'BHK' }, { landUse: 'CLN' }],
    'household-without-members': [
      { holderText: 'Hộ ông Nguyễn Văn Ánh' },
      { holderText: 'Hộ ông Nguyễn Văn Ánh và bà Lê Thị Na' },
    ],
    'organisation-without-tax-code': [
      { holderText: 'Công ty TNHH Phú Hưng' },
      { holderText: 'Công ty TNHH Phú Hưng', holderTaxCode: '0100109106' },
    ],
    'serial-form': [
      { certificateSerial: 'BĐ 1234567' },
      { certificateSerial: 'A 1234567', certificateDate: '2001-01-02' },
    ],
    'certificate-without-date': [{ certificateDate: null }, { certificateDate: null, certificateSerial: null }],
    'certificate-date-partial': [{ certificateDate: '2015' }, {}],
    'issued-on-new-year': [{ certificateDate: '2015-01-01' }, { certificateDate: '2015' }],
    'certificate-too-early': [{ certificateDate: '1978-06-12' }, { certificateDate: '1990-06-12' }],
    'certificate-without-serial': [
      { certificateSerial: null },
      { certificateSerial: null, registerNo: null, certificateDate: null, state: 'chua-cap' },
    ],
    'issued-without-certificate': [
      { certificateSerial: null, registerNo: null, certificateDate: null },
      { certificateSerial: null, registerNo: null, certificateDate: null, state: 'chua-cap' },
    ],
    'certificate-not-in-state': [{ state: 'chua-cap' }, { state: null }],
    'mortgage-without-certificate': [
      { mortgaged: true, certificateSerial: null, registerNo: null, certificateDate: null },
      { mortgaged: true, state: 'the-chap' },
    ],
    'mortgage-not-noted': [{ state: 'the-chap' }, { mortgaged: null, state: 'the-chap' }],
    'paper-with-mortgagee': [{ mortgaged: true }, {}],
    'updated-before-issue': [{ updatedOn: '2015-06-11' }, { updatedOn: '2015' }],
    'wrong-meridian': [{ meridian: 108.25 }, { meridian: null }],
    'parcel-id-elsewhere': [{ parcelId: 'w3gvk1td8e2f' }, { parcelId: null }],
    'commune-not-in-list': [{ commune: '99123@2025-06-30', communeName: null }, {}],
    'commune-of-other-list': [
      { communeName: 'Phường Bàn Thạch' },
      { commune: '20335@2025-07-01', communeName: 'Phường Bàn Thạch' },
    ],
    'commune-name-differs': [{ communeName: 'Phường Hải Châu I' }, { communeName: 'P. Tân Thạnh' }],
    'address-differs': [{ address: 'phường Bàn Thạch, thành phố Đà Nẵng' }, { address: 'Tổ 5' }],
    'district-kept': [
      {
        commune: '20335@2025-07-01',
        communeName: 'Phường Bàn Thạch',
        address: 'Tổ 5, phường Bàn Thạch, thành phố Tam Kỳ, tỉnh Quảng Nam',
      },
      {},
    ],
  },
  together: {
    'number-used-twice': [
      [{}, other],
      [{}, { area: 120, certificateDate: '2015' }],
    ],
    'number-used-after-merge': [
      [{}, { ...other, communeName: 'Phường Bàn Thạch' }],
      [{}, { ...other, communeName: 'Phường Tân Thạnh' }],
    ],
    'two-certificates': [
      [{}, { certificateSerial: 'CH 654321' }],
      [{}, {}],
    ],
    'serial-used-twice': [
      [{}, { ...other, certificateSerial: 'BĐ 123456', parcelNo: '90' }],
      [{}, { parcelNo: '18', area: 80 }],
    ],
    'serial-letter': [
      [{}, { certificateSerial: 'BD 123456' }],
      [{}, {}],
    ],
    'listed-twice': [
      [{}, {}],
      [{}, other],
    ],
    'far-from-sheet': [[...near, { easting: 630000 }], near],
    'parcel-id-shared': [
      [{ parcelId: 'w6v436sq2wmn' }, { parcelId: 'w6v436sq2wmn', parcelNo: '18' }],
      [{ parcelId: 'w6v436sq2wmn' }, { parcelId: 'w6v436sq2wmn' }],
    ],
  },
  across: {
    'holder-dead': [
      [{}, { lifeStatus: 'chet' }],
      [{}, { lifeStatus: 'song' }],
    ],
    'holder-lives-elsewhere': [
      [{}, { commune: '20194@2025-07-01' }],
      [{}, { commune: '20335@2025-07-01' }],
    ],
  },
})

test.each([
  [1_769_000, 500_000, 107.75, 15.994764544, 107.751816571],
  [1_722_000, 580_000, 107.75, 15.56871407, 108.497714761],
  [2_250_000, 430_000, 105.5, 20.339708401, 104.831445193],
  [1_769_000, 500_000, 108.25, 15.994760367, 108.251814781],
])('VN-2000 %s, %s on %s° turns into what PROJ makes of it', (north, east, meridian, latitude, longitude) => {
  const point = fromVn2000(north, east, meridian)
  expect(point.latitude).toBeCloseTo(latitude, 7)
  expect(point.longitude).toBeCloseTo(longitude, 7)
})

test('a meridian off by half a degree moves a parcel over 50 km', () => {
  const away = metresBetween(fromVn2000(1_769_000, 500_000, 107.75), fromVn2000(1_769_000, 500_000, 108.25))
  expect(away).toBeGreaterThan(50_000)
})

test('a GeoHash is read to the middle of its cell', () => {
  const { latitude, longitude } = fromGeohash('ezs42')
  expect(latitude).toBeCloseTo(42.605, 3)
  expect(longitude).toBeCloseTo(-5.603, 3)
})
