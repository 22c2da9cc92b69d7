import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { Failure } from '../../core/errors.ts'
import { AGENCIES } from './agencies.ts'
import { households } from './household.ts'
import { createRegistry } from './identifiers.ts'
import { MOST_NIGHTS } from './nights.ts'
import { addDays, dayOf } from './notation.ts'
import { type OfficeSettings, openOffices } from './offices.ts'
import { LAND_ORGANISATIONS } from './parcels.ts'
import { type Profile, type RateOverrides, ratesFor } from './rates.ts'
import { openTruth, SOURCES, type SourceName } from './truth.ts'

export interface ProvinceOptions {
  /** Residents of the first night. */
  readonly persons: number
  /** Default: 15 % of the residents. */
  readonly civilServants?: number
  /** Default: 0.6 per resident. */
  readonly parcels?: number
  /** Same seed and counts, same bytes. */
  readonly seed: number
  /** Folder for `<date>/<source>-<date>.csv` and `truth/`. */
  readonly out: string
  /** ISO date of the first night; default 2026-11-21. */
  readonly firstDate?: string
  /** Default 1. */
  readonly nights?: number
  /** Share of the rows that change each night; default 0.01. */
  readonly changeRate?: number
  /** How far the land campaign has come; default `raw`. */
  readonly profile?: Profile
  /** Error rates in percent that replace the published ones. */
  readonly rates?: RateOverrides
  readonly onProgress?: (persons: number) => void
}

export interface Province {
  readonly persons: number
  readonly households: number
  readonly civilServants: number
  readonly parcels: number
  readonly nights: readonly Night[]
}
export interface Night {
  readonly date: string
  readonly files: readonly { readonly source: SourceName; readonly path: string; readonly rows: number }[]
}

const FIRST_DATE = '2026-11-21'
const CIVIL_SERVANTS_PER_PERSON = 0.15
const PARCELS_PER_PERSON = 0.6
const CHANGE_RATE = 0.01
/** Households between two looks at the event loop. */
const BREATH = 512

type Settled = Omit<OfficeSettings, 'registry' | 'truth' | 'today'>

/**
 * Writes a synthetic province with known truth: three extracts per night, each with a manifest, and the folder `truth`.
 * One pass over the households, in constant memory. No real person is in it.
 */
export async function generateProvince(options: ProvinceOptions): Promise<Province> {
  const settled = settle(options)
  const { persons, seed, out, dates } = settled
  for (const folder of ['truth', ...dates]) await mkdir(join(out, folder), { recursive: true })
  const truth = openTruth(join(out, 'truth'), dates.slice(1))
  for (const { entity, code, name } of AGENCIES) truth.organisation(entity, code, name, 'agency')
  for (const { entity, taxCode, name } of LAND_ORGANISATIONS) truth.organisation(entity, taxCode, name, 'land-holder')
  const registry = createRegistry(seed)
  const today = dayOf(dates[0]!)
  const offices = openOffices({ ...settled, registry, truth, today })
  const houses = households({ seed, persons, today, registry, truth })
  let count = 0
  for (let home = houses.next(); home; home = houses.next()) {
    for (const enter of offices.enter) enter(home)
    for (let i = 0; i < home.size; i++) truth.person(home.members[i]!, home)
    truth.household(home)
    if (++count % BREATH === 0) {
      options.onProgress?.(Number(home.members[home.size - 1]!.entity.slice(1)))
      await breathe()
    }
  }
  const written = offices.close()
  truth.close()
  options.onProgress?.(persons)
  return {
    persons,
    households: count,
    civilServants: settled.civilServants,
    parcels: settled.parcels,
    nights: dates.map((date, night) => ({
      date,
      files: SOURCES.map((source) => ({ source, ...written[source][night]! })),
    })),
  }
}

function settle(options: ProvinceOptions): Settled {
  const { persons, nights = 1, changeRate = CHANGE_RATE, firstDate = FIRST_DATE } = options
  const problems = [
    Number.isInteger(persons) && persons >= 1 ? '' : `persons ${persons}: expected a whole number from 1`,
    Number.isSafeInteger(options.seed) ? '' : `seed ${options.seed}: expected a whole number`,
    Number.isInteger(nights) && nights >= 1 && nights <= MOST_NIGHTS
      ? ''
      : `nights ${nights}: expected 1 to ${MOST_NIGHTS}`,
    changeRate >= 0 && changeRate <= 0.5 ? '' : `changeRate ${changeRate}: expected 0 to 0.5`,
    /^\d{4}-\d\d-\d\d$/.test(firstDate) && !Number.isNaN(Date.parse(firstDate))
      ? ''
      : `firstDate ${firstDate}: expected a date such as ${FIRST_DATE}`,
  ].filter((problem) => problem !== '')
  if (problems.length > 0) throw new Failure('InvalidInput', { problems: problems.join('; ') })
  return {
    persons,
    seed: options.seed,
    out: options.out,
    changeRate,
    civilServants: options.civilServants ?? Math.round(persons * CIVIL_SERVANTS_PER_PERSON),
    parcels: options.parcels ?? Math.round(persons * PARCELS_PER_PERSON),
    dates: Array.from({ length: nights }, (_, night) => addDays(firstDate, night)),
    rates: ratesFor(options.profile ?? 'raw', options.rates),
  }
}
