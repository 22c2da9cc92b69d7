import type { Commune, FormerCommune, OldCommune, Places } from './dataset.ts'
import { KEYS, provinceNamed } from './names.ts'
import { LAST_FORMER, mayBeBefore, type Period } from './period.ts'
import { OLD_PROVINCES } from './provinces.ts'
import { ambiguous, LATEST, type Resolution, type Subject, today } from './resolution.ts'

/** Today's communes, each with the old ones of which any part came. */
function contributorsOf(places: Places): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { code, to } of places.old.values())
    for (const now of to) found.set(now, [...(found.get(now) ?? []), code])
  return found
}

/** Old communes whose name also stood for other land or people before: names of the former list that lead elsewhere. */
function earlierOf(places: Places): ReadonlyMap<string, readonly string[]> {
  const districtKeys = new Map([...places.districts.values()].map(({ code, title }) => [code, KEYS.exact(title)]))
  const key = (title: string, district: string, province: string): string =>
    `${KEYS.exact(title)}|${district}|${province}`
  const former = new Map(places.former.map((one) => [key(one.title, KEYS.exact(one.district), one.province), one.to]))
  const found = new Map<string, readonly string[]>()
  for (const one of places.old.values()) {
    const to = former.get(key(one.title, districtKeys.get(one.district)!, one.province)) ?? []
    const elsewhere = to.filter((code) => !one.to.includes(code))
    if (elsewhere.length > 0) found.set(one.code, elsewhere)
  }
  return found
}

interface Succession {
  readonly places: Places
  readonly contributors: ReadonlyMap<string, readonly string[]>
  readonly earlier: ReadonlyMap<string, readonly string[]>
}

function changes(before: Commune, province: string, after: Commune): ('name' | 'type' | 'province')[] {
  const isRenamed = KEYS.exact(before.names[0]!) !== KEYS.exact(after.names[0]!)
  const old = OLD_PROVINCES.find((one) => one.code === province)
  const isMoved = old !== undefined && (old.code !== after.province || provinceNamed(old.name)?.now !== after.province)
  return [
    ...(isRenamed ? ['name' as const] : []),
    ...(before.type !== after.type ? ['type' as const] : []),
    ...(isMoved ? ['province' as const] : []),
  ]
}

function fromNow({ places }: Succession, commune: Commune, period: Period): Resolution {
  const changed = mayBeBefore(period, LATEST) ? changes(commune, '', places.latest.get(commune.code)!) : []
  const retyped = changed.includes('type') ? places.retyped.get(commune.code) : undefined
  return {
    kind: 'unchanged',
    to: today(commune.code),
    changed,
    why: [
      `danh mục 2025-07-01: ${commune.code} ${commune.title}`,
      ...(retyped ? [`${retyped.authority}, hiệu lực ${retyped.effectiveFrom}`] : []),
    ],
  }
}

/** `unchanged` only where no other commune came in, by a register that is complete for the province. */
function whole({ places, contributors }: Succession, old: OldCommune, why: readonly string[]): Resolution {
  const code = old.to[0]!
  const after = places.latest.get(code)!
  const isComplete = places.complete.has(after.province)
  const isAlone = contributors.get(code)!.length === 1 && !places.mixed.has(code)
  if (isAlone && isComplete)
    return { kind: 'unchanged', to: today(code), changed: changes(old, old.province, after), why }
  return { kind: 'merged', to: today(code), assurance: isComplete ? 'register-complete' : 'base-only', why }
}

function fromOld(succession: Succession, old: OldCommune, subject: Subject, period: Period): Resolution {
  const { places, earlier } = succession
  const why = [
    `danh mục 2025-06-30: ${old.code} ${old.title}, ${places.districts.get(old.district)!.title}`,
    old.authority,
  ]
  const refs = old.to.map(today)
  const before = earlier.get(old.code)
  const since = places.transfers.get(old.code)
  if (before && mayBeBefore(period, since?.effectiveFrom ?? LAST_FORMER)) {
    const reason = `một phần ${old.title} đã chuyển đi trước ngày 30/6/2025`
    return ambiguous([...refs, ...before.map(today)], reason, since ? [...why, since.note] : why)
  }
  if (old.how === 'whole') return whole(succession, old, why)
  const [first, ...others] = refs
  if (old.how === 'population' && subject === 'person')
    return { kind: 'split-by-population', to: first!, areaOnly: others, authority: old.authority, why }
  if (old.how === 'low-trust') return ambiguous(refs, 'chỉ một số danh mục có xã này', why)
  if (old.how === 'disagreement') return ambiguous(refs, 'các danh mục không thống nhất', why)
  return ambiguous(refs, `${old.title} bị chia cho nhiều xã`, why)
}

function fromFormer(former: FormerCommune): Resolution {
  const reason = `${former.title} không còn trước ngày 30/6/2025, chỉ biết theo tên`
  return ambiguous(former.to.map(today), reason, [`tên cũ: ${former.title}, ${former.district}`])
}

/** From a reading of a statement to today's unit, each by the catalogue it belongs to. */
export interface Steps {
  readonly fromNow: (commune: Commune, period: Period) => Resolution
  readonly fromOld: (old: OldCommune, subject: Subject, period: Period) => Resolution
  readonly fromFormer: (former: FormerCommune) => Resolution
}

export function stepsOf(places: Places): Steps {
  const succession = { places, contributors: contributorsOf(places), earlier: earlierOf(places) }
  return {
    fromNow: (commune, period) => fromNow(succession, commune, period),
    fromOld: (old, subject, period) => fromOld(succession, old, subject, period),
    fromFormer,
  }
}
