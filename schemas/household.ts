import { rest } from '../connectors/targets/rest.ts'
import { defineDomain, from } from '../core/domain.ts'
import { labelled, reference, required } from '../core/field.ts'
import { bare, type UnitRef } from '../core/values.ts'
import { codes } from '../engine/matching/comparisons/codes.ts'
import { latest } from '../engine/survivorship/picks.ts'
import { lifeStatus } from './fields/code.ts'
import { householdNo } from './fields/household.ts'
import { personName } from './fields/person-name.ts'
import { addressText, homeCommuneRef } from './fields/place.ts'
import { type PlaceForm, placeForm, placeRelation, places } from './places/comparison.ts'
import { householdRules, householdTogetherRules } from './rules/household.ts'
import { residence } from './sources/residence.ts'

const placeOf = (commune: UnitRef | null): PlaceForm | null => (commune === null ? null : placeForm(commune, 'person'))

interface Placed {
  readonly commune: UnitRef | null
}

function inTwoCommunes(a: Placed, b: Placed): boolean {
  const [here, there] = [placeOf(a.commune), placeOf(b.commune)]
  if (here === null || there === null) return a.commune !== null && b.commune !== null && a.commune !== b.commune
  const relation = placeRelation(here, there)
  return relation === 'apart' || relation === 'joined'
}

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
    compare: { householdNo: codes({ m: 0.99, u: 1e-7 }), commune: places({ subject: 'person' }) },
    must: [
      {
        code: 'number and commune',
        key: ({ householdNo, commune }) => [householdNo, placeOf(commune)?.today ?? null],
      },
    ],
    never: [],
    // Hai chủ hộ trên một số hồ sơ: máy gộp thành một hộ khi cùng xã; khác xã thì hỏi người.
    dispute: [{ code: 'one number, two communes', of: ['householdNo'], test: inTwoCommunes }],
    // A province of three hundred thousand households.
    prior: -18,
    link: 4,
    review: 0,
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
