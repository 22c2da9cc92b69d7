import type { Fault, RowRule } from '../../core/domain.ts'
import type { UnitRef } from '../../core/values.ts'
import { addressDisagrees, type CodeState, codeState, districtKept, titleOf } from './place.ts'

/** What a record says of its place: the code with its list, the name beside it, the address as text. */
export interface PlacedRow {
  readonly commune: UnitRef | null
  readonly communeName: string | null
  readonly address: string | null
}

const inState =
  (wrong: CodeState) =>
  ({ commune, communeName }: PlacedRow): Fault | null =>
    commune !== null && codeState(commune, communeName) === wrong
      ? { got: [commune.slice(0, 5), communeName].filter(Boolean).join(' '), expected: titleOf(commune) }
      : null

const rule = (
  code: string,
  field: keyof PlacedRow,
  criterion: RowRule<PlacedRow>['criterion'],
  texts: { readonly vi: string; readonly en: string; readonly fix: string },
  check: RowRule<PlacedRow>['check'],
): RowRule<PlacedRow> => ({ code, number: 'P08', family: 'E5', field, severity: 'warn', criterion, ...texts, check })

/** Code, name and address of a commune, judged by the list in force on the date of the code (P08). */
export const communeRules: readonly RowRule<PlacedRow>[] = [
  rule(
    'commune-not-in-list',
    'commune',
    'đúng',
    {
      vi: 'Mã xã không có trong danh mục của thời điểm này',
      en: 'The commune code is not in the list of its date',
      fix: 'Tra mã xã trong danh mục hành chính đang dùng cho nguồn này.',
    },
    inState('not-in-list'),
  ),
  rule(
    'commune-of-other-list',
    'commune',
    'thống nhất',
    {
      vi: 'Mã và tên xã thuộc danh mục khác (trước hoặc sau 01/7/2025)',
      en: 'Code and name belong together in the other list, of before or after 1 July 2025',
      fix: 'Đổi mã và tên sang danh mục của nguồn này; xã bị chia tách phải xác minh.',
    },
    inState('of-other-list'),
  ),
  rule(
    'commune-name-differs',
    'communeName',
    'thống nhất',
    {
      vi: 'Mã xã và tên xã không cùng một đơn vị',
      en: 'Code and name are of two communes',
      fix: 'Đối chiếu hồ sơ; sửa mã hoặc tên cho khớp nhau.',
    },
    inState('name-differs'),
  ),
  rule(
    'address-differs',
    'address',
    'thống nhất',
    {
      vi: 'Xã hoặc tỉnh trong địa chỉ khác với mã xã',
      en: 'The address names another commune or province than the code',
      fix: 'Viết địa chỉ theo cùng danh mục với mã xã, hoặc sửa mã xã.',
    },
    ({ commune, address }) => (commune !== null && address !== null ? addressDisagrees(commune, address) : null),
  ),
  rule(
    'district-kept',
    'address',
    'sống',
    {
      vi: 'Địa chỉ còn ghi cấp huyện',
      en: 'The address still names a district',
      fix: 'Bỏ cấp huyện, ghi xã và tỉnh theo danh mục từ 01/7/2025.',
    },
    ({ commune, address }) => (commune !== null && address !== null ? districtKept(commune, address) : null),
  ),
]

/** A record whose source has a code column and left it blank, though place is told otherwise. */
export const noCommuneRule = (sources: readonly string[]): RowRule<PlacedRow> => ({
  ...rule(
    'no-commune',
    'commune',
    'đủ',
    {
      vi: 'Không có mã xã dùng được',
      en: 'No usable commune code',
      fix: 'Bổ sung mã xã 5 chữ số theo danh mục của nguồn này.',
    },
    ({ commune, communeName, address }) =>
      commune === null ? { got: communeName ?? address ?? '', expected: 'mã xã 5 chữ số' } : null,
  ),
  sources,
})
