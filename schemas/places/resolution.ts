import type { UnitRef } from '../../core/values.ts'

/** Whose place is asked for: a split may settle where the people went and leave open where a parcel lies. */
export type Subject = 'person' | 'parcel' | 'organisation'

/** Catalogues by their first day (the list of before the reform by its last). */
export type Catalogue = '2025-06-30' | '2025-07-01' | '2026-04-30'
export const LATEST: Catalogue = '2026-04-30'
/** Reference to a unit of today. */
export const today = (code: string): UnitRef => `${code}@${LATEST}`

export type Assurance = 'register-complete' | 'base-only'

/**
 * Today's unit for an older or uncertain statement of place. `to` is certain but for its assurance: `base-only` may be shown and
 * compared, never overwrite or be sent without confirmation. `ambiguous` may hold one candidate: likely, not proven.
 */
export type Resolution = { readonly why: readonly string[] } & (
  | { readonly kind: 'unchanged'; readonly to: UnitRef; readonly changed: readonly ('name' | 'type' | 'province')[] }
  | { readonly kind: 'merged'; readonly to: UnitRef; readonly assurance: Assurance }
  | {
      readonly kind: 'split-by-population'
      readonly to: UnitRef
      readonly areaOnly: readonly UnitRef[]
      readonly authority: string
    }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly UnitRef[]; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly hints: readonly UnitRef[] }
)

export const unknown = (reason: string, hints: readonly UnitRef[] = [], why: readonly string[] = []): Resolution => ({
  kind: 'unknown',
  reason,
  hints: [...new Set(hints)].sort(),
  why,
})

export const ambiguous = (candidates: readonly UnitRef[], reason: string, why: readonly string[] = []): Resolution => ({
  kind: 'ambiguous',
  candidates: [...new Set(candidates)].sort(),
  reason,
  why,
})

/** Every unit that a resolution speaks of, hints left out. */
export function unitsOf(resolution: Resolution): readonly UnitRef[] {
  switch (resolution.kind) {
    case 'unchanged':
    case 'merged':
      return [resolution.to]
    case 'split-by-population':
      return [resolution.to, ...resolution.areaOnly]
    case 'ambiguous':
      return resolution.candidates
    case 'unknown':
      return []
  }
}

const STRENGTH = ['unchanged', 'merged', 'split-by-population', 'ambiguous', 'unknown'] as const

function weakerOf(a: Resolution, b: Resolution): Resolution {
  if (a.kind === 'merged' && b.kind === 'merged') return a.assurance === 'base-only' ? a : b
  return STRENGTH.indexOf(a.kind) >= STRENGTH.indexOf(b.kind) ? a : b
}

/** Several readings of one statement: the weakest where all lead to one unit, else all of them as candidates. */
export function joined(resolutions: readonly Resolution[], reason: string): Resolution {
  const [first, ...others] = resolutions
  if (!first) return unknown(reason)
  if (others.length === 0) return first
  const units = new Set(resolutions.flatMap(unitsOf))
  const why = [...new Set(resolutions.flatMap((one) => one.why))]
  if (units.size === 1 && resolutions.every((one) => one.kind !== 'ambiguous'))
    return { ...others.reduce<Resolution>(weakerOf, first), why }
  return ambiguous([...units], reason, why)
}

/** The same answer, no longer certain. */
export function doubted(resolution: Resolution, reason: string): Resolution {
  if (resolution.kind === 'unknown') return resolution
  if (resolution.kind === 'ambiguous') return { ...resolution, reason: `${resolution.reason}; ${reason}` }
  return ambiguous(unitsOf(resolution), reason, resolution.why)
}
