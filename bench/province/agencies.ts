import { COMMUNES } from './communes.ts'
import { two } from './notation.ts'
import type { AgencyKind } from './pay.ts'

export interface Agency {
  readonly entity: string
  /** `H17.xx.yy`: H17 is Đà Nẵng. Source: domain reference 3.2. */
  readonly code: string
  readonly name: string
  readonly kind: AgencyKind
  /** Letters that open the staff numbers issued here. */
  readonly letters: string
  /** Its software writes decimals with a comma. */
  readonly comma: boolean
}

const DEPARTMENTS: readonly (readonly [string, AgencyKind, readonly string[]])[] = [
  [
    'Văn phòng UBND thành phố',
    'department',
    ['Phòng Tổng hợp', 'Phòng Hành chính - Tổ chức', 'Trung tâm Phục vụ hành chính công'],
  ],
  [
    'Sở Nội vụ',
    'department',
    ['Văn phòng', 'Phòng Công chức, viên chức', 'Phòng Cải cách hành chính', 'Trung tâm Dịch vụ việc làm'],
  ],
  ['Sở Tài chính', 'department', ['Văn phòng', 'Phòng Ngân sách', 'Phòng Đăng ký kinh doanh']],
  [
    'Sở Nông nghiệp và Môi trường',
    'department',
    ['Văn phòng', 'Chi cục Kiểm lâm', 'Chi cục Quản lý đất đai', 'Văn phòng Đăng ký đất đai'],
  ],
  ['Sở Xây dựng', 'works', ['Văn phòng', 'Phòng Quản lý hạ tầng', 'Trung tâm Điều hành đèn tín hiệu giao thông']],
  ['Sở Khoa học và Công nghệ', 'works', ['Văn phòng', 'Trung tâm Chuyển đổi số', 'Phòng Bưu chính, Viễn thông']],
  ['Sở Y tế', 'department', ['Văn phòng', 'Phòng Nghiệp vụ Y', 'Chi cục Dân số']],
  ['Sở Giáo dục và Đào tạo', 'department', ['Văn phòng', 'Phòng Giáo dục Mầm non', 'Phòng Quản lý chất lượng']],
  ['Sở Văn hóa, Thể thao và Du lịch', 'department', ['Văn phòng', 'Bảo tàng Đà Nẵng', 'Thư viện Khoa học tổng hợp']],
  ['Sở Công Thương', 'department', ['Văn phòng', 'Chi cục Quản lý thị trường', 'Trung tâm Khuyến công']],
  ['Sở Tư pháp', 'department', ['Văn phòng', 'Phòng Hành chính tư pháp', 'Phòng Công chứng số 1']],
  ['Thanh tra thành phố', 'department', ['Văn phòng', 'Phòng Nghiệp vụ 1', 'Phòng Nghiệp vụ 2']],
  ['Ban Quản lý Khu công nghệ cao và các khu công nghiệp', 'works', ['Văn phòng', 'Phòng Quản lý đầu tư']],
]
const SCHOOLS =
  'Trần Quốc Toản,Nguyễn Huệ,Lê Lai,Nguyễn Trãi,Phan Thanh,Hoàng Văn Thụ,Lương Thế Vinh,Võ Thị Sáu,Kim Đồng,Lý Tự Trọng,Trần Cao Vân'.split(
    ',',
  )
const HIGH_SCHOOLS =
  'Phan Châu Trinh,Hoàng Hoa Thám,Trần Quý Cáp,Sào Nam,Nguyễn Duy Hiệu,Lê Quý Đôn,Thái Phiên,Huỳnh Ngọc Huệ'.split(',')
const HOSPITALS = [
  'Bệnh viện Đà Nẵng',
  'Bệnh viện Phụ sản - Nhi',
  'Bệnh viện C',
  'Bệnh viện Đa khoa Quảng Nam',
  'Trung tâm Kiểm soát bệnh tật',
]
const FIRST_COMMUNE = 40

type Draft = readonly [code: string, name: string, kind: AgencyKind]

function communeAgencies(name: string, index: number): Draft[] {
  const unit = (part: number): string => `H17.${two(FIRST_COMMUNE + index)}.${two(part)}`
  const lower = name[0]!.toLowerCase() + name.slice(1)
  const school = (shift: number): string => SCHOOLS[(index * 3 + shift) % SCHOOLS.length]!
  return [
    [unit(1), `Ủy ban nhân dân ${lower}`, 'commune'],
    [unit(2), `Trung tâm Phục vụ hành chính công ${lower}`, 'commune'],
    [unit(11), `Trường Mầm non ${name.replace(/^(Phường|Xã) /, '')}`, 'nursery'],
    [unit(12), `Trường Tiểu học ${school(0)}, ${lower}`, 'primary'],
    [unit(13), `Trường THCS ${school(1)}, ${lower}`, 'secondary'],
    [unit(21), `Trạm Y tế ${lower}`, 'health'],
  ]
}

function drafts(): Draft[] {
  const departments = DEPARTMENTS.flatMap(([parent, kind, units], d) =>
    units.map((name, u): Draft => [`H17.${two(d + 1)}.${two(u + 1)}`, `${name} - ${parent}`, kind]),
  )
  const hospitals = HOSPITALS.map((name, i): Draft => [`H17.07.${two(20 + i)}`, name, 'health'])
  const schools = HIGH_SCHOOLS.map((name, i): Draft => [`H17.08.${two(20 + i)}`, `Trường THPT ${name}`, 'highSchool'])
  const communes = [...new Set(COMMUNES.map(({ newName }) => newName))]
  return [...departments, ...hospitals, ...schools, ...communes.flatMap(communeAgencies)]
}

const initials = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/gi, 'D')
    .split(/[^A-Za-z]+/)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()

interface Unit {
  readonly code: string
  readonly name: string
}
/** Whom the agencies belong to: the province, its departments and its communes. The parent of a code is what stands before its last point. */
export const PARENTS: readonly Unit[] = [
  { code: 'H17', name: 'Ủy ban nhân dân thành phố Đà Nẵng' },
  ...DEPARTMENTS.map(([name], d) => ({ code: `H17.${two(d + 1)}`, name })),
  ...[...new Set(COMMUNES.map(({ newName }) => newName))].map((name, i) => ({
    code: `H17.${two(FIRST_COMMUNE + i)}`,
    name,
  })),
]

/** The organisation tree in force: about 190 agencies of the new Đà Nẵng, made up in form and true in kind. */
export const AGENCIES: readonly Agency[] = drafts().map(([code, name, kind], i) => ({
  entity: `O${String(i + 1).padStart(4, '0')}`,
  code,
  name,
  kind,
  letters: initials(name).slice(0, 3),
  comma: i % 3 !== 0,
}))

/** Units that no longer stand in the tree, and units that the ministry has not entered yet: a dossier there is refused. */
export const DISSOLVED: readonly (readonly [code: string, name: string])[] = [
  ['H47.07.12', 'Phòng Nội vụ huyện Đại Lộc'],
  ['H47.11.03', 'Sở Thông tin và Truyền thông tỉnh Quảng Nam'],
  ['H47.22.05', 'Phòng Giáo dục và Đào tạo thị xã Điện Bàn'],
  ['H17.28.04', 'UBND quận Thanh Khê'],
]
export const NOT_ENTERED: readonly (readonly [string, string])[] = [
  ['H17.97.01', 'Ban Quản lý Khu thương mại tự do Đà Nẵng'],
  ['H17.98.02', 'Trung tâm tài chính quốc tế tại Đà Nẵng'],
]
