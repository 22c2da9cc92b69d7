import type { Commune, District, FormerCommune, OldCommune, Places } from './dataset.ts'
import {
  type CommuneType,
  communeName,
  type DistrictType,
  districtName,
  hasMarks,
  KEYS,
  type Named,
  type ProvinceReading,
  provinceNamed,
  type Tolerance,
} from './names.ts'

/** Names of a place as a register gives them; a missing one is null. */
export interface PlaceNames {
  readonly commune: string | null
  readonly district: string | null
  readonly province: string | null
}

interface Titled {
  readonly type: string | null
  readonly names: readonly string[]
  readonly province: string
}

/** Communes by key of their names, computed when first asked: most names are found by the strictest key. */
type Index<T> = (tolerance: Tolerance, key: string) => readonly T[]

function indexed<T extends Titled>(units: readonly T[]): Index<T> {
  const maps = new Map<Tolerance, Map<string, T[]>>()
  function build(tolerance: Tolerance): Map<string, T[]> {
    const map = new Map<string, T[]>()
    for (const unit of units) {
      for (const key of new Set(unit.names.map(KEYS[tolerance]))) map.set(key, [...(map.get(key) ?? []), unit])
    }
    maps.set(tolerance, map)
    return map
  }
  return (tolerance, key) => (maps.get(tolerance) ?? build(tolerance)).get(key) ?? []
}

/** A text without any mark may have lost them: then every unit with its letters is meant. */
export const tolerances = (names: PlaceNames): readonly Tolerance[] =>
  hasMarks(`${names.commune ?? ''}${names.district ?? ''}${names.province ?? ''}`) ? ['exact', 'variant'] : ['folded']

export interface Hit<T> {
  readonly unit: T
  /** What in the statement does not fit the unit; the hit is then a candidate at best. */
  readonly doubts: readonly string[]
  /** In today's province of the name, not in the old one: doubtful by itself, yet it makes another hit uncertain. */
  readonly isRival?: boolean
}

const TYPE_DIFFERS = 'loại đơn vị hành chính không khớp'
const DISTRICT_DIFFERS = 'huyện không khớp'
const NO_MARKS = 'tên xã không dấu'
const PROVINCE_DIFFERS = 'tỉnh không khớp thời điểm'

/**
 * Hits of the strictest tolerance that has any within the provinces. 'Phường Đúc' may be a whole name: it is tried last. A
 * commune without marks beside words that have some is found by its letters, with a doubt.
 */
function named<T extends Titled>(
  index: Index<T>,
  text: string,
  levels: readonly Tolerance[],
  isIn: (unit: T) => boolean,
): readonly Hit<T>[] {
  const { type, name } = communeName(text)
  const isBare = !levels.includes('folded') && !hasMarks(name)
  for (const spelling of type === null ? [name] : [name, text]) {
    for (const level of isBare ? [...levels, 'folded' as const] : levels) {
      const hits = index(level, KEYS[level](spelling)).filter(isIn)
      if (hits.length > 0) return hits.map((unit) => ({ unit, doubts: isBare && level === 'folded' ? [NO_MARKS] : [] }))
    }
  }
  return []
}

const withDoubt = <T>(hits: readonly Hit<T>[], doubt: string): readonly Hit<T>[] =>
  hits.map((hit) => ({ ...hit, doubts: [...hit.doubts, doubt] }))

/** Keeps the hits of the stated type; where none has it, all with a doubt. */
function byType<T>(
  hits: readonly Hit<T>[],
  { type }: Named<CommuneType>,
  isOfType: (unit: T, type: CommuneType) => boolean,
): readonly Hit<T>[] {
  const fitting = type === null ? hits : hits.filter((hit) => isOfType(hit.unit, type))
  return fitting.length > 0 ? fitting : withDoubt(hits, TYPE_DIFFERS)
}

export function sameName(names: readonly string[], stated: string, levels: readonly Tolerance[]): boolean {
  return levels.some((level) => {
    const key = KEYS[level](stated)
    return names.some((name) => KEYS[level](name) === key)
  })
}

