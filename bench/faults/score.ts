import type { AnyDomain, Values } from '../../core/domain.ts'
import { ruleOf } from '../../core/keys.ts'
import { NO_REFERENCE } from '../../core/reference.ts'
import { ruleBook } from '../../engine/quality/rules.ts'
import { whyHidden } from './hidden.ts'
import { columnsOf, fieldsRead } from './inputs.ts'
import type { Answers, Planted } from './planted.ts'
import type { Company, Raised } from './raised.ts'

export interface Tally {
  planted: number
  found: number
  hidden: number
}
export interface Trust {
  raised: number
  right: number
}

/** What a domain brings to the judgement. */
export interface Side {
  readonly domain: AnyDomain
  readonly company: Company
  readonly samples: readonly Values[]
}

export interface Score {
  /** By family, and by `family kind`. */
  readonly recall: ReadonlyMap<string, Tally>
  /** By family, and by `family code`: findings of severity warn and error. */
  readonly precision: ReadonlyMap<string, Trust>
  /** The same of notes, which nobody is asked to act on. */
  readonly notes: ReadonlyMap<string, Trust>
  readonly missed: readonly Planted[]
  readonly wrong: readonly (Raised & { readonly family: string })[]
}

const SOURCES = ['residence', 'home-affairs', 'land']

/** Sets what was found against what was planted; see bench/faults.ts for what counts. */
export function scoreFindings(
  answers: Answers,
  raised: readonly Raised[],
  sides: readonly Side[],
  asOf: string,
): Score {
  const evidence = {
    answers,
    familyOf: new Map(sides.flatMap(({ domain }) => ruleBook(domain).map((line) => [line.code, line.family] as const))),
    fields: fieldColumns(sides, false),
    origins: fieldColumns(sides, true),
    spoilt: spoiltRows(answers.planted),
    inputs: ruleInputs(sides, asOf),
    sides,
  }
  return { ...recalled(evidence, raised), ...trusted(evidence, raised) }
}

function recalled({ answers, familyOf, fields, spoilt, sides }: Evidence, raised: readonly Raised[]) {
  const byRow = new Map<string, Raised[]>()
  for (const finding of raised) {
    const list = byRow.get(finding.row)
    if (list) list.push(finding)
    else byRow.set(finding.row, [finding])
  }
  const recall = new Map<string, Tally>()
  const missed: Planted[] = []
  for (const fault of answers.planted) {
    const own = `${fault.source}:${fault.key}`
    const rows = fault.family === 'E7' ? [own, `${fault.source}:${fault.truth}`] : [own]
    const isFound = rows.some((row) =>
      (byRow.get(row) ?? []).some(
        ({ code, domain, field }) =>
          familyOf.get(code) === fault.family || fields.get(`${domain} ${fault.source} ${field}`)?.has(fault.column),
      ),
    )
    const isHidden =
      !isFound &&
      whyHidden(fault, {
        entities: answers.entitiesOf.get(own) ?? [],
        othersOf: (entity) => (answers.rowsOf.get(entity) ?? []).filter((row) => row !== own),
        spoilt: spoilt.get(own)?.columns ?? new Set(),
        kindsIn: (row) => spoilt.get(row)?.kinds ?? new Set(),
        isShared: () => standsWithOthers(sides, own, fault.kind),
      }) !== null
    for (const name of [fault.family, `${fault.family} ${fault.source} ${fault.kind}`]) {
      const tally = recall.get(name) ?? { planted: 0, found: 0, hidden: 0 }
      recall.set(name, tally)
      tally.planted++
      if (isFound) tally.found++
      else if (isHidden) tally.hidden++
    }
    if (!isFound && !isHidden) missed.push(fault)
  }
  return { recall, missed }
}

function trusted(evidence: Evidence, raised: readonly Raised[]) {
  const precision = new Map<string, Trust>()
  const notes = new Map<string, Trust>()
  const wrong: (Raised & { family: string })[] = []
  const isRight = judgeFinding(evidence)
  for (const finding of raised) {
    const family = evidence.familyOf.get(finding.code) ?? ''
    const right = isRight(finding, family)
    const book = finding.severity === 'note' ? notes : precision
    for (const name of [family, `${family} ${finding.code}`]) {
      const trust = book.get(name) ?? { raised: 0, right: 0 }
      book.set(name, trust)
      trust.raised++
      if (right) trust.right++
    }
    if (!right) wrong.push({ ...finding, family })
  }
  return { precision, notes, wrong }
}

/** Rules over the number that a kind of fault takes from another parcel. */
const OVER_NUMBER: Readonly<Record<string, string>> = {
  'serial-used-twice': 'serial-used-twice',
  'number-used-twice': 'number-used-twice',
  'number-used-twice-after-merge': 'number-used-after-merge',
}

