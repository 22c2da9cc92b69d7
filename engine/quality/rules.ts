import { type AnyDomain, rulesOf } from '../../core/domain.ts'
import { fieldMeta } from '../../core/field.ts'
import type { Family, FindingText } from '../../core/finding.ts'
import { sha256 } from '../../core/hash.ts'

/** One line of the rule book: everything that can be found wrong in a record of a domain. */
export interface RuleLine extends FindingText {
  readonly code: string
  readonly field: string
  readonly family: Family
  /** Number in the list of agreed rules (`P02`), null where a field type finds it by itself. */
  readonly number: string | null
}

/** Every finding that a domain can raise, field types first, then its rules: for `sogoc rules`, fingerprints and texts. */
export function ruleBook(domain: AnyDomain): readonly RuleLine[] {
  const lines: RuleLine[] = []
  for (const [field, schema] of Object.entries(domain.fields)) {
    const { spec, required } = fieldMeta(schema as never)
    const line = (code: string, text: FindingText): RuleLine => ({
      ...text,
      family: text.family ?? spec.family,
      code: `${domain.name}.${field}.${code}`,
      field,
      number: null,
    })
    for (const [code, text] of Object.entries(spec.findings)) lines.push(line(code, text))
    if (required) lines.push(line('required', requiredText(spec.label)))
  }
  for (const { code, number, severity, criterion, family, vi, en, fix, field } of rulesOf(domain)) {
    lines.push({
      code: `${domain.name}.${code}`,
      field,
      number,
      severity,
      criterion,
      family,
      vi,
      en,
      fix,
      expected: '',
    })
  }
  return lines
}

const requiredText = (label: string): FindingText => ({
  severity: 'error',
  criterion: 'đủ',
  vi: `Thiếu ${label}`,
  en: `${label} is missing`,
  expected: label,
  fix: `Bổ sung ${label} theo hồ sơ gốc rồi gửi lại.`,
})

/** Which version of which rule raised a finding: a hash of what the rule says, so a changed parameter is another rule. */
export const ruleHashes = (domain: AnyDomain): ReadonlyMap<string, string> =>
  new Map(ruleBook(domain).map((line) => [line.code, sha256(JSON.stringify(line)).slice(0, 12)]))