export const isCertain = (hit: Hit<unknown>): boolean => hit.doubts.length === 0
const isOfType = (unit: { readonly type: CommuneType | null }, type: CommuneType): boolean => unit.type === type

export interface Finder {
  readonly now: (names: PlaceNames) => readonly Hit<Commune>[]
  /** `isPast`: the statement is surely of before the reform, so that its province is one of the 63. */
  readonly old: (names: PlaceNames, isPast: boolean) => readonly Hit<OldCommune>[]
  readonly former: (names: PlaceNames) => readonly Hit<FormerCommune>[]
  /** Special zones that were districts without communes. */
  readonly island: (names: PlaceNames) => readonly string[]
  /** The communes of the one district of the name, where all of them went whole to one unit of today; else none. */
  readonly wholeDistrict: (names: PlaceNames) => readonly OldCommune[]
  readonly inDistrict: (unit: OldCommune, district: string, levels: readonly Tolerance[]) => boolean
}

const provinceOf = (names: PlaceNames): ProvinceReading | null =>
  names.province === null ? null : provinceNamed(names.province)

interface Lists {
  readonly places: Places
  readonly now: Index<Commune>
  readonly old: Index<OldCommune>
  readonly former: Index<FormerCommune>
  /** Today's province of an old province code. */
  readonly today: (code: string) => string
  readonly districtsNamed: (stated: string, levels: readonly Tolerance[]) => ReadonlySet<District>
}

/** 'Quan Hóa' is a whole name, not the quận of Hóa: both readings of a district are tried. */
const isDistrict = (district: District, stated: string, levels: readonly Tolerance[]): boolean =>
  sameName(district.names, districtName(stated).name, levels) || sameName(district.names, stated, levels)

const MOST_DISTRICTS = 5_000

/** The districts of a name, kept: registers repeat a few hundred. */
function districtsOf(places: Places): Lists['districtsNamed'] {
  const known = new Map<string, ReadonlySet<District>>()
  return (stated, levels) => {
    const key = `${levels.length} ${levels[0]} ${stated}`
    const before = known.get(key)
    if (before) return before
    if (known.size >= MOST_DISTRICTS) known.clear()
    const found = new Set([...places.districts.values()].filter((one) => isDistrict(one, stated, levels)))
    known.set(key, found)
    return found
  }
}

function byDistrict(
  { places, districtsNamed }: Lists,
  hits: readonly Hit<OldCommune>[],
  names: PlaceNames,
): readonly Hit<OldCommune>[] {
  const { district } = names
  if (district === null) return hits
  const levels = tolerances(names)
  const stated = districtsNamed(district, levels)
  const within = hits.filter((hit) => stated.has(places.districts.get(hit.unit.district)!))
  if (within.length === 0) return withDoubt(hits, DISTRICT_DIFFERS)
  const type: DistrictType | null = districtName(district).type
  const ofType = within.filter((hit) => places.districts.get(hit.unit.district)!.type === type)
  return ofType.length > 0 ? ofType : within
}

/**
 * Communes of the old list: in the old province of the name, and in today's province of it, since old communes are still
 * written beside new provinces. Alone those are a doubt unless the district fits; beside others they are rivals.
 */
function findOld(lists: Lists, names: PlaceNames, isPast: boolean): readonly Hit<OldCommune>[] {
  const { old, today } = lists
  const commune = names.commune
  if (commune === null) return []
  const levels = tolerances(names)
  const province = provinceOf(names)
  const hits = (isIn: (unit: OldCommune) => boolean): readonly Hit<OldCommune>[] =>
    byDistrict(lists, byType(named(old, commune, levels, isIn), communeName(commune), isOfType), names)
  if (province === null) return hits(() => true)
  const strict = hits((unit) => province.old.includes(unit.province))
  if (province.now === null || (isPast && strict.some(isCertain))) return strict
  const wide = hits((unit) => today(unit.province) === province.now && !province.old.includes(unit.province))
  const placed = names.district !== null && !isPast ? wide.filter(isCertain) : []
  if (placed.length > 0) return [...strict.filter(isCertain), ...placed]
  const rivals = isPast ? wide : wide.map((hit) => ({ ...hit, isRival: isCertain(hit) }))
  return [...strict, ...withDoubt(rivals, PROVINCE_DIFFERS)]
}

