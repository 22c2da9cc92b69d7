import type { GroupRule, Peer, PeerFault } from '../../core/domain.ts'
import { bare, givenName, isFullDate, yearOf } from '../../core/values.ts'
import { doorOf, isNumbered } from '../places/home.ts'
import { disagreement, dissenters, kinds } from './agreement.ts'
import type { PersonRow } from './person-row.ts'
import { todaysCommune } from './place.ts'

type Peers = readonly Peer<PersonRow>[]

/** Whether two records of one personal ID cannot be one person: another given name, and another year of birth or sex. */
function areTwoPersons(a: PersonRow, b: PersonRow): boolean {
  if (givenName(a.fullName) === givenName(b.fullName)) return false
  const [yearA, yearB] = [yearOf(a.birthDate), yearOf(b.birthDate)]
  return (yearA !== null && yearB !== null && yearA !== yearB) || (a.sex !== null && b.sex !== null && a.sex !== b.sex)
}

/** Those at odds with more than half of the others: of three records with one number the odd one, of two both. */
function atOdds(peers: Peers, differ: (a: PersonRow, b: PersonRow) => boolean): readonly number[] {
  return peers.flatMap(({ row }, at) => {
    const against = peers.filter((other) => other.row !== row && differ(row, other.row)).length
    return against * 2 > peers.length - 1 ? [at] : []
  })
}

const shown = ({ fullName, birthDate }: PersonRow): string => [fullName, birthDate].filter(Boolean).join(', ')

const others = (peers: Peers, at: number): string =>
  peers
    .filter((_, i) => i !== at)
    .slice(0, 3)
    .map(({ row }) => shown(row))
    .join('; ')

const isSame = <T>(a: T | null, b: T | null): boolean => a !== null && a === b

function numberedDoor({ address }: PersonRow): string | null {
  const door = doorOf(address)
  return door !== null && isNumbered(door) ? door : null
}

/** Whether something besides name and year of birth says that two records are one person: the less the dates say, the more. */
function isBacked(a: PersonRow, b: PersonRow): boolean {
  if (isSame(a.oldId, b.oldId) || isSame(a.phone, b.phone) || isSame(numberedDoor(a), numberedDoor(b))) return true
  if (a.birthDate !== b.birthDate || a.birthDate === null || !isFullDate(a.birthDate)) return false
  const [here, there] = [a, b].map(({ commune }) => (commune === null ? null : todaysCommune(commune, null)))
  return isSame(a.householdNo, b.householdNo) || isSame(here ?? null, there ?? null)
}

const maySameDay = (a: string | null, b: string | null): boolean =>
  a === null || b === null || a.slice(0, Math.min(a.length, b.length)) === b.slice(0, Math.min(a.length, b.length))

/** Records of two golden records that are probably one person under two numbers: people decide, and may say they are two. */
function otherNumbers(peers: Peers): readonly PeerFault[] {
  return peers.flatMap(({ row, entity }, at) => {
    const other = peers.find(
      ({ row: b, entity: own }) =>
        own !== entity && b.personalId !== row.personalId && maySameDay(row.birthDate, b.birthDate) && isBacked(row, b),
    )
    return other ? [{ at, got: row.personalId ?? '', expected: `nơi khác ghi: ${other.row.personalId}` }] : []
  })
}

const hasTwoIds = (peers: Peers, source: string): boolean =>
  kinds(peers.filter((peer) => peer.source === source).map(({ row }) => row.personalId)) > 1

/** Those of `some` whose number is not that of the others, with their places among `all`. */
const idsApart = (some: Peers, all: Peers): readonly PeerFault[] =>
  disagreement(
    some,
    ({ personalId }) => personalId,
    ({ personalId }) => personalId ?? '',
  ).map(({ at, ...fault }) => ({ ...fault, at: all.indexOf(some[at] as Peer<PersonRow>) }))

/** Dates of one person: first the years, then the days of those that agree in the year and know the day. */
function birthDates(peers: Peers): readonly PeerFault[] {
  const show = ({ birthDate }: PersonRow): string => birthDate ?? ''
  const byYear = disagreement(peers, ({ birthDate }) => yearOf(birthDate), show)
  if (byYear.length > 0) return byYear
  const isFiller = ({ birthDate }: PersonRow): boolean => birthDate?.endsWith('-01-01') ?? false
  const day = ({ birthDate }: PersonRow): string | null => (birthDate && isFullDate(birthDate) ? birthDate : null)
  const certain = disagreement(peers, (row) => (isFiller(row) ? null : day(row)), show)
  // 1 January stands for an unknown day: against a known one it is the one in doubt.
  const real = peers.find(({ row }) => day(row) !== null && !isFiller(row))
  const fillers = real
    ? peers.flatMap(({ row }, at) =>
        isFiller(row) ? [{ at, got: show(row), expected: `nơi khác ghi: ${show(real.row)}` }] : [],
      )
    : []
  return [...certain, ...fillers].sort((a, b) => a.at - b.at)
}

