import type { GroupRule, MayLack, Peer, PeerFault, RowRule } from '../../core/domain.ts'
import type { UnitRef } from '../../core/values.ts'
import { nameKey } from '../fields/name-keys.ts'
import { kinds } from './agreement.ts'

interface HouseholdRow {
  readonly householdNo: string
  readonly headName: string | null
  readonly headLife: string | null
  readonly commune: UnitRef | null
  readonly address: string | null
}

/** One household by itself. */
export const householdRules: readonly RowRule<MayLack<HouseholdRow, 'householdNo'>>[] = [
  {
    code: 'no-place',
    number: 'P08',
    family: 'E5',
    field: 'commune',
    severity: 'warn',
    criterion: 'đủ',
    vi: 'Hộ có địa chỉ nhưng không xác định được xã',
    en: 'The household has an address but no commune',
    fix: 'Bổ sung mã xã theo danh mục hiện hành.',
    check: ({ commune, address }) =>
      commune === null && address !== null ? { got: address, expected: 'mã xã 5 chữ số' } : null,
  },
]

/** The living heads of one file: of a dead one the successor stands beside, which is right until the file is renewed. */
function twoHeads(peers: readonly Peer<HouseholdRow>[]): readonly PeerFault[] {
  const living = peers.flatMap((peer, at) =>
    peer.row.headLife === 'chet' || peer.row.headName === null ? [] : [{ at, peer }],
  )
  const names = living.map(({ peer }) => peer.row.headName as string)
  if (kinds(names.map((name) => nameKey(name, 6))) < 2) return []
  return living.map(({ at, peer }) => ({
    at,
    got: peer.row.headName ?? '',
    expected: `một chủ hộ; hộ còn ghi ${names.find((name) => name !== peer.row.headName) ?? ''}`,
  }))
}

/** Rows of one residence file that each call themselves head (H01). A household with two is not sent. */
export const householdTogetherRules: readonly GroupRule<HouseholdRow>[] = [
  {
    code: 'two-heads',
    number: 'H01',
    family: 'E9',
    field: 'headName',
    severity: 'error',
    criterion: 'đúng',
    vi: 'Hộ có từ hai chủ hộ trở lên',
    en: 'More than one living head in one household',
    fix: 'Xác định một chủ hộ; sửa quan hệ của người kia, hoặc tách hộ.',
    group: ({ householdNo }) => [householdNo],
    check: twoHeads,
  },
]
