import { type AnyDomain, type Column, type Mapping, mappingsOf, type RowRule, type Values } from '../../core/domain.ts'
import { fieldMeta, type Scalar } from '../../core/field.ts'
import { clip, type Finding } from '../../core/finding.ts'
import { NO_REFERENCE, type Reference } from '../../core/reference.ts'
import { asked, openRow, type Row } from './cells.ts'
import { compileRead, isError, NO_FINDINGS, type Reading, remembering } from './reading.ts'

/** One record that a source row yields, judged: `accepted` unless a finding of severity `error` stands. */
export interface Judged {
  readonly key: string
  readonly values: Values
  /** Findings of equal cells may be the same objects: nobody changes them. */
  readonly findings: readonly Finding[]
  readonly accepted: boolean
}

/** Judges one row of a source: its key and its cells in the order of the extract's columns. */
export type RowPlan = (rowKey: string, cells: readonly string[]) => readonly Judged[]

const NOTHING: readonly Judged[] = []

/**
 * Compiles what a domain declares for one source into flat closures over the columns of one extract, once per batch: zod
 * costs several times as much per row and stays the oracle of the field types in tests. `asOf`: the batch's business date,
 * `YYYY-MM-DD`; `reference`: the code lists of `listsOf`. A plan remembers, within bounds, what equal cells read as.
 */
export function compileRowPlan(
  domain: AnyDomain,
  source: string,
  columns: readonly string[],
  asOf: string,
  reference: Reference = NO_REFERENCE,
): RowPlan {
  const mapping = mappingsOf(domain).find(([name]) => name === source)?.[1]
  if (!mapping) throw new TypeError(`domain ${domain.name} does not map source ${source}`)
  const row = openRow(columns)
  const judge = compileJudge(domain, mapping, row, { asOf, reference })
  const yields = mapping.when ? asked(row, mapping.when) : null
  const keyOf = mapping.key ? asked(row, mapping.key) : null
  const { each } = mapping
  return (rowKey, cells) => {
    row.cells = cells
    row.part = null
    if (yields !== null && !yields()) return NOTHING
    if (each) {
      const judged: Judged[] = []
      for (const part of each.split(row.cell)) {
        row.part = part
        judged.push(judge(`${rowKey}#${each.role}:${judged.length + 1}`, rowKey))
      }
      return judged
    }
    const key = keyOf === null ? rowKey : keyOf()
    return key === '' ? NOTHING : [judge(key, rowKey)]
  }
}

type Judge = (key: string, rowKey: string) => Judged

interface Known {
  readonly asOf: string
  readonly reference: Reference
}

function compileJudge(domain: AnyDomain, mapping: Mapping, row: Row, { asOf, reference }: Known): Judge {
  const names = Object.keys(domain.fields)
  const readers = names.map((name) => compileField(domain, mapping, row, { name, asOf }))
  const read: Scalar[] = names.map(() => null)
  const valuesOf = compileValues(names)
  const rules = (domain.quality as readonly RowRule<Values>[]).filter(
    ({ sources }) => sources === undefined || sources.includes(mapping.from.name),
  )
  const codes = rules.map(({ code }) => `${domain.name}.${code}`)
  // Rules may rely on what the domain requires; where that is missing, a finding says so already.
  const needs = rules.map(({ field }) => (fieldMeta(domain.fields[field]).required ? names.indexOf(field) : -1))
  return (key, rowKey) => {
    let findings: Finding[] | null = null
    for (let i = 0; i < readers.length; i++) {
      const reading = readers[i]!(rowKey)
      read[i] = reading.value
      if (reading.findings === NO_FINDINGS) continue
      findings = findings === null ? [...reading.findings] : [...findings, ...reading.findings]
    }
    const values = valuesOf(read)
    for (let i = 0; i < rules.length; i++) {
      if (needs[i]! >= 0 && read[needs[i]!] === null) continue
      const fault = rules[i]!.check(values, asOf, reference)
      if (fault === null) continue
      const { field, severity } = rules[i]!
      findings ??= []
      findings.push({ code: codes[i]!, field, severity, got: clip(fault.got), expected: fault.expected })
    }
    return { key, values, findings: findings ?? NO_FINDINGS, accepted: findings === null || !findings.some(isError) }
  }
}

/**
 * Names the values of a record. As source text, because a literal costs 0.1 µs a record and an object built name by name
 * 0.7; and every record has the same shape, so that rules find their fields at once.
 */
function compileValues(names: readonly string[]): (read: readonly Scalar[]) => Values {
  const literal = names.map((name, i) => `${JSON.stringify(name)}: read[${i}]`).join(', ')
  return new Function('read', `return { ${literal} }`) as (read: readonly Scalar[]) => Values
}

type Reader = (rowKey: string) => Reading

interface FieldAt {
  readonly name: string
  readonly asOf: string
}

function compileField(domain: AnyDomain, mapping: Mapping, row: Row, { name, asOf }: FieldAt): Reader {
  const { spec, required, reference } = fieldMeta(domain.fields[name])
  if (reference) {
    const suffix = reference.role ? `#${reference.role}` : ''
    return (rowKey) => ({ value: rowKey + suffix, findings: NO_FINDINGS })
  }
  const read = remembering(compileRead(spec, { domain: domain.name, name, required, asOf }))
  const column: Column<string> | undefined = mapping.columns[name]
  if (column === undefined) return () => read('')
  if (typeof column === 'function') {
    const raw = asked(row, column)
    return () => read(raw())
  }
  const index = row.indexOf(column)
  if (mapping.each) return () => read(row.part?.[column] ?? row.cells[index] ?? '')
  return () => read(row.cells[index] ?? '')
}
