import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { labelled, reference, required } from '../core/field.ts'
import { certificates } from '../engine/matching/comparisons/certificates.ts'
import { codes } from '../engine/matching/comparisons/codes.ts'
import { vietnameseNames } from '../engine/matching/comparisons/vietnamese-names.ts'
import { latest } from '../engine/survivorship/picks.ts'
import { easting, meridian, northing, parcelId } from './fields/coordinates.ts'
import { pastDate } from './fields/date.ts'
import { area, certificateSerial, mapSheet, parcelNo, registerNo, serialKey } from './fields/land.ts'
import { landUse } from './fields/land-use.ts'
import { matchingKey } from './fields/name-keys.ts'
import { taxCode } from './fields/organisation.ts'
import { ownersOf, ownerText } from './fields/owners.ts'
import { addressText, communeName, communeRef } from './fields/place.ts'
import { mortgaged, registrationState } from './fields/registration.ts'
import { cellOf, parcelCommune, parcels, parcelText, shareNumber } from './places/parcel-comparison.ts'
import { communeRules } from './rules/commune.ts'
import { geometryRules, geometryTogetherRules } from './rules/land-geometry.ts'
import { parcelHolderRules, parcelRules } from './rules/land-parcel.ts'
import { parcelTogetherRules } from './rules/land-together.ts'
import { land } from './sources/land.ts'

interface Certified {
  readonly certificateSerial: string | null
}
const otherSerial = (a: Certified, b: Certified): boolean =>
  a.certificateSerial !== null &&
  b.certificateSerial !== null &&
  serialKey(a.certificateSerial) !== serialKey(b.certificateSerial)

const differ = (a: number | null, b: number | null): boolean => a !== null && b !== null && a !== b

interface Surveyed {
  readonly northing: number | null
  readonly easting: number | null
  readonly meridian: number | null
}

/** Metres between points that two surveys of one parcel do not take: the longest side of most. */
const APART = 100

/** Whether two points lie further apart than one parcel reaches; false where they cannot be compared. */
function areApart(a: Surveyed, b: Surveyed): boolean {
  if (a.meridian !== b.meridian || a.northing === null || b.northing === null) return false
  if (a.easting === null || b.easting === null) return false
  return Math.hypot(a.northing - b.northing, a.easting - b.easting) > APART
}

