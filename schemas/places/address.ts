import { words } from '../fields/cell.ts'
import { communeName, districtName, provinceNamed } from './names.ts'

/** An address taken apart at its administrative words; what stands before the commune is house, street and hamlet. */
export interface AddressParts {
  readonly street: string | null
  readonly commune: string | null
  readonly district: string | null
  readonly province: string | null
}

const LONGEST = 500
/** Words that begin an administrative part where no comma does; 'tỉnh lộ' and 'quốc lộ' are roads. */
const STARTS =
  /(?<=[\p{L}\d]) (?=(?:xã|phường|thị trấn|đặc khu|quận|huyện|thị xã|thành phố|tỉnh(?! lộ)|tp|tx) |(?:x|p|q|h|tt|tx|tp|t\.p|đk)\. ?\p{L}|[pq]\.? ?\d)/giu
const HAMLET =
  /^(?:thôn|ấp|bản|buôn|làng|khóm|khu phố|kp|tổ|tdp|xóm|số|đường|đ\.|hẻm|ngõ|ngách|lô|kiệt|quốc lộ|tỉnh lộ)(?:[ .]|$)/i

/**
 * Takes an address apart from its end: province, then district, then commune, each only where its word or name says so.
 * A part whose level is not said and that is no province is read as the commune if it is the last before the province.
 */
export function addressParts(text: string): AddressParts {
  const none: AddressParts = { street: null, commune: null, district: null, province: null }
  const clean = words(text)
  if (clean.length > LONGEST) return none
  const parts = clean
    .replace(STARTS, ', ')
    .split(/[,;\n]| - (?=\p{Lu})(?!vũng tàu|huế)/iu)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  let at = parts.length - 1
  const province = at >= 0 && isProvince(parts, at) ? parts[at--]! : null
  const hasDistrict =
    at >= 0 &&
    (districtName(parts[at]!).type !== null ||
      (at > 0 && communeName(parts[at - 1]!).type !== null && communeName(parts[at]!).type === null))
  const district = hasDistrict ? parts[at--]! : null
  const isCommune =
    at >= 0 &&
    !HAMLET.test(parts[at]!) &&
    (communeName(parts[at]!).type !== null || province !== null || district !== null)
  const commune = isCommune ? parts[at--]! : null
  const street = at >= 0 ? parts.slice(0, at + 1).join(', ') : null
  return { street, commune, district, province }
}

/** 'Huế' and 'Ninh Bình' are towns and provinces: a part that says it is a district or commune is no province. */
function isProvince(parts: readonly string[], at: number): boolean {
  const part = parts[at]!
  if (provinceNamed(part) === null) return false
  const { type } = districtName(part)
  return communeName(part).type === null && (type === null || type === 'thanh-pho')
}
