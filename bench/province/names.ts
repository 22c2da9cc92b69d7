import type { Land } from './communes.ts'
import { type Dice, ranked, weighted } from './random.ts'

/** Family names with their shares in percent. Source: domain reference 5.4; rare ones and doublets as in Quảng Nam [assumed]. */
const SURNAMES = weighted(
  'Nguyễn 33, Trần 12, Lê 9.5, Phạm 7, Huỳnh 4.2, Hoàng 0.8, Phan 4.5, Võ 3.4, Vũ 0.6, Đặng 2, Bùi 2, Đỗ 1.4, Hồ 1.3, ' +
    'Ngô 1.3, Dương 1, Lý 0.5, Trương 2.2, Đinh 1, Mai 1, Đoàn 1.2, Lương 0.8, Tạ 0.4, Cao 0.6, Châu 0.4, Chu 0.2, ' +
    'Thái 0.6, Hà 0.6, Tôn 0.2, Kiều 0.3, Ông 0.3, Văn 0.3, Doãn 0.2, Thân 0.2, Trịnh 0.5, Từ 0.2, Lâm 0.5, Tăng 0.2, ' +
    'Nguyễn Phước 0.3, Tôn Nữ 0.05, Hứa 0.2, Phùng 0.3, Trà 0.2, Diệp 0.1, La 0.2, Mạc 0.1, Tống 0.1, Lưu 0.4, Vương 0.3',
)
const MIDDLES = {
  male: weighted(
    'Văn 30, Đình 6, Ngọc 5, Quang 5, Hữu 5, Minh 6, Thanh 6, Xuân 4, Công 4, Đức 4, Quốc 4, Tấn 4, Viết 3, Bá 2, Thành 3, ' +
      'Hoàng 3, Gia 3, Anh 2, Trung 2, Duy 2, Phước 2, Tiến 2, Thế 2, Trọng 2, Nhật 2, Kim 1, Văn Minh 0.5, Ngọc Quang 0.3',
  ),
  elder: weighted('Thị 90, Ngọc 3, Thị Kim 4, Thị Thanh 3'),
  female: weighted(
    'Thị 34, Thị Thu 6, Thị Ngọc 6, Thị Kim 5, Thị Thanh 6, Thị Mỹ 4, Thị Bích 3, Thị Minh 3, Thị Hồng 4, Thị Phương 3, ' +
      'Ngọc 5, Thanh 3, Bảo 3, Khánh 3, Phương 3, Thảo 2, Minh 2, Thùy 2, Quỳnh 2, Hoài 2, Kim 1, Như 2, Diệu 2',
  ),
} as const
const GIVEN = {
  maleElder: ranked(
    'Hai Ba Năm Sáu Bảy Tám Chín Mười Thành Minh Hùng Dũng Sơn Thắng Phước Đức Tâm Hòa Xuân Lợi Thọ Lộc Phúc Tài Tiến Chiến Quang Long ' +
      'Cảnh Liễu Kỳ Thuận Định Ngọc Trung Khánh An Bình Hiền Nhơn Nghĩa Lễ Trí Tín Châu Đào Sanh Tường Bốn Cư Hường Hoàng Nhì Kiểng',
  ),
  male: ranked(
    'Hùng Tuấn Dũng Minh Sơn Thành Hải Hiếu Long Nam Quang Trung Thắng Đức Cường Hoàng Phúc Phước Tâm Bình Anh Khoa Tiến Toàn Huy ' +
      'Vũ Tùng Linh Việt Thịnh Lâm Phong Tài Trí Khánh Hưng Hậu Thiện Vinh Duy Đạt Lộc Nhân Nghĩa Quý Quốc Thái Tân Thuận Sang Hòa Kiệt ' +
      'Chương Danh Lực Bảo Nguyên Luân Pháp Quyền Thạch Trọng Tú Vương',
  ),
  maleYoung: ranked(
    'Huy Khang Bảo Minh Phúc Anh Khoa Phát Đạt Khôi Long Nam Duy Quân Kiệt Thịnh Tuấn Hiếu Hưng Trí Tài Nguyên Nhân Phong Lâm Thiện ' +
      'Hải Dũng Đức Thành Quang Khánh Vinh Việt Hoàng Sơn Trung Tiến Nghĩa An Ân Đăng Thiên Tâm',
  ),
  femaleElder: ranked(
    'Hoa Lan Bảy Sáu Năm Tám Chín Mười Hai Ba Lành Đào Mai Liên Cúc Hồng Thu Xuân Nguyệt Tuyết Hạnh Phượng Nga Bông Thảo Bưởi Gái ' +
      'Điểu Lựu Sen Hường Huệ Yến Tâm Hiền Nhung Kiều Thanh Vân Loan Khuê Lệ Diệu Ngọ Em Út Búp Sâm Thìn',
  ),
  female: ranked(
    'Hương Lan Hà Hạnh Thảo Trang Thủy Linh Hằng Dung Nga Phương Mai Hiền Loan Vân Yến Thu Oanh Hoa Tuyết Ngọc Nhung Hồng Liên Thúy ' +
      'Trinh Tâm Huyền Quỳnh Diệp My Phượng Lý Hòa Nguyệt Thanh Bích Ánh Kiều Châu Trâm Vy Giang Hoài Thơ Thoa Sương Đào Hường Lài Lệ ' +
      'Nhàn Thương Tiên Uyên Xuân',
  ),
  femaleYoung: ranked(
    'Anh Vy Ngân Nhi Linh Thư Trân My Ngọc Hân Trang Phương Thảo Uyên Quỳnh Như Hà Châu Ngà Yến Trâm Khanh Mai Thy Tiên Chi Giang ' +
      'Dung Hương Nguyên Ân Diệp Khánh Lam Băng Hiền Ly Tú Vân Ánh Minh',
  ),
} as const

