import type { GroupRule, Peer, PeerFault } from '../../core/domain.ts'
import { givenName } from '../../core/values.ts'
import { disagreement, kinds, repeated, where } from './agreement.ts'
import { yearsTooNear } from './kinship.ts'
import { HEAD, HUSBAND, isDead, type PersonRow, WIFE } from './person-row.ts'

type Peers = readonly Peer<PersonRow>[]

const byHousehold = ({ householdNo }: PersonRow): readonly (string | null)[] => [householdNo]
const isHead = ({ relation }: PersonRow): boolean => relation === HEAD
const isSpouse = ({ relation }: PersonRow): boolean => relation === WIFE || relation === HUSBAND

/** Whose relation is not understood may be the missing head; else the household is told at its first member. */
function withoutHead(peers: Peers): readonly PeerFault[] {
  if (peers.some(({ row }) => isHead(row))) return []
  const unknown = where(peers, ({ relation }) => relation === null)
  const at = unknown[0]?.at ?? 0
  return [{ at, got: `${peers.length} người, không ai là chủ hộ`, expected: 'đúng một chủ hộ' }]
}

const fileOf = ({ householdNo }: PersonRow): string | null => householdNo?.replace(/\/\d{1,2}$/, '') ?? null

/** Members under 'CT1/1' beside a house 'CT1', where one of the two has no head: the suffix parted what belongs together. */
function partedFiles(peers: Peers): readonly PeerFault[] {
  const files = new Set(peers.map(({ row }) => row.householdNo))
  const headed = new Set(peers.filter(({ row }) => isHead(row)).map(({ row }) => row.householdNo))
  if (files.size < 2 || headed.size === files.size) return []
  return where(peers, (row) => row.householdNo !== fileOf(row)).map(({ at, peer }) => ({
    at,
    got: peer.row.householdNo ?? '',
    expected: `cùng hồ sơ với hộ ${fileOf(peer.row)}`,
  }))
}

function deadHead(peers: Peers): readonly PeerFault[] {
  const heads = where(peers, isHead)
  if (heads.length === 0 || heads.some(({ peer }) => !isDead(peer.row))) return []
  const isLivedIn = peers.some(({ row }) => !isDead(row))
  return isLivedIn ? heads.map(({ at }) => ({ at, got: 'chủ hộ đã chết', expected: 'một chủ hộ còn sống' })) : []
}

function severalSpouses(peers: Peers): readonly PeerFault[] {
  const spouses = where(peers, (row) => isSpouse(row) && !isDead(row))
  if (kinds(spouses.map(({ peer }) => peer.entity)) < 2) return []
  return spouses.map(({ at }) => ({
    at,
    got: `${spouses.length} vợ hoặc chồng của chủ hộ`,
    expected: 'nhiều nhất một',
  }))
}

function spouseSex(peers: Peers): readonly PeerFault[] {
  const head = where(peers, (row) => isHead(row) && !isDead(row))
  if (head.length !== 1) return []
  const sex = head[0]?.peer.row.sex ?? null
  return where(peers, (row) => isSpouse(row) && row.sex !== null && row.sex === sex).map(({ at }) => ({
    at,
    got: `cùng giới tính với chủ hộ (${sex})`,
    expected: 'vợ chồng khác giới tính (Luật Hôn nhân và gia đình 2014, Đ. 8)',
  }))
}

function pastedNumber(peers: Peers): readonly PeerFault[] {
  return peers.flatMap(({ row }, at) => {
    const other = peers.find(
      ({ row: b }) =>
        b !== row &&
        row.personalId !== null &&
        b.personalId === row.personalId &&
        !isSameGiven(b.fullName, row.fullName),
    )
    return other ? [{ at, got: row.personalId ?? '', expected: `cũng là số của ${other.row.fullName}` }] : []
  })
}

const isSameGiven = (a: string, b: string): boolean => givenName(a) === givenName(b)

