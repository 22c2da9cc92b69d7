import type { Fault } from '../../core/domain.ts'
import type { UnitRef } from '../../core/values.ts'
import { type AddressParts, addressParts } from '../places/address.ts'
import { type Commune, loadPlaces, type Places } from '../places/dataset.ts'
import { sameName, tolerances } from '../places/find.ts'
import { communeName, provinceNamed } from '../places/names.ts'
import { REFORM } from '../places/period.ts'
import { OLD_PROVINCES } from '../places/provinces.ts'
import { type Resolver, resolverOf } from '../places/resolve.ts'

/** Read on first use and once: four hundred kilobytes that a run without places never needs. */
let loaded: { readonly places: Places; readonly resolver: Resolver } | undefined
function gazetteer(): { readonly places: Places; readonly resolver: Resolver } {
  if (!loaded) {
    const places = loadPlaces()
    loaded = { places, resolver: resolverOf(places) }
  }
  return loaded
}

/** How a commune code stands to the list it is declared of and to the name beside it. */
export type CodeState = 'fits' | 'not-in-list' | 'name-differs' | 'of-other-list'

const isOld = (catalogue: string): boolean => catalogue < REFORM
const listOf = (catalogue: string): ReadonlyMap<string, Commune> =>
  isOld(catalogue) ? gazetteer().places.old : gazetteer().places.now

function bearsName(unit: Commune, name: string): boolean {
  const levels = tolerances({ commune: name, district: null, province: null })
  return sameName(unit.names, communeName(name).name, levels) || sameName(unit.names, name, levels)
}

const MOST_KNOWN = 50_000
function remembered<T>(make: (ref: UnitRef, text: string) => T): (ref: UnitRef, text: string | null) => T {
  const known = new Map<string, T>()
  // Several rules ask the same of one record, one after another.
  let last: { readonly ref: UnitRef; readonly text: string | null; readonly made: T } | null = null
  return (ref, text) => {
    if (last !== null && last.ref === ref && last.text === text) return last.made
    const key = `${ref}|${text ?? ''}`
    let made = known.get(key)
    // Most answers are null, and those are remembered too.
    if (made === undefined) {
      if (known.size >= MOST_KNOWN) known.clear()
      made = make(ref, text ?? '')
      known.set(key, made)
    }
    last = { ref, text, made }
    return made
  }
}

/**
 * Whether a commune code is of the list of its date and goes with the name (blank: only the code is judged). Codes were
 * re-used on 1 July 2025, so a code and a name that fit the other list together are of that list.
 */
export const codeState = remembered((ref: UnitRef, name: string): CodeState => {
  const [code = '', catalogue = ''] = ref.split('@')
  const actual = gazetteer().places.codeAliases.get(code) ?? code
  const own = listOf(catalogue).get(actual)
  if (own && (name === '' || bearsName(own, name))) return 'fits'
  const other = (isOld(catalogue) ? gazetteer().places.now : gazetteer().places.old).get(actual)
  if (other && name !== '' && bearsName(other, name)) return 'of-other-list'
  return own ? 'name-differs' : 'not-in-list'
})

/** The name of the code in its list: 'Phường Bàn Thạch', or that the list lacks it. */
export function titleOf(ref: UnitRef): string {
  const [code = '', catalogue = ''] = ref.split('@')
  const date = isOld(catalogue) ? '30/6/2025' : '01/7/2025'
  const title = listOf(catalogue).get(code)?.title
  return title ? `${code} là ${title} (danh mục ${date})` : `mã có trong danh mục ${date}`
}

/** Today's commune of a reference, or null where that is not certain: a split, an unknown code. */
export const todaysCommune = remembered((ref: UnitRef): string | null => {
  const found = gazetteer().resolver.resolveRef(ref, 'person')
  return found.kind === 'unchanged' || found.kind === 'merged' ? found.to : null
})

const DISTRICT = /quận|huyện|thị xã|thành phố|\b(?:tp|tx)\b|[qh]\. ?\p{L}/iu

/** The district that an address of after the reform still names, or null. A centrally-run city is no district. */
export const districtKept = remembered((ref: UnitRef, address: string): Fault | null => {
  if (isOld(ref.slice(6)) || !DISTRICT.test(address)) return null
  const { district } = addressParts(address)
  return district === null ? null : { got: district, expected: 'xã và tỉnh, không còn cấp huyện từ 01/7/2025' }
})

/** Words without which an address names neither commune nor province: most name house and street alone. */
const NAMES_PLACE = /xã|phường|thị trấn|đặc khu|tỉnh|thành phố|\b(?:x|p|tt|tp|t\.p|đk)\b|[xp]\.?\d|,[^,]*,/iu

const oldProvinceNow = new Map(OLD_PROVINCES.map(({ code, now }) => [code, now]))

/** Whether the province in the address can be that of the unit in its list. */
function provinceFits(unit: Commune, province: string, isOfOldList: boolean): boolean {
  const named = provinceNamed(province)
  if (named === null) return true
  if (isOfOldList) return named.old.includes(unit.province)
  return named.now === unit.province || named.old.some((code) => oldProvinceNow.get(code) === unit.province)
}

/** The commune or province of the address where it is another than that of the code; null where it says none. */
export const addressDisagrees = remembered((ref: UnitRef, address: string): Fault | null => {
  const [code = '', catalogue = ''] = ref.split('@')
  const unit = listOf(catalogue).get(code)
  if (!unit || address.length > 400 || !NAMES_PLACE.test(address)) return null
  const parts: AddressParts = addressParts(address)
  const isOtherCommune =
    parts.commune !== null && communeName(parts.commune).type !== null && !bearsName(unit, parts.commune)
  const isOtherProvince = parts.province !== null && !provinceFits(unit, parts.province, isOld(catalogue))
  if (!isOtherCommune && !isOtherProvince) return null
  return { got: [parts.commune, parts.province].filter(Boolean).join(', '), expected: titleOf(ref) }
})
