import stringSimilarity from 'string-similarity'
import { z } from 'zod'
import { type CatalogueCode, field, type Say } from '../../core/field.ts'
import type { FindingText } from '../../core/finding.ts'
import { bare } from '../../core/values.ts'
import { digitsOnly, isBlank, withoutDecimalZeros, words } from './cell.ts'
import { findings, NOT_CURRENT } from './findings.ts'

export interface CodeEntry extends CatalogueCode {
  readonly aliases?: readonly string[]
}

interface CodeListSpec {
  readonly type: string
  readonly label: string
  /** Name and version of the catalogue, as people cite it. */
  readonly list: string
  readonly entries: readonly CodeEntry[]
  /** Words that may stand before a name and mean nothing ('dân tộc'). */
  readonly prefix?: string
  /** Cells that look like a code and must not be read as one -> the finding, and what to do instead. */
  readonly refused?: Readonly<Record<string, readonly [finding: string, hint: string]>>
  readonly findings?: Readonly<Record<string, FindingText>>
  /** Other spellings than code and label are told as a note: for lists that a register should keep by the letter. */
  readonly isStrict?: boolean
  /** The entries are of several versions: a code does not say of which, so no remap touches it. */
  readonly isOfSeveralVersions?: boolean
}

/** Version of a catalogue as the table below has it, where no later one was ever issued. */
export const FIRST_VERSION = '1'
const LONGEST = 100
const EXAMPLES = 2
const REMEMBERED = 1000
/** Below this likeness (Dice over letter pairs) a proposal would only mislead. */
const NEAR = 0.5

const letters = (text: string): string => bare(text).replaceAll(' ', '')

/** Spellings that mean one entry for sure, and bare letters with all the entries they may mean. */
function indexed(entries: readonly CodeEntry[]) {
  const exact = new Map<string, string>()
  const loose = new Map<string, Set<string>>()
  for (const { code, label, aliases = [] } of entries) {
    for (const name of [code, label, ...aliases]) {
      const key = name.toLowerCase()
      if ((exact.get(key) ?? code) !== code)
        throw new TypeError(`code list: '${name}' names ${exact.get(key)} and ${code}`)
      exact.set(key, code)
      loose.set(letters(name), (loose.get(letters(name)) ?? new Set()).add(code))
    }
  }
  // Without marks 'ba' may be 'bà': such a spelling is left to its letters, which then mean two entries.
  const sure = [...exact].filter(([key]) => key !== bare(key) || loose.get(letters(key))?.size === 1)
  const cased = sure.flatMap(
    ([key, code]) =>
      [
        [key, code],
        [key.toUpperCase(), code],
        [key[0]!.toUpperCase() + key.slice(1), code],
      ] as const,
  )
  return { sure: new Map(cased), loose }
}

function nearestOf(entries: readonly CodeEntry[]): (key: string) => string {
  const known = new Map<string, string>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    if (known.size >= REMEMBERED) known.clear()
    const rate = (entry: CodeEntry): number =>
      Math.max(
        ...[entry.label, ...(entry.aliases ?? [])].map((name) =>
          stringSimilarity.compareTwoStrings(key, letters(name)),
        ),
      )
    const best = entries.map((entry) => ({ entry, rate: rate(entry) })).reduce((a, b) => (b.rate > a.rate ? b : a))
    const hint = best.rate >= NEAR ? ` (gần nhất: ${best.entry.code} ${best.entry.label})` : ''
    known.set(key, hint)
    return hint
  }
}

/**
 * A field whose value is a code of a catalogue. Cells may hold the code, its label or an alias; letters are compared
 * without marks, spaces and signs where the exact spelling is unknown, and a spelling that means two entries is refused.
 */
