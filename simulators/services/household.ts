import { isMissing, type ServiceRules, text } from './rule.ts'

/** Residence register (cư trú): one row per household. */
export const household: ServiceRules = {
  fields: new Set(['so_ho_so', 'chu_ho', 'ma_xa', 'dia_chi']),
  unknownField: 'CT-900',
  rules: [
    { code: 'CT-011', field: 'so_ho_so', message: 'Thiếu số hồ sơ cư trú', refuses: (p) => isMissing(p, 'so_ho_so') },
    {
      code: 'CT-023',
      field: 'ma_xa',
      message: 'Mã xã phải có 5 chữ số',
      refuses: (p) => !/^\d{5}$/.test(text(p, 'ma_xa')),
    },
  ],
}
