import { type CodeMove, type Crosswalk, type Crosswalks, type CurrentCodes, wayOf } from '../../core/code-list.ts'
import type { AnyDomain, Fields } from '../../core/domain.ts'
import { fieldMeta, type ListSpec, type Scalar } from '../../core/field.ts'

/** What became of a value: carried (`via`), perhaps not all the way (`stays` says why), or right as it was. */
export interface Carried {
  readonly value: string
  /** `2025-06-30→2026-04-30`. */
  readonly via: string | null
  readonly stays: string | null
}

/** Fields of a domain whose values are carried, with the list that they stand in. */
export const listFields = (domain: AnyDomain): readonly (readonly [field: string, list: ListSpec])[] =>
  Object.entries(domain.fields as Fields).flatMap(([field, schema]) => {
    const { list } = fieldMeta(schema).spec
    return list ? [[field, list] as const] : []
  })

/** A value with the version that its code is of; a value of a bare list that could not be carried says its version too. */
function parted(value: string, list: ListSpec): readonly [code: string, version: string] {
  const at = value.lastIndexOf('@')
  return at < 0 ? [value, list.version ?? ''] : [value.slice(0, at), value.slice(at + 1)]
}

/** The version that was in force when a value was written: sources may name any day (`20194@2025-09-01`). */
function versionNamed({ versions }: Crosswalk, named: string): string | null {
  if (versions.some(({ version }) => version === named)) return named
  if (!/^\d{4}-\d{2}-\d{2}$/.test(named)) return null
  return versions.filter(({ from }) => (from ?? '') <= named).at(-1)?.version ?? null
}

/** The next code on the way, or why there is none. */
function step(
  moves: readonly CodeMove[],
  followsPeople: boolean,
): { readonly to: string } | { readonly stays: string } {
  const [only] = moves
  if (!only) return { stays: 'không có trong danh mục' }
  const candidates = moves.map(({ to }) => to).filter((to) => to !== null)
  const people = moves.find(({ kind }) => kind === 'split-by-population')
  const sure = people && followsPeople ? people : moves.length === 1 && !people ? only : null
  if (sure?.kind === 'retired') return { stays: 'đã bỏ, không có mã thay' }
  if (!sure || sure.kind === 'ambiguous' || sure.to === null)
    return { stays: `có thể là ${[...candidates].sort().join(', ')}` }
  return sure.assurance === 'base-only' ? { stays: `chưa xác nhận: ${sure.to}` } : { to: sure.to }
}

/** As far as the way is certain. */
interface Reached {
  readonly code: string
  readonly version: string
  /** Why it ends before the current version. */
  readonly stays: string | null
}

function follow(walk: Crosswalk, list: ListSpec, code: string, version: string): Reached {
  const order = walk.versions.map((one) => one.version)
  const end = order.indexOf(walk.current)
  let at = code
  let now = order.indexOf(version)
  const here = (stays: string | null): Reached => ({ code: at, version: order[now] ?? version, stays })
  if (now > end) return here('danh mục chưa hiện hành')
  while (now < end) {
    const next = order.findIndex((to, i) => i > now && i <= end && walk.moves.has(wayOf(order[now] ?? '', to)))
    if (next < 0) return here('không có bảng chuyển')
    const taken = step(walk.moves.get(wayOf(order[now] ?? '', order[next] ?? ''))?.get(at) ?? [], list.followsPeople)
    if ('stays' in taken) return here(taken.stays)
    at = taken.to
    now = next
  }
  return here(walk.codes.has(at) ? null : 'không có trong danh mục')
}

/**
 * Carries values of one list towards its current version, as far as that is certain: unchanged, merged by a complete
 * register, or settled by where all the people went, for a field that follows them. Pure: equal values and crosswalks give
 * equal answers, and what was carried once is carried to itself.
 */