function parentAges(peers: Peers): readonly PeerFault[] {
  const heads = where(peers, isHead)
  if (kinds(heads.map(({ peer }) => peer.row.birthDate)) !== 1) return []
  const born = heads[0]?.peer.row.birthDate ?? null
  return peers.flatMap(({ row }, at) =>
    row.relation !== null && yearsTooNear(row.relation, row.birthDate, born) > 0
      ? [{ at, got: row.birthDate ?? '', expected: `cách năm sinh chủ hộ (${born?.slice(0, 4)}) ít nhất 13 năm` }]
      : [],
  )
}

const KEPT_APART = new Set(['residence'])
const inRegister = (peers: Peers, holds: (row: PersonRow) => boolean = () => true) =>
  peers.flatMap((peer, at) => (KEPT_APART.has(peer.source) && holds(peer.row) ? [{ at, peer }] : []))

function severalHouseholds(peers: Peers, isPermanent: boolean): readonly PeerFault[] {
  const homes = inRegister(peers, ({ householdNo }) => householdNo !== null)
  const permanent = homes.filter(({ peer }) => peer.row.residenceKind !== 'tam-tru')
  const chosen = isPermanent ? permanent : homes.filter(({ peer }) => peer.row.residenceKind === 'tam-tru')
  const all = isPermanent ? permanent : homes
  if (kinds(all.map(({ peer }) => peer.row.householdNo)) < 2) return []
  return chosen.map(({ at, peer }) => ({
    at,
    got: peer.row.householdNo ?? '',
    expected: `còn có ở hộ ${all.find(({ peer: p }) => p.row.householdNo !== peer.row.householdNo)?.peer.row.householdNo}`,
  }))
}

function listedTwice(peers: Peers): readonly PeerFault[] {
  const homes = new Map<string, { at: number; peer: Peer<PersonRow> }[]>()
  for (const one of inRegister(peers, ({ householdNo }) => householdNo !== null)) {
    const home = one.peer.row.householdNo as string
    homes.set(home, [...(homes.get(home) ?? []), one])
  }
  return [...homes.values()].flatMap((own) =>
    repeated(
      own.map(({ peer }) => peer),
      ({ fullName }) => fullName,
    ).map((fault) => ({ ...fault, at: own[fault.at]?.at ?? 0 })),
  )
}

const TEXTS = {
  'no-head': {
    vi: 'Hộ không có chủ hộ',
    en: 'A household without a head',
    fix: 'Xác định chủ hộ và ghi quan hệ của từng người với chủ hộ.',
  },
  'head-dead': {
    vi: 'Chủ hộ đã chết, hộ chưa có chủ hộ mới',
    en: 'The head of household is dead and nobody has taken the place',
    fix: 'Làm thủ tục thay đổi chủ hộ (Luật Cư trú 2020, Đ. 26).',
  },
  'parted-file': {
    vi: 'Số hồ sơ cư trú có hậu tố, tách người khỏi hộ gốc',
    en: 'A suffix to the file number parts members of one household',
    fix: 'Ghi cùng số hồ sơ cư trú, hoặc lập hộ mới có chủ hộ.',
  },
  'two-spouses': {
    vi: 'Chủ hộ có từ hai vợ hoặc chồng',
    en: 'More than one spouse of the head',
    fix: 'Đối chiếu giấy kết hôn; sửa quan hệ với chủ hộ.',
  },
  'spouse-of-same-sex': {
    vi: 'Vợ chồng ghi cùng giới tính',
    en: 'Head and spouse are of one sex',
    fix: 'Sửa giới tính hoặc quan hệ theo giấy tờ.',
  },
  'id-of-relative': {
    vi: 'Số định danh của người khác trong hộ',
    en: "The ID of another member was put into this member's field",
    fix: 'Nhập lại số định danh của từng người theo thẻ căn cước.',
  },
  'parent-too-young': {
    vi: 'Cha mẹ và con cách nhau chưa tới 13 tuổi',
    en: 'Parent and child are less than 13 years apart',
    fix: 'Đối chiếu giấy khai sinh; con riêng của vợ hoặc chồng thì giữ nguyên.',
  },
  'household-place-differs': {
    vi: 'Xã của thành viên khác với xã của hộ',
    en: 'A member lives in another commune than the household',
    fix: 'Đối chiếu hồ sơ cư trú; sửa mã xã hoặc tách khỏi hộ.',
  },
  'two-permanent-residences': {
    vi: 'Một người thường trú ở hai hộ',
    en: 'A person has two permanent residences',
    fix: 'Xóa đăng ký ở nơi cũ (Luật Cư trú 2020, Đ. 24).',
  },
  'also-temporary': {
    vi: 'Người này còn đăng ký tạm trú ở hộ khác',
    en: 'The person is also registered as a temporary resident of another household: legal, counted once',
    fix: 'Không cần sửa nếu đúng; kiểm tra hạn tạm trú.',
  },
  'listed-twice': {
    vi: 'Một người ghi hai lần trong cùng một hộ',
    en: 'One person stands twice in one household',
    fix: 'Xóa dòng thừa sau khi đối chiếu hai dòng.',
  },
} as const

