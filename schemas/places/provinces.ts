/**
 * The 34 provinces of QĐ 19/2025/QĐ-TTg (code, name) with the codes and names of the 63 they were made of by
 * NQ 202/2025/QH15. Retired codes stay valid for ever in personal IDs (TT 07/2016/TT-BCA: `0` + code) and old papers, and
 * seven codes (15, 24, 44, 52, 80, 82, 91) name another province than before.
 */
const TABLE = `
01 Hà Nội | 01 Hà Nội
04 Cao Bằng | 04 Cao Bằng
08 Tuyên Quang | 08 Tuyên Quang, 02 Hà Giang
11 Điện Biên | 11 Điện Biên
12 Lai Châu | 12 Lai Châu
14 Sơn La | 14 Sơn La
15 Lào Cai | 10 Lào Cai, 15 Yên Bái
19 Thái Nguyên | 19 Thái Nguyên, 06 Bắc Kạn
20 Lạng Sơn | 20 Lạng Sơn
22 Quảng Ninh | 22 Quảng Ninh
24 Bắc Ninh | 24 Bắc Giang, 27 Bắc Ninh
25 Phú Thọ | 25 Phú Thọ, 17 Hòa Bình, 26 Vĩnh Phúc
31 Hải Phòng | 31 Hải Phòng, 30 Hải Dương
33 Hưng Yên | 33 Hưng Yên, 34 Thái Bình
37 Ninh Bình | 37 Ninh Bình, 35 Hà Nam, 36 Nam Định
38 Thanh Hóa | 38 Thanh Hóa
40 Nghệ An | 40 Nghệ An
42 Hà Tĩnh | 42 Hà Tĩnh
44 Quảng Trị | 44 Quảng Bình, 45 Quảng Trị
46 Huế | 46 Huế
48 Đà Nẵng | 48 Đà Nẵng, 49 Quảng Nam
51 Quảng Ngãi | 51 Quảng Ngãi, 62 Kon Tum
52 Gia Lai | 52 Bình Định, 64 Gia Lai
56 Khánh Hòa | 56 Khánh Hòa, 58 Ninh Thuận
66 Đắk Lắk | 66 Đắk Lắk, 54 Phú Yên
68 Lâm Đồng | 68 Lâm Đồng, 60 Bình Thuận, 67 Đắk Nông
75 Đồng Nai | 75 Đồng Nai, 70 Bình Phước
79 Hồ Chí Minh | 79 Hồ Chí Minh, 74 Bình Dương, 77 Bà Rịa - Vũng Tàu
80 Tây Ninh | 80 Long An, 72 Tây Ninh
82 Đồng Tháp | 82 Tiền Giang, 87 Đồng Tháp
86 Vĩnh Long | 86 Vĩnh Long, 83 Bến Tre, 84 Trà Vinh
91 An Giang | 91 Kiên Giang, 89 An Giang
92 Cần Thơ | 92 Cần Thơ, 93 Hậu Giang, 94 Sóc Trăng
96 Cà Mau | 96 Cà Mau, 95 Bạc Liêu`

export interface Province {
  readonly code: string
  /** Bare name, without Tỉnh or Thành phố. */
  readonly name: string
}
/** A province of before 1 July 2025 with the code of the one it lies in now. */
export interface OldProvince extends Province {
  readonly now: string
}

const entry = (text: string): Province => ({ code: text.slice(0, 2), name: text.slice(3) })

const lines = TABLE.trim()
  .split('\n')
  .map((line) => line.split(' | ') as [string, string])

export const PROVINCES: readonly Province[] = lines.map(([now]) => entry(now))
export const OLD_PROVINCES: readonly OldProvince[] = lines.flatMap(([now, old]) =>
  old.split(', ').map((text) => ({ ...entry(text), now: now.slice(0, 2) })),
)
