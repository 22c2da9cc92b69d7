import type { GroupRule, Peer, PeerFault } from '../../core/domain.ts'
import { serialKey } from '../fields/land.ts'
import { nameKey } from '../fields/name-keys.ts'
import { kinds, repeated } from './agreement.ts'
import type { ParcelRow } from './land-parcel.ts'
import { codeState, todaysCommune } from './place.ts'

type Peers = readonly Peer<ParcelRow & { readonly communeName: string | null }>[]
type Rule = GroupRule<ParcelRow & { readonly communeName: string | null }>

/** Areas of one parcel as two entries may write them. */
const ONE_AREA = 0.02
const areDifferent = (a: number | null, b: number | null): boolean =>
  a !== null && b !== null && Math.abs(a - b) > ONE_AREA * Math.max(a, b)

const serialOf = ({ certificateSerial }: ParcelRow): string | null =>
  certificateSerial === null ? null : serialKey(certificateSerial)

/** Two entries under one number that are two pieces of land: other papers, or no common paper and another area. */
function areTwoParcels(a: ParcelRow, b: ParcelRow): boolean {
  const [one, other] = [serialOf(a), serialOf(b)]
  if (one !== null && one === other) return false
  return areDifferent(a.area, b.area) || (one !== null && other !== null && a.area === null && b.area === null)
}

/** One piece of land under two certificates that both stand. */
function areTwoPapers(a: ParcelRow, b: ParcelRow): boolean {
  const [one, other] = [serialOf(a), serialOf(b)]
  return one !== null && other !== null && one !== other && !areDifferent(a.area, b.area)
}

const holderKey = ({ holderText }: ParcelRow): string | null => (holderText === null ? null : nameKey(holderText, 6))
const differ = <T>(a: T | null, b: T | null): boolean => a !== null && b !== null && a !== b

/** Two certificates with one serial. A certificate may hold several parcels: then its number, date and holder are one. */
function areTwoCertificates(a: ParcelRow, b: ParcelRow): boolean {
  if (a.commune === b.commune && a.mapSheet === b.mapSheet && a.parcelNo === b.parcelNo) return false
  if (differ(a.registerNo, b.registerNo)) return true
  return differ(a.certificateDate, b.certificateDate) && differ(holderKey(a), holderKey(b))
}

const numberOf = ({ mapSheet, parcelNo }: ParcelRow): string => `tờ ${mapSheet} thửa ${parcelNo}`

function inConflict(
  peers: Peers,
  conflict: (a: ParcelRow, b: ParcelRow) => boolean,
  show: (row: ParcelRow) => string,
): readonly PeerFault[] {
  return peers.flatMap(({ row }, at) => {
    const other = peers.find((peer) => peer.row !== row && conflict(row, peer.row))
    return other ? [{ at, got: show(row), expected: `trùng với ${show(other.row)}` }] : []
  })
}

const paper = (row: ParcelRow): string =>
  [row.certificateSerial, row.area === null ? null : `${row.area} m²`, row.registerNo].filter(Boolean).join(', ')

/** A number of the new commune that an old commune of it also gave: which parcel is meant nobody can say. */
function usedAcrossMerger(peers: Peers): readonly PeerFault[] {
  const isNew = ({ row }: Peers[number]): boolean =>
    row.communeName !== null && codeState(row.commune, row.communeName) === 'of-other-list'
  if (!peers.some((peer) => !isNew(peer))) return []
  return peers.flatMap((peer, at) => {
    if (!isNew(peer)) return []
    const other = peers.find((one) => !isNew(one) && areTwoParcels(one.row, peer.row))
    return other
      ? [
          {
            at,
            got: numberOf(peer.row),
            expected: `ghi kèm xã cũ: thửa cùng số ở ${other.row.communeName ?? other.row.commune}`,
          },
        ]
      : []
  })
}

/** Today's commune of the record, whichever list its code turns out to be of. */
function communeNow({ commune, communeName }: Peers[number]['row']): string | null {
  if (communeName === null || codeState(commune, communeName) !== 'of-other-list') return todaysCommune(commune, null)
  const [code = '', catalogue = ''] = commune.split('@')
  return todaysCommune(`${code}@${catalogue === '2025-06-30' ? '2025-07-01' : '2025-06-30'}`, null)
}

