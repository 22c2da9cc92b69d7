import type { Comparison, Sketch, TermFrequency } from '../../core/comparison.ts'
import { bare, type UnitRef } from '../../core/values.ts'
import { oncePerPair } from '../../engine/matching/comparisons/words.ts'
import { hashOf } from '../../engine/matching/encode.ts'
import { codeState } from '../rules/place.ts'
import { type PlaceForm, type PlaceRelation, placeForm, placeRelation } from './comparison.ts'
import { loadPlaces } from './dataset.ts'
import { locatorOf } from './locate.ts'
import { REFORM } from './period.ts'
import { today } from './resolution.ts'

const COMMUNE = /(?:^|[,;]\s*)(?=(?:xã|phường|thị trấn|đặc khu|xa|phuong|thi tran|dac khu)\s)/i

/** House, street and hamlet of an address in bare letters, without commune and above; null where it says none. */
export function doorOf(address: string | null): string | null {
  if (address === null) return null
  const at = address.search(COMMUNE)
  return bare(at < 0 ? address : address.slice(0, at)) || null
}

/** A house number, or a hamlet group with its number: as good as a person's own mark beside name and year. */
export const isNumbered = (door: string): boolean => /\d/.test(door) && door.includes(' ')

let locate: ReturnType<typeof locatorOf> | undefined
const known = new Map<string, readonly UnitRef[]>()
/** Addresses of one commune end alike. */
const KNOWN_MOST = 50_000
/** No commune was split among more in 2025. */
const PARTS_MOST = 6

/** Today's communes that an address may name: one where it is certain, several where its commune was split, or none. */
function communesInAddress(address: string | null): readonly UnitRef[] {
  const at = address?.search(COMMUNE) ?? -1
  if (address === null || at < 0) return []
  const tail = address.slice(at)
  const before = known.get(tail)
  if (before !== undefined) return before
  locate ??= locatorOf(loadPlaces())
  const { status, units } = locate({ code: '', text: tail.replace(/^[,;\s]+/, ''), asOf: null, subject: 'person' })
  const isCertain = status !== 'unknown' && status !== 'ambiguous' && units.length === 1
  // a name that many communes have says nothing
  const isPart = status === 'ambiguous' && units.length > 1 && units.length <= PARTS_MOST
  const found = isCertain || isPart ? units.map(({ code }) => today(code)).sort() : []
  if (known.size >= KNOWN_MOST) known.clear()
  known.set(tail, found)
  return found
}

/** Today's commune that an address names beyond doubt, or null. */
export function communeInAddress(address: string | null): UnitRef | null {
  const [only, ...others] = communesInAddress(address)
  return only === undefined || others.length > 0 ? null : only
}

/** A commune code as a register has it, with the name beside it. */
export interface NamedCommune {
  readonly commune: UnitRef | null
  readonly communeName: string | null
}

/** What a record says of where someone lives. */
export interface Dwelling extends NamedCommune {
  readonly address: string | null
  readonly householdNo: string | null
}

const OLD_LIST = '2025-06-30'

/**
 * The commune as code and name together have it: a code that fits its name only in the other list is of that list, one that
 * fits in neither is not believed.
 */
export function statedCommune({ commune, communeName }: NamedCommune): UnitRef | null {
  if (commune === null) return null
  const state = codeState(commune, communeName)
  if (state === 'fits') return commune
  if (state !== 'of-other-list') return null
  const [code = '', catalogue = ''] = commune.split('@')
  return `${code}@${catalogue < REFORM ? REFORM : OLD_LIST}`
}

/** The commune that a record states, or its address where it states none. */
const homeCommune = (row: Dwelling): UnitRef | null =>
  row.commune === null ? communeInAddress(row.address) : statedCommune(row)

let lastRow: Dwelling | null = null
let lastCommune: UnitRef | null = null

/** Today's commune of a record where it is certain: what records of all lists can be keyed by. */
export function communeToday(row: Dwelling): UnitRef | null {
  // Several rules ask the same of one record, one after another.
  if (row === lastRow) return lastCommune
  const ref = homeCommune(row)
  lastRow = row
  lastCommune = ref === null ? null : (placeForm(ref, 'person')?.today ?? null)
  return lastCommune
}

/** One residence file, or one door or hamlet in one commune of today. */
export function liveTogether(a: Dwelling, b: Dwelling): boolean {
  if (a.householdNo !== null && a.householdNo === b.householdNo) return true
  const door = doorOf(a.address)
  if (door === null || door !== doorOf(b.address)) return false
  const commune = communeToday(a)
  return commune !== null && commune === communeToday(b)
}

/** The same where the door has a number: a hamlet holds a hundred homes. */
export const shareDoor = (a: Dwelling, b: Dwelling): boolean =>
  liveTogether(a, b) &&
  ((a.householdNo !== null && a.householdNo === b.householdNo) || isNumbered(doorOf(a.address) ?? ''))

/** What of a record the comparison of homes reads. */
export function homeText(row: Dwelling): string | null {
  const commune = row.commune === null ? communesInAddress(row.address).join(OR) : (statedCommune(row) ?? '')
  const parts = [row.householdNo ?? '', doorOf(row.address) ?? '', commune]
  return parts.every((part) => part === '') ? null : parts.join('\t')
}