/** Peoples of the western districts: names need not have three parts or a known family name. Source: domain reference 5.4. */
const UPLAND = {
  katu: {
    ethnicity: weighted('Cơ-tu 92, Tà-ôi 3, Gié-Triêng 5'),
    surnames: weighted(
      'Alăng 14, Bhnướch 9, Zơrâm 9, Pơloong 11, Coor 8, A Viết 5, Ria 7, Arất 6, Bríu 9, Hôih 5, Tơngôl 4, Ating 5, Bhling 4, Cơlâu 4',
    ),
    male: ranked(
      'Nhơi Bhuôch Liếc Tơn Plênh Nhân Đhơng Bhươi Chơ Lơi Pố Vân Tuấn Nghĩa Lập Hùng Sơn Crốc Đắc Dzứt Mười Bắc Thiên',
    ),
    female: ranked(
      'Nhí Bhơi Thị Hạnh Thị Nhớ Thị Lan Hơi Rớ Thị Mơ Chớp Bê Thị Xuân Thị Bích Dưm Nươi Thị Hà Đhơi'.replace(
        /Thị /g,
        'Thị_',
      ),
    ),
  },
  highland: {
    ethnicity: weighted('Xơ-đăng 52, Co 16, Mnông 18, Gié-Triêng 14'),
    surnames: weighted('Hồ Văn 30, Đinh Văn 8, Nguyễn Văn 6, Trần Văn 3, Blúp 4, Zơ Râm 3, A Viết 4, Hồ 8, Bnước 3'),
    male: ranked(
      'Hùng Dũng Loan Ghế Chon Lên Xuân Phước Thanh Đề Vương Rin Giang Lượng Nghĩa Reo Đông Tư Mười Diết Bằng Ly Phía',
    ),
    female: ranked(
      'Hiền Lan Nga Xê Huệ Thu Lía Nhung Bình Hoa Mai Vân Dung Nguyệt Trinh Ngọc Hương Lý Thảo Yên Sim Bông',
    ),
  },
} as const

const LOWLAND_ETHNICITY = weighted('Kinh 985, Hoa 6, Tày 3, Mường 2, Nùng 1, Thái 1, Ê-đê 1, Chăm 1')
const RELIGIONS = weighted('Không 86, Phật giáo 8, Công giáo 4, Cao Đài 1, Tin Lành 1')

/** What a household has in common: the father's family name, the people, the faith. */
export interface Kin {
  readonly surname: string
  readonly ethnicity: string
  readonly religion: string
  readonly upland: boolean
}

export function kinOf(land: Land, dice: Dice): Kin {
  const religion = dice.pick(RELIGIONS)
  const people = land === 'katu' || land === 'highland' ? UPLAND[land] : null
  if (people && dice.chance(0.8)) {
    return { surname: dice.pick(people.surnames), ethnicity: dice.pick(people.ethnicity), religion, upland: true }
  }
  return { surname: dice.pick(SURNAMES), ethnicity: dice.pick(LOWLAND_ETHNICITY), religion, upland: false }
}

const HAN_SURNAME = /^(\S+) Văn$/

/** Middle and given name, by sex and the fashion of the birth year; of two words or more. */
export function forename(kin: Kin, land: Land, female: boolean, year: number, dice: Dice): string {
  if (kin.upland) {
    const people = UPLAND[land === 'katu' ? 'katu' : 'highland']
    return dice.pick(female ? people.female : people.male).replace('_', ' ')
  }
  if (female) {
    const given = year < 1966 ? GIVEN.femaleElder : year < 1993 ? GIVEN.female : GIVEN.femaleYoung
    return `${dice.pick(year < 1966 ? MIDDLES.elder : MIDDLES.female)} ${dice.pick(given)}`
  }
  const given = year < 1966 ? GIVEN.maleElder : year < 1993 ? GIVEN.male : GIVEN.maleYoung
  return `${dice.pick(MIDDLES.male)} ${dice.pick(given)}`
}

/** In families that took a Vietnamese name, women carry Thị where men carry Văn. */
export const fullName = (surname: string, rest: string, female: boolean, upland: boolean): string =>
  `${upland && female ? surname.replace(HAN_SURNAME, '$1 Thị') : surname} ${rest}`

/** Family names with two local forms. Source: domain reference 5.3, k5. */
export const DOUBLETS: readonly (readonly [string, string])[] = [
  ['Huỳnh', 'Hoàng'],
  ['Võ', 'Vũ'],
  ['Phước', 'Phúc'],
  ['Cảnh', 'Kiểng'],
  ['Chu', 'Châu'],
]
