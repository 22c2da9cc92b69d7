import { csvOrWorkbook } from '../../connectors/sources/csv-or-workbook.ts'
import { defineSource } from '../../core/domain.ts'

/** Extract of the residence register, one row per member of a household. Commune codes are those of 1 July 2025. */
export const residence = defineSource({
  name: 'residence',
  label: 'Dữ liệu cư trú, Công an tỉnh',
  from: csvOrWorkbook({
    complete: true,
    files: 'residence*',
    requiredColumns: ['ma_nhan_khau', 'so_ho_so', 'ho_ten', 'quan_he_chu_ho'],
  }),
  columns: [
    'ma_nhan_khau',
    'so_ho_so',
    'ho_ten',
    'ngay_sinh',
    'gioi_tinh',
    'so_dinh_danh',
    'so_cmnd',
    'dan_toc',
    'ton_giao',
    'quan_he_chu_ho',
    'dia_chi',
    'ma_xa',
    'ten_xa',
    'ngay_dang_ky',
    'tinh_trang',
    'dien_thoai',
    'ngay_cap_nhat',
  ],
  key: ['ma_nhan_khau'],
})
