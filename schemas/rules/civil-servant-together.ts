import type { GroupRule, Peer, PeerFault } from '../../core/domain.ts'
import { givenName } from '../../core/values.ts'
import { kinds, where } from './agreement.ts'
import { isActive, type ServantRow } from './civil-servant.ts'

type Peers = readonly Peer<ServantRow>[]

function severalPosts(peers: Peers): readonly PeerFault[] {
  const active = where(peers, isActive)
  // Two people under one number are another fault, told at the person.
  if (active.length < 2 || kinds(active.map(({ peer }) => givenName(peer.row.fullName))) > 1) return []
  const primary = active.filter(({ peer }) => peer.row.status !== 'biet-phai')
  if (primary.length < 2) return []
  return primary.map(({ at, peer }) => ({
    at,
    got: peer.row.organisation,
    expected: `một vị trí chính; còn ở ${primary.find((other) => other.at !== at)?.peer.row.organisation}`,
  }))
}

/** One number in the dossiers of two persons. */
function heldByTwo(peers: Peers, number: (row: ServantRow) => string | null): readonly PeerFault[] {
  if (kinds(peers.map(({ row }) => row.personalId ?? row.fullName)) < 2) return []
  return peers.map(({ row }, at) => ({
    at,
    got: number(row) ?? '',
    expected: `còn ghi cho: ${peers.find(({ row: other }) => other !== row)?.row.fullName ?? ''}`,
  }))
}

/** Dossiers that stand together (C06, one insurance number or tax code each). */
export const servantTogetherRules: readonly GroupRule<ServantRow>[] = [
  {
    code: 'two-posts',
    number: 'C06',
    family: 'E7',
    field: 'personalId',
    severity: 'error',
    criterion: 'thống nhất',
    vi: 'Một người có hai vị trí công tác chính cùng lúc',
    en: 'Two active primary posts under one personal ID',
    fix: 'Xác định đơn vị đang trả lương; chuyển hồ sơ kia sang thôi việc, chuyển công tác hoặc biệt phái.',
    group: ({ personalId }) => [personalId],
    check: severalPosts,
  },
  {
    code: 'insurance-no-shared',
    number: 'X01',
    family: 'E1',
    field: 'insuranceNo',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Một mã số BHXH cho hai người',
    en: 'One insurance number in the dossiers of two persons',
    fix: 'Tra mã số BHXH của từng người; sửa số sai.',
    group: ({ insuranceNo }) => [insuranceNo],
    check: (peers) => heldByTwo(peers, ({ insuranceNo }) => insuranceNo),
  },
  {
    code: 'tax-code-shared',
    number: 'X01',
    family: 'E1',
    field: 'taxCode',
    severity: 'warn',
    criterion: 'đúng',
    vi: 'Một mã số thuế cho hai người',
    en: 'One tax code in the dossiers of two persons',
    fix: 'Tra mã số thuế của từng người; sửa số sai.',
    group: ({ taxCode }) => [taxCode],
    check: (peers) => heldByTwo(peers, ({ taxCode }) => taxCode),
  },
]
