import type { SourceName } from './truth.ts'

export const FAMILIES = [
  'E1',
  'E2',
  'E3',
  'E4',
  'E5',
  'E6',
  'E7',
  'E8',
  'E9',
  'E10',
  'E11',
  'E12',
  'E13',
  'E14',
] as const
/** Kind of fault. Source: domain reference 9. */
export type Family = (typeof FAMILIES)[number]

/** Share of records spoilt, in percent. Families that are left out are not planted. */
export type FamilyRates = Readonly<Partial<Record<Family, number>>>
export type Rates = Readonly<Record<SourceName, FamilyRates>>

/**
 * Published default rates in percent of records. Source: domain reference 9. E13 (refusal by the national system) is the
 * targets' doing and cannot stand in an extract.
 */
export const DEFAULT_RATES: Rates = {
  'home-affairs': { E1: 1.5, E2: 0.8, E3: 3, E4: 0.6, E5: 0.4, E6: 1.2, E7: 0.3, E8: 0.2, E11: 0.6, E12: 0.5 },
  residence: { E1: 4, E2: 1.5, E3: 6, E4: 5, E5: 8, E6: 2, E7: 2, E8: 1.2, E9: 2.5, E12: 0.5 },
  land: { E1: 28, E2: 3, E3: 9, E4: 12, E5: 10, E6: 4, E7: 2, E8: 4, E9: 4, E10: 9, E12: 0.5, E14: 6 },
}

/** Parcels without usable number, sound data and document at once. Source: domain reference 9. */
export const REBUILD_PERCENT = 1.2

/** How far the land campaign has come: what is left of land E1 to E4. Source: domain reference 9. */
export const PROFILES = { raw: 1, campaign: 0.5, late: 0.1 } as const
export type Profile = keyof typeof PROFILES
const CAMPAIGN: readonly Family[] = ['E1', 'E2', 'E3', 'E4']

/** Rates in percent that replace the published ones. */
export type RateOverrides = { readonly [S in SourceName]?: FamilyRates | undefined }

/** The rates of a province: defaults, scaled by the profile, then the overrides. */
export function ratesFor(profile: Profile, overrides: RateOverrides = {}): Rates {
  const scale = PROFILES[profile]
  const land = Object.fromEntries(
    Object.entries(DEFAULT_RATES.land).map(([family, rate]) => [
      family,
      CAMPAIGN.includes(family as Family) ? rate * scale : rate,
    ]),
  )
  return {
    'home-affairs': { ...DEFAULT_RATES['home-affairs'], ...overrides['home-affairs'] },
    residence: { ...DEFAULT_RATES.residence, ...overrides.residence },
    land: { ...land, ...overrides.land },
  } as Rates
}
