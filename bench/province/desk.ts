import { openClaims } from './claims.ts'
import type { Fault } from './faults/kinds.ts'
import { type NightlyBytes, openNightly } from './files.ts'
import { type Fate, openNights } from './nights.ts'
import type { Cohort } from './person.ts'
import { Dice } from './random.ts'
import type { Family } from './rates.ts'
import type { Register } from './register.ts'
import { FAMILY_INDEX, type Risk } from './risk.ts'
import { spoiler } from './spoiling.ts'
import type { Claim, Truth } from './truth.ts'

export interface DeskSettings {
  readonly seed: number
  /** ISO dates of the nights. */
  readonly dates: readonly string[]
  /** Share of the rows that change each night by themselves. */
  readonly changeRate: number
  readonly truth: Truth
  readonly risk: Risk
}

export interface Filing<S> {
  /** Families that befall this row for certain, by their first kind. */
  readonly hopeless?: readonly Family[] | undefined
  /** The row comes into being on this night; 0 is the first. */
  readonly since?: number
  readonly fate?: Fate<S> | undefined
}

/** The counter of one register: rows are laid out here, spoilt, written for every night, and answered for in the truth. */
export interface Desk<S> {
  /** The row being laid out, in column order. The first cell is the key. */
  readonly cells: string[]
  /** Starts a row: nothing claimed, nothing planted. No other row of the register has its number, from which it draws. */
  readonly start: (row: number) => void
  readonly claim: (role: string, entity: string, domain: string) => void
  /** Whether the family befalls a record of the place and cohort; for faults that decide what is laid out. */
  readonly befalls: (family: Family, group: number, cohort: Cohort) => boolean
  /** Writes down a fault that the caller planted; no night corrects it. */
  readonly note: (fault: Fault) => void
  readonly file: (subject: S, group: number, cohort: Cohort, filing?: Filing<S>) => void
  /** The rows filed since the last time. */
  readonly take: () => NightlyBytes
}

const PLAIN = {}

export function openDesk<S>(register: Register<S>, settings: DeskSettings): Desk<S> {
  const { source, columns } = register
  const { truth, risk, seed } = settings
  const extract = openNightly(settings.dates.length, register.encode)
  const cells = columns.map(() => '')
  const faults: Fault[] = []
  const noted: Fault[] = []
  const claims = openClaims()
  const shape = new Dice(seed, `${source} shape`)
  const spoil = spoiler(register, seed, cells, faults)
  const nights = openNights(register, settings, { cells, faults, claims }, extract)
  const claimed = truth.claimsOf(source)
  const answer = (claim: Claim): void => claimed(cells[0]!, claim)
  let row = 0

  const report = (fault: Fault): void => truth.fault(source, cells[0]!, columns[fault.column]!, fault)

  return {
    cells,
    start(number) {
      row = number
      shape.at(row)
      // Emptying an empty array would throw its store away for nothing.
      if (faults.length > 0) faults.length = 0
      if (noted.length > 0) noted.length = 0
      claims.clear()
    },
    claim: (role, entity, domain) => claims.add(role, entity, domain, ''),
    befalls: (family, group, cohort) => shape.chance(risk(group, cohort)[FAMILY_INDEX[family]]!),
    note: (fault) => void noted.push(fault),
    file(subject, group, cohort, filing: Filing<S> = PLAIN) {
      const { since = 0, fate } = filing
      if (since === 0) {
        spoil(subject, row, risk(group, cohort), filing.hopeless)
        noted.forEach(report)
        faults.forEach(report)
      }
      nights.write(subject, row, since, fate)
      claims.each(answer)
    },
    take: extract.take,
  }
}
