import type { Cohort } from './person.ts'
import { Dice } from './random.ts'
import { FAMILIES, type Family, type FamilyRates } from './rates.ts'

/** Spread of the rates between communes or agencies, log-normal. Source: domain reference 9. */
const SIGMA = 0.8
/** How much of it one place shares between its families: a careless office is careless in most things. [assumed] */
const SHARED = 0.75
const CEILING = 0.95
const COHORTS = 3
/** Of a thousand: to a millionth of a millionth. */
const HALVINGS = 50

/** One number per cohort: young, grown, old. */
export type PerCohort = readonly [number, number, number]

/** How faults gather by cohort: relative risk, 0 where a family cannot befall the cohort. */
export interface Leaning {
  /** Share of the source's records per cohort, measured on generated provinces. */
  readonly shares: PerCohort
  readonly families: Readonly<Partial<Record<Family, PerCohort>>>
}

/** Probabilities that a record of one place and cohort is spoilt, by family in the order of `FAMILIES`. */
export type Risk = (group: number, cohort: Cohort) => Float64Array

/** Where each family stands in the probabilities. */
export const FAMILY_INDEX = Object.fromEntries(FAMILIES.map((family, i) => [family, i])) as Readonly<
  Record<Family, number>
>

interface Settings {
  readonly seed: number
  readonly source: string
  readonly rates: FamilyRates
  /** Share of the records per commune or agency. */
  readonly groups: readonly number[]
  readonly leaning: Leaning
  /** Share of records already spoilt outside these draws, in percent, by family. */
  readonly given?: FamilyRates
}

/** Draws the multiplier of every place and scales each family so that its overall rate is the one asked for. */
export function createRisk({ seed, source, rates, groups, leaning, given = {} }: Settings): Risk {
  const dice = new Dice(seed, `risk ${source}`)
  const careless = groups.map(() => dice.normal())
  const chances = Array.from({ length: groups.length * COHORTS }, () => new Float64Array(FAMILIES.length))
  FAMILIES.forEach((family, f) => {
    dice.at(f + 1)
    const places = careless.map((z) => Math.exp(SIGMA * (SHARED * z + Math.sqrt(1 - SHARED ** 2) * dice.normal())))
    const elsewhere = (given[family] ?? 0) / 100
    const rate = Math.max(0, ((rates[family] ?? 0) / 100 - elsewhere) / (1 - elsewhere))
    const cohorts = leaning.families[family] ?? [1, 1, 1]
    const scale = scaleFor(rate, places, groups, cohorts, leaning.shares)
    places.forEach((place, g) => {
      cohorts.forEach((lean, c) => {
        chances[g * COHORTS + c]![f] = Math.min(CEILING, scale * place * lean)
      })
    })
  })
  return (group, cohort) => chances[group * COHORTS + cohort]!
}

/** The factor that brings the mean over places and cohorts to `rate`: by bisection, since the ceiling bends the line. */
function scaleFor(
  rate: number,
  places: readonly number[],
  groups: readonly number[],
  cohorts: PerCohort,
  shares: PerCohort,
): number {
  if (rate === 0) return 0
  const inPlace = (risk: number): number =>
    cohorts.reduce((sum, lean, c) => sum + shares[c]! * Math.min(CEILING, risk * lean), 0)
  const mean = (scale: number): number => places.reduce((sum, place, g) => sum + groups[g]! * inPlace(scale * place), 0)
  let low = 0
  let high = 1000
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (mean(middle) < rate) low = middle
    else high = middle
  }
  return low
}
