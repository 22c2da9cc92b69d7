import { csvOrWorkbook } from '../../connectors/sources/csv-or-workbook.ts'
import { defineSource } from '../../core/domain.ts'

/** Extract of the provincial land database, one row per parcel, texts in TCVN3. Commune codes are those of 30 June 2025. */
export const land = defineSource({
  name: 'land',
  label: 'CSDL đất đai tỉnh, Sở Nông nghiệp và Môi trường',
  from: csvOrWorkbook({
    complete: true,
    files: 'land*',
    requiredColumns: ['ma_thua', 'ma_xa', 'so_to', 'so_thua', 'chu_su_dung'],
  }),
  columns: [
    'ma_thua',
    'ma_xa',
    'ten_xa',
    'so_to',
    'so_thua',
    'dien_tich',
    'loai_dat',
    'chu_su_dung',
    'so_giay_to',
    'nam_sinh',
    'dia_chi_chu',
    'dia_chi_thua',
    'so_phat_hanh',
    'so_vao_so',
    'ngay_cap',
    'trang_thai',
    'toa_do_x',
    'toa_do_y',
    'kinh_tuyen',
    'ma_dinh_danh',
    'the_chap',
    'dien_tich_ban_do',
    'ngay_cap_nhat',
  ],
  key: ['ma_thua'],
})
