interface Table {
  readonly name: string
  readonly columns: Record<string, string[]>
  readonly rows: number
}

/** A seeded source of chance (mulberry32), the same on every machine. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

// family names with their rough shares (percent); given and middle names fall off as 1/rank
const FAMILY = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Huỳnh',
  'Phan',
  'Vũ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
  'Hoàng',
  'Võ',
  'Đinh',
  'Trương',
  'Cao',
  'Mai',
  'Tạ',
  'Hà',
  'Lương',
  'Thái',
  'Châu',
  'Lâm',
  'Tô',
  'Quách',
]
const SHARE = [
  31, 11, 9.5, 7, 4.5, 4.5, 3, 2.1, 2, 1.9, 1.3, 1.3, 1, 0.9, 3, 2, 1, 1.5, 0.8, 0.9, 0.5, 0.7, 0.8, 0.6, 0.4, 0.7, 0.4,
  0.3,
]
const MIDDLE = [
  'Văn',
  'Thị',
  'Đức',
  'Hữu',
  'Minh',
  'Ngọc',
  'Quang',
  'Thanh',
  'Xuân',
  'Công',
  'Đình',
  'Hoàng',
  'Thu',
  'Kim',
  'Bảo',
  'Gia',
  'Anh',
  'Hồng',
  'Mạnh',
  'Tuấn',
  'Phương',
  'Quốc',
  'Trọng',
  'Bích',
  'Thùy',
  'Mỹ',
  'Như',
  'Khánh',
  'Duy',
  'Hải',
]
const GIVEN = [
  'Anh',
  'Hương',
  'Hùng',
  'Lan',
  'Hoa',
  'Dũng',
  'Tuấn',
  'Thủy',
  'Hà',
  'Linh',
  'Nam',
  'Long',
  'Hải',
  'Trang',
  'Sơn',
  'Mai',
  'Phương',
  'Thảo',
  'Hạnh',
  'Quân',
  'Cường',
  'Đạt',
  'Vân',
  'Yến',
  'Ngân',
  'Khoa',
  'Phúc',
  'Tâm',
  'Thành',
  'Trung',
  'Oanh',
  'Nga',
  'Bình',
  'An',
  'Kiên',
  'Giang',
  'Quỳnh',
  'Nhung',
  'Loan',
  'Tú',
  'Vinh',
  'Hiếu',
  'Thắng',
  'Đức',
  'Chi',
  'My',
  'Diệp',
  'Châu',
  'Khánh',
  'Hòa',
  'Lộc',
  'Toàn',
  'Việt',
  'Huy',
  'Tân',
  'Thịnh',
  'Nhàn',
  'Liên',
  'Hiền',
  'Dung',
  'Nguyệt',
  'Tuyết',
  'Xuân',
  'Thu',
  'Đông',
  'Hằng',
  'Ly',
  'Vy',
  'Nhi',
  'Uyên',
]

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')

/** Rows of three registers about the same people, with the usual errors; `truth` names the person. */
export function persons(rows: number, seed: number): Table {
  const random = chance(seed)
  const whole = (n: number): number => Math.floor(random() * n)
  const skewed = <T>(list: readonly T[]): T => list[Math.floor(list.length * random() ** 2)]!
  const family = (): string => {
    let at = random() * SHARE.reduce((a, b) => a + b, 0)
    for (let f = 0; f < FAMILY.length; f++) if ((at -= SHARE[f]!) < 0) return FAMILY[f]!
    return FAMILY[0]!
  }
  const columns: Record<string, string[]> = {
    id: [],
    truth: [],
    full_name: [],
    given: [],
    birth_date: [],
    pid: [],
    commune: [],
    phone: [],
    sex: [],
  }
  const two = (n: number): string => String(n).padStart(2, '0')
  const slip = (text: string): string => {
    if (text.length === 0) return text
    const at = whole(text.length)
    return /\d/.test(text)
      ? text.slice(0, at) + whole(10) + text.slice(at + 1)
      : random() < 0.5
        ? text.slice(0, at) + text.slice(at + 1)
        : `${text.slice(0, at)}${text[at]}${text.slice(at)}`
  }
  for (let person = 0; columns.id!.length < rows; person++) {
    const sex = random() < 0.5 ? 'nam' : 'nữ'
    const middle =
      random() < 0.35
        ? sex === 'nam'
          ? 'Văn'
          : 'Thị'
        : `${skewed(MIDDLE)}${random() < 0.4 ? ` ${skewed(MIDDLE)}` : ''}`
    const name = `${family()} ${middle} ${skewed(GIVEN)}`
    const year = 1935 + whole(75)
    const born = `${year}-${two(1 + whole(12))}-${two(1 + whole(28))}`
    const commune = String(20000 + Math.floor(random() ** 1.3 * 250))
    const pid = `0${48 + whole(4)}${sex === 'nam' ? 0 : 1}${two(year % 100)}${String(whole(1e6)).padStart(6, '0')}`
    const phone = `09${String(whole(1e8)).padStart(8, '0')}`
    for (let register = 0; register < 3 && columns.id!.length < rows; register++) {
      if (register > 0 && random() < 0.25) continue
      let shown = name
      const r = random()
      if (r < 0.06) shown = plain(name)
      else if (r < 0.09) shown = slip(name)
      else if (r < 0.1) shown = name.replace(/ \S+ /, ' ')
      const b = random()
      const birth =
        b < 0.03
          ? `${year}`
          : b < 0.045
            ? `${born.slice(0, 5)}${born.slice(8)}-${born.slice(5, 7)}`
            : b < 0.06
              ? born.slice(0, 9) + whole(10)
              : born
      columns.id!.push(`${'hnd'[register]}${person}`)
      columns.truth!.push(String(person))
      columns.full_name!.push(shown)
      columns.given!.push(plain(shown).split(' ').at(-1)!.toLowerCase())
      columns.birth_date!.push(birth)
      columns.pid!.push(random() < 0.3 ? '' : random() < 0.02 ? slip(pid) : pid)
      columns.commune!.push(random() < 0.06 ? String(20000 + whole(250)) : commune)
      columns.phone!.push(random() < 0.5 ? '' : random() < 0.15 ? `09${whole(1e8)}` : phone)
      columns.sex!.push(random() < 0.01 ? (sex === 'nam' ? 'nữ' : 'nam') : sex)
    }
  }
  return { name: `persons-${rows}`, columns, rows }
}
