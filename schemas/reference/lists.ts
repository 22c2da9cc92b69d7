import type { z } from 'zod'
import type { CodeListVersion, CodeMove, ListCode } from '../../core/code-list.ts'
import { type CatalogueCode, type CodeCatalogue, fieldMeta } from '../../core/field.ts'
import {
  ethnicity,
  FIRST_VERSION,
  lifeStatus,
  maritalStatus,
  relationToHead,
  religion,
  residenceKind,
  sex,
  staffStatus,
} from '../fields/code.ts'
import { landUse } from '../fields/land-use.ts'
import { grades, PAY_SCALES } from '../fields/pay.ts'
import { loadPlaces } from '../places/dataset.ts'
import { communeLists, provinceLists } from './units.ts'

/** Lists that a province loads from a file of its own: known by name, empty until then. */
export const LOADED_LISTS: Readonly<Record<string, string>> = {
  organisation: 'Cây tổ chức: cơ quan, đơn vị theo mã định danh điện tử',
}

/**
 * Every code list that the store is seeded with, in order of their versions. The tables are those that the field types read
 * by; nothing is written down twice. Takes about 0.2 s: the communes are read from their files.
 */
export function codeLists(): readonly CodeListVersion[] {
  return [
    ...[sex, ethnicity, religion, maritalStatus, relationToHead, lifeStatus, staffStatus, residenceKind].map(fieldList),
    ...landUses(),
    gradeList(),
    payTables(),
    EDUCATION,
    ...provinceLists(),
    ...communeLists(loadPlaces()),
  ]
}

const listed = ({ code, label, from, to }: CatalogueCode): ListCode => ({
  code,
  label,
  parent: null,
  from: from ?? null,
  to: to ?? null,
})

function catalogueOf(schema: z.ZodType): {
  readonly type: string
  readonly label: string
  readonly own: CodeCatalogue
} {
  const { type, label, catalogue } = fieldMeta(schema).spec
  if (!catalogue) throw new TypeError(`field type ${type} has no catalogue`)
  return { type, label, own: catalogue }
}

function fieldList(schema: z.ZodType): CodeListVersion {
  const { type, label, own } = catalogueOf(schema)
  const codes = own.codes.map((code) => listed(code))
  return { list: type, title: label, version: FIRST_VERSION, from: null, source: own.title, codes, moves: [] }
}

const LAND_LAW_2024 = '2024-08-01'
/** Leaves that became part of another leaf [A: to be checked against the circular], so nothing is rewritten by them. */
const TAKEN_IN: Readonly<Record<string, string>> = { BHK: 'HNK', NHK: 'HNK' }

/** Land uses of TT 28/2014 and of TT 08/2024, from the one table in which each code has its days. */
function landUses(): readonly CodeListVersion[] {
  const { type, label, own } = catalogueOf(landUse)
  const before = own.codes.filter(({ from }) => from === undefined)
  const since = own.codes.filter(({ to }) => to === undefined)
  const moves = before.map(
    ({ code, to }): CodeMove => ({
      fromVersion: '2014',
      from: code,
      to: to === undefined ? code : (TAKEN_IN[code] ?? null),
      kind: to === undefined ? 'unchanged' : code in TAKEN_IN ? 'merged' : 'retired',
      assurance: code in TAKEN_IN ? 'base-only' : 'register-complete',
      authority: 'TT 08/2024/TT-BTNMT',
    }),
  )
  const version = { list: type, title: label }
  return [
    { ...version, version: '2014', from: null, source: 'TT 28/2014/TT-BTNMT', codes: before.map(listed), moves: [] },
    {
      ...version,
      version: LAND_LAW_2024,
      from: LAND_LAW_2024,
      source: 'TT 08/2024/TT-BTNMT',
      codes: since.map(listed),
      moves,
    },
  ]
}

const gradeList = (): CodeListVersion => ({
  list: 'grade-code',
  title: 'Ngạch công chức, hạng chức danh nghề nghiệp',
  version: FIRST_VERSION,
  from: null,
  source: 'ngạch, hạng đã rõ bảng lương',
  codes: grades().map(({ code, title, table }) => ({ ...listed({ code, label: title }), parent: table })),
  moves: [],
})

const payTables = (): CodeListVersion => ({
  list: 'pay-table',
  title: 'Bảng lương',
  version: '2004-10-01',
  from: '2004-10-01',
  source: 'NĐ 204/2004/NĐ-CP',
  codes: PAY_SCALES.map(({ table, start, add, steps, yearsPerStep, from, to }) => ({
    code: table,
    label: `Bảng ${table}`,
    parent: null,
    from,
    to,
    attributes: { start: start / 100, step: add / 100, steps, yearsPerStep },
  })),
  moves: [],
})

/** Trình độ đào tạo; no register of ours holds it yet, its codes are assumed. */
const EDUCATION: CodeListVersion = {
  list: 'education-level',
  title: 'Trình độ đào tạo',
  version: FIRST_VERSION,
  from: null,
  source: 'danh mục trình độ trong hồ sơ CBCCVC',
  codes: [
    ['tieu-hoc', 'Tiểu học'],
    ['thcs', 'Trung học cơ sở'],
    ['thpt', 'Trung học phổ thông'],
    ['so-cap', 'Sơ cấp'],
    ['trung-cap', 'Trung cấp'],
    ['cao-dang', 'Cao đẳng'],
    ['dai-hoc', 'Đại học'],
    ['thac-si', 'Thạc sĩ'],
    ['tien-si', 'Tiến sĩ'],
  ].map(([code = '', label = '']) => listed({ code, label })),
  moves: [],
}
