import { bare } from '../../core/values.ts'
import { words } from '../fields/cell.ts'
import { nameKey } from '../fields/name-keys.ts'
import { OLD_PROVINCES, PROVINCES } from './provinces.ts'

export type CommuneType = 'xa' | 'phuong' | 'thi-tran' | 'dac-khu'
export type DistrictType = 'quan' | 'huyen' | 'thi-xa' | 'thanh-pho'

export interface Named<T> {
  readonly type: T | null
  /** The name without its type, as written. */
  readonly name: string
}

/**
 * A type is written out, or abbreviated before a dot, a digit or a space. A greedy rule would turn 'Quảng' into 'quận uảng'.
 */
const COMMUNE_TYPES: readonly (readonly [CommuneType, RegExp])[] = [
  ['xa', /^(?:(?:xã|xa) |x\.? ?(?=\d)|x\. ?|x )/i],
  // 'F.12': the ward of a city in the south.
  ['phuong', /^(?:(?:phường|phuong) |[pf]\.? ?(?=\d)|p\. ?|p )/i],
  ['thi-tran', /^(?:(?:thị trấn|thi tran) |tt\. ?|tt )/i],
  ['dac-khu', /^(?:(?:đặc khu|dac khu) |đk\. ?|đk )/i],
]
const DISTRICT_TYPES: readonly (readonly [DistrictType, RegExp])[] = [
  ['quan', /^(?:(?:quận|quan) |q\.? ?(?=\d)|q\. ?|q )/i],
  // Not 'h ' without its dot: H Bông is a commune.
  ['huyen', /^(?:(?:huyện đảo|huyen dao|huyện|huyen) |h\. ?)/i],
  ['thi-xa', /^(?:(?:thị xã|thi xa) |tx\. ?|tx )/i],
  ['thanh-pho', /^(?:(?:thành phố|thanh pho) |t\.?p(?:\. ?| ))/i],
]

function named<T>(text: string, types: readonly (readonly [T, RegExp])[]): Named<T> {
  const clean = words(text)
  for (const [type, prefix] of types) {
    const found = prefix.exec(clean)
    if (found && found[0].length < clean.length) return { type, name: clean.slice(found[0].length).trim() }
  }
  return { type: null, name: clean }
}

export const communeName = (text: string): Named<CommuneType> => named(text, COMMUNE_TYPES)
export const districtName = (text: string): Named<DistrictType> => named(text, DISTRICT_TYPES)

const ROMAN: Readonly<Record<string, string>> = {
  I: '1',
  II: '2',
  III: '3',
  IV: '4',
  V: '5',
  VI: '6',
  VII: '7',
  VIII: '8',
  IX: '9',
  X: '10',
  XI: '11',
  XII: '12',
}

/** '04' and 'IV' -> '4': numbered wards are written in three ways. */
const numbered = (name: string): string =>
  name
    .replace(/^0+(?=\d)/, '')
    .replace(/(^|\s)([IVX]{1,4})$/, (all, before: string, digits: string) =>
      ROMAN[digits] ? before + ROMAN[digits] : all,
    )

/** Đắk, Đăk, Đak, Đắc, Dak: one word of the Highlands, spelt otherwise in every list. */
const DAK = /(^| )[đd][ăâa][kc][02]?(?= |$)/g
const withI = (text: string): string => text.replace(/([^aeou ])y(?= |$)/g, '$1i')

/** How tolerant a comparison of names is, strict first. */
export type Tolerance = 'exact' | 'variant' | 'folded'

/** Most names kept with their keys: all of the lists, and what the registers add. */
const MOST_KEYS = 60_000

function remembered(key: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    if (known.size >= MOST_KEYS) known.clear()
    const made = key(name)
    known.set(name, made)
    return made
  }
}

/**
 * Keys of a name without its type: `exact` forgets case, apostrophes and the place of the tone mark; `variant` also i/y, joined
 * syllables and the spellings of Đắk; `folded` all marks, for texts that have none.
 */
export const KEYS: Readonly<Record<Tolerance, (name: string) => string>> = {
  exact: remembered((name) => nameKey(numbered(name), 2)),
  variant: remembered((name) =>
    nameKey(numbered(name), 3)
      .replace(DAK, '$1đăk')
      .replace(/(?<=\p{L})0/gu, '')
      .replaceAll(' ', ''),
  ),
  folded: remembered((name) =>
    withI(bare(numbered(name)))
      .replace(DAK, '$1dak')
      .replaceAll(' ', ''),
  ),
}

/** Whether the text carries any Vietnamese mark: a text without may have lost them all. */
export const hasMarks = (text: string): boolean => /[^\u0000-\u007f]/.test(text.normalize('NFC').replace(/[’‘–—]/g, ''))

export interface ProvinceReading {
  /** Codes of the provinces of before 1 July 2025 that bore the name. */
  readonly old: readonly string[]
  /** Code of today's province of the name; null where only an old one bore it. */
  readonly now: string | null
}

/** Other spellings of province names that registers use, by bare letters. 'ĐN' is left out: it is Đà Nẵng or Đồng Nai. */
const PROVINCE_ALIASES: Readonly<Record<string, string>> = {
  hcm: 'hochiminh',
  tphcm: 'hochiminh',
  saigon: 'hochiminh',
  hn: 'hanoi',
  tth: 'hue',
  tthue: 'hue',
  thuathienhue: 'hue',
  thuathien: 'hue',
  brvt: 'bariavungtau',
  qnam: 'quangnam',
  backan: 'backan',
  baccan: 'backan',
  daclac: 'daklak',
  dacnong: 'daknong',
}
const PROVINCE_PREFIX = /^(?:(?:tỉnh|tinh|thành phố|thanh pho) |t\.?p(?:\. ?| |(?=\p{L}{3}))|t\. ?)/iu

const letters = (text: string): string => bare(text).replaceAll(' ', '')

const readings = new Map<string, ProvinceReading>()
for (const { code, name } of OLD_PROVINCES) {
  const before = readings.get(letters(name))
  readings.set(letters(name), { old: [...(before?.old ?? []), code], now: null })
}
for (const { code, name } of PROVINCES)
  readings.set(letters(name), { old: readings.get(letters(name))?.old ?? [], now: code })
const aliases = new Map(Object.entries(PROVINCE_ALIASES))

/** What a province name means; null where no province bears it. */
export function provinceNamed(text: string): ProvinceReading | null {
  const key = provinceKey(text)
  return readings.get(key) ?? null
}

const provinceKey = remembered((text) => {
  const clean = words(text)
  const whole = letters(clean)
  const bared = aliases.get(whole) ?? letters(clean.replace(PROVINCE_PREFIX, ''))
  return aliases.get(bared) ?? bared
})
