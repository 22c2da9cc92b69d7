/** `error` keeps the record out (quarantine), `warn` lets it pass to a steward's list, `note` is only counted. */
export type Severity = 'note' | 'warn' | 'error'

/** The six words by which the national campaign judges data: correct, complete, clean, live, consistent, shared. */
export type Criterion = 'đúng' | 'đủ' | 'sạch' | 'sống' | 'thống nhất' | 'dùng chung'

/** The families of faults by which a campaign plans its work, in the order in which people count them. */
export const FAMILIES = [
  'E1',
  'E2',
  'E3',
  'E4',
  'E5',
  'E6',
  'E7',
  'E8',
  'E9',
  'E10',
  'E11',
  'E12',
  'E13',
  'E14',
] as const
export type Family = (typeof FAMILIES)[number]

/** One fault found in one record. Codes are stable; sentences are rendered at the edge from `FindingText`. */
export interface Finding {
  readonly code: string
  readonly field: string | null
  readonly severity: Severity
  readonly got: string | null
  readonly expected: string
}

/** What a finding code means to people: declared beside the rule that raises it. */
export interface FindingText {
  readonly severity: Severity
  readonly criterion: Criterion
  /** Where it differs from the family of its field type. */
  readonly family?: Family
  /** What is wrong, in one plain sentence; `{got}` stands for the offending value. */
  readonly vi: string
  readonly en: string
  /** What would have been right, short enough for a table cell. */
  readonly expected: string
  /** What the source agency should do about it (Vietnamese). */
  readonly fix: string
}

/** Longest piece of an offending value that a finding keeps: enough to find the cell, never a whole document. */
const GOT_LENGTH = 200

export const clip = (value: string): string => (value.length > GOT_LENGTH ? `${value.slice(0, GOT_LENGTH)}…` : value)
