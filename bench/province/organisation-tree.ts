import { AGENCIES, DISSOLVED, PARENTS } from './agencies.ts'
import { csvCell } from './files.ts'

/** Days on which parts of the tree came and went. Source: domain reference 2; the first one assumed. */
const TREE_BEGINS = '2021-01-01'
const DEPARTMENTS_MERGED = '2025-03-01'
const COMMUNES_BEGIN = '2025-07-01'
const DISTRICTS_END = '2025-06-30'
const FIRST_COMMUNE_CODE = 'H17.40'
const OLD_PROVINCE = 'Ủy ban nhân dân tỉnh Quảng Nam'

const parentOf = (code: string): string => code.slice(0, Math.max(0, code.lastIndexOf('.')))
const beginOf = (code: string): string =>
  code === 'H17' ? TREE_BEGINS : code >= FIRST_COMMUNE_CODE ? COMMUNES_BEGIN : DEPARTMENTS_MERGED

/**
 * The national organisation tree as CSV, against which E11 is judged: what is in force and what was dissolved, with the
 * last day of that. Units that the ministry has not entered are absent. Dissolved units hang straight from their province.
 */
export function organisationTree(): string {
  const standing = [...PARENTS, ...AGENCIES].map(({ code, name }) => [code, name, parentOf(code), beginOf(code), ''])
  const gone = DISSOLVED.map(([code, name]) => [code, name, code.slice(0, 3), TREE_BEGINS, DISTRICTS_END])
  return [
    ['ma_dinh_danh', 'ten', 'ma_cha', 'hieu_luc_tu', 'hieu_luc_den'],
    ...standing,
    ['H47', OLD_PROVINCE, '', TREE_BEGINS, DISTRICTS_END],
    ...gone,
  ]
    .map((row) => `${row.map((cell) => csvCell(cell, ',')).join(',')}\n`)
    .join('')
}