export function codeList(spec: CodeListSpec): z.ZodType<string | null> {
  const { sure, loose } = indexed(spec.entries)
  const nearest = nearestOf(spec.entries)
  const codes = new Set(spec.entries.map((entry) => entry.code))
  const prefix = spec.prefix ? letters(spec.prefix) : ''
  const refusals = new Map(Object.entries(spec.refused ?? {}))

  function byLetters(text: string, say: Say): string | null {
    const key = letters(text)
    const found = loose.get(key) ?? (prefix && key.startsWith(prefix) ? loose.get(key.slice(prefix.length)) : undefined)
    const [first, ...others] = found ?? []
    if (first === undefined) say('unknown-code', text + nearest(key))
    else if (others.length > 0) say('ambiguous-code', `${text} (${[...found!].join(', ')})`)
    else return first
    return null
  }

  // Codes in small letters ('nam') are ours; a register writes the label.
  const own = new Set(
    spec.entries.flatMap(({ code, label }) => (code === code.toUpperCase() ? [code, label] : [label])),
  )

  function read(raw: string, say: Say): string | null {
    const code = readAny(raw, say)
    if (spec.isStrict && code !== null && !own.has(raw) && !own.has(words(raw))) say('other-spelling', words(raw))
    return code
  }

  function readAny(raw: string, say: Say): string | null {
    const known = sure.get(raw)
    if (known !== undefined) return known
    const text = withoutDecimalZeros(words(raw))
    if (text.length > LONGEST) {
      say('unknown-code')
      return null
    }
    const key = text.toLowerCase()
    const refused = refusals.get(key)
    if (refused) {
      say(refused[0], refused[1] ? `${text} (${refused[1]})` : text)
      return null
    }
    const spelled = sure.get(key)
    if (spelled !== undefined) return spelled
    if (isBlank(text)) return null
    if (digitsOnly(text) && codes.has(`0${text}`)) {
      say('lost-zero', text)
      return `0${text}`
    }
    return byLetters(text, say)
  }

  return field<string>({
    type: spec.type,
    label: spec.label,
    family: 'E6',
    description: `Một mã của danh mục: ${spec.list}.`,
    examples: spec.entries.slice(0, EXAMPLES).map(({ code }) => code),
    catalogue: { title: spec.list, codes: spec.entries },
    ...(spec.isOfSeveralVersions ? {} : { list: { name: spec.type, version: FIRST_VERSION, followsPeople: false } }),
    schema: z.enum([...codes] as [string, ...string[]]),
    findings: { ...codeFindings(spec.list), ...spec.findings },
    read,
  })
}

const codeFindings = (list: string) =>
  findings(list, {
    'unknown-code': {
      criterion: 'thống nhất',
      vi: '{got} không có trong danh mục.',
      en: 'Not in the catalogue.',
      fix: 'Chọn một mục của danh mục rồi nhập mã.',
    },
    'ambiguous-code': {
      criterion: 'thống nhất',
      vi: '{got} có thể là nhiều mục của danh mục.',
      en: 'Means several entries of the catalogue.',
      fix: 'Nhập mã, hoặc tên đủ dấu.',
    },
    'other-spelling': {
      severity: 'note',
      criterion: 'thống nhất',
      vi: '{got} được hiểu, nhưng danh mục viết khác.',
      en: 'Understood, yet not as the catalogue writes it.',
      fix: 'Chọn đúng tên hoặc mã của danh mục.',
    },
    'not-current': NOT_CURRENT,
    'lost-zero': {
      severity: 'note',
      criterion: 'sạch',
      vi: 'Mã {got} thiếu số 0 ở đầu.',
      en: 'The leading zero of the code is lost.',
      fix: 'Định dạng cột là văn bản.',
    },
  })

/** '01 Kinh = Việt / Người Kinh; 02 Tày' -> entries. */
export function entries(table: string, validity: Pick<CodeEntry, 'from' | 'to'> = {}): readonly CodeEntry[] {
  return table
    .trim()
    .split(/;\s*/)
    .map((line) => {
      const [head = '', aliases] = line.split(' = ')
      const space = head.indexOf(' ')
      return {
        code: head.slice(0, space),
        label: head.slice(space + 1),
        aliases: aliases?.split(' / ') ?? [],
        ...validity,
      }
    })
}

const DIGIT_SEX = ['sex-needs-mapping', ''] as const

/**
 * Giới tính. Digits and true/false mean different things in different registers (an insurer's 1 is a man, another's 1 a
 * woman), so a source that holds them maps them itself: see `INSURER_SEX`.
 */
