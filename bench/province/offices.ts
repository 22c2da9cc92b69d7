import { join } from 'node:path'
import { type Desk, openDesk } from './desk.ts'
import { STAFF_LEANING } from './faults/home-affairs.ts'
import { LAND_LEANING } from './faults/land.ts'
import { RESIDENCE_LEANING } from './faults/residence.ts'
import type { WrittenFile } from './files.ts'
import type { Household } from './household.ts'
import type { Registry } from './identifiers.ts'
import type { Day } from './notation.ts'
import { openCadastre } from './parcels.ts'
import { COMMUNE_SHARES } from './places.ts'
import { type FamilyRates, type Rates, REBUILD_PERCENT } from './rates.ts'
import type { Register } from './register.ts'
import { HOME_AFFAIRS_REGISTER, openHomeAffairs } from './registers/home-affairs.ts'
import { landRegister, openLand } from './registers/land.ts'
import { type Buyer, landChanges } from './registers/land-changes.ts'
import { openResidence, RESIDENCE_REGISTER } from './registers/residence.ts'
import { RESIDENCE_CHANGES } from './registers/residence-changes.ts'
import { createRisk, type Leaning } from './risk.ts'
import { AGENCY_SHARES } from './staff.ts'
import type { SourceName, Truth } from './truth.ts'

export interface OfficeSettings {
  readonly persons: number
  readonly civilServants: number
  readonly parcels: number
  readonly seed: number
  readonly out: string
  readonly dates: readonly string[]
  readonly changeRate: number
  readonly rates: Rates
  readonly today: Day
  readonly registry: Registry
  readonly truth: Truth
}

export interface Offices {
  /** In this order: deaths found by the first keep the dead out of the others. */
  readonly enter: readonly ((home: Household) => void)[]
  /** Per source one file per night. */
  readonly close: () => Readonly<Record<SourceName, readonly WrittenFile[]>>
}

/** Opens the three registers of the province with their files. */
export function openOffices(settings: OfficeSettings): Offices {
  const { rates } = settings
  const buyer: Buyer = { entity: '', name: '', female: false, pid: '', year: 0, address: '' }
  const cadastre = openCadastre()
  const land = landRegister(landChanges(cadastre, buyer))
  const rebuild = (rates.land.E14 ?? 0) > REBUILD_PERCENT
  const given = rebuild ? { E1: REBUILD_PERCENT, E10: REBUILD_PERCENT, E14: REBUILD_PERCENT } : {}
  const residenceDesk = desk(
    settings,
    RESIDENCE_REGISTER,
    COMMUNE_SHARES,
    RESIDENCE_LEANING,
    settings.changeRate * RESIDENCE_CHANGES.single,
  )
  const staffDesk = desk(settings, HOME_AFFAIRS_REGISTER, AGENCY_SHARES, STAFF_LEANING, settings.changeRate)
  const landDesk = desk(settings, land, COMMUNE_SHARES, LAND_LEANING, settings.changeRate, given)
  return {
    enter: [
      openResidence(residenceDesk, settings),
      openHomeAffairs(staffDesk, settings),
      openLand(landDesk, { ...settings, cadastre, buyer, rebuild }),
    ],
    close: () => ({ 'home-affairs': staffDesk.close(), residence: residenceDesk.close(), land: landDesk.close() }),
  }
}

function desk<S>(
  { seed, rates, dates, out, truth }: OfficeSettings,
  register: Register<S>,
  groups: readonly number[],
  leaning: Leaning,
  changeRate: number,
  given: FamilyRates = {},
): Desk<S> {
  const { source } = register
  const risk = createRisk({ seed, source, rates: rates[source], groups, leaning, given })
  const paths = dates.map((date) => join(out, date, `${source}-${date}.csv`))
  return openDesk(register, { seed, dates, paths, changeRate, truth, risk })
}