function findNow({ places, now, today }: Lists, names: PlaceNames): readonly Hit<Commune>[] {
  if (names.commune === null) return []
  const province = provinceOf(names)
  const within = province === null ? null : (province.now ?? today(province.old[0]!))
  const hits = named(now, names.commune, tolerances(names), (unit) => within === null || unit.province === within)
  const isOfEither = (unit: Commune, type: CommuneType): boolean =>
    unit.type === type || places.latest.get(unit.code)?.type === type
  const typed = byType(hits, communeName(names.commune), isOfEither)
  const placed = names.district === null ? typed : withDoubt(typed, DISTRICT_DIFFERS)
  return province !== null && province.now === null ? withDoubt(placed, PROVINCE_DIFFERS) : placed
}

/** Vanished communes. Their districts are those of June 2025, so one that does not fit is only a doubt. */
function findFormer({ districtsNamed, former, today }: Lists, names: PlaceNames): readonly Hit<FormerCommune>[] {
  const { commune, district } = names
  if (commune === null) return []
  const levels = tolerances(names)
  const province = provinceOf(names)
  const isIn = (unit: FormerCommune): boolean =>
    province === null || province.old.includes(unit.province) || today(unit.province) === province.now
  const typed = byType(named(former, commune, levels, isIn), communeName(commune), isOfType)
  if (district === null || typed.length === 0) return typed
  const stated = [...districtsNamed(district, levels)]
  const within = typed.filter(({ unit }) =>
    stated.some((one) => one.province === unit.province && one.title === unit.district),
  )
  return within.length > 0 ? within : withDoubt(typed, DISTRICT_DIFFERS)
}

function findIsland({ places, districtsNamed }: Lists, names: PlaceNames): readonly string[] {
  const stated = names.district
  if (names.commune !== null || stated === null) return []
  const levels = tolerances(names)
  return [...places.islands]
    .filter(([code]) => districtsNamed(stated, levels).has(places.districts.get(code)!))
    .map(([, to]) => to)
}

function findWholeDistrict({ places, districtsNamed }: Lists, names: PlaceNames): readonly OldCommune[] {
  const { district } = names
  if (district === null) return []
  const levels = tolerances(names)
  const province = provinceOf(names)
  const { type } = districtName(district)
  const stated = [...districtsNamed(district, levels)].filter(
    (one) => (type === null || one.type === type) && (province === null || province.old.includes(one.province)),
  )
  if (stated.length !== 1) return []
  const communes = [...places.old.values()].filter((one) => one.district === stated[0]!.code)
  const targets = new Set(communes.flatMap((one) => one.to))
  return targets.size === 1 && communes.every((one) => one.how === 'whole') ? communes : []
}

export function finderOf(places: Places, nowOfOld: ReadonlyMap<string, string>): Finder {
  const lists: Lists = {
    places,
    now: indexed([...places.now.values()]),
    old: indexed([...places.old.values()]),
    former: indexed(places.former),
    today: (code) => nowOfOld.get(code) ?? code,
    districtsNamed: districtsOf(places),
  }
  return {
    now: (names) => findNow(lists, names),
    old: (names, isPast) => findOld(lists, names, isPast),
    former: (names) => findFormer(lists, names),
    island: (names) => findIsland(lists, names),
    wholeDistrict: (names) => findWholeDistrict(lists, names),
    inDistrict: (unit, district, levels) =>
      lists.districtsNamed(district, levels).has(places.districts.get(unit.district)!),
  }
}
