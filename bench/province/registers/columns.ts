import { placesOf } from '../register.ts'

/** The columns of the three extracts, in order; the first is the key of the row. */
export const HOME_AFFAIRS = [
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
] as const
export const RESIDENCE = [
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
] as const
export const LAND = [
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
] as const

export const H = placesOf(HOME_AFFAIRS)
export const R = placesOf(RESIDENCE)
export const L = placesOf(LAND)
