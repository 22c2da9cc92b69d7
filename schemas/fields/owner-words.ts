/** First words of bodies, with marks: without them 'Trương' would be 'Trường', and 'Đoàn' alone is a surname. */
const BODIES = [
  'ủy ban',
  'uỷ ban',
  'công ty',
  'tổng công ty',
  'tập đoàn',
  'trường',
  'hợp tác xã',
  'chùa',
  'đình',
  'đền',
  'miếu',
  'nhà thờ',
  'nhà văn hóa',
  'nhà văn hoá',
  'nhà nước',
  'nhà trẻ',
  'nhà máy',
  'nhà sinh hoạt',
  'giáo xứ',
  'giáo họ',
  'giáo hội',
  'tòa giám mục',
  'tịnh xá',
  'tịnh thất',
  'thánh thất',
  'tu viện',
  'dòng tu',
  'ban quản lý',
  'ban chỉ huy',
  'ban quản trị',
  'sở',
  'phòng',
  'chi cục',
  'chi nhánh',
  'cục',
  'trung tâm',
  'bệnh viện',
  'trạm',
  'doanh nghiệp',
  'ngân hàng',
  'quỹ',
  'hội',
  'đoàn thanh niên',
  'đoàn kinh tế',
  'văn phòng',
  'viện',
  'xí nghiệp',
  'nông trường',
  'lâm trường',
  'bộ',
  'công an',
  'quân khu',
  'trung đoàn',
  'sư đoàn',
  'cộng đồng',
  'tộc',
  'thôn',
  'tổ dân phố',
  'khu phố',
  'ấp',
  'bản',
  'buôn',
  'bảo hiểm',
  'bảo tàng',
  'kho bạc',
  'tòa án',
  'viện kiểm sát',
  'liên đoàn',
  'hiệp hội',
  'nhà xuất bản',
  'cơ quan',
  'đảng ủy',
  'thành ủy',
]
/** The same without marks, where the letters cannot begin a person's name. */
const BARE_BODIES = [
  'ubnd',
  'uy ban',
  'htx',
  'bql',
  'dntn',
  'tnhh',
  'cty',
  'cong ty',
  'tong cong ty',
  'tap doan',
  'hop tac xa',
  'ban quan ly',
  'nha tho',
  'nha van hoa',
  'truong tieu hoc',
  'truong thcs',
  'truong thpt',
  'truong mam non',
  'truong mn',
  'truong th',
  'truong dai hoc',
  'truong cao dang',
  'trung tam',
  'benh vien',
  'ngan hang',
  'xi nghiep',
  'chi cuc',
  'doanh nghiep',
  'cong an',
]
/** Marks of a body wherever they stand. */
export const PARTS = ['tnhh', 'ubnd', 'htx', 'công ty', 'cổ phần', 'hợp tác xã', 'thpt', 'thcs', 'dntn']
export const INSIDE = new RegExp(`(?:^| )(?:${PARTS.join('|')})(?:$| )`)

export const NEVER_SURNAMES = new Set(['bà', 'chị', 'cụ', 'hộ', 'gđ', 'đ/c', 'vợ', 'chồng', 'là'])
/** Words that are an honorific before a surname, yet may begin a name themselves: Ông Ích Khiêm of Quảng Nam. */
export const MAYBE_SURNAMES = new Set(['ông', 'anh', 'cô', 'chú', 'bác', 'em', 'con', 'cháu', 'thầy', 'ong', 'ba'])
export const PHRASES = [
  'hộ gia đình',
  'gia đình',
  'đồng chí',
  'vợ là',
  'chồng là',
  'vợ chồng',
  'hai vợ chồng',
  'người đại diện',
  'đại diện',
  'ho gia dinh',
  'chủ hộ',
]
export const SURNAMES = new Set(
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly doan dinh trinh truong luong mai dao ha ta to cao chau chu trieu kieu quach vuong tu thai lam la luu lu nghiem ton phung khuc bach ninh lai vi ma nong be quan hua au dam giap mac tang thach khong cu ung phi kha thieu vien nhan bo tieu luc diep trac a y h k alang bhnuoch zoram ria coor arat briu colau poloong bling blup'.split(
    ' ',
  ),
)

/** Heads of pieces that are remarks about the person before. */
const REMARKS =
  'sinh|sn|năm sinh|ns|cmnd|cccd|số|địa chỉ|đ/c|đc|thường trú|nơi|ngày|tức|chết|đã|mất|còn|do|theo|người|các'.split('|')
export const REMARK = new RegExp(`^(?:${REMARKS.join('|')})(?:$|[ :.])`)

/** Heads by their first word, so that a text is compared with the few that can begin it. */
function byFirstWord(heads: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const head of heads) {
    const first = firstWord(head)
    groups.set(first, [...(groups.get(first) ?? []), head])
  }
  return groups
}

export const firstWord = (text: string): string => {
  const space = text.indexOf(' ')
  return space < 0 ? text : text.slice(0, space)
}

export const BODIES_BY_WORD = byFirstWord(BODIES)
export const BARE_BODIES_BY_WORD = byFirstWord(BARE_BODIES)
export const PHRASES_BY_WORD = byFirstWord(PHRASES)
export const REMARKS_BY_WORD = byFirstWord(REMARKS)

/** Whether the text begins with one of the heads, as whole words. */
export const startsWith = (text: string, heads: ReadonlyMap<string, readonly string[]>): boolean =>
  heads
    .get(firstWord(text))
    ?.some((head) => text.startsWith(head) && (text.length === head.length || text[head.length] === ' ')) ?? false

/** Words that stand in the middle of a name, so that what begins with one is no whole name. */
export const MIDDLES: ReadonlySet<string> = new Set(['thị', 'văn', 'ích', 'thi', 'van', 'ich'])

/** Forms of address that tell the sex. */
export const MEN: ReadonlySet<string> = new Set(['ông', 'anh', 'chú'])
export const WOMEN: ReadonlySet<string> = new Set(['bà', 'chị', 'cô'])
