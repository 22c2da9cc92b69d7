import type { Blockwise } from './blocks.ts'
import { type Desk, openDesk } from './desk.ts'
import { STAFF_LEANING } from './faults/home-affairs.ts'
import { LAND_LEANING } from './faults/land.ts'
import { RESIDENCE_LEANING } from './faults/residence.ts'
import type { NightlyBytes } from './files.ts'
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
import { createRisk, type Risk } from './risk.ts'
import { AGENCY_SHARES } from './staff.ts'
import type { SourceName, Truth } from './truth.ts'

export interface ProvinceSettings {
  readonly persons: number
  readonly civilServants: number
  readonly parcels: number
  readonly seed: number
  /** ISO dates of the nights. */
  readonly dates: readonly string[]
  readonly changeRate: number
  readonly rates: Rates
}

/** How likely each register's records are spoilt: the same for all blocks. */
export type Risks = Readonly<Record<SourceName, Risk>>

export interface OfficeSettings extends ProvinceSettings {
  readonly today: Day
  readonly registry: Registry
  readonly truth: Truth
  readonly risks: Risks
}

export interface Offices extends Blockwise {
  readonly visit: (home: Household) => void
  /** The rows entered since the last time, by source. */
  readonly take: () => Readonly<Record<SourceName, NightlyBytes>>
}

const rebuildsParcels = (rates: Rates): boolean => (rates.land.E14 ?? 0) > REBUILD_PERCENT

export function risksOf({ seed, rates }: ProvinceSettings): Risks {
  const rebuilt = { E1: REBUILD_PERCENT, E10: REBUILD_PERCENT, E14: REBUILD_PERCENT }
  const given: FamilyRates = rebuildsParcels(rates) ? rebuilt : {}
  const of = (
    source: SourceName,
    settings: Pick<Parameters<typeof createRisk>[0], 'groups' | 'leaning' | 'given'>,
  ): Risk => createRisk({ seed, source, rates: rates[source], ...settings })
  return {
    'home-affairs': of('home-affairs', { groups: AGENCY_SHARES, leaning: STAFF_LEANING }),
    residence: of('residence', { groups: COMMUNE_SHARES, leaning: RESIDENCE_LEANING }),
    land: of('land', { groups: COMMUNE_SHARES, leaning: LAND_LEANING, given }),
  }
}

/** Opens the three registers of the province. */
export function openOffices(settings: OfficeSettings): Offices {
  const { rates, changeRate } = settings
  const buyer: Buyer = { entity: '', name: '', female: false, pid: '', year: 0, address: '' }
  const cadastre = openCadastre()
  const desks = {
    residence: desk(settings, RESIDENCE_REGISTER, changeRate * RESIDENCE_CHANGES.single),
    staff: desk(settings, HOME_AFFAIRS_REGISTER, changeRate),
    land: desk(settings, landRegister(landChanges(cadastre, buyer)), changeRate),
  }
  const residence = openResidence(desks.residence, settings)
  const staff = openHomeAffairs(desks.staff, settings)
  const land = openLand(desks.land, { ...settings, cadastre, buyer, rebuild: rebuildsParcels(rates) })
  return {
    enter(block) {
      for (const one of [cadastre, residence, staff, land]) one.enter(block)
    },
    // In this order: deaths found by the first keep the dead out of the others.
    visit(home) {
      residence.visit(home)
      staff.visit(home)
      land.visit(home)
    },
    take: () => ({ 'home-affairs': desks.staff.take(), residence: desks.residence.take(), land: desks.land.take() }),
  }
}

const desk = <S>({ seed, dates, truth, risks }: OfficeSettings, register: Register<S>, changeRate: number): Desk<S> =>
  openDesk(register, { seed, dates, changeRate, truth, risk: risks[register.source] })
