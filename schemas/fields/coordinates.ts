import { z } from 'zod'
import { field, type Say } from '../../core/field.ts'
import { cellText, words } from './cell.ts'
import { findings } from './findings.ts'

const CLEAN = /^[1-9]\d{0,6}(?:\.\d{1,3})?$/

/** '1.775.123,45', '1775123,45' and '1 775 123.45' as a number; null where it is none. Thousands stand in threes. */
function metres(text: string): number | null {
  const plain = text.replace(/[ '’](?=\d{3}(?:\D|$))/g, '').replace(/ ?m\.?$/i, '')
  const grouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,6})?$/.exec(plain)
  const sign = grouped?.[1]
  const decimal = sign === undefined ? plain : plain.replaceAll(sign, '')
  return /^\d{1,9}(?:[.,]\d{1,9})?$/.test(decimal) ? Number(decimal.replace(',', '.')) : null
}

const millimetres = (value: number): number => Math.round(value * 1000) / 1000

interface Axis {
  readonly type: string
  readonly label: string
  readonly least: number
  readonly most: number
  readonly example: string
  readonly description: string
}

/** One axis of a VN-2000 point in metres; a value that only the other axis can have says so. */
function axisField({ type, label, least, most, example, description }: Axis, other: Pick<Axis, 'least' | 'most'>) {
  function read(raw: string, say: Say): number | null {
    const cell = CLEAN.test(raw) ? raw : cellText(raw)
    if (cell === null) return null
    const value = cell.length > 40 ? null : metres(words(cell))
    if (value === 0) return null
    if (value !== null && value >= least && value <= most) return millimetres(value)
    say(value !== null && value >= other.least && value <= other.most ? 'swapped' : 'not-a-coordinate')
    return null
  }
  return field<number>({
    type,
    label,
    description,
    examples: [Number(example)],
    family: 'E10',
    schema: z.number().min(least).max(most),
    findings: findings(`số mét VN-2000, ví dụ ${example}`, {
      swapped: {
        vi: '{got} là giá trị của trục kia: tọa độ X và Y bị đảo.',
        en: 'Only the other axis can have this value: X (north) and Y (east) are swapped.',
        fix: 'Đổi lại hai cột: X là hướng bắc, Y là hướng đông.',
      },
      'not-a-coordinate': {
        vi: '{got} không phải tọa độ VN-2000 trong lãnh thổ Việt Nam.',
        en: 'Not a VN-2000 coordinate of Việt Nam.',
        fix: 'Xuất lại tọa độ bằng mét, hệ VN-2000 múi 3°.',
      },
    }),
    read,
  })
}

/** Việt Nam lies between 6.4° and 23.5° north with its sea; a zone of three degrees is 330 km wide, and eastings start at 500 km. */
const NORTH: Axis = {
  type: 'northing',
  label: 'Tọa độ X (bắc), VN-2000',
  least: 700_000,
  most: 2_620_000,
  example: '1775123.45',
  description: 'Tọa độ X của một điểm trong thửa, tính về hướng bắc bằng mét, hệ VN-2000 múi 3°.',
}
const EAST: Axis = {
  type: 'easting',
  label: 'Tọa độ Y (đông), VN-2000',
  least: 200_000,
  most: 699_999.999,
  example: '553210.08',
  description: 'Tọa độ Y của một điểm trong thửa, tính về hướng đông bằng mét, hệ VN-2000 múi 3°.',
}

/** Tọa độ X: metres north of the equator in VN-2000 (in Việt Nam X points north). */
export const northing = axisField(NORTH, EAST)
/** Tọa độ Y: metres east, false easting 500,000, in the zone of the central meridian. */
export const easting = axisField(EAST, NORTH)

/** Central meridians of the provinces (TT 25/2014/TT-BTNMT), in degrees. */
const MERIDIANS = new Set([
  103, 104, 104.5, 104.75, 105, 105.5, 105.75, 106, 106.25, 106.5, 107, 107.25, 107.5, 107.75, 108, 108.25, 108.5,
])

