import type { AnyDomain, ReferenceRule, Values } from '../../core/domain.ts'
import { clip, type Finding } from '../../core/finding.ts'
import { NO_REFERENCE, type Reference } from '../../core/reference.ts'

/** The reference fields that the rules of a domain look through, each once. */
export const lookedThrough = (domain: AnyDomain): readonly string[] => [
  ...new Set(((domain.across ?? []) as readonly ReferenceRule<Values>[]).map(({ through }) => through)),
]

/** A finding with the place of its rule in `across`. */
export interface AcrossFinding extends Finding {
  readonly rule: number
}

/** Judges a record against the golden record that one of its reference fields names, by every rule that looks through it. */
export function judgeAcross(
  domain: AnyDomain,
  through: string,
  row: Values,
  referred: Values,
  asOf: string,
  reference: Reference = NO_REFERENCE,
): readonly AcrossFinding[] {
  return ((domain.across ?? []) as readonly ReferenceRule<Values>[]).flatMap((own, rule) => {
    const fault = own.through === through ? own.check(row, referred, asOf, reference) : null
    if (!fault) return []
    const { code, field, severity } = own
    return [{ rule, code: `${domain.name}.${code}`, field, severity, got: clip(fault.got), expected: fault.expected }]
  })
}
