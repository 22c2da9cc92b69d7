import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { labelled, reference, required } from '../core/field.ts'
import { codes, identifiers } from '../engine/matching/comparisons.ts'
import { latest } from '../engine/survivorship/picks.ts'
import { landUse } from './fields/code.ts'
import { pastDate } from './fields/date.ts'
import { area, certificateSerial, mapSheet, parcelNo, registerNo } from './fields/land.ts'
import { addressText, communeRef } from './fields/place.ts'
import { land } from './sources/land.ts'

interface Certified {
  readonly certificateSerial: string | null
}
const otherSerial = (a: Certified, b: Certified): boolean =>
  a.certificateSerial !== null && b.certificateSerial !== null && a.certificateSerial !== b.certificateSerial

// Thửa đất: khóa tự nhiên là (xã theo danh mục, tờ, thửa). Người sử dụng đất lấy từ cùng dòng, đã đối sánh ở domain person.
export default defineDomain({
  name: 'land-parcel',
  label: 'Thửa đất',
  after: ['person'],
  fields: {
    commune: required(communeRef),
    mapSheet: required(mapSheet),
    parcelNo: required(parcelNo),
    area,
    landUse,
    holder: reference('person', { role: 'owner:1', label: 'Người sử dụng đất' }),
    coHolder: reference('person', { role: 'owner:2', label: 'Người cùng sử dụng' }),
    certificateSerial,
    registerNo,
    certificateDate: labelled('Ngày cấp giấy chứng nhận', pastDate),
    address: labelled('Địa chỉ thửa đất', addressText),
  },
  sources: {
    land: from(land, {
      columns: {
        commune: (cell) => `${cell('ma_xa')}@2025-06-30`,
        mapSheet: 'so_to',
        parcelNo: 'so_thua',
        area: 'dien_tich',
        landUse: 'loai_dat',
        certificateSerial: 'so_phat_hanh',
        registerNo: 'so_vao_so',
        certificateDate: 'ngay_cap',
        address: 'dia_chi_thua',
      },
    }),
  },
  quality: [
    {
      code: 'certificate-without-date',
      number: 'L07',
      family: 'E10',
      field: 'certificateDate',
      severity: 'warn',
      criterion: 'đủ',
      vi: 'Có số phát hành nhưng không có ngày cấp',
      en: 'A certificate serial without a date of issue',
      fix: 'Bổ sung ngày cấp theo giấy chứng nhận.',
      check: ({ certificateSerial, certificateDate }) =>
        certificateSerial !== null && certificateDate === null ? { got: '', expected: 'ngày cấp' } : null,
    },
  ],
  matching: {
    block: {
      number: ({ commune, mapSheet, parcelNo }) => [commune, mapSheet, parcelNo],
      serial: ({ certificateSerial, commune }) => [certificateSerial, commune],
    },
    compare: { commune: codes, mapSheet: codes, parcelNo: codes, certificateSerial: identifiers },
    // Sau khi nhập xã, hai thửa khác nhau mang cùng tờ, cùng số: giấy và diện tích đều khác thì là hai thửa.
    never: [
      {
        code: 'two certificates and areas',
        test: (a, b) => otherSerial(a, b) && a.area !== null && b.area !== null && a.area !== b.area,
      },
    ],
    dispute: [
      {
        code: 'one number, two certificates',
        test: otherSerial,
      },
      {
        code: 'one certificate, two parcels',
        test: (a, b) =>
          a.certificateSerial !== null &&
          a.certificateSerial === b.certificateSerial &&
          (a.mapSheet !== b.mapSheet || a.parcelNo !== b.parcelNo),
      },
    ],
    prior: 0,
    link: 3,
    review: 1,
  },
  survivorship: {
    commune: latest,
    mapSheet: latest,
    parcelNo: latest,
    area: latest,
    landUse: latest,
    holder: latest,
    coHolder: latest,
    certificateSerial: latest,
    registerNo: latest,
    certificateDate: latest,
    address: latest,
  },
  targets: {
    national: {
      to: rest({ service: 'land', batch: 200, connections: 4 }),
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
