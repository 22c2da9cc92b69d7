import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { labelled, reference, required } from '../core/field.ts'
import { bare } from '../core/values.ts'
import { codes, identifiers } from '../engine/matching/simple/comparisons.ts'
import { latest } from '../engine/survivorship/picks.ts'
import { lifeStatus } from './fields/code.ts'
import { householdNo } from './fields/household.ts'
import { personName } from './fields/person-name.ts'
import { addressText, homeCommuneRef } from './fields/place.ts'
import { householdRules, householdTogetherRules } from './rules/household.ts'
import { residence } from './sources/residence.ts'

const isDead = (state: string): boolean => bare(state).includes('chet')

// Hộ gia đình theo dữ liệu cư trú: một hộ là một số hồ sơ cư trú, lập từ dòng của chủ hộ.
export default defineDomain({
  name: 'household',
  label: 'Hộ gia đình',
  after: ['person'],
  fields: {
    householdNo: required(householdNo),
    head: reference('person', { label: 'Chủ hộ' }),
    headName: labelled('Họ tên chủ hộ', personName),
    headLife: labelled('Tình trạng của chủ hộ', lifeStatus),
    commune: homeCommuneRef,
    address: labelled('Nơi thường trú của hộ', addressText),
  },
  sources: {
    residence: from(residence, {
      when: (cell) => bare(cell('quan_he_chu_ho')) === 'chu ho',
      columns: {
        householdNo: 'so_ho_so',
        headName: 'ho_ten',
        headLife: (cell) => (cell('tinh_trang') === '' ? '' : isDead(cell('tinh_trang')) ? 'chết' : 'sống'),
        commune: (cell) => `${cell('ma_xa')}@2025-07-01`,
        address: 'dia_chi',
      },
    }),
  },
  quality: householdRules,
  together: householdTogetherRules,
  matching: {
    block: { householdNo: ({ householdNo }) => [householdNo] },
    compare: { householdNo: identifiers, commune: codes },
    never: [],
    // Hai chủ hộ trên một số hồ sơ: máy gộp thành một hộ khi cùng xã; khác xã thì hỏi người.
    dispute: [
      {
        code: 'one number, two communes',
        test: (a, b) => a.commune !== null && b.commune !== null && a.commune !== b.commune,
      },
    ],
    prior: -4,
    link: 8,
    review: 3,
  },
  survivorship: {
    householdNo: latest,
    head: latest,
    headName: latest,
    headLife: latest,
    commune: latest,
    address: latest,
  },
  targets: {
    national: {
      to: rest({ service: 'household', batch: 200, connections: 4 }),
      ready: ({ commune }) => commune != null,
      columns: { so_ho_so: 'householdNo', chu_ho: 'head', ma_xa: 'commune', dia_chi: 'address' },
    },
  },
})