function standsWithOthers(sides: readonly Side[], row: string, kind: string): boolean {
  const side = sides.find(({ domain }) => domain.name === 'land-parcel')
  const grouping = side && groupingOfRule(side.domain).get(`land-parcel.${OVER_NUMBER[kind]}`)
  return (side?.company.groupsOf.get(row) ?? []).some(
    (group) =>
      !group.startsWith('entity') &&
      ruleOf(Number(group)) === grouping &&
      (side?.company.members.get(group) ?? []).some((other) => other !== row),
  )
}

interface Spoilt {
  readonly kinds: Set<string>
  readonly families: Set<string>
  readonly columns: Set<string>
}

const OWNER = ['so_giay_to', 'nam_sinh']

function spoiltRows(planted: readonly Planted[]): ReadonlyMap<string, Spoilt> {
  const rows = new Map<string, Spoilt>()
  for (const { source, key, column, family, kind, truth } of planted) {
    // A second entry of a thing makes its first entry one of two.
    for (const row of family === 'E7' ? [`${source}:${key}`, `${source}:${truth}`] : [`${source}:${key}`]) {
      const own = rows.get(row) ?? { kinds: new Set(), families: new Set(), columns: new Set() }
      rows.set(row, own)
      own.families.add(family)
      own.columns.add(column)
      own.kinds.add(kind)
      // Another owner is shown than the true one: with the name came that person's number and year.
      if (source === 'land' && (family === 'E8' || family === 'E9')) for (const cell of OWNER) own.columns.add(cell)
    }
  }
  return rows
}

function fieldColumns(sides: readonly Side[], withSplit: boolean): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    sides.flatMap(({ domain }) =>
      SOURCES.flatMap((source) =>
        [...columnsOf(domain, source, withSplit)].map(
          ([field, columns]) => [`${domain.name} ${source} ${field}`, columns] as const,
        ),
      ),
    ),
  )
}

function ruleInputs(sides: readonly Side[], asOf: string): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    sides.flatMap(({ domain, samples }) =>
      [...fieldsRead(domain, samples, NO_REFERENCE, asOf)].map(
        ([code, read]) => [`${domain.name}.${code}`, read] as const,
      ),
    ),
  )
}

interface Evidence {
  readonly answers: Answers
  readonly familyOf: ReadonlyMap<string, string>
  readonly spoilt: ReadonlyMap<string, Spoilt>
  /** Columns that feed a field, and the same with those that decide how a cell of several owners is cut. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>
  readonly origins: ReadonlyMap<string, ReadonlySet<string>>
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>
  readonly sides: readonly Side[]
}

/** A finding is right where a row that it looked at carries a fault of its family, or in a cell that it looked at. */
function judgeFinding({
  answers,
  spoilt,
  origins,
  inputs,
  sides,
}: Evidence): (finding: Raised, family: string) => boolean {
  const places = new Map(sides.map((side) => [side.domain.name, { side, grouping: groupingOfRule(side.domain) }]))
  const isSpoilt = (row: string, domain: string, looked: Iterable<string>, family: string): boolean => {
    const own = spoilt.get(row)
    if (!own) return false
    const source = row.split(':', 1)[0] ?? ''
    return (
      own.families.has(family) ||
      [...looked].some((field) =>
        [...(origins.get(`${domain} ${source} ${field}`) ?? [])].some((column) => own.columns.has(column)),
      )
    )
  }
  const isRenumbered = (row: string): boolean =>
    (answers.entitiesOf.get(row) ?? []).some((entity) => answers.renumbered.has(entity))
  return ({ domain, row, code, field }, family) => {
    if ((family === 'E1' || family === 'E2') && isRenumbered(row)) return true
    const looked = new Set([field, ...(inputs.get(code) ?? [])])
    if (isSpoilt(row, domain, looked, family)) return true
    const place = places.get(domain)
    const grouping = place?.grouping.get(code)
    if (!place || grouping === undefined) return false
    // Who left a house under a spoilt file number stands in another group and has emptied this one.
    const home = (answers.entitiesOf.get(row) ?? []).filter((entity) => entity.startsWith('H'))
    const mates = family === 'E9' ? home.flatMap((own) => answers.rowsOf.get(own) ?? []) : []
    if (mates.some((other) => isSpoilt(other, domain, looked, family))) return true
    const { groupsOf, members } = place.side.company
    return (groupsOf.get(row) ?? [])
      .filter((group) =>
        grouping === 'entity'
          ? group.startsWith('entity')
          : !group.startsWith('entity') && ruleOf(Number(group)) === grouping,
      )
      .flatMap((group) => members.get(group) ?? [])
      .some((other) => isSpoilt(other, domain, looked, family))
  }
}

/** The grouping of each rule over several records: its place among the groupings of the domain, or `entity`. */
function groupingOfRule(domain: AnyDomain): ReadonlyMap<string, number | 'entity'> {
  const together = domain.together ?? []
  const groups = [...new Set(together.map(({ group }) => group))]
  return new Map(
    together.map(({ code, group }) => [
      `${domain.name}.${code}`,
      group === 'entity' ? ('entity' as const) : groups.indexOf(group),
    ]),
  )
}
