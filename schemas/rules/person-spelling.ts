import type { GroupRule, Peer, PeerFault } from '../../core/domain.ts'
import { nameKey } from '../fields/name-keys.ts'
import { dissenters } from './agreement.ts'
import type { PersonRow } from './person-row.ts'

type NameRow = Pick<PersonRow, 'fullName'>

/** Ông may be a family name, so the reader leaves it where it is in doubt; beside the same name without it, it is none. */
const ADDRESS = /^(?:ông|bà) (?=\S+ )/i

/** Members whose name differs under the key of the level. */
function spelled(peers: readonly Peer<NameRow>[], level: 1 | 3): readonly PeerFault[] {
  const keys = peers.map(({ row }) => nameKey(row.fullName, level))
  const plain = keys.map((key, at) => {
    const without = nameKey((peers[at] as Peer<NameRow>).row.fullName.replace(ADDRESS, ''), level)
    return keys.includes(without) ? without : key
  })
  return dissenters(plain).map((at) => {
    const own = (peers[at] as Peer<NameRow>).row.fullName
    const other = peers.find(({ row }) => nameKey(row.fullName, level) !== nameKey(own, level))
    return { at, got: own, expected: `nơi khác ghi: ${other?.row.fullName ?? ''}` }
  })
}

/** How the registers spell the name of one person (X01). Which spelling is right only the birth certificate says. */
export const personSpellingRules: readonly GroupRule<NameRow>[] = [
  {
    code: 'name-differs',
    number: 'X01',
    family: 'E3',
    field: 'fullName',
    severity: 'warn',
    criterion: 'thống nhất',
    vi: 'Họ tên khác nhau giữa các sổ',
    en: 'Registers disagree on the name',
    fix: 'Đối chiếu giấy khai sinh; sửa bên sai tại nguồn.',
    group: 'entity',
    check: (peers) => spelled(peers, 3),
  },
  {
    code: 'name-spelt-otherwise',
    number: 'X01',
    family: 'E3',
    field: 'fullName',
    severity: 'note',
    criterion: 'thống nhất',
    vi: 'Họ tên viết khác kiểu giữa các sổ (vị trí dấu, i và y)',
    en: 'Registers place the tone mark or write i and y otherwise',
    fix: 'Viết thống nhất theo giấy khai sinh.',
    group: 'entity',
    check: (peers) => (spelled(peers, 3).length > 0 ? [] : spelled(peers, 1)),
  },
]
