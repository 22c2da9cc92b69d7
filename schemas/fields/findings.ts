import type { Criterion, Family, FindingText, Severity } from '../../core/finding.ts'

interface Draft {
  /** `warn` unless told. */
  readonly severity?: Severity
  /** `đúng` (correct) unless told. */
  readonly criterion?: Criterion
  /** Where it differs from the family of the field type. */
  readonly family?: Family
  readonly vi: string
  readonly en: string
  readonly fix: string
  /** Where it differs from what the type expects at large. */
  readonly expected?: string
}

/** The findings of a field type, where most are warnings against correctness and expect the same thing. */
export function findings<K extends string>(
  expected: string,
  drafts: Record<K, Draft>,
): Readonly<Record<K, FindingText>> {
  const texts = {} as Record<K, FindingText>
  for (const code of Object.keys(drafts) as K[]) {
    texts[code] = { severity: 'warn', criterion: 'đúng', expected, ...drafts[code] }
  }
  return texts
}

/** Raised by the merge, never by a reader: no crosswalk leads for sure from a code to the version that is current. */
export const NOT_CURRENT = {
  severity: 'warn',
  criterion: 'thống nhất',
  vi: '{got}: không chuyển chắc chắn được sang danh mục hiện hành, nên không gửi.',
  en: 'No crosswalk leads for sure to the current version of the list; the value is kept and not sent.',
  fix: 'Xác định mã hiện hành theo địa bàn thực tế rồi sửa tại nguồn.',
} as const
