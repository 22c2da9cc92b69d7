import type { Fault, MayLack, ReferenceRule, RowRule } from '../../core/domain.ts'
import type { PartialDate, UnitRef } from '../../core/values.ts'
import { serialDisagrees } from '../fields/land.ts'
import { landUseInForce } from '../fields/land-use.ts'
import { isOrganisation, splitOwners } from '../fields/owner-names.ts'
import { todaysCommune } from './place.ts'

/** What the rules of a parcel read. */
export interface ParcelRow {
  readonly commune: UnitRef
  readonly mapSheet: string
  readonly parcelNo: string
  readonly area: number | null
  readonly mapArea: number | null
  readonly landUse: string | null
  readonly holder: string | null
  readonly holderText: string | null
  readonly holderTaxCode: string | null
  readonly certificateSerial: string | null
  readonly registerNo: string | null
  readonly certificateDate: PartialDate | null
  readonly state: string | null
  readonly mortgaged: boolean | null
  readonly northing: number | null
  readonly easting: number | null
  readonly meridian: number | null
  readonly parcelId: string | null
  readonly updatedOn: PartialDate | null
}

/** Record and map may differ by so much before somebody must look [A]: surveys of the 1990s were coarse. */
const TOLERANCE = 0.05
const LEAST_DIFFERENCE = 1

function areasDiffer({ area, mapArea }: JudgedParcel): Fault | null {
  if (area === null || mapArea === null) return null
  const difference = Math.abs(area - mapArea)
  return difference > LEAST_DIFFERENCE && difference > TOLERANCE * Math.max(area, mapArea)
    ? { got: `${area} m²`, expected: `bản đồ ${mapArea} m², lệch không quá 5 %` }
    : null
}

const hasCertificate = ({ certificateSerial, registerNo, certificateDate }: JudgedParcel): boolean =>
  certificateSerial !== null || registerNo !== null || certificateDate !== null

const isBefore = (a: string, b: string): boolean => {
  const precision = Math.min(a.length, b.length)
  return a.slice(0, precision) < b.slice(0, precision)
}

/** The first certificates of land use were issued under the land law of 1987. */
const FIRST_YEAR = '1988'

/** 'Hộ ông', 'hộ gia đình', also where the mark of the first word went wrong: nobody is called Hô Ông. */
const HOUSEHOLD = /^(?:hộ(?: |$)|h[oôòồóốỏổọơ] (?:ông|bà|gia đình) )/i

/** A parcel without place or number waits in quarantine; the rules judge what is there. */
export type JudgedParcel = MayLack<ParcelRow, 'commune' | 'mapSheet' | 'parcelNo'>
type Draft = Omit<RowRule<JudgedParcel>, 'family' | 'severity'> &
  Partial<Pick<RowRule<JudgedParcel>, 'family' | 'severity'>>
const rule = (draft: Draft): RowRule<JudgedParcel> => ({ family: 'E10', severity: 'warn', ...draft })

