import {
  type AnyDomain,
  type Cell,
  type Column,
  type Mapping,
  mappingsOf,
  type RowRule,
  type Values,
} from '../../core/domain.ts'
import { type FieldSpec, fieldMeta, type Say, type Scalar } from '../../core/field.ts'
import { clip, type Finding, type Severity } from '../../core/finding.ts'
import { NO_REFERENCE, type Reference } from '../../core/reference.ts'

/** One record that a source row yields, judged: `accepted` unless a finding of severity `error` stands. */
export interface Judged {
  readonly key: string
  readonly values: Values
  readonly findings: readonly Finding[]
  readonly accepted: boolean
}

/** Judges one row of a source: its key and its cells in the order of the extract's columns. */
export type RowPlan = (rowKey: string, cells: readonly string[]) => readonly Judged[]

type Reader = (rowKey: string, cell: Cell<string>, findings: Finding[]) => Scalar

/**
 * Compiles what a domain declares for one source into flat closures over the columns of one extract, once per batch: zod
 * costs several times as much per row and stays the oracle of the field types in tests. `asOf`: the batch's business date,
 * `YYYY-MM-DD`; `reference`: the code lists of `listsOf`.
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
  const at = new Map(columns.map((column, index) => [column, index]))
  const judge = compileJudge(domain, mapping, asOf, reference)
  return (rowKey, cells) => {
    const cell: Cell<string> = (column) => cells[at.get(column) ?? -1] ?? ''
    if (mapping.when && !mapping.when(cell)) return []
    if (mapping.each) {
      const { role, split } = mapping.each
      return split(cell).map((part, n) =>
        judge(`${rowKey}#${role}:${n + 1}`, rowKey, (column) => part[column] ?? cell(column)),
      )
    }
    const key = mapping.key ? mapping.key(cell) : rowKey
    return key === '' ? [] : [judge(key, rowKey, cell)]
  }
}

type Judge = (key: string, rowKey: string, cell: Cell<string>) => Judged

function compileJudge(domain: AnyDomain, mapping: Mapping, asOf: string, reference: Reference): Judge {
  const names = Object.keys(domain.fields)
  const readers = names.map((name) => compileField(domain, mapping, name, asOf))
  const required = new Set(names.filter((name) => fieldMeta(domain.fields[name]).required))
  const rules = (domain.quality as readonly RowRule<Values>[]).filter(
    ({ sources }) => sources === undefined || sources.includes(mapping.from.name),
  )
  return (key, rowKey, cell) => {
    const findings: Finding[] = []
    const values: Record<string, Scalar> = {}
    for (let i = 0; i < names.length; i++) values[names[i] as string] = readers[i]?.(rowKey, cell, findings) ?? null
    for (const { code, field, severity, check } of rules) {
      // Rules may rely on what the domain requires; where that is missing, a finding says so already.
      if (values[field] === null && required.has(field)) continue
      const fault = check(values, asOf, reference)
      if (fault)
        findings.push({
          code: `${domain.name}.${code}`,
          field,
          severity,
          got: clip(fault.got),
          expected: fault.expected,
        })
    }
    return { key, values, findings, accepted: !findings.some(({ severity }) => severity === 'error') }
  }
}

function compileField(domain: AnyDomain, mapping: Mapping, name: string, asOf: string): Reader {
  const { spec, required, reference } = fieldMeta(domain.fields[name])
  if (reference) {
    const suffix = reference.role ? `#${reference.role}` : ''
    return (rowKey) => rowKey + suffix
  }
  const column: Column<string> | undefined = mapping.columns[name]
  const raw = rawOf(column)
  return (_rowKey, cell, findings) => {
    const text = raw(cell)
    const before = findings.length
    const value = text === '' ? null : readValue({ domain: domain.name, name, spec, asOf, findings }, text)
    if (value === null && required && !findings.slice(before).some(({ severity }) => severity === 'error')) {
      findings.push(missing(domain.name, name, spec, text))
    }
    return value
  }
}

const rawOf = (column: Column<string> | undefined): ((cell: Cell<string>) => string) =>
  column === undefined ? () => '' : typeof column === 'string' ? (cell) => cell(column) : column

interface Reading {
  readonly domain: string
  readonly name: string
  readonly spec: FieldSpec<Scalar>
  readonly asOf: string
  readonly findings: Finding[]
}

function readValue({ domain, name, spec, asOf, findings }: Reading, text: string): Scalar {
  const say: Say = (code, got) => {
    const declared = spec.findings[code]
    findings.push({
      code: `${domain}.${name}.${code}`,
      field: name,
      severity: declared?.severity ?? ('error' satisfies Severity),
      got: clip(got ?? text),
      expected: declared?.expected ?? spec.label,
    })
  }
  return spec.read(text, say, asOf)
}

const missing = (domain: string, name: string, spec: FieldSpec<Scalar>, text: string): Finding => ({
  code: `${domain}.${name}.required`,
  field: name,
  severity: 'error',
  got: text === '' ? null : clip(text),
  expected: spec.label,
})