export const sex = codeList({
  type: 'sex',
  isStrict: true,
  label: 'Giới tính',
  list: 'nam, nữ, khác',
  entries: entries(
    'nam Nam = M / Male / trai / con trai / nam giới; nu Nữ = F / Female / gái / con gái / nữ giới; khac Khác = Other / giới tính khác',
  ),
  refused: { '0': DIGIT_SEX, '1': DIGIT_SEX, '2': DIGIT_SEX, '3': DIGIT_SEX, true: DIGIT_SEX, false: DIGIT_SEX },
  findings: findings('nam, nữ, khác', {
    'sex-needs-mapping': {
      criterion: 'thống nhất',
      vi: 'Mã giới tính {got} mang nghĩa khác nhau giữa các phần mềm.',
      en: 'This sex code means different things in different registers.',
      fix: 'Khai bảng đổi mã giới tính của nguồn này.',
    },
  }),
})

/** Sex codes of the social insurer's files. */
export const INSURER_SEX: Readonly<Record<string, string>> = { '1': 'nam', '2': 'nu', '3': 'khac' }

const OTHER_ETHNIC = ['other-system-code', 'người nước ngoài, Cao Lan hoặc Ca Dong tùy phần mềm'] as const

/** Dân tộc, 54 codes in the order of 1979 (QCVN 109:2017/BTTTT, annex E). Another order circulates: prefer names. */
export const ethnicity = codeList({
  type: 'ethnicity',
  isStrict: true,
  label: 'Dân tộc',
  list: 'Danh mục dân tộc, QCVN 109:2017/BTTTT phụ lục E',
  prefix: 'dân tộc',
  entries: entries(`
    01 Kinh = Việt / Kinh (Việt); 02 Tày; 03 Thái; 04 Hoa = Hán; 05 Khơ-me = Khmer / Khơ Me; 06 Mường; 07 Nùng; 08 Mông = H'Mông / Hmông / Mèo;
    09 Dao; 10 Gia-rai = Jrai; 11 Ngái; 12 Ê-đê; 13 Ba-na = Bahnar; 14 Xơ-đăng = Ca Dong / Xê Đăng; 15 Sán Chay = Cao Lan / Sán Chỉ / Cao Lan - Sán Chỉ;
    16 Cơ-ho = K'Ho; 17 Chăm; 18 Sán Dìu; 19 Hrê = H'rê; 20 Mnông = M'Nông; 21 Ra-glai; 22 Xtiêng = X'Tiêng / Stiêng; 23 Bru-Vân Kiều = Vân Kiều / Bru; 24 Thổ;
    25 Giáy; 26 Cơ-tu = Katu; 27 Gié-Triêng = Giẻ Triêng; 28 Mạ; 29 Khơ-mú; 30 Co = Kor / Cor; 31 Tà-ôi = Pa Cô; 32 Chơ-ro; 33 Kháng;
    34 Xinh-mun; 35 Hà Nhì; 36 Chu-ru; 37 Lào; 38 La Chí; 39 La Ha; 40 Phù Lá; 41 La Hủ; 42 Lự; 43 Lô Lô; 44 Chứt; 45 Mảng; 46 Pà Thẻn;
    47 Cơ Lao = Cờ Lao; 48 Cống; 49 Bố Y; 50 Si La; 51 Pu Péo; 52 Brâu; 53 Ơ Đu; 54 Rơ-măm`),
  refused: { '55': OTHER_ETHNIC, '99': OTHER_ETHNIC },
  findings: findings('Danh mục dân tộc, QCVN 109:2017/BTTTT phụ lục E', {
    'other-system-code': {
      criterion: 'thống nhất',
      vi: 'Mã {got} không thuộc 54 dân tộc.',
      en: 'A code outside the 54 that systems use for different things.',
      fix: 'Nhập tên dân tộc; người nước ngoài ghi ở cột quốc tịch.',
    },
  }),
})