type Code = keyof typeof TEXTS
const rule = (code: Code, own: Omit<GroupRule<PersonRow>, 'code' | 'vi' | 'en' | 'fix'>): GroupRule<PersonRow> => ({
  code,
  ...own,
  ...TEXTS[code],
})

/** What the members of one household say together, and one person in several (H01 to H04, P13, E7). */
export const personHouseholdRules: readonly GroupRule<PersonRow>[] = [
  // The one member whose relation must be wrong is held back, not the whole house.
  rule('no-head', {
    number: 'H01',
    family: 'E9',
    field: 'relation',
    severity: 'error',
    criterion: 'đủ',
    group: byHousehold,
    alone: true,
    check: withoutHead,
  }),
  rule('parted-file', {
    number: 'H01',
    family: 'E9',
    field: 'householdNo',
    severity: 'warn',
    criterion: 'thống nhất',
    group: (row) => [fileOf(row)],
    check: partedFiles,
  }),
  rule('head-dead', {
    number: 'H01',
    family: 'E8',
    field: 'lifeStatus',
    severity: 'warn',
    criterion: 'sống',
    group: byHousehold,
    check: deadHead,
  }),
  rule('two-spouses', {
    number: 'H02',
    family: 'E9',
    field: 'relation',
    severity: 'warn',
    criterion: 'đúng',
    group: byHousehold,
    check: severalSpouses,
  }),
  rule('spouse-of-same-sex', {
    number: 'H02',
    family: 'E9',
    field: 'sex',
    severity: 'warn',
    criterion: 'thống nhất',
    group: byHousehold,
    check: spouseSex,
  }),
  rule('id-of-relative', {
    number: 'P13',
    family: 'E1',
    field: 'personalId',
    severity: 'warn',
    criterion: 'đúng',
    group: byHousehold,
    check: pastedNumber,
  }),
  rule('parent-too-young', {
    number: 'P13',
    family: 'E4',
    field: 'birthDate',
    severity: 'warn',
    criterion: 'đúng',
    group: byHousehold,
    check: parentAges,
  }),
  rule('household-place-differs', {
    number: 'H04',
    family: 'E5',
    field: 'commune',
    severity: 'warn',
    criterion: 'thống nhất',
    group: byHousehold,
    check: (peers) =>
      disagreement(
        peers,
        ({ commune }) => commune,
        ({ commune }) => commune ?? '',
      ),
  }),
  rule('two-permanent-residences', {
    number: 'H03',
    family: 'E7',
    field: 'householdNo',
    severity: 'warn',
    criterion: 'thống nhất',
    group: 'entity',
    check: (peers) => severalHouseholds(peers, true),
  }),
  rule('also-temporary', {
    number: 'H03',
    family: 'E7',
    field: 'householdNo',
    severity: 'note',
    criterion: 'thống nhất',
    group: 'entity',
    check: (peers) => severalHouseholds(peers, false),
  }),
  rule('listed-twice', {
    number: 'H03',
    family: 'E7',
    field: 'householdNo',
    severity: 'warn',
    criterion: 'sạch',
    group: 'entity',
    check: listedTwice,
  }),
]
