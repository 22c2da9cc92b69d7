import type { Payload } from '../protocol.ts'
import { isMalformed, isMissing, type ServiceRules, text } from './rule.ts'

/** Pay scales of decree 204/2004 in hundredths: first coefficient, raise per step, number of steps. */
const SCALES: Readonly<Record<string, readonly [start: number, raise: number, steps: number]>> = {
  'A3.1': [620, 36, 6],
  'A3.2': [575, 36, 6],
  'A2.1': [440, 34, 8],
  'A2.2': [400, 34, 8],
  A1: [234, 33, 9],
  A0: [210, 31, 10],
  B: [186, 20, 12],
  C1: [165, 18, 12],
  C2: [150, 18, 12],
  C3: [135, 18, 12],
}

/** Grades whose scale is certain. Any other grade may be on any scale. */
const SCALE_OF_GRADE: Readonly<Record<string, string>> = {
  '01.001': 'A3.1',
  '01.002': 'A2.1',
  '01.003': 'A1',
  '01.004': 'A0',
  '01.005': 'B',
}

function paysOtherwise(payload: Payload): boolean {
  if (isMissing(payload, 'bac') || isMissing(payload, 'he_so')) return false
  const step = Number(text(payload, 'bac'))
  const hundredths = Number(text(payload, 'he_so')) * 100
  const own = SCALE_OF_GRADE[text(payload, 'ngach')]
  return !(own ? [own] : Object.keys(SCALES)).some((scale) => {
    const [start, raise, steps] = SCALES[scale]!
    const isStep = Number.isInteger(step) && step >= 1 && step <= steps
    return isStep && Math.abs(start + raise * (step - 1) - hundredths) < 0.01
  })
}

/** National register of civil servants (CBCCVC). The dossier is named by the personal id. */
export const civilServant: ServiceRules = {
  fields: new Set(
    'so_dinh_danh so_hieu ho_ten ngay_sinh gioi_tinh co_quan ngach bac he_so ngay_huong ngay_tuyen_dung trang_thai'.split(
      ' ',
    ),
  ),
  unknownField: 'CB-900',
  rules: [
    {
      code: 'CB-001',
      field: 'so_dinh_danh',
      message: 'Số định danh cá nhân thiếu hoặc không đủ 12 chữ số',
      refuses: (p) => !/^\d{12}$/.test(text(p, 'so_dinh_danh')),
    },
    { code: 'CB-009', field: 'co_quan', message: 'Thiếu mã cơ quan, đơn vị', refuses: (p) => isMissing(p, 'co_quan') },
    {
      code: 'CB-017',
      field: 'ngach',
      message: 'Mã ngạch, hạng không đúng dạng',
      refuses: (p) => isMalformed(p, 'ngach', /^(\d{2}[a-z]?\.\d{3}|V\.\d{2}\.\d{2}\.\d{2})$/),
    },
    { code: 'CB-021', field: 'he_so', message: 'Hệ số lương không khớp với ngạch và bậc', refuses: paysOtherwise },
  ],
}
