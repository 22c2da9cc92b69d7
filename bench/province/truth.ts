import { join } from 'node:path'
import type { Fault } from './faults/kinds.ts'
import { csvCell, openTable, type Table } from './files.ts'
import type { Household } from './household.ts'
import { iso } from './notation.ts'
import type { Parcel } from './parcels.ts'
import type { Person } from './person.ts'

export const SOURCES = ['home-affairs', 'residence', 'land'] as const
export type SourceName = (typeof SOURCES)[number]

/** Which entity a row, or one role of a row, speaks of. `from` and `until` are ISO dates of nights; blank: first, last. */
export interface Claim {
  role: string
  entity: string
  domain: string
  from: string
  until: string
}

export interface RowEvent {
  readonly source: SourceName
  readonly key: string
  readonly event: string
  /** Column that changed, with its texts; blank where a whole row came or went, or an entity took another's place. */
  readonly column: string
  readonly before: string
  readonly after: string
  readonly role: string
  readonly entityBefore: string
  readonly entityAfter: string
}

/** The answer sheet, kept apart from the extracts: who is who, what is true, what was spoilt, what changed. */
export interface Truth {
  /** Writes what the rows of one source speak of. */
  readonly claimsOf: (source: SourceName) => (key: string, claim: Claim) => void
  readonly person: (person: Person, household: Household | null) => void
  readonly household: (household: Household) => void
  readonly parcel: (parcel: Parcel) => void
  readonly organisation: (entity: string, code: string, name: string, kind: string) => void
  readonly fault: (source: SourceName, key: string, column: string, fault: Fault) => void
  readonly hardCase: (kind: string, entity: string, other: string) => void
  readonly event: (night: number, event: RowEvent) => void
  readonly close: () => void
}

const cell = (text: string): string => csvCell(text, ',')

/** Opens the files of the folder `truth`. `dates` are the nights after the first. */
export function openTruth(folder: string, dates: readonly string[]): Truth {
  const tables: Table[] = []
  const open = (name: string, header: string): Table => {
    const table = openTable(join(folder, `${name}.csv`), `${header}\n`)
    tables.push(table)
    return table
  }
  const entities = new Map(
    SOURCES.map((source) => [source, open(`entities-${source}`, 'source,key,role,entity,domain,from,until')]),
  )
  const values = open(
    'values',
    'entity,full_name,pid,former_pid,cmnd9,birth_date,sex,ethnicity,household,household_no,death_date',
  )
  const homes = open('households', 'entity,household_no,commune_2025_06_30,commune_2025_07_01,members,head')
  const parcels = open(
    'parcels',
    'entity,commune_2025_06_30,sheet,number,area,land_use,serial,register_number,issued,owners',
  )
  const organisations = open('organisations', 'entity,code,name,kind')
  const errors = open('errors', 'source,key,column,family,kind,true,planted')
  const hard = open('hard-cases', 'kind,entity,other')
  const events = dates.map((date) =>
    open(`events-${date}`, 'source,key,event,column,before,after,role,entity_before,entity_after'),
  )
  return {
    claimsOf: (source) => claimWriter(source, entities.get(source)!),
    person: (person, home) => values.write(personLine(person, home)),
    household: ({ entity, fileNumber, place, size, members }) =>
      homes.write(`${entity},${fileNumber},${place.commune.code},${place.newCode},${size},${members[0]!.entity}\n`),
    parcel: (parcel) => parcels.write(parcelLine(parcel)),
    organisation: (entity, code, name, kind) => organisations.write(`${entity},${code},${cell(name)},${kind}\n`),
    fault: (source, key, column, { family, kind, truth, planted }) =>
      errors.write(`${source},${key},${column},${family},${kind},${cell(truth)},${cell(planted)}\n`),
    hardCase: (kind, entity, other) => hard.write(`${kind},${entity},${other}\n`),
    event: (night, { source, key, event, column, before, after, role, entityBefore, entityAfter }) =>
      events[night - 1]!.write(
        `${source},${key},${event},${column},${cell(before)},${cell(after)},${role},${entityBefore},${entityAfter}\n`,
      ),
    close() {
      for (const table of tables) table.close()
    },
  }
}

function claimWriter(source: SourceName, table: Table): (key: string, claim: Claim) => void {
  const lead = `${source},`
  return (key, { role, entity, domain, from, until }) => {
    const nights = from === '' && until === '' ? ',,\n' : `,${from},${until}\n`
    table.write(lead + key + ',' + role + ',' + entity + ',' + domain + nights)
  }
}

const personLine = (person: Person, home: Household | null): string =>
  `${person.entity},${person.name},${person.pid},${person.formerPid},${person.oldCard},${iso(person.birth)},` +
  `${person.female ? 'Nữ' : 'Nam'},${person.ethnicity},${home ? home.entity : ''},${home ? home.fileNumber : ''},${person.death}\n`

function parcelLine({
  entity,
  commune,
  sheet,
  number,
  area,
  landUse,
  serial,
  registerNumber,
  issued,
  owners,
  organisation,
}: Parcel): string {
  const held = owners.length === 2 ? `${owners[0]!.entity} ${owners[1]!.entity}` : (owners[0] ?? organisation)!.entity
  return `${entity},${commune.code},${sheet},${number},${area},${landUse},${serial},${registerNumber},${issued ? iso(issued) : ''},${held}\n`
}
