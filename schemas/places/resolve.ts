import type { PartialDate, UnitRef } from '../../core/values.ts'
import type { Commune, FormerCommune, OldCommune, Places } from './dataset.ts'
import { type Finder, finderOf, type Hit, isCertain, type PlaceNames, sameName, tolerances } from './find.ts'
import { communeName, KEYS, provinceNamed } from './names.ts'
import { LAST_FORMER, mayBeBefore, mayBeFrom, type Period, periodOf, REFORM } from './period.ts'
import { OLD_PROVINCES } from './provinces.ts'
import { ambiguous, doubted, joined, type Resolution, type Subject, today, unitsOf, unknown } from './resolution.ts'
import { type Steps, stepsOf } from './steps.ts'

export interface PlaceQuery extends Partial<PlaceNames> {
  /** Five digits as the source has them. */
  readonly code?: string | null
  /** Date, known to the day, month or year, at which code and names held; a catalogue's day does. */
  readonly asOf?: PartialDate | null
  readonly subject: Subject
}

export interface UnitName {
  readonly code: string
  /** With its type, as today's catalogue writes it: 'Phường Bàn Thạch'. */
  readonly name: string
  readonly provinceCode: string
}

export interface Resolver {
  /** Today's unit for a statement of place. Total and pure: the same query and data give the same answer. */
  readonly resolve: (query: PlaceQuery) => Resolution
  readonly resolveRef: (ref: UnitRef, subject: Subject) => Resolution
  /** Name and province of a unit of today; null for a reference of no known catalogue. */
  readonly unit: (ref: UnitRef) => UnitName | null
}

/** Longest name or code that is looked up. */
const LONGEST = 200
/** More units than this are no help to anybody. */
const MOST_CANDIDATES = 200
const nowOfOld = new Map(OLD_PROVINCES.map(({ code, now }) => [code, now]))

const blank = (text: string | null | undefined): string | null => text?.trim() || null

/** A resolver over a data set: see `Resolution` for what its answers promise. It never guesses. */
export function resolverOf(places: Places): Resolver {
  const tools = { places, finder: finderOf(places, nowOfOld), steps: stepsOf(places) }
  const resolve = (query: PlaceQuery): Resolution => {
    const names = { commune: blank(query.commune), district: blank(query.district), province: blank(query.province) }
    const period = periodOf(blank(query.asOf))
    const code = blank(query.code)
    if ([code, ...Object.values(names)].some((text) => text !== null && text.length > LONGEST))
      return unknown('văn bản quá dài')
    if (!period) return unknown(`${query.asOf} không phải ngày hoặc danh mục`)
    if (names.province !== null && provinceNamed(names.province) === null)
      return unknown(`không có tỉnh ${names.province}`)
    return code === null
      ? byNames(tools, names, query.subject, period)
      : byCode(tools, code, names, query.subject, period)
  }
  return {
    resolve,
    resolveRef: (ref, subject) => {
      const [code = '', asOf = ''] = ref.split('@')
      return resolve({ code, asOf, subject })
    },
    unit: (ref) => {
      const [code = ''] = ref.split('@')
      const found = places.latest.get(code)
      return found && !ref.endsWith('@2025-06-30') ? { code, name: found.title, provinceCode: found.province } : null
    },
  }
}

const hint = (resolutions: readonly Resolution[]): readonly UnitRef[] =>
  [...new Set(resolutions.flatMap(unitsOf))].slice(0, MOST_CANDIDATES)

interface Reading {
  readonly resolution: Resolution
  readonly isCertain: boolean
  /** What it would be without its doubts, where it must be weighed beside certain ones. */
  readonly rival: Resolution | null
}

function readingsOf<T>(hits: readonly Hit<T>[], step: (unit: T) => Resolution): readonly Reading[] {
  return hits.map((hit) => {
    const plain = step(hit.unit)
    const resolution = isCertain(hit) ? plain : doubted(plain, hit.doubts.join('; '))
    return { resolution, isCertain: isCertain(hit), rival: hit.isRival ? plain : null }
  })
}

/** Certain readings with their rivals; where there is no certain one, all. */
function weighed(readings: readonly Reading[]): readonly Resolution[] {
  const certain = readings.filter((one) => one.isCertain)
  if (certain.length === 0) return readings.map((one) => one.resolution)
  return [...certain.map((one) => one.resolution), ...readings.flatMap((one) => one.rival ?? [])]
}

