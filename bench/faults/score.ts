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
  const familyOf = new Map(
    sides.flatMap(({ domain }) => ruleBook(domain).map((line) => [line.code, line.family] as const)),
  )
  const fields = fieldColumns(sides)
  const spoilt = spoiltRows(answers.planted)
  const byRow = new Map<string, Raised[]>()
  for (const finding of raised) byRow.set(finding.row, [...(byRow.get(finding.row) ?? []), finding])
  const inputs = ruleInputs(sides, asOf)
  const recall = new Map<string, Tally>()
  const missed: Planted[] = []
  for (const fault of answers.planted) {
    const own = `${fault.source}:${fault.key}`
    const rowsAsked =
      fault.family === 'E7' ? [own, `${fault.source}:${fault.truth}`, `${fault.source}:${fault.planted}`] : [own]
    const isFound = rowsAsked.some((row) =>
      (byRow.get(row) ?? []).some(
        ({ code, domain, field }) =>
          familyOf.get(code) === fault.family || fields.get(`${domain} ${fault.source} ${field}`)?.has(fault.column),
      ),
    )
    const others = [
      ...new Set((answers.entitiesOf.get(own) ?? []).flatMap((entity) => answers.rowsOf.get(entity) ?? [])),
    ]
    const isHidden =
      !isFound &&
      whyHidden(
        fault,
        others.filter((row) => row !== own),
      ) !== null
    for (const name of [fault.family, `${fault.family} ${fault.source} ${fault.kind}`]) {
      const tally = recall.get(name) ?? { planted: 0, found: 0, hidden: 0 }
      recall.set(name, tally)
      tally.planted++
      if (isFound) tally.found++
      else if (isHidden) tally.hidden++
    }
    if (!isFound && !isHidden) missed.push(fault)
  }
  const precision = new Map<string, Trust>()
  const notes = new Map<string, Trust>()
  const wrong: (Raised & { family: string })[] = []
  const isRight = judgeFinding({ spoilt, fields, inputs, sides })
  for (const finding of raised) {
    const family = familyOf.get(finding.code) ?? ''
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
  return { recall, precision, notes, missed, wrong }
}

interface Spoilt {
  readonly families: Set<string>
  readonly columns: Set<string>
}

function spoiltRows(planted: readonly Planted[]): ReadonlyMap<string, Spoilt> {
  const rows = new Map<string, Spoilt>()
  for (const { source, key, column, family, truth } of planted) {
    // A second entry of a thing makes its first entry one of two.
    for (const row of family === 'E7' ? [`${source}:${key}`, `${source}:${truth}`] : [`${source}:${key}`]) {
      const own = rows.get(row) ?? { families: new Set(), columns: new Set() }
      rows.set(row, own)
      own.families.add(family)
      own.columns.add(column)
    }
  }
  return rows
}

function fieldColumns(sides: readonly Side[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    sides.flatMap(({ domain }) =>
      SOURCES.flatMap((source) =>
        [...columnsOf(domain, source)].map(
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
  readonly spoilt: ReadonlyMap<string, Spoilt>
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>
  readonly sides: readonly Side[]
}

/** A finding is right where a row that it looked at carries a fault of its family, or in a cell that it looked at. */
function judgeFinding({ spoilt, fields, inputs, sides }: Evidence): (finding: Raised, family: string) => boolean {
  const places = new Map(sides.map((side) => [side.domain.name, { side, grouping: groupingOfRule(side.domain) }]))
  const isSpoilt = (row: string, domain: string, looked: Iterable<string>, family: string): boolean => {
    const own = spoilt.get(row)
    if (!own) return false
    const source = row.split(':', 1)[0] ?? ''
    return (
      own.families.has(family) ||
      [...looked].some((field) =>
        [...(fields.get(`${domain} ${source} ${field}`) ?? [])].some((column) => own.columns.has(column)),
      )
    )
  }
  return ({ domain, row, code, field }, family) => {
    const looked = new Set([field, ...(inputs.get(code) ?? [])])
    if (isSpoilt(row, domain, looked, family)) return true
    const place = places.get(domain)
    const grouping = place?.grouping.get(code)
    if (!place || grouping === undefined) return false
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