/** Between communes in one of which somebody lives. */
const OR = '|'

function placeIn(text: string): PlaceForm | null {
  if (text === '' || !text.includes(OR)) return text === '' ? null : placeForm(text, 'person')
  return { ref: text, today: null, isWhole: false, candidates: text.split(OR) }
}

interface Home {
  readonly file: string
  readonly door: string
  readonly isNumbered: boolean
  readonly place: PlaceForm | null
  /** Door and commune of today in one text, counted for term frequency: half a commune lives in one hamlet, four in one house. */
  readonly term: string | null
}

function read(text: string): Home {
  const [file = '', door = '', commune = ''] = text.split('\t')
  const place = placeIn(commune)
  const term = door === '' || !place?.today ? null : `${door} ${place.today}`
  return { file, door, isNumbered: isNumbered(door), place, term }
}

const tf: TermFrequency<Home> = {
  k: 1,
  floor: 1e-6,
  shared: (a, b) => (a.term !== null && a.term === b.term ? [a.term] : []),
}

const sameFile = (a: Home, b: Home): boolean => a.file !== '' && a.file === b.file
const sameDoor = (a: Home, b: Home): boolean => a.door !== '' && a.door === b.door
/** How the communes stand to each other; null where one is not known. */
const relationOf = (a: Home, b: Home): PlaceRelation | null =>
  a.place === null || b.place === null ? null : placeRelation(a.place, b.place)

/** What two homes have in common, most first; null where nothing can be compared. */
function nearnessOf(a: Home, b: Home): 'home' | 'hamlet' | 'commune' | 'part' | 'apart' | null {
  if (sameFile(a, b)) return 'home'
  const relation = relationOf(a, b)
  if (relation !== 'apart' && sameDoor(a, b) && (a.isNumbered || relation !== null))
    return a.isNumbered ? 'home' : 'hamlet'
  if (relation === null || relation === 'apart') return relation
  return relation === 'same' || relation === 'mapped' ? 'commune' : 'part'
}

/** No residence file. The number of a file is odd. */
const NO_FILE = 2
/** Places of a home's second word: a commune of today (there are some 3,300), whether it is whole, and its door. */
const COMMUNE_MOST = 1 << 12
const WHOLE = 1 << 19
const DOOR = WHOLE - 1
const LEVEL = { commune: 3, apart: 5 } as const

const communes = new Map<UnitRef, number>()
/** A number for a commune, the same for the life of a process, from 0; null where there are too many. */
function numberOf(commune: UnitRef): number | null {
  const known = communes.get(commune)
  if (known !== undefined) return known
  if (communes.size === COMMUNE_MOST) return null
  communes.set(commune, communes.size)
  return communes.size - 1
}

/** Residence file, commune of today and door as numbers: most people of one name live in two homes, which needs no reading. */
const sketch: Sketch = {
  of: (units, from, to, into, at) => {
    const { file, door, place } = read(String.fromCharCode(...units.subarray(from, to)))
    const commune = place?.today ? numberOf(place.today) : null
    if (commune === null) return
    into[at] = file === '' ? NO_FILE : hashOf(file) | 1
    into[at + 1] = (commune << 20) | (place?.isWhole ? WHOLE : 0) | (door === '' ? 0 : hashOf(door) & DOOR)
  },
  level: (file, home, otherFile, otherHome) => {
    if (file === otherFile && file !== NO_FILE) return 0
    if (home >>> 20 !== otherHome >>> 20) return LEVEL.apart
    const isOneUnit = ((home | otherHome) & WHOLE) !== 0
    const isOneDoor = (home & DOOR) === (otherHome & DOOR) && (home & DOOR) !== 0
    return isOneUnit && !isOneDoor ? LEVEL.commune : 0
  },
}

/**
 * Where two people live, as one piece of evidence: residence file, door and commune say the same thing three times. Texts as
 * `homeText` makes them.
 */
export function homes({ name = 'home' }: { readonly name?: string } = {}): Comparison<string, Home> {
  const nearness = oncePerPair(nearnessOf)
  return {
    name,
    prepare: read,
    terms: ({ term }) => (term === null ? [] : [term]),
    comparable: (a, b) => nearness(a, b) !== null,
    sketch,
    levels: [
      { code: 'home', label: 'cùng nhà', m: 0.6, u: 1e-5, test: (a, b) => nearness(a, b) === 'home', tf },
      { code: 'hamlet', label: 'cùng thôn', m: 0.25, u: 3e-4, test: (a, b) => nearness(a, b) === 'hamlet', tf },
      { code: 'commune', label: 'cùng xã', m: 0.06, u: 0.015, test: (a, b) => nearness(a, b) === 'commune' },
      {
        code: 'part',
        label: 'xã cũ bị chia hoặc nay chung một xã',
        m: 0.01,
        u: 3e-3,
        test: (a, b) => nearness(a, b) === 'part',
      },
    ],
    otherwise: { m: 0.08, u: 0.98 },
  }
}
