import { csvOrWorkbook } from '../../connectors/sources/csv-or-workbook.ts'
import { defineSource } from '../../core/domain.ts'

/** Extract of the provincial HR software, one row per dossier. Commune codes are those of 30 June 2025. */
export const homeAffairs = defineSource({
  name: 'home-affairs',
  label: 'Phần mềm quản lý CBCCVC, Sở Nội vụ',
  from: csvOrWorkbook({
    complete: true,
    files: 'home-affairs*',
    requiredColumns: ['ma_ho_so', 'so_cccd', 'ho_ten', 'ma_don_vi'],
  }),
  columns: [
    'ma_ho_so',
    'so_hieu',
    'so_cccd',
    'ho_ten',
    'gioi_tinh',
    'ngay_sinh',
    'dan_toc',
    'ma_don_vi',
    'ten_don_vi',
    'ma_ngach',
    'bac',
    'he_so',
    'ngay_huong',
    'ngay_tuyen_dung',
    'trang_thai',
    'dien_thoai',
    'email',
    'dia_chi',
    'ma_xa',
    'so_bhxh',
    'ma_so_thue',
    'ngay_cap_nhat',
  ],
  key: ['ma_ho_so'],
})