/** Who shares a number with whom, and what the registers say of one person (P10 to P12, X01). */
export const personIdentityRules: readonly GroupRule<PersonRow>[] = [
  {
    code: 'id-of-two-persons',
    number: 'P10',
    family: 'E1',
    field: 'personalId',
    severity: 'error',
    criterion: 'đúng',
    vi: 'Một số định danh cho hai người: khác tên, khác năm sinh hoặc giới tính',
    en: 'One personal ID, two persons: another name and another year or sex',
    fix: 'Đối chiếu thẻ căn cước của từng người; sửa số sai tại nguồn. Không gộp.',
    group: ({ personalId }) => [personalId],
    check: (peers) =>
      atOdds(peers, areTwoPersons).map((at) => ({
        at,
        got: shown((peers[at] as Peer<PersonRow>).row),
        expected: `số này còn ghi cho: ${others(peers, at)}`,
      })),
  },
  {
    code: 'two-numbers-one-tail',
    number: 'P11',
    family: 'E2',
    field: 'personalId',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Cùng họ tên và sáu số cuối, khác phần đầu số định danh',
    en: 'Same name and last six digits under another head: one of the two IDs is mistyped or was re-issued',
    fix: 'Đối chiếu thẻ căn cước; phần tỉnh, giới tính, năm sinh của một số bị sai hoặc số đã cấp lại.',
    group: ({ personalId, fullName }) => [personalId === null ? null : personalId.slice(6), bare(fullName)],
    check: (peers) =>
      disagreement(
        peers,
        ({ personalId }) => personalId,
        ({ personalId }) => personalId ?? '',
      ),
  },
  {
    code: 'two-ids',
    number: 'P11',
    family: 'E1',
    field: 'personalId',
    severity: 'error',
    criterion: 'thống nhất',
    vi: 'Một sổ ghi một người dưới hai số định danh',
    en: 'One register bears one person under two personal IDs: which one is current is not known',
    fix: 'Tra số định danh hiện hành; tại nguồn, xóa số đã thay hoặc ghi số hiện hành.',
    group: 'entity',
    check: (peers) =>
      idsApart(
        peers.filter((peer) => hasTwoIds(peers, peer.source)),
        peers,
      ),
  },
  {
    code: 'id-differs',
    number: 'X01',
    family: 'E1',
    field: 'personalId',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Số định danh khác nhau giữa các sổ',
    en: 'Registers disagree on the personal ID: re-issued, or mistyped in one of them',
    fix: 'Tra số định danh hiện hành; sổ ghi số cũ thì cập nhật.',
    group: 'entity',
    check: (peers) => (peers.some(({ source }) => hasTwoIds(peers, source)) ? [] : idsApart(peers, peers)),
  },
  {
    code: 'person-with-two-ids',
    number: 'P11',
    family: 'E1',
    field: 'personalId',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Một người hai số định danh: cùng họ tên, ngày sinh và cùng nơi ở, số điện thoại hoặc CMND',
    en: 'One person, two personal IDs: same name and birth date, and the same address, phone or old card',
    fix: 'Tra số định danh hiện hành; ghi số cũ là số đã thay. Nếu là hai người, quyết định "khác nhau".',
    group: ({ personalId, fullName, birthDate }) => [personalId === null ? null : bare(fullName), yearOf(birthDate)],
    check: otherNumbers,
  },
  {
    code: 'shared-old-id',
    number: 'P12',
    family: 'E1',
    field: 'oldId',
    severity: 'note',
    criterion: 'đúng',
    vi: 'Số CMND 9 số dùng chung cho nhiều người',
    en: 'A 9-digit card number that several persons hold: expected, never a reason to merge',
    fix: 'Không cần sửa nếu đúng giấy; không gộp người chỉ vì trùng số CMND.',
    group: ({ oldId }) => [oldId],
    check: (peers) =>
      kinds(peers.map(({ entity }) => entity)) > 1 && kinds(peers.map(({ row }) => givenName(row.fullName))) > 1
        ? peers.map(({ row }, at) => ({ at, got: row.oldId ?? '', expected: `còn ghi cho: ${others(peers, at)}` }))
        : [],
  },
  {
    code: 'birth-year-differs-for-card',
    number: 'X01',
    family: 'E2',
    field: 'birthDate',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Cùng họ tên và số CMND nhưng khác năm sinh',
    en: 'Same name and old card number, another year of birth',
    fix: 'Đối chiếu giấy khai sinh hoặc thẻ căn cước; sửa năm sinh sai.',
    group: ({ oldId, fullName }) => [oldId, bare(fullName)],
    check: (peers) =>
      disagreement(
        peers,
        ({ birthDate }) => yearOf(birthDate),
        ({ birthDate }) => birthDate ?? '',
      ),
  },
  {
    code: 'birth-date-differs',
    number: 'X01',
    family: 'E4',
    field: 'birthDate',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Ngày sinh khác nhau giữa các sổ',
    en: 'Registers disagree on the birth date',
    fix: 'Đối chiếu giấy khai sinh; cơ quan hộ tịch và công an cùng cấp thống nhất.',
    group: 'entity',
    check: birthDates,
  },
  {
    code: 'sex-differs',
    number: 'X01',
    family: 'E2',
    field: 'sex',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Giới tính khác nhau giữa các sổ',
    en: 'Registers disagree on the sex',
    fix: 'Đối chiếu giấy khai sinh; sửa bên sai.',
    group: 'entity',
    check: (peers) =>
      dissenters(peers.map(({ row }) => row.sex)).map((at) => ({
        at,
        got: peers[at]?.row.sex ?? '',
        expected: 'cùng giới tính ở mọi sổ',
      })),
  },
  {
    code: 'ethnicity-differs',
    number: 'X01',
    family: 'E6',
    field: 'ethnicity',
    severity: 'note',
    criterion: 'thống nhất',
    vi: 'Dân tộc khác nhau giữa các sổ',
    en: 'Registers disagree on the ethnicity',
    fix: 'Đối chiếu giấy khai sinh; sửa bên sai.',
    group: 'entity',
    check: (peers) =>
      disagreement(
        peers,
        ({ ethnicity }) => ethnicity,
        ({ ethnicity }) => ethnicity ?? '',
      ),
  },
]
