import { COMMUNES, type Commune, SPLIT } from './communes.ts'
import { type Dice, weighted } from './random.ts'

const STREETS = (
  'Nguyễn Văn Linh,Lê Duẩn,Hoàng Diệu,Trần Cao Vân,Điện Biên Phủ,Núi Thành,Hùng Vương,Phan Châu Trinh,Ông Ích Khiêm,Trưng Nữ Vương,' +
  'Lê Đình Lý,Hải Phòng,Thái Phiên,Hàm Nghi,Nguyễn Tri Phương,Tôn Đức Thắng,Nguyễn Lương Bằng,Âu Cơ,Ngô Quyền,Trần Hưng Đạo,Phạm Văn Đồng,' +
  'Lê Văn Hiến,Ngũ Hành Sơn,Hồ Xuân Hương,Nguyễn Hữu Thọ,Cách Mạng Tháng Tám,Phan Bội Châu,Huỳnh Thúc Kháng,Trần Phú,Phan Chu Trinh,' +
  'Cửa Đại,Lý Thường Kiệt,Thái Phiên,Nguyễn Phúc Chu,Bùi Thị Xuân,Đống Đa,Ông Ích Đường,Trần Nhân Tông,Nguyễn Duy Hiệu,Mẹ Thứ'
).split(',')
const HAMLETS = (
  'Phú Bình,Đông Hòa,An Trạch,Phú Sơn,Trung Nghĩa,Thạch Nham,Cẩm Toại,Lệ Sơn,La Châu,Quan Nam,Trường Định,Phước Thuận,Hòa Khương,Thái Lai,' +
  'Phú Hòa,An Mỹ,Bàn Tân,Ngọc Thạch,Hà Thanh,Bích Bắc,Triêm Tây,Thanh Chiêm,Khương Mỹ,Tiên Đỏa,Bình Túy,Xuân Thái,Hà Bình,Thạnh Đức,Nghĩa Nam'
).split(',')
const VILLAGES =
  'A Tép,Bhlô Bền,Pa Xua,A Rec,Tà Vàng,Dốc Kiền,Gừng,Bút Nga,Ka Noonh,A Duông,Pà Rum,Tắk Pỏ,Tắk Nát,Long Sơn,Măng Lin,Nước Ui'.split(
    ',',
  )
export const HOUSEHOLDS_PER_HAMLET = 25
const GOLDEN_RATIO = 0.618033988749895

/** A hamlet or street group with the households that live side by side, and what makes them hard to tell apart. */
export interface Neighbourhood {
  readonly number: number
  readonly group: number
  readonly commune: Commune
  /** The unit of the list of 1 July 2025 that holds the hamlet. */
  readonly newCode: string
  readonly newName: string
  readonly hamlet: string
  readonly street: string
  /** District and province as written before July 2025, with a leading comma. */
  readonly oldTail: string
  /** Forename and birth year that several heads here share. */
  readonly namesake: { readonly rest: string; readonly year: number; readonly surname: string }
  /** Nine digits that the police once issued twice here. */
  readonly sharedNumber: string
}

const lowerFirst = (text: string): string => text[0]!.toLowerCase() + text.slice(1)
const provinceText = (commune: Commune): string => (commune.province === '48' ? 'TP. Đà Nẵng' : 'tỉnh Quảng Nam')
export const oldTail = (commune: Commune): string =>
  `, ${lowerFirst(commune.name)}, ${lowerFirst(commune.district)}, ${provinceText(commune)}`
export const newTail = (commune: Commune): string => `, ${lowerFirst(commune.newName)}, thành phố Đà Nẵng`

let sum = 0
const CUMULATIVE: readonly number[] = COMMUNES.map(({ weight }) => (sum += weight))
const TOTAL = CUMULATIVE.at(-1)!
/** Share of all households per commune. */
export const COMMUNE_SHARES: readonly number[] = COMMUNES.map(({ weight }) => weight / TOTAL)

const ELDER_NAMES = weighted(
  'Văn Hùng 3, Văn Dũng 3, Văn Minh 3, Văn Thành 2, Văn Sơn 2, Đình Hải 1, Văn Tâm 2, Ngọc Anh 1, Văn Phước 1',
)
const ELDER_SURNAMES = weighted('Nguyễn 6, Trần 3, Lê 2, Phạm 1, Huỳnh 1, Võ 1')

function neighbourhoodOf(number: number, year: number, dice: Dice): Neighbourhood {
  dice.at(0)
  // Golden-ratio steps visit the communes almost in proportion, so the planted rates hold for small provinces too.
  const place = ((dice.unit() + number * GOLDEN_RATIO) % 1) * TOTAL
  const group = CUMULATIVE.findIndex((sum) => place < sum)
  const commune = COMMUNES[group]!
  dice.at(number + 1)
  const upland = commune.land === 'katu' || commune.land === 'highland'
  const hamlet = commune.land === 'city' ? `Tổ ${1 + dice.below(90)}` : `Thôn ${dice.pick(upland ? VILLAGES : HAMLETS)}`
  const moved = commune.code === SPLIT.code && dice.chance(0.5)
  return {
    number,
    group,
    commune,
    newCode: moved ? SPLIT.otherCode : commune.newCode,
    newName: moved ? SPLIT.otherName : commune.newName,
    hamlet,
    street: dice.pick(STREETS),
    oldTail: oldTail(commune),
    namesake: { rest: dice.pick(ELDER_NAMES), surname: dice.pick(ELDER_SURNAMES), year: year - 42 - dice.below(11) },
    sharedNumber: (commune.province === '48' ? '201' : '205') + String(dice.below(1e6)).padStart(6, '0'),
  }
}

/** The neighbourhood of each household, by its number; only the latest one is kept. */
export function neighbourhoods(year: number, dice: Dice): (household: number) => Neighbourhood {
  let latest: Neighbourhood | null = null
  return (household) => {
    const number = Math.floor(household / HOUSEHOLDS_PER_HAMLET)
    if (latest?.number !== number) latest = neighbourhoodOf(number, year, dice)
    return latest
  }
}

/** House number and street in town, the hamlet alone in the country: neighbours there share one address. */
export function addressOf(place: Neighbourhood, dice: Dice): string {
  if (place.commune.land !== 'city')
    return dice.chance(0.3) ? `Tổ ${1 + dice.below(8)}, ${lowerFirst(place.hamlet)}` : place.hamlet
  const street = dice.chance(0.7) ? place.street : dice.pick(STREETS)
  const house = 1 + dice.below(400)
  const number = dice.chance(0.3) ? `K${house}/${1 + dice.below(60)}` : String(house)
  return `${number} ${street}, ${lowerFirst(place.hamlet)}`
}
