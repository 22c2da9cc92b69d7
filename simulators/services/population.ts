import { isMalformed, isMissing, type ServiceRules, text } from './rule.ts'

const CODES_OF_63_PROVINCES =
  '01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62 ' +
  '64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96'
export const BIRTH_PROVINCES: ReadonlySet<string> = new Set(CODES_OF_63_PROVINCES.split(' '))

const FIRST_FOREIGN_PREFIX = 100

function isUnknownPrefix(personalId: string): boolean {
  const prefix = personalId.slice(0, 3)
  return Number(prefix) < FIRST_FOREIGN_PREFIX && !BIRTH_PROVINCES.has(prefix.slice(1))
}

/** A day, month or year that exists: no 31 April, no month 13. */
function isPartialDate(value: string): boolean {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(value) ?? []
  if (year === undefined) return false
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return month >= '01' && month <= '12' && day >= '01' && Number(day) <= lastDay
}

/** Population register (dân cư). A person is named by the personal id, or by the old card number alone. */
export const population: ServiceRules = {
  fields: new Set(
    'so_dinh_danh so_cmnd ho_ten ngay_sinh gioi_tinh dan_toc so_ho_so_cu_tru quan_he_chu_ho ma_xa_thuong_tru dia_chi dien_thoai'.split(
      ' ',
    ),
  ),
  unknownField: 'DC-900',
  rules: [
    {
      code: 'DC-101',
      field: 'so_dinh_danh',
      message: 'Thiếu số định danh cá nhân hoặc số CMND',
      refuses: (p) => isMissing(p, 'so_dinh_danh') && isMissing(p, 'so_cmnd'),
    },
    {
      code: 'DC-104',
      field: 'so_dinh_danh',
      message: 'Số định danh cá nhân phải có 12 chữ số',
      refuses: (p) => isMalformed(p, 'so_dinh_danh', /^\d{12}$/),
    },
    {
      code: 'DC-105',
      field: 'so_dinh_danh',
      message: 'Mã tỉnh trong số định danh không tồn tại',
      refuses: (p) => !isMissing(p, 'so_dinh_danh') && isUnknownPrefix(text(p, 'so_dinh_danh')),
    },
    { code: 'DC-110', field: 'ho_ten', message: 'Thiếu họ tên', refuses: (p) => isMissing(p, 'ho_ten') },
    {
      code: 'DC-112',
      field: 'ho_ten',
      message: 'Họ tên không được chứa chữ số',
      refuses: (p) => /\d/.test(text(p, 'ho_ten')),
    },
    {
      code: 'DC-121',
      field: 'ngay_sinh',
      message: 'Ngày sinh không đúng dạng yyyy, yyyy-mm hoặc yyyy-mm-dd',
      refuses: (p) => !isMissing(p, 'ngay_sinh') && !isPartialDate(text(p, 'ngay_sinh')),
    },
    {
      code: 'DC-122',
      field: 'ngay_sinh',
      message: 'Ngày sinh ở tương lai',
      refuses: (p, today) => text(p, 'ngay_sinh') > today.slice(0, text(p, 'ngay_sinh').length),
    },
    {
      code: 'DC-131',
      field: 'gioi_tinh',
      message: 'Giới tính ngoài danh mục',
      refuses: (p) => isMalformed(p, 'gioi_tinh', /^(nam|nu|khac)$/),
    },
  ],
}