function byNames({ places, finder, steps }: Tools, names: PlaceNames, subject: Subject, period: Period): Resolution {
  const isPast = mayBeBefore(period, REFORM)
  const islands = isPast ? finder.island(names) : []
  if (islands.length === 1)
    return {
      kind: 'unchanged',
      to: today(islands[0]!),
      changed: ['type'],
      why: [`${names.district} là huyện đảo không có xã; nghị quyết năm 2025 của UBTVQH`],
    }
  if (names.commune === null && isPast) {
    const whole = finder.wholeDistrict(names)
    if (whole.length > 0)
      return joined(
        whole.map((unit) => steps.fromOld(unit, subject, period)),
        'huyện chia cho nhiều xã',
      )
  }
  if (names.commune === null) return unknown('không có tên xã')
  const oldHits = finder.old(names, !mayBeFrom(period, REFORM))
  const old = readingsOf(oldHits, (unit) => steps.fromOld(unit, subject, period))
  const now = readingsOf(finder.now(names), (unit) => steps.fromNow(unit, period))
  const vanished = mayBeBefore(period, LAST_FORMER)
    ? finder.former(names).filter((hit) => !isBorneOn(places, hit.unit, oldHits))
    : []
  const readings = [
    ...(isPast ? old : []),
    ...readingsOf(vanished, steps.fromFormer),
    ...(mayBeFrom(period, REFORM) ? now : []),
  ]
  const chosen = weighed(readings)
  if (new Set(chosen.flatMap(unitsOf)).size > MOST_CANDIDATES)
    return unknown(`quá nhiều xã tên ${names.commune}: cần tỉnh, huyện`)
  if (chosen.length > 0) return joined(chosen, `${names.commune} có thể là nhiều xã`)
  return unknown(
    `không có ${names.commune} trong danh mục của thời điểm này`,
    hint([...old, ...now].map((one) => one.resolution)),
  )
}

/** A vanished name that an old commune of the same district bears on is weighed with that commune: see `earlierOf`. */
const isBorneOn = (places: Places, former: FormerCommune, hits: readonly Hit<OldCommune>[]): boolean =>
  hits.some(
    ({ unit }) =>
      unit.province === former.province &&
      KEYS.exact(unit.title) === KEYS.exact(former.title) &&
      KEYS.exact(places.districts.get(unit.district)!.title) === KEYS.exact(former.district),
  )

interface Tools {
  readonly places: Places
  readonly finder: Finder
  readonly steps: Steps
}

function byCode(tools: Tools, stated: string, names: PlaceNames, subject: Subject, period: Period): Resolution {
  const { places, finder, steps } = tools
  const code = places.codeAliases.get(stated) ?? stated
  if (!/^\d{5}$/.test(code)) return notACode(places, code)
  const old = mayBeBefore(period, REFORM) ? places.old.get(code) : undefined
  const now = mayBeFrom(period, REFORM) ? places.now.get(code) : undefined
  const before = old && fitsNames(old, names, finder) ? steps.fromOld(old, subject, period) : null
  // Today's units lie in no district: a district speaks for the old unit where that fits, and else against both.
  const isNow = now && fitsNames(now, names, finder) && !(before && names.district !== null)
  const plain = isNow ? steps.fromNow(now, period) : null
  const after =
    plain && names.district !== null ? doubted(plain, `từ ngày 01/7/2025 không còn ${names.district}`) : plain
  if (!before && !after) return misfit(tools, code, names, subject, period)
  if (!before || !after || old?.title === now?.title)
    return joined(
      [before, after].filter((one) => one !== null),
      `mã ${code} có trong hai danh mục`,
    )
  return ambiguous(hint([before, after]), `mã ${code} là ${old?.title} trước 01/7/2025 và ${now?.title} từ ngày đó`, [
    ...before.why,
    ...after.why,
  ])
}

function notACode(places: Places, code: string): Resolution {
  const padded = /^\d{1,4}$/.test(code) ? code.padStart(5, '0') : ''
  const hints = [
    ...(places.old.has(padded) ? [`${padded}@2025-06-30`] : []),
    ...(places.now.has(padded) ? [`${padded}@2025-07-01`] : []),
  ]
  return unknown(
    hints.length > 0 ? `mã ${code} có lẽ thiếu số 0 ở đầu, không tự thêm` : `${code} không phải mã xã 5 chữ số`,
    hints,
  )
}

/** Whether the names beside a code can be those of the commune; names that are missing fit. */
function fitsNames(unit: Commune | OldCommune, names: PlaceNames, finder: Finder): boolean {
  const levels = tolerances(names)
  const province = names.province === null ? null : provinceNamed(names.province)
  const { commune, district } = names
  if (
    commune !== null &&
    !sameName(unit.names, communeName(commune).name, levels) &&
    !sameName(unit.names, commune, levels)
  )
    return false
  if (!('district' in unit))
    return province === null || unit.province === (province.now ?? nowOfOld.get(province.old[0]!))
  if (district !== null && !finder.inDistrict(unit, district, levels)) return false
  return province === null || province.old.includes(unit.province) || nowOfOld.get(unit.province) === province.now
}

/** Code and names that fit no catalogue together: neither is believed, both are hints. */
function misfit(tools: Tools, code: string, names: PlaceNames, subject: Subject, period: Period): Resolution {
  const old = tools.places.old.get(code)
  const now = tools.places.now.get(code)
  const byItself = [
    ...(old ? [tools.steps.fromOld(old, subject, period)] : []),
    ...(now ? [tools.steps.fromNow(now, period)] : []),
  ]
  const named = names.commune === null ? [] : [byNames(tools, names, subject, period)]
  const reason = old || now ? `mã ${code} không khớp với tên hoặc thời điểm` : `không có mã ${code} trong danh mục nào`
  return unknown(reason, hint([...named, ...byItself]))
}
