import household from '../../../schemas/household.ts'
import { testRules } from './cases.ts'

testRules(
  household,
  { householdNo: 'CT1', headName: 'Nguyễn Văn Ánh', headLife: 'song', commune: '20551@2025-07-01', address: 'Tổ 5' },
  {
    row: { 'no-place': [{ commune: null }, { commune: null, address: null }] },
    together: {
      'two-heads': [
        [{}, { headName: 'Trần Thị Hoa' }],
        [{}, { headName: 'Trần Thị Hoa', headLife: 'chet' }, { headName: 'NGUYEN VAN ANH' }],
      ],
    },
  },
)