/** Area, land use, papers and dates of one parcel (L02, L03, L06 to L08, L10, F02). Its place: land-geometry.ts. */
export const parcelRules: readonly RowRule<JudgedParcel>[] = [
  rule({
    code: 'no-area',
    number: 'L02',
    field: 'area',
    criterion: 'đủ',
    vi: 'Không có diện tích dùng được',
    en: 'No usable area',
    fix: 'Bổ sung diện tích theo giấy chứng nhận hoặc bản đồ địa chính.',
    check: ({ area }) => (area === null ? { got: '', expected: 'số mét vuông lớn hơn 0' } : null),
  }),
  rule({
    code: 'area-differs-from-map',
    number: 'L02',
    field: 'area',
    criterion: 'thống nhất',
    vi: 'Diện tích trong sổ khác diện tích trên bản đồ',
    en: 'Area of record and area of the polygon differ by more than 5 %',
    fix: 'Đối chiếu giấy chứng nhận và bản đồ địa chính; kiểm tra dấu thập phân.',
    check: areasDiffer,
  }),
  rule({
    code: 'land-use-not-in-force',
    number: 'L03',
    family: 'E6',
    field: 'landUse',
    criterion: 'đúng',
    vi: 'Mã loại đất chưa có khi cấp giấy và không còn hiện nay',
    en: 'The land-use code was in force neither at the issue of the certificate nor today',
    fix: 'Tra mã trong danh mục loại đất của thời điểm cấp giấy.',
    check: ({ landUse, certificateDate }, asOf) =>
      landUse !== null &&
      !landUseInForce(landUse, asOf) &&
      certificateDate !== null &&
      !landUseInForce(landUse, certificateDate)
        ? { got: landUse, expected: 'mã có hiệu lực' }
        : null,
  }),
  rule({
    code: 'land-use-retired',
    number: 'L03',
    family: 'E6',
    field: 'landUse',
    severity: 'note',
    criterion: 'sống',
    vi: 'Mã loại đất của danh mục cũ',
    en: 'A land-use code of the catalogue of before 1 August 2024: right on the old paper, to be mapped',
    fix: 'Chuyển sang mã của TT 08/2024/TT-BTNMT khi cấp đổi.',
    check: ({ landUse }, asOf) =>
      landUse !== null && !landUseInForce(landUse, asOf) ? { got: landUse, expected: 'mã theo TT 08/2024' } : null,
  }),
  rule({
    code: 'household-without-members',
    number: 'L06',
    family: 'E9',
    field: 'holderText',
    criterion: 'đủ',
    vi: 'Chủ sử dụng là hộ gia đình nhưng không ghi thành viên',
    en: 'A household holds the right and its members are not named (Luật Đất đai 2024)',
    fix: 'Xác minh và ghi tên các thành viên có chung quyền sử dụng đất.',
    check: ({ holderText }) =>
      holderText !== null && HOUSEHOLD.test(holderText) && splitOwners(holderText).length < 2
        ? { got: holderText, expected: 'tên các thành viên của hộ' }
        : null,
  }),
  rule({
    code: 'organisation-without-tax-code',
    number: 'P05',
    family: 'E1',
    field: 'holderTaxCode',
    severity: 'note',
    criterion: 'đủ',
    vi: 'Tổ chức sử dụng đất không có mã số thuế',
    en: 'An organisation holds the right without a tax code; communities and pagodas may have none',
    fix: 'Tra mã số thuế hoặc mã số doanh nghiệp; cộng đồng dân cư thì để trống.',
    check: ({ holderText, holderTaxCode }) =>
      holderText !== null &&
      holderTaxCode === null &&
      isOrganisation(holderText) &&
      splitOwners(holderText).length === 0
        ? { got: holderText, expected: 'mã số thuế 10 chữ số' }
        : null,
  }),
  rule({
    code: 'serial-form',
    number: 'L07',
    field: 'certificateSerial',
    criterion: 'đúng',
    vi: 'Số phát hành không hợp mẫu phôi của ngày cấp',
    en: 'The form of the serial is not that of the day of issue (TT 10/2024/TT-BTNMT)',
    fix: 'Đối chiếu giấy chứng nhận; kiểm tra số phát hành thiếu chữ số và ngày cấp.',
    check: ({ certificateSerial, certificateDate }) => serialDisagrees(certificateSerial, certificateDate),
  }),
  rule({
    code: 'certificate-without-date',
    number: 'L07',
    family: 'E4',
    field: 'certificateDate',
    criterion: 'đủ',
    vi: 'Có số phát hành nhưng không có ngày cấp',
    en: 'A certificate serial without a date of issue',
    fix: 'Bổ sung ngày cấp theo giấy chứng nhận.',
    check: ({ certificateSerial, certificateDate }) =>
      certificateSerial !== null && certificateDate === null ? { got: '', expected: 'ngày cấp' } : null,
  }),
  rule({
    code: 'certificate-date-partial',
    number: 'L07',
    family: 'E4',
    field: 'certificateDate',
    criterion: 'đủ',
    vi: 'Ngày cấp giấy chỉ có năm hoặc tháng',
    en: 'Only the year or month of issue is known',
    fix: 'Bổ sung ngày cấp đầy đủ theo giấy chứng nhận.',
    check: ({ certificateDate }) =>
      certificateDate !== null && certificateDate.length < 10
        ? { got: certificateDate, expected: 'đủ ngày, tháng, năm' }
        : null,
  }),
  rule({
    code: 'issued-on-new-year',
    number: 'L07',
    family: 'E4',
    field: 'certificateDate',
    criterion: 'đúng',
    vi: 'Ngày cấp giấy là 01/01, ngày nghỉ lễ',
    en: 'Issued on 1 January, a public holiday: stands for a year-only date',
    fix: 'Đối chiếu giấy chứng nhận; nếu chỉ biết năm thì chỉ ghi năm.',
    check: ({ certificateDate }) =>
      certificateDate?.endsWith('-01-01') ? { got: certificateDate, expected: 'ngày cấp thật' } : null,
  }),
  rule({
    code: 'certificate-too-early',
    number: 'L07',
    family: 'E4',
    field: 'certificateDate',
    criterion: 'đúng',
    vi: 'Ngày cấp trước khi có giấy chứng nhận quyền sử dụng đất',
    en: 'Issued before certificates of land use existed (Luật Đất đai 1987)',
    fix: 'Đối chiếu giấy chứng nhận rồi nhập lại ngày cấp.',
    check: ({ certificateDate }) =>
      certificateDate !== null && certificateDate.slice(0, 4) < FIRST_YEAR
        ? { got: certificateDate, expected: `từ năm ${FIRST_YEAR}` }
        : null,
  }),
  rule({
    code: 'certificate-without-serial',
    number: 'L08',
    field: 'certificateSerial',
    criterion: 'đủ',
    vi: 'Có số vào sổ hoặc ngày cấp nhưng không có số phát hành dùng được',
    en: 'A register number or a date of issue without a usable serial',
    fix: 'Bổ sung số phát hành in trên phôi giấy chứng nhận.',
    check: (row) =>
      row.certificateSerial === null && hasCertificate(row)
        ? { got: row.registerNo ?? row.certificateDate ?? '', expected: 'số phát hành' }
        : null,
  }),
  rule({
    code: 'issued-without-certificate',
    number: 'L08',
    field: 'state',
    criterion: 'thống nhất',
    vi: 'Ghi đã cấp giấy nhưng không có giấy chứng nhận',
    en: 'Registered as issued, yet no certificate is recorded',
    fix: 'Bổ sung thông tin giấy chứng nhận, hoặc sửa tình trạng.',
    check: (row) =>
      (row.state === 'da-cap' || row.state === 'the-chap') && !hasCertificate(row)
        ? {
            got: row.state === 'da-cap' ? 'Đã cấp GCN' : 'Đang thế chấp',
            expected: 'số phát hành, số vào sổ, ngày cấp',
          }
        : null,
  }),
  rule({
    code: 'certificate-not-in-state',
    number: 'L08',
    field: 'state',
    criterion: 'thống nhất',
    vi: 'Có giấy chứng nhận nhưng ghi chưa cấp',
    en: 'A certificate is recorded, yet registered as not issued',
    fix: 'Cập nhật tình trạng đăng ký theo giấy chứng nhận.',
    check: (row) =>
      row.state === 'chua-cap' && row.certificateSerial !== null
        ? { got: row.certificateSerial, expected: 'Đã cấp GCN' }
        : null,
  }),
  rule({
    code: 'mortgage-without-certificate',
    number: 'L10',
    field: 'mortgaged',
    criterion: 'đúng',
    vi: 'Đang thế chấp nhưng chưa có giấy chứng nhận',
    en: 'Mortgaged without a certificate, which a mortgage requires',
    fix: 'Đối chiếu hồ sơ đăng ký biện pháp bảo đảm.',
    check: (row) =>
      row.mortgaged === true && !hasCertificate(row) ? { got: 'Có thế chấp', expected: 'giấy chứng nhận' } : null,
  }),
  rule({
    code: 'mortgage-not-noted',
    number: 'L10',
    field: 'mortgaged',
    criterion: 'thống nhất',
    vi: 'Tình trạng và cột thế chấp không khớp nhau',
    en: 'The state and the mortgage column disagree',
    fix: 'Đối chiếu hồ sơ đăng ký biện pháp bảo đảm; sửa bên sai.',
    check: ({ mortgaged, state }) => {
      if (mortgaged === null || state === null || mortgaged === (state === 'the-chap')) return null
      return { got: mortgaged ? 'Có thế chấp' : 'Không thế chấp', expected: state === 'the-chap' ? 'Có' : 'Không' }
    },
  }),
  rule({
    code: 'paper-with-mortgagee',
    number: 'L10',
    family: 'E14',
    field: 'mortgaged',
    severity: 'note',
    criterion: 'đủ',
    vi: 'Đang thế chấp: bản chính giấy chứng nhận do bên nhận thế chấp giữ',
    en: 'Mortgaged: the original certificate is with the mortgagee and not expected here',
    fix: 'Không cần bản chính; dùng bản quét của hồ sơ thế chấp.',
    check: ({ mortgaged }) => (mortgaged === true ? { got: 'Có thế chấp', expected: 'bản quét' } : null),
  }),
  rule({
    code: 'updated-before-issue',
    number: 'F02',
    family: 'E12',
    field: 'updatedOn',
    criterion: 'sống',
    vi: 'Cập nhật lần cuối trước ngày cấp giấy: có thay đổi đã mất',
    en: 'Last updated before the certificate was issued: an update was lost',
    fix: 'Kiểm tra nhật ký phần mềm nguồn; nhập lại lần thay đổi sau cùng.',
    check: ({ updatedOn, certificateDate }) =>
      updatedOn !== null && certificateDate !== null && isBefore(updatedOn, certificateDate)
        ? { got: updatedOn, expected: `từ ${certificateDate}` }
        : null,
  }),
]