/** '107°45'' and '107 45' are degrees and minutes, '107,75' and '107.75' degrees. */
function degrees(text: string): number | null {
  const parts = /^(\d{3})(?: ?(?:°|độ) ?| |°)(\d{1,2}) ?(?:'|’|′|phút)?$/.exec(text)
  if (parts) return Number(parts[1]) + Number(parts[2]) / 60
  return /^\d{3}(?:[.,]\d{1,4})? ?°?$/.test(text) ? Number(text.replace(',', '.').replace(/ ?°$/, '')) : null
}

function readMeridian(raw: string, say: Say): number | null {
  const cell = cellText(raw)
  if (cell === null) return null
  const value = cell.length > 40 ? null : degrees(words(cell).replace(/^(?:kinh tuyến|ktt|kt)[ .:]*/i, ''))
  if (value !== null && MERIDIANS.has(value)) return value
  say('not-a-meridian')
  return null
}

/** Kinh tuyến trục of the VN-2000 zone in degrees. */
export const meridian = field<number>({
  type: 'central-meridian',
  label: 'Kinh tuyến trục',
  description: 'Kinh tuyến trục của tọa độ, bằng độ; theo tỉnh cũ.',
  examples: [107.75],
  family: 'E10',
  schema: z.number().refine((value) => MERIDIANS.has(value)),
  findings: findings('kinh tuyến trục của tỉnh, ví dụ 107.75', {
    'not-a-meridian': {
      vi: '{got} không phải kinh tuyến trục của tỉnh nào.',
      en: 'No province has this central meridian.',
      fix: 'Ghi kinh tuyến trục theo Thông tư 25/2014/TT-BTNMT.',
    },
  }),
  read: readMeridian,
})

/** Letters a, i, l and o are no GeoHash; mainland parcels begin w3, w6, w7 or wk. */
const PARCEL_ID = /^[0-9b-hjkmnp-z]{12}$/
const MAINLAND = /^w[367k]/

function readParcelId(raw: string, say: Say): string | null {
  const cell = cellText(raw)
  if (cell === null) return null
  const text = cell.length > 40 ? '' : cell.replace(/[\s-]/g, '').toLowerCase()
  if (!PARCEL_ID.test(text)) {
    say(/[ailo]/.test(text) && text.length === 12 ? 'wrong-letter' : 'not-a-parcel-id', text)
    return null
  }
  if (!MAINLAND.test(text)) say('not-mainland', text)
  return text
}

/** Mã định danh thửa đất: GeoHash of 12 letters of an inner point (TT 09/2024/TT-BTNMT). Kept as issued, never re-derived. */
export const parcelId = field<string>({
  type: 'parcel-id',
  label: 'Mã định danh thửa đất',
  description: 'Mã 12 ký tự GeoHash của một điểm trong thửa (TT 09/2024/TT-BTNMT); không bao giờ tính lại.',
  examples: ['w6ugw2n5q8xz'],
  family: 'E10',
  schema: z.string().regex(PARCEL_ID),
  findings: findings('12 ký tự GeoHash, ví dụ w7zc4x2k9b1m', {
    'wrong-letter': {
      vi: '{got} có chữ a, i, l hoặc o, không có trong mã định danh thửa đất.',
      en: 'Holds a letter that no GeoHash has (a, i, l, o).',
      fix: 'Chép lại mã từ hệ thống thông tin đất đai.',
    },
    'not-a-parcel-id': {
      vi: '{got} không phải mã định danh thửa đất 12 ký tự.',
      en: 'Not a parcel ID of 12 letters.',
      fix: 'Chép lại mã từ hệ thống thông tin đất đai, không tự sinh mã.',
    },
    'not-mainland': {
      severity: 'note',
      vi: '{got} không nằm trên đất liền Việt Nam.',
      en: 'Lies on no mainland of Việt Nam; right for far islands only.',
      fix: 'Kiểm tra nếu thửa không ở huyện đảo xa bờ.',
    },
  }),
  read: readParcelId,
})
