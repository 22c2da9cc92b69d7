import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { fieldMeta, required } from '../core/field.ts'
import { codes } from '../engine/matching/comparisons/codes.ts'
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
    compare: { code: codes({ m: 0.99, u: 1e-6 }) },
    // The code in either notation is the authority's own key; one register bears each agency once, by that key.
    must: [{ code: 'agency code', key: ({ code }) => [code] }],
    clean: ['home-affairs'],
    never: [],
    dispute: [],
    // Some four thousand agencies and units.
    prior: -12,
    link: 4,
    review: 0,
  },
  survivorship: { code: latest, name: latest },
  targets: {
    national: {
      to: rest({ service: 'organisation', batch: 200, connections: 1 }),
      columns: { ma_dinh_danh: 'code', ten: 'name' },
    },
  },
})