export function carrierOf(walk: Crosswalk, list: ListSpec): (value: string) => Carried {
  return (value) => {
    const [code, named] = parted(value, list)
    const version = versionNamed(walk, named)
    if (version === null) return { value, via: null, stays: 'không rõ danh mục' }
    const reached = follow(walk, list, code, version)
    const isMoved = reached.version !== version || (reached.stays === null && reached.version !== named)
    // A bare code means the current version: one that stays behind says which version it is of.
    const isBare = list.version !== null && reached.stays === null
    const carried = isBare
      ? reached.code
      : `${reached.code}@${isMoved || list.version !== null ? reached.version : named}`
    return { value: carried, via: isMoved ? wayOf(named, reached.version) : null, stays: reached.stays }
  }
}

/** What carries the values of a domain, by field. Lists that the store lacks carry nothing. */
export type Carriers = readonly (readonly [
  field: string,
  carry: (value: string) => Carried & { readonly carriage: Carriage },
])[]

export const carriersOf = (domain: AnyDomain, walks: Crosswalks): Carriers =>
  listFields(domain).flatMap(([field, list]) => {
    const walk = walks.get(list.name)
    // Values of a list that never changed are right as they are: nothing is looked up a million times.
    const isStill = walk && list.version === walk.current
    return walk && !isStill ? [fieldCarrier(field, carrierOf(walk, list))] : []
  })

/** What the carriers did to the values of one golden record: by field, the way taken or why none was. */
export interface Carriage {
  readonly via?: Readonly<Record<string, string>>
  readonly stays?: Readonly<Record<string, string>>
}

const NOTHING: Carriage = {}

/** What one value did to its field. Few values make up a million records, so `carriersOf` keeps the answer with the value. */
const carriageOf = (field: string, { via, stays }: Carried): Carriage =>
  via === null && stays === null
    ? NOTHING
    : { ...(via === null ? {} : { via: { [field]: via } }), ...(stays === null ? {} : { stays: { [field]: stays } }) }

const both = (a: Carriage, b: Carriage): Carriage => ({
  ...(a.via || b.via ? { via: { ...a.via, ...b.via } } : {}),
  ...(a.stays || b.stays ? { stays: { ...a.stays, ...b.stays } } : {}),
})

/** A carrier of one field that remembers its answers. */
export function fieldCarrier(field: string, carry: (value: string) => Carried): Carriers[number] {
  const known = new Map<string, Carried & { readonly carriage: Carriage }>()
  return [
    field,
    (value) => {
      const before = known.get(value)
      if (before) return before
      const carried = carry(value)
      const found = { ...carried, carriage: carriageOf(field, carried) }
      known.set(value, found)
      return found
    },
  ]
}

/** Carries the values in place; they were built for this golden record. */
export function carryValues(values: Record<string, NonNullable<Scalar>>, carriers: Carriers): Carriage {
  let all = NOTHING
  for (const [field, carry] of carriers) {
    const value = values[field]
    if (typeof value !== 'string') continue
    const carried = carry(value)
    values[field] = carried.value
    const own = carried.carriage
    if (own === NOTHING) continue
    all = all === NOTHING ? own : both(all, own)
  }
  return all
}

/**
 * Golden values without those that do not stand in the current version of their list: a place is left out, never guessed.
 * The values themselves where nothing is left out.
 */
export function sendableOf(
  domain: AnyDomain,
  lists: CurrentCodes,
): <V extends Readonly<Record<string, NonNullable<Scalar>>>>(values: V) => V {
  const fields = listFields(domain)
  const isCurrent = (value: string, { name, version }: ListSpec): boolean => {
    const at = value.lastIndexOf('@')
    if (version !== null) return at < 0
    const list = lists.get(name)
    return value.slice(at + 1) === list?.current && list.codes.has(value.slice(0, at))
  }
  return (values) => {
    const behind = fields.filter(([field, list]) => {
      const value = values[field]
      return typeof value === 'string' && !isCurrent(value, list)
    })
    if (behind.length === 0) return values
    const left = new Set(behind.map(([field]) => field))
    return Object.fromEntries(Object.entries(values).filter(([field]) => !left.has(field))) as typeof values
  }
}
