import { words } from '../fields/cell.ts'
import { communeName, districtName, hasMarks, provinceNamed } from './names.ts'

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
  /(?<=[\p{L}\d.])(?<!(?:^|[\s,])thị) ?(?<= |- )(?=(?:xã|phường|thị trấn|đặc khu|quận|huyện|thị xã|thành phố|tỉnh(?! lộ)|tp|tx) |(?:x|p|q|h|tt|tx|tp|t\.p|đk)\. ?\p{L}|[pqf]\.? ?\d|tp\.?hcm)/giu
/** The same in a text that lost its marks; there 'quan' and 'xa' may belong to a name, so they stand alone. */
const BARE_STARTS =
  /(?<=[a-z\d.])(?<!(?:^|[\s,])(?:thi|xa|phuong|quan|huyen|dac|thanh pho)) (?=(?:xa|phuong|thi tran|dac khu|quan(?! (?:xa|phuong|huyen|tinh) )|huyen|thi xa|thanh pho|tinh(?! lo)) )/gi
/** A dash parts, but in the names that have one: Bà Rịa - Vũng Tàu, Chân Mây - Lăng Cô, Xuân Hương - Đà Lạt… */
const SEPARATORS =
  /[,;|()\n]| [-–] (?=\p{L})(?!vũng tàu|vung tau|huế|hue|tháp chàm|thap cham|lăng cô|lang co|quốc tử giám|quoc tu giam|trung tự|trung tu|đà lạt|da lat)|[-–](?=(?:tp|tx|quận|huyện|tỉnh|thành phố)[. ])/iu
const HAMLET =
  /^(?:thôn|thon|ấp|ap|bản|ban|buôn|buon|làng|lang|khóm|khom|khu phố|khu pho|khu|khối|khoi|kp|tổ|to|tdp|xóm|xom|đội|doi|số|so|đường|duong|đ\.|hẻm|hem|ngõ|ngo|ngách|lô|lo|kiệt|kiet|quốc lộ|tỉnh lộ|quoc lo|tinh lo)(?:[ .]|$)/i
const COUNTRY = /[,\s–-]*(?<![\p{L}\d])(?:việt nam|viet nam|vietnam|vn)\.?$/iu
/** 'Phường Tân Thạnh cũ', 'xã Hòa Liên (cũ)'. */
const AGE = /(?: cũ| ?\((?:cũ|mới)\))(?=$|[,;])/giu

/** The parts of an address in the order of the text. */
function partsOf(text: string): readonly string[] {
  const clean = words(text)
  if (clean.length > LONGEST) return []
  const plain = clean.replace(COUNTRY, '').replace(AGE, '')
  const marked = hasMarks(plain) ? plain : plain.replace(BARE_STARTS, parted)
  const parts = marked
    .replace(STARTS, ', ')
    .split(SEPARATORS)
    .map((part) => part.replace(/^[\s.-]+|[\s.-]+$/g, ''))
    .filter((part) => part !== '')
  return parts.length > 1 && isProvince(parts, 0) && !isProvince(parts, parts.length - 1) ? parts.toReversed() : parts
}

/** 'tinh' begins a province only where one follows: Phước Tỉnh is a commune. */
const parted = (space: string, at: number, whole: string): string =>
  /^ tinh /i.test(whole.slice(at)) && provinceNamed(whole.slice(at + 1)) === null ? space : ', '

/**
 * Takes an address apart from its end: province, then district, then commune, each only where its word or name says so.
 * A part whose level is not said and that is no province is read as the commune if it is the last before the province.
 */
export const addressParts = (text: string): AddressParts => takenApart(partsOf(text))

function takenApart(parts: readonly string[]): AddressParts {
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
  return { street: streetOf(parts, at), commune, district, province }
}

const streetOf = (parts: readonly string[], at: number): string | null =>
  at >= 0 ? parts.slice(0, at + 1).join(', ') : null

/** 'Huế' and 'Ninh Bình' are towns and provinces: a part that says it is a district or commune is no province. */
function isProvince(parts: readonly string[], at: number): boolean {
  const part = parts[at]!
  if (provinceNamed(part) === null) return false
  const { type } = districtName(part)
  return communeName(part).type === null && (type === null || type === 'thanh-pho')
}

/**
 * Every way in which an address may be meant, for a text that leaves levels unsaid: 'Tân Thạnh, Tam Kỳ' is a commune with
 * its district, or a hamlet with its commune. The first list is what the text says; a further one holds only where the
 * lists before it are about no place at all.
 */
export function* addressReadings(text: string): Generator<readonly AddressParts[]> {
  const parts = partsOf(text)
  if (parts.length === 0) return
  yield readings(parts)
  const cut = withProvinceCut(parts)
  if (cut !== null) yield readings(cut)
  const dashed = partsOf(text.replace(DASH, ', '))
  if (dashed.length > parts.length) yield readings(dashed)
}

const DASH = /(?<=[\p{L}\d]) ?[-–] ?(?=\p{L})/gu

function readings(parts: readonly string[]): readonly AddressParts[] {
  const said = takenApart(parts)
  const end = parts.length - (said.province === null ? 1 : 2)
  const last = parts[end]
  if (last === undefined || isSaid(said) || HAMLET.test(last) || parts.slice(0, end).some(isTyped)) return [said]
  const asCommune = { ...said, commune: last, district: null, street: streetOf(parts, end - 1) }
  const before = parts[end - 1]
  const asIsland = { ...said, commune: null, district: last, street: streetOf(parts, end - 1) }
  if (before === undefined || HOUSE.test(before)) return [asCommune, asIsland]
  return [asCommune, asIsland, { ...said, commune: before, district: last, street: streetOf(parts, end - 2) }]
}

const isTyped = (part: string): boolean => communeName(part).type !== null || districtName(part).type !== null

/** '12/3 Quang Trung' is a house; '12' may be a ward, 'Sơn Kim 1' is a commune. */
const HOUSE = /^(?:\d+\p{L}? +\p{L}|[\p{L}]?\d+\p{L}?[/-]\d)/u

/** Whether the text says itself which part is the commune or the district. */
const isSaid = ({ commune, district }: AddressParts): boolean =>
  district !== null || (commune !== null && communeName(commune).type !== null)

/** 'Xã Hòa Liên Đà Nẵng': the name of a province at the end of the last part, two to four words, with more before it. */
function withProvinceCut(parts: readonly string[]): readonly string[] | null {
  const last = parts.at(-1)!.split(' ')
  for (let size = Math.min(5, last.length - 1); size >= 1; size--) {
    const tail = last.slice(-size).join(' ')
    const rest = last.slice(0, -size).join(' ')
    if (provinceNamed(tail) !== null && communeName(`${rest} x`).name !== 'x' && districtName(`${rest} x`).name !== 'x')
      return [...parts.slice(0, -1), rest, tail]
  }
  return null
}