/** Tôn giáo (QCVN 109:2017/BTTTT, annex G; the numbers are assumed). 'Không' is an answer here, not a blank. */
export const religion = codeList({
  type: 'religion',
  isStrict: true,
  label: 'Tôn giáo',
  list: 'Danh mục tôn giáo, QCVN 109:2017/BTTTT phụ lục G',
  // A cross in the column of religions may say that there is one or that there is none.
  refused: { x: ['unknown-code', 'có hay không có tôn giáo?'] },
  entries: entries(`
    00 Không = không có / không theo đạo / lương; 01 Phật giáo = đạo Phật / Phật; 02 Công giáo = Thiên Chúa / Thiên Chúa giáo / đạo Thiên Chúa / đạo Công giáo;
    03 Phật giáo Hòa Hảo = PG Hòa Hảo / Hòa Hảo; 04 Hồi giáo = đạo Hồi; 05 Cao Đài = đạo Cao Đài; 06 Minh Sư = Minh Sư Đạo; 07 Minh Lý = Minh Lý Đạo;
    08 Tin Lành = đạo Tin Lành; 09 Tịnh độ cư sĩ = Tịnh độ cư sĩ Phật hội; 10 Tứ Ân Hiếu Nghĩa; 11 Bửu Sơn Kỳ Hương; 12 Baha'i`),
})

/** Tình trạng hôn nhân [A]. */
export const maritalStatus = codeList({
  type: 'marital-status',
  label: 'Tình trạng hôn nhân',
  list: 'Danh mục tình trạng hôn nhân',
  entries: entries(`
    1 Chưa kết hôn = độc thân / chưa có vợ / chưa có chồng / chưa vợ / chưa chồng; 2 Có vợ/chồng = đã kết hôn / kết hôn / có vợ / có chồng / có gia đình / đã có gia đình;
    3 Ly hôn = đã ly hôn / li hôn / ly dị; 4 Góa = góa vợ / góa chồng / ở góa / goá`),
})

/** Quan hệ với chủ hộ: codes of a public list [P], texts of the residence register. */
export const relationToHead = codeList({
  type: 'relation-to-head',
  label: 'Quan hệ với chủ hộ',
  list: 'Danh mục quan hệ với chủ hộ',
  entries: entries(`
    00 Chủ hộ = bản thân; 01 Vợ; 02 Chồng; 03 Bố = cha / cha đẻ / bố đẻ / ba / ba ruột / cha ruột; 04 Mẹ = mẹ đẻ / mẹ ruột / má; 05 Em = em ruột / em trai / em gái;
    06 Anh = anh ruột / anh trai; 07 Chị = chị ruột / chị gái; 08 Con = con đẻ / con ruột / con trai / con gái / con nuôi;
    09 Cháu = cháu nội / cháu ngoại / cháu ruột; 10 Ông = ông nội / ông ngoại; 11 Bà = bà nội / bà ngoại; 19 Con dâu = dâu; 20 Con rể = rể; 99 Khác = quan hệ khác`),
})

/** Loại đăng ký cư trú: a person has one permanent residence and may have temporary ones beside it (Luật Cư trú 2020). */
export const residenceKind = codeList({
  type: 'residence-kind',
  label: 'Loại cư trú',
  list: 'thường trú, tạm trú, tạm vắng',
  entries: entries(`
    thuong-tru Thường trú = đăng ký thường trú / hộ khẩu thường trú; tam-tru Tạm trú = đăng ký tạm trú / lưu trú; tam-vang Tạm vắng = khai báo tạm vắng`),
})

/** Tình trạng sống chết of the person (Luật Căn cước 26/2023, Điều 9). */
export const lifeStatus = codeList({
  type: 'life-status',
  label: 'Tình trạng sống, chết, mất tích',
  list: 'sống, chết, mất tích',
  entries: entries(`
    song Còn sống = sống / đang sống; chet Đã chết = chết / đã mất / mất / tử vong / đã tử vong / từ trần / qua đời; mat-tich Mất tích = đã mất tích / bị tuyên bố mất tích`),
})

/** Tình trạng công tác of a civil servant [A]. */
export const staffStatus = codeList({
  type: 'staff-status',
  label: 'Tình trạng công tác',
  list: 'đang làm, nghỉ hưu, thôi việc, biệt phái',
  entries: entries(`
    dang-lam Đang làm việc = đang làm / đang công tác / đương chức / công tác; nghi-huu Nghỉ hưu = đã nghỉ hưu / hưu trí / về hưu / hưu;
    thoi-viec Thôi việc = đã thôi việc / nghỉ việc / đã nghỉ việc / buộc thôi việc; biet-phai Biệt phái = đang biệt phái / cử biệt phái`),
})
