import type { Fault, GroupRule, Peer, PeerFault, RowRule } from '../../core/domain.ts'
import { fromGeohash, fromVn2000, metresBetween, type Point } from '../fields/vn2000.ts'
import { kinds } from './agreement.ts'
import type { JudgedParcel, ParcelRow } from './land-parcel.ts'
import { meridiansFor } from './meridian.ts'

/** Seven letters of a GeoHash span 150 m, so their centre is at most 110 m away; the rest is for another inner point. */
const NEAR_METRES = 150
const PREFIX = 7
/** No commune is so wide that parcels of one map sheet lie this far apart [A]. */
const SHEET_METRES = 20_000
const FEWEST = 3

const pointOf = ({ northing, easting, meridian }: JudgedParcel): Point | null =>
  northing === null || easting === null || meridian === null ? null : fromVn2000(northing, easting, meridian)

const kilometres = (metres: number): string => `${(metres / 1000).toFixed(1).replace('.', ',')} km`

function offMeridian({ commune, meridian }: JudgedParcel): Fault | null {
  if (meridian === null || commune === null) return null
  const expected = meridiansFor(commune)
  return expected.length === 0 || expected.includes(meridian)
    ? null
    : { got: String(meridian), expected: [...new Set(expected)].join(' hoặc ') }
}

function offParcelId(row: JudgedParcel): Fault | null {
  const point = row.parcelId === null ? null : pointOf(row)
  if (point === null || row.parcelId === null) return null
  const away = metresBetween(point, fromGeohash(row.parcelId.slice(0, PREFIX)))
  const across = 2 * Math.sqrt(row.area ?? 0)
  return away > NEAR_METRES + across ? { got: row.parcelId, expected: `tọa độ cách mã ${kilometres(away)}` } : null
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/** Members far from the middle of their sheet; the middle is the median, which a few strays do not move. */
function strays(peers: readonly Peer<ParcelRow>[]): readonly PeerFault[] {
  const points = peers.flatMap(({ row }, at) => {
    const point = pointOf(row)
    return point === null ? [] : [{ at, point }]
  })
  if (points.length < FEWEST) return []
  const centre = {
    latitude: middle(points.map(({ point }) => point.latitude)),
    longitude: middle(points.map(({ point }) => point.longitude)),
  }
  return points.flatMap(({ at, point }) => {
    const away = metresBetween(point, centre)
    return away > SHEET_METRES ? [{ at, got: `cách ${kilometres(away)}`, expected: 'gần các thửa cùng tờ bản đồ' }] : []
  })
}

/** Where a parcel lies, by its coordinates and its ID (L04, L05). */
export const geometryRules: readonly RowRule<JudgedParcel>[] = [
  {
    code: 'wrong-meridian',
    number: 'L04',
    family: 'E10',
    field: 'meridian',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Kinh tuyến trục không phải của tỉnh (trước sáp nhập) có thửa đất',
    en: 'The central meridian is not that of the parcel’s province of before the mergers (TT 25/2014/TT-BTNMT)',
    fix: 'Sửa kinh tuyến trục, hoặc chuyển tọa độ về kinh tuyến của tỉnh.',
    check: offMeridian,
  },
  {
    code: 'parcel-id-elsewhere',
    number: 'L05',
    family: 'E10',
    field: 'parcelId',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Mã định danh thửa đất chỉ nơi khác với tọa độ',
    en: 'The parcel ID points elsewhere than the coordinates (first 7 letters compared)',
    fix: 'Chép lại mã định danh từ hệ thống; kiểm tra tọa độ và kinh tuyến trục.',
    check: offParcelId,
  },
]

/** Parcels of one sheet, and parcels under one ID. */
export const geometryTogetherRules: readonly GroupRule<ParcelRow>[] = [
  {
    code: 'far-from-sheet',
    number: 'L04',
    family: 'E10',
    field: 'easting',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Thửa nằm xa các thửa cùng tờ bản đồ',
    en: 'The parcel lies over 20 km from the others of its map sheet: coordinates of another meridian, or swapped',
    fix: 'Kiểm tra tọa độ và kinh tuyến trục khi xuất dữ liệu.',
    group: ({ commune, mapSheet }) => [commune, mapSheet],
    check: strays,
  },
  {
    code: 'parcel-id-shared',
    number: 'L05',
    family: 'E10',
    field: 'parcelId',
    severity: 'error',
    criterion: 'đúng',
    vi: 'Một mã định danh cho hai thửa đất',
    en: 'One parcel ID on two parcels',
    fix: 'Chép lại mã định danh của từng thửa từ hệ thống thông tin đất đai.',
    group: ({ parcelId }) => [parcelId],
    check: (peers) =>
      kinds(peers.map(({ row }) => `${row.commune}/${row.mapSheet}/${row.parcelNo}`)) < 2
        ? []
        : peers.map(({ row }, at) => ({
            at,
            got: row.parcelId ?? '',
            expected: `mỗi thửa một mã; ${peers.length} thửa mang mã này`,
          })),
  },
]