/** A parcel and the person who holds it (L09). */
export const parcelHolderRules: readonly ReferenceRule<ParcelRow>[] = [
  {
    code: 'holder-dead',
    number: 'L09',
    family: 'E8',
    field: 'holder',
    severity: 'warn',
    criterion: 'sống',
    vi: 'Người sử dụng đất đã chết hoặc mất tích',
    en: 'The holder is dead or missing and no inheritance is registered',
    fix: 'Hướng dẫn gia đình đăng ký thừa kế; đánh dấu hồ sơ đang giải quyết.',
    through: 'holder',
    check: (_, referred) =>
      referred.lifeStatus === 'chet' || referred.lifeStatus === 'mat-tich'
        ? {
            got: referred.lifeStatus === 'chet' ? 'đã chết' : 'mất tích',
            expected: 'người còn sống hoặc người thừa kế',
          }
        : null,
  },
  {
    code: 'holder-lives-elsewhere',
    number: 'L09',
    family: 'E8',
    field: 'holder',
    severity: 'note',
    criterion: 'thống nhất',
    vi: 'Người sử dụng đất cư trú ở xã khác',
    en: 'The holder lives in another commune: usual, worth a look where the sale may be unregistered',
    fix: 'Không cần sửa; kiểm tra khi có dấu hiệu chuyển nhượng giấy tay.',
    through: 'holder',
    check: ({ commune }, referred) => {
      const here = todaysCommune(commune, null)
      const home = typeof referred.commune === 'string' ? todaysCommune(referred.commune, null) : null
      return here !== null && home !== null && here !== home ? { got: home, expected: here } : null
    },
  },
]
