import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { fieldMeta, required } from '../core/field.ts'
import { identifiers } from '../engine/matching/simple/comparisons.ts'
import { latest } from '../engine/survivorship/picks.ts'
import { organisationCode, organisationName } from './fields/organisation.ts'
import { organisationRules } from './rules/organisation.ts'
import { homeAffairs } from './sources/home-affairs.ts'

const readCode = fieldMeta(organisationCode).spec.read

// Cơ quan, đơn vị: lập từ đơn vị ghi trong hồ sơ cán bộ. Gửi trước hồ sơ (QĐ 356/QĐ-BNV: cây tổ chức trước, hồ sơ sau).
export default defineDomain({
  name: 'organisation',
  label: 'Cơ quan, đơn vị',
  after: [],
  fields: { code: required(organisationCode), name: organisationName },
  sources: {
    'home-affairs': from(homeAffairs, {
      // Both notations of a code are one agency; an unreadable one is reported on the dossier and names no agency.
      key: (cell) => String(readCode(cell('ma_don_vi'), () => {}, '') ?? ''),
      columns: { code: 'ma_don_vi', name: 'ten_don_vi' },
    }),
  },
  quality: organisationRules,
  matching: {
    block: { code: ({ code }) => [code] },
    compare: { code: identifiers },
    never: [],
    dispute: [],
    prior: -2,
    link: 8,
    review: 3,
  },
  survivorship: { code: latest, name: latest },
  targets: {
    national: {
      to: rest({ service: 'organisation', batch: 200, connections: 1 }),
      columns: { ma_dinh_danh: 'code', ten: 'name' },
    },
  },
})