const byNumber: Rule['group'] = ({ commune, mapSheet, parcelNo }) => [commune, mapSheet, parcelNo]
const bySerial: Rule['group'] = (row) => [serialOf(row)]

const rule = (draft: Omit<Rule, 'family' | 'severity'> & Partial<Pick<Rule, 'family' | 'severity'>>): Rule => ({
  family: 'E10',
  severity: 'error',
  ...draft,
})

/** Parcels that share a number or a certificate (L01, L07, L08, E7). */
export const parcelTogetherRules: readonly Rule[] = [
  rule({
    code: 'number-used-twice',
    number: 'L01',
    field: 'parcelNo',
    criterion: 'đúng',
    vi: 'Hai thửa khác nhau mang cùng tờ, cùng số trong một xã',
    en: 'Two parcels bear one number on one sheet of one commune',
    fix: 'Đối chiếu bản đồ địa chính; sửa số tờ, số thửa, hoặc ghi xã cũ.',
    group: byNumber,
    check: (peers) => inConflict(peers, areTwoParcels, paper),
  }),
  rule({
    code: 'number-used-after-merge',
    number: 'L01',
    severity: 'warn',
    field: 'parcelNo',
    criterion: 'đúng',
    vi: 'Số tờ, số thửa ghi theo xã mới trùng với thửa của xã cũ đã nhập vào',
    en: 'A number under the new commune that a parcel of a merged commune bears too',
    fix: 'Ghi kèm xã cũ của thửa cho tới khi đánh số lại.',
    group: (row) => [communeNow(row), row.mapSheet, row.parcelNo],
    check: usedAcrossMerger,
  }),
  rule({
    code: 'two-certificates',
    number: 'L08',
    severity: 'warn',
    field: 'certificateSerial',
    criterion: 'thống nhất',
    vi: 'Một thửa có hai giấy chứng nhận',
    en: 'One parcel under two certificates',
    fix: 'Xác định giấy đang có hiệu lực; giấy cũ đánh dấu đã thu hồi.',
    group: byNumber,
    check: (peers) => inConflict(peers, areTwoPapers, paper),
  }),
  rule({
    code: 'serial-used-twice',
    number: 'L07',
    field: 'certificateSerial',
    criterion: 'đúng',
    vi: 'Một số phát hành trên hai giấy chứng nhận',
    en: 'One serial on two certificates: another register number, or another date and holder',
    fix: 'Đối chiếu phôi giấy; nhập lại số phát hành của giấy sai.',
    group: bySerial,
    check: (peers) => inConflict(peers, areTwoCertificates, (row) => [paper(row), numberOf(row)].join(', ')),
  }),
  rule({
    code: 'serial-letter',
    number: 'L07',
    severity: 'warn',
    field: 'certificateSerial',
    criterion: 'thống nhất',
    vi: 'Cùng một giấy nhưng chữ Đ, D trong số phát hành viết khác nhau',
    en: 'One certificate whose serial is written with Đ here and with D there',
    fix: 'Viết số phát hành đúng như trên phôi (Đ là một chữ riêng).',
    group: bySerial,
    check: (peers) =>
      kinds(peers.map(({ row }) => row.certificateSerial)) > 1
        ? peers.map(({ row }, at) => ({ at, got: row.certificateSerial ?? '', expected: 'một cách viết' }))
        : [],
  }),
  rule({
    code: 'listed-twice',
    number: 'L01',
    family: 'E7',
    severity: 'warn',
    field: 'parcelNo',
    criterion: 'sạch',
    vi: 'Một thửa ghi hai lần trong sổ',
    en: 'One parcel stands twice in the register',
    fix: 'Xóa dòng thừa sau khi đối chiếu hai dòng.',
    group: 'entity',
    // Two parcels that one number brought together are told by their number.
    check: (peers) =>
      repeated(peers, numberOf).filter(({ at }) =>
        peers.slice(0, at).some(({ row }) => !areTwoParcels(row, (peers[at] as Peers[number]).row)),
      ),
  }),
]
