import { describe, expect, test } from 'vitest'
import { nearest } from '../../core/nearest.ts'

const known = [
  ...['ma_ho', 'so_cccd', 'ho_ten', 'ngay_sinh', 'gioi_tinh', 'quan_he', 'dan_toc', 'thon', 'xa', 'tinh'],
  ...['ma_dv', 'ma_ngach', 'bac', 'he_so', 'so_to', 'so_thua', 'dien_tich', 'ghi_chu'],
]

describe('slips of the hand find the name that was meant', () => {
  test.each([
    ['Họ tên', 'ho_ten'],
    ['Ho ten', 'ho_ten'],
    ['hoten', 'ho_ten'],
    ['HO_TEN', 'ho_ten'],
    ['ho_tne', 'ho_ten'],
    ['cccd', 'so_cccd'],
    ['Số CCCD', 'so_cccd'],
    ['nagy_sinh', 'ngay_sinh'],
    ['gioi_tinnh', 'gioi_tinh'],
    ['Giới tính', 'gioi_tinh'],
    ['dien_tihc', 'dien_tich'],
    ['Diện tích', 'dien_tich'],
    ['ma_ngahc', 'ma_ngach'],
    ['bacc', 'bac'],
    ['xã', 'xa'],
    ['so thua', 'so_thua'],
    ['Hệ số'.normalize('NFD'), 'he_so'],
  ])('%s → %s', (word, name) => {
    expect(nearest(word, known)).toBe(name)
  })

  test('marks decide between names that differ only by them', () => {
    expect(nearest('Bậc', ['Bác', 'Bậc'])).toBe('Bậc')
  })

  test('a beginning is enough', () => {
    expect(nearest('vni', ['viscii', 'vni-windows', 'viqr'])).toBe('vni-windows')
  })
})

describe('nothing is proposed', () => {
  test.each(['email', 'luong', 'so_dien_thoai_ban', 'z', '', '???'])('for %j', (word) => {
    expect(nearest(word, known)).toBe(null)
  })

  test('for a column of the same register that is another one', () => {
    for (const name of ['ngay_cap', 'noi_cap', 'chu_ho'])
      expect(nearest(name, ['ho_ten', 'so_cccd', 'dan_toc'])).toBe(null)
  })

  test('out of nothing', () => {
    expect(nearest('ho_ten', [])).toBe(null)
  })
})
