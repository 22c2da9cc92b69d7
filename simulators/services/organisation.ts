import { isMissing, type ServiceRules, text } from './rule.ts'

const MAX_LENGTH = 35
/** `H47.07.12`, or the older notation that is written backwards: `000.07.12.H47`. */
const AGENCY_CODE = /^([A-Z]\d{2}(\.\d{2,3})*|(\d{2,3}\.)+[A-Z]\d{2})$/

function isNotAgencyCode(code: string): boolean {
  return code.length > MAX_LENGTH || !AGENCY_CODE.test(code)
}

/** National organisation tree: agencies by their identification code. */
export const organisation: ServiceRules = {
  fields: new Set(['ma_dinh_danh', 'ten', 'ma_dvqhns']),
  unknownField: 'TC-900',
  rules: [
    {
      code: 'TC-003',
      field: 'ma_dinh_danh',
      message: 'Mã định danh cơ quan không đúng dạng',
      refuses: (p) => isNotAgencyCode(text(p, 'ma_dinh_danh')),
    },
    { code: 'TC-007', field: 'ten', message: 'Thiếu tên cơ quan, đơn vị', refuses: (p) => isMissing(p, 'ten') },
  ],
}
