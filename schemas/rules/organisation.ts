import type { Fault, MayLack, RowRule } from '../../core/domain.ts'
import type { Reference } from '../../core/reference.ts'
import { bare } from '../../core/values.ts'

interface OrganisationRow {
  readonly code: string
  readonly name: string | null
}

const TREE = 'organisation'

/** Whether the national tree of the day lacks the unit; null where it holds it or no tree is loaded. */
export function organisationFault(code: string, asOf: string, reference: Reference): Fault | null {
  if (reference.has(TREE, code, asOf) !== false) return null
  const ended = reference.find(TREE, code, asOf)
  return {
    got: code,
    expected: ended?.to
      ? `đơn vị đang hoạt động; ${ended.label} đã giải thể từ ${ended.to}`
      : 'mã có trong cây tổ chức',
  }
}

/** An agency by itself (O01). Its code in either notation was read to one form already. */
export const organisationRules: readonly RowRule<MayLack<OrganisationRow, 'code'>>[] = [
  {
    code: 'code-as-name',
    number: 'O01',
    family: 'E11',
    field: 'name',
    severity: 'warn',
    criterion: 'đủ',
    vi: 'Tên đơn vị trống hoặc chỉ là mã',
    en: 'The unit has no name of its own',
    fix: 'Ghi tên đơn vị theo quyết định thành lập.',
    check: ({ code, name }) => (name === null || name === code ? { got: name ?? '', expected: 'tên đơn vị' } : null),
  },
  {
    code: 'not-in-tree',
    number: 'O01',
    family: 'E11',
    field: 'code',
    severity: 'error',
    criterion: 'dùng chung',
    lists: [TREE],
    vi: 'Đơn vị không có trong cây tổ chức quốc gia hiện hành',
    en: 'The unit is dissolved or not yet in the national organisation tree',
    fix: 'Dùng mã của đơn vị kế thừa, hoặc đề nghị cập nhật cây tổ chức.',
    check: ({ code }, asOf, reference) => (code === null ? null : organisationFault(code, asOf, reference)),
  },
  {
    code: 'name-differs-from-tree',
    number: 'O01',
    family: 'E11',
    field: 'name',
    severity: 'note',
    criterion: 'thống nhất',
    lists: [TREE],
    vi: 'Tên đơn vị khác với cây tổ chức quốc gia',
    en: 'The unit bears another name in the national organisation tree',
    fix: 'Ghi tên theo cây tổ chức hiện hành.',
    check: ({ code, name }, asOf, reference) => {
      const label = code === null ? undefined : reference.find(TREE, code, asOf)?.label
      return name !== null && label !== undefined && bare(label) !== bare(name) ? { got: name, expected: label } : null
    },
  },
]
