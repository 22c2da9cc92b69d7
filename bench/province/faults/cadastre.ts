import { COMMUNES } from '../communes.ts'
import { MORTGAGE, PARCEL_STATUS } from '../parcels.ts'
import type { Dice } from '../random.ts'
import { L } from '../registers/columns.ts'
import { gridText, MERIDIAN, OTHER_MERIDIANS, toVn2000 } from '../vn2000.ts'
import { type Kind, kind, type Make, several } from './kinds.ts'
import type { LandRow } from './land.ts'

/** What is wrong between a parcel's map, its number, its certificate and its mortgage (E10). Source: domain reference 3.4, 9. */

/** Sheet and number from `12/345`; nulls where there is no such parcel. */
export function numberOf(text: string | undefined): readonly [string, string] | readonly [null, null] {
  const [sheet, number] = text?.split('/') ?? []
  return sheet && number ? [sheet, number] : [null, null]
}

/** The other communes of 30 June 2025 that went into the same new unit. */
const SIBLINGS: readonly (readonly number[])[] = COMMUNES.map(({ newCode }, group) =>
  COMMUNES.flatMap((other, sibling) => (other.newCode === newCode && sibling !== group ? [sibling] : [])),
)
function numberNextDoor({ parcel, latest }: LandRow): readonly [string | null, string | null] {
  const sibling = SIBLINGS[parcel.group]!.find((group) => latest[group] !== undefined)
  return sibling === undefined ? [null, null] : numberOf(latest[sibling])
}

const certified =
  (make: Make<LandRow>): Make<LandRow> =>
  (row, text, dice) =>
    row.parcel.issued ? make(row, text, dice) : null

/** The meridian that this parcel is mistaken with, the same for all cells of the row. */
const mistaken = ({ number }: LandRow['parcel']): number => OTHER_MERIDIANS[number % OTHER_MERIDIANS.length]!
const byMistake = ({ parcel }: LandRow): ReturnType<typeof toVn2000> => toVn2000(parcel.point, mistaken(parcel))

/** A letter that geohash leaves out, or one letter too few. */
function malformed(id: string, dice: Dice): string | null {
  if (id === '') return null
  const at = 4 + dice.below(id.length - 4)
  return id.slice(0, at) + (dice.chance(0.5) ? '' : dice.pick(['a', 'i', 'l', 'o'])) + id.slice(at + 1)
}

/** Six to sixty per cent more or less, one decimal, with the sign of the cell. */
function otherArea(area: string, dice: Dice): string {
  const share = (0.06 + 0.54 * dice.unit()) * (dice.chance(0.5) ? 1 : -1)
  const other = (Number(area.replace(',', '.')) * (1 + share)).toFixed(1)
  return area.includes(',') ? other.replace('.', ',') : other
}

export const CADASTRAL_KINDS: readonly Kind<LandRow>[] = [
  several(6, 'certificate-without-parcel', [L.so_to, certified(() => '')], [L.so_thua, () => '']),
  several(
    8,
    'number-used-twice-after-merge',
    [L.so_thua, (row) => numberNextDoor(row)[1]],
    [L.so_to, (row) => numberNextDoor(row)[0]],
    [L.ma_xa, ({ parcel }) => parcel.commune.newCode],
    [L.ten_xa, ({ parcel }) => parcel.commune.newName],
  ),
  kind(4, 'status-issued-without-certificate', L.trang_thai, ({ parcel }) =>
    parcel.issued ? null : PARCEL_STATUS.issued,
  ),
  kind(
    5,
    'certificate-not-in-status',
    L.trang_thai,
    certified(({ parcel }) => (parcel.status === PARCEL_STATUS.issued ? PARCEL_STATUS.none : null)),
  ),
  several(
    8,
    'coordinates-in-other-meridian',
    [L.toa_do_y, (row) => gridText(byMistake(row).y)],
    [L.toa_do_x, (row) => gridText(byMistake(row).x)],
  ),
  several(
    4,
    'coordinates-swapped',
    [L.toa_do_x, ({ parcel }) => gridText(toVn2000(parcel.point, MERIDIAN).y)],
    [L.toa_do_y, ({ parcel }) => gridText(toVn2000(parcel.point, MERIDIAN).x)],
  ),
  kind(8, 'wrong-meridian', L.kinh_tuyen, ({ parcel }, text) => {
    const other = String(mistaken(parcel))
    return text.includes(',') ? other.replace('.', ',') : other
  }),
  kind(6, 'parcel-id-elsewhere', L.ma_dinh_danh, ({ otherParcelId }, id) => (id === '' ? null : otherParcelId || null)),
  kind(4, 'parcel-id-malformed', L.ma_dinh_danh, (_, id, dice) => malformed(id, dice)),
  kind(3, 'mortgage-without-certificate', L.the_chap, ({ parcel }) => (parcel.issued ? null : MORTGAGE.yes)),
  kind(4, 'mortgage-not-noted', L.the_chap, ({ parcel }) =>
    parcel.status === PARCEL_STATUS.mortgaged ? MORTGAGE.no : null,
  ),
  kind(14, 'area-differs-from-map', L.dien_tich_ban_do, (_, area, dice) => otherArea(area, dice)),
]
