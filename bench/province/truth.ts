import type { Fault } from './faults/kinds.ts'
import { csvCell, openTable, type Table } from './files.ts'
import { DEGREE } from './ground.ts'
import type { Household } from './household.ts'
import { iso, seven } from './notation.ts'
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
  readonly fault: (source: SourceName, key: string, column: string, fault: Fault) => void
  readonly hardCase: (kind: string, entity: string, other: string) => void
  readonly event: (night: number, event: RowEvent) => void
  /** The bytes of the files since the last time, in the order of `truthFiles`. */
  readonly take: () => readonly Uint8Array<ArrayBuffer>[]
}

const cell = (text: string): string => csvCell(text, ',')

/** Header lines of the files of the folder `truth`, by name, in the order in which they are taken. */
export const truthFiles = (dates: readonly string[]): ReadonlyMap<string, string> =>
  new Map([
    ...SOURCES.map((source) => [`entities-${source}`, 'source,key,role,entity,domain,from,until'] as const),
    [
      'values',
      'entity,full_name,pid,former_pid,cmnd9,birth_date,sex,ethnicity,household,household_no,death_date',
    ] as const,
    ['households', 'entity,household_no,commune_2025_06_30,commune_2025_07_01,members,head'] as const,
    [
      'parcels',
      'entity,commune_2025_06_30,sheet,number,area,land_use,serial,register_number,issued,owners,map_area,longitude,latitude,parcel_id',
    ] as const,
    ['errors', 'source,key,column,family,kind,true,planted'] as const,
    ['hard-cases', 'kind,entity,other'] as const,
    ...dates
      .slice(1)
      .map(
        (date) => [`events-${date}`, 'source,key,event,column,before,after,role,entity_before,entity_after'] as const,
      ),
  ])

/** Gathers the lines of the folder `truth`. `dates` are all nights. */
export function openTruth(dates: readonly string[]): Truth {
  const tables = new Map([...truthFiles(dates).keys()].map((name) => [name, openTable()]))
  const open = (name: string): Table => tables.get(name)!
  const [values, homes, parcels, errors, hard] = ['values', 'households', 'parcels', 'errors', 'hard-cases'].map(open)
  const events = dates.slice(1).map((date) => open(`events-${date}`))
  return {
    claimsOf: (source) => claimWriter(source, open(`entities-${source}`)),
    person: (person, home) => values!.write(personLine(person, home)),
    household: ({ entity, fileNumber, place, size, members }) =>
      homes!.write(`${entity},${fileNumber},${place.commune.code},${place.newCode},${size},${members[0]!.entity}\n`),
    parcel: (parcel) => parcels!.write(parcelLine(parcel)),
    fault: (source, key, column, { family, kind, truth, planted }) =>
      errors!.write(`${source},${key},${column},${family},${kind},${cell(truth)},${cell(planted)}\n`),
    hardCase: (kind, entity, other) => hard!.write(`${kind},${entity},${other}\n`),
    event: (night, { source, key, event, column, before, after, role, entityBefore, entityAfter }) =>
      events[night - 1]!.write(
        `${source},${key},${event},${column},${cell(before)},${cell(after)},${role},${entityBefore},${entityAfter}\n`,
      ),
    take: () => [...tables.values()].map((table) => table.take()),
  }
}

/** The ends of nearly all lines, put together once: few pieces make a line cheap. */
const ENDS: Readonly<Record<string, string>> = Object.fromEntries(
  ['person', 'household', 'civil-servant', 'land-parcel', 'organisation'].map((domain) => [domain, `,${domain},,\n`]),
)

function claimWriter(source: SourceName, table: Table): (key: string, claim: Claim) => void {
  const lead = `${source},`
  return (key, { role, entity, domain, from, until }) => {
    const middle = role === '' ? ',,' : `,${role},`
    table.write(
      lead + key + middle + entity + (from === '' && until === '' ? ENDS[domain]! : `,${domain},${from},${until}\n`),
    )
  }
}

const personLine = (person: Person, home: Household | null): string =>
  `${person.entity},${person.name},${person.pid},${person.formerPid},${person.oldCard},${iso(person.birth)},` +
  `${person.female ? 'Nữ' : 'Nam'},${person.ethnicity},${home ? home.entity : ''},${home ? home.fileNumber : ''},${person.death}\n`

/** Seven decimals. */
const degrees = (tenMillionths: number): string =>
  `${Math.floor(tenMillionths / DEGREE)}.${seven(tenMillionths % DEGREE)}`

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
  mapArea,
  point,
  parcelId,
}: Parcel): string {
  const held = owners.length === 2 ? `${owners[0]!.entity} ${owners[1]!.entity}` : (owners[0] ?? organisation)!.entity
  return `${entity},${commune.code},${sheet},${number},${area},${landUse},${serial},${registerNumber},${issued ? iso(issued) : ''},${held},${mapArea},${degrees(point.longitude)},${degrees(point.latitude)},${parcelId}\n`
}