// Thửa đất: khóa tự nhiên là (xã theo danh mục, tờ, thửa). Người sử dụng đất lấy từ cùng dòng, đã đối sánh ở domain person.
export default defineDomain({
  name: 'land-parcel',
  label: 'Thửa đất',
  after: ['person'],
  fields: {
    commune: required(communeRef),
    communeName,
    mapSheet: required(mapSheet),
    parcelNo: required(parcelNo),
    parcelId,
    area,
    mapArea: labelled('Diện tích trên bản đồ (m²)', area),
    landUse,
    holder: reference('person', { role: 'owner:1', label: 'Người sử dụng đất' }),
    coHolder: reference('person', { role: 'owner:2', label: 'Người cùng sử dụng' }),
    holderText: ownerText,
    holderTaxCode: labelled('Mã số thuế của tổ chức sử dụng đất', taxCode),
    certificateSerial,
    registerNo,
    certificateDate: labelled('Ngày cấp giấy chứng nhận', pastDate),
    state: registrationState,
    mortgaged,
    address: labelled('Địa chỉ thửa đất', addressText),
    northing,
    easting,
    meridian,
    updatedOn: labelled('Ngày cập nhật', pastDate),
  },
  sources: {
    land: from(land, {
      columns: {
        commune: (cell) => `${cell('ma_xa')}@2025-06-30`,
        communeName: 'ten_xa',
        mapSheet: 'so_to',
        parcelNo: 'so_thua',
        parcelId: 'ma_dinh_danh',
        area: 'dien_tich',
        mapArea: 'dien_tich_ban_do',
        landUse: 'loai_dat',
        holderText: 'chu_su_dung',
        holderTaxCode: (cell) => (ownersOf(cell('chu_su_dung'), '', '').length === 0 ? cell('so_giay_to') : ''),
        certificateSerial: 'so_phat_hanh',
        registerNo: 'so_vao_so',
        certificateDate: 'ngay_cap',
        state: 'trang_thai',
        mortgaged: 'the_chap',
        address: 'dia_chi_thua',
        northing: 'toa_do_x',
        easting: 'toa_do_y',
        meridian: 'kinh_tuyen',
        updatedOn: 'ngay_cap_nhat',
      },
    }),
  },
  quality: [...parcelRules, ...geometryRules, ...communeRules],
  together: [...parcelTogetherRules, ...geometryTogetherRules],
  across: parcelHolderRules,
  matching: {
    block: {
      number: (row) => [parcelCommune(row), row.mapSheet, row.parcelNo],
      serial: ({ certificateSerial }) => [certificateSerial && serialKey(certificateSerial)],
      parcelId: ({ parcelId }) => [parcelId],
      cellOwner: ({ parcelId, holderText }) => [parcelId && cellOf(parcelId), holderText && matchingKey(holderText)],
      ownerArea: (row) => [row.holderText && matchingKey(row.holderText), row.area, parcelCommune(row)],
    },
    compare: {
      parcel: { of: parcelText, by: parcels() },
      certificateSerial: certificates(),
      area: codes({ m: 0.97, u: 2e-4 }),
      holderText: vietnameseNames(),
    },
    // Sau khi nhập xã, hai thửa khác nhau mang cùng tờ, cùng số: giấy và diện tích đều khác thì là hai thửa.
    never: [
      {
        code: 'two certificates and areas',
        test: (a, b) => otherSerial(a, b) && differ(a.area, b.area),
      },
      // Số tờ, số thửa, mã định danh chép nhầm sang thửa bên của cùng chủ; một giấy cũng có thể ghi nhiều thửa.
      {
        code: 'two areas and places',
        test: (a, b) => differ(a.area, b.area) && differ(a.mapArea, b.mapArea) && areApart(a, b),
      },
    ],
    dispute: [
      {
        code: 'one number, two certificates',
        of: ['number'],
        test: (a, b) => otherSerial(a, b) && shareNumber(a, b),
      },
      {
        code: 'one certificate, two parcels',
        of: ['serial'],
        test: (a, b) =>
          a.certificateSerial !== null &&
          b.certificateSerial !== null &&
          serialKey(a.certificateSerial) === serialKey(b.certificateSerial) &&
          (a.mapSheet !== b.mapSheet || a.parcelNo !== b.parcelNo),
      },
    ],
    // A province of a million parcels.
    prior: -20,
    link: 6,
    review: 2,
  },
  survivorship: {
    commune: latest,
    communeName: latest,
    mapSheet: latest,
    parcelNo: latest,
    parcelId: latest,
    area: latest,
    mapArea: latest,
    landUse: latest,
    holder: latest,
    coHolder: latest,
    holderText: latest,
    holderTaxCode: latest,
    certificateSerial: latest,
    registerNo: latest,
    certificateDate: latest,
    state: latest,
    mortgaged: latest,
    address: latest,
    northing: latest,
    easting: latest,
    meridian: latest,
    updatedOn: latest,
  },
  targets: {
    national: {
      to: rest({ service: 'land', batch: 200, connections: 4 }),
      ready: ({ commune }) => commune != null,
      columns: {
        ma_xa: 'commune',
        so_to: 'mapSheet',
        so_thua: 'parcelNo',
        dien_tich: 'area',
        loai_dat: 'landUse',
        chu_su_dung: 'holder',
        so_phat_hanh: 'certificateSerial',
        so_vao_so: 'registerNo',
        ngay_cap: 'certificateDate',
        dia_chi: 'address',
      },
    },
  },
})
