import type { CodeListVersion, CodeMove, ListCode } from '../../core/code-list.ts'
import type { Commune, OldCommune, Places } from '../places/dataset.ts'
import { OLD_PROVINCES, PROVINCES } from '../places/provinces.ts'
import type { Resolution } from '../places/resolution.ts'
import { stepsOf } from '../places/steps.ts'

export const COMMUNES = 'commune'
const COMMUNE_TITLE = 'Xã, phường, đặc khu'
const PROVINCE_TITLE = 'Tỉnh, thành phố'
const BEFORE = '2025-06-30'
const REFORM = '2025-07-01'
const CITY = '2026-04-30'
const DECISION = 'QĐ 19/2025/QĐ-TTg'
const CITY_RESOLUTION = 'NQ 30/2026/QH16, NQ 237/NQ-UBTVQH16'
const PROVINCE_RESOLUTION = 'NQ 202/2025/QH15'
/** Day of the snapshot: the reference is asked what a code is between one version and the next. */
const listed = (code: string, label: string, parent: string | null): ListCode => ({
  code,
  label,
  parent,
  from: null,
  to: null,
})

/** The three catalogues of communes, with the crosswalks between them as the resolver sees them. */
export function communeLists(places: Places): readonly CodeListVersion[] {
  const unit = (one: Commune): ListCode => ({
    ...listed(one.code, one.title, one.province),
    attributes: { type: one.type ?? '' },
  })
  const old = (one: OldCommune): ListCode => ({
    ...listed(one.code, one.title, one.province),
    attributes: { type: one.type ?? '', district: one.district },
  })
  const list = (version: string, source: string, codes: readonly ListCode[], moves: readonly CodeMove[]) => ({
    list: COMMUNES,
    title: COMMUNE_TITLE,
    version,
    from: version,
    source,
    codes,
    moves,
  })
  const aliases = [...places.codeAliases].flatMap(([alias, code]) => {
    const found = places.old.get(code)
    return found && !places.old.has(alias) ? [{ ...found, code: alias }] : []
  })
  return [
    list(BEFORE, 'danh mục ngày 30/6/2025', [...places.old.values(), ...aliases].map(old), []),
    list(REFORM, DECISION, [...places.now.values()].map(unit), reform(places, aliases)),
    list(CITY, CITY_RESOLUTION, [...places.latest.values()].map(unit), city(places)),
  ]
}

/** From the list of 30 June 2025; codes of 1 July 2025 and of today are the same, so the steps' answer for today holds. */
function reform(places: Places, aliases: readonly OldCommune[]): readonly CodeMove[] {
  const { fromOld } = stepsOf(places)
  const day = { first: BEFORE, last: BEFORE }
  return [...places.old.values(), ...aliases].flatMap((one) =>
    movesOf(fromOld(one, 'person', day)).map((move) => ({
      ...move,
      fromVersion: BEFORE,
      from: one.code,
      authority: one.authority,
    })),
  )
}

const codeOf = (ref: string): string => ref.slice(0, ref.indexOf('@'))

type Target = Pick<CodeMove, 'to' | 'kind' | 'assurance'>

function movesOf(resolution: Resolution): readonly Target[] {
  const sure = { assurance: 'register-complete' } as const
  switch (resolution.kind) {
    case 'unchanged':
      return [{ ...sure, to: codeOf(resolution.to), kind: 'unchanged' }]
    case 'merged':
      return [{ to: codeOf(resolution.to), kind: 'merged', assurance: resolution.assurance }]
    case 'split-by-population':
      return [
        { ...sure, to: codeOf(resolution.to), kind: 'split-by-population' },
        ...resolution.areaOnly.map((ref): Target => ({ ...sure, to: codeOf(ref), kind: 'ambiguous' })),
      ]
    case 'ambiguous':
      return resolution.candidates.map((ref) => ({ ...sure, to: codeOf(ref), kind: 'ambiguous' }))
    case 'unknown':
      return [{ ...sure, to: null, kind: 'retired' }]
  }
}

const city = (places: Places): readonly CodeMove[] =>
  [...places.now.keys()].map((code) => ({
    fromVersion: REFORM,
    from: code,
    to: code,
    kind: 'unchanged',
    assurance: 'register-complete',
    authority: CITY_RESOLUTION,
  }))

/** The 63 provinces of before, the 34 of today, and the day on which Đồng Nai became a city. */
export function provinceLists(): readonly CodeListVersion[] {
  const list = (version: string, source: string, codes: readonly ListCode[], moves: readonly CodeMove[]) => ({
    list: 'province',
    title: PROVINCE_TITLE,
    version,
    from: version,
    source,
    codes,
    moves,
  })
  const sure = { assurance: 'register-complete' } as const
  const into = (code: string) => OLD_PROVINCES.filter(({ now }) => now === code).length
  const now = PROVINCES.map(({ code, name }) => listed(code, name, null))
  return [
    list(
      BEFORE,
      'danh mục 63 tỉnh, thành phố',
      OLD_PROVINCES.map(({ code, name }) => listed(code, name, null)),
      [],
    ),
    list(
      REFORM,
      PROVINCE_RESOLUTION,
      now,
      OLD_PROVINCES.map((old) => ({
        ...sure,
        fromVersion: BEFORE,
        from: old.code,
        to: old.now,
        kind: into(old.now) === 1 ? 'unchanged' : 'merged',
        authority: PROVINCE_RESOLUTION,
      })),
    ),
    list(
      CITY,
      CITY_RESOLUTION,
      now.map((one) => (one.code === '75' ? { ...one, attributes: { type: 'thanh-pho' } } : one)),
      now.map(({ code }) => ({
        ...sure,
        fromVersion: REFORM,
        from: code,
        to: code,
        kind: 'unchanged',
        authority: CITY_RESOLUTION,
      })),
    ),
  ]
}
