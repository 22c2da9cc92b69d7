import type { LandRow } from '../faults/land.ts'
import { dayOf, slashed } from '../notation.ts'
import { type Cadastre, MORTGAGE, PARCEL_STATUS } from '../parcels.ts'
import type { Dice } from '../random.ts'
import { type Change, change, type Draft } from '../register.ts'
import { L } from './columns.ts'

/** The head of the house next door, who may buy; all blank at the very start. */
export interface Buyer {
  entity: string
  name: string
  female: boolean
  pid: string
  year: number
  address: string
}

/** What happens to parcels overnight. Weights assumed. */
export const landChanges = (cadastre: Cadastre, buyer: Buyer): readonly Change<LandRow>[] => [
  change(16, 'address', (draft, { parcel }, dice) => {
    draft.set(L.dia_chi_chu, `${1 + dice.below(400)} Lê Lợi, ${parcel.commune.newName}, thành phố Đà Nẵng`)
    return true
  }),
  change(34, 'transfer', (draft, { shown, parcel }, dice) => {
    if (buyer.entity === '' || parcel.organisation || shown.some(({ entity }) => entity === buyer.entity)) return false
    draft.set(L.chu_su_dung, `${buyer.female ? 'Bà' : 'Ông'} ${buyer.name}`)
    draft.set(L.so_giay_to, buyer.pid)
    draft.set(L.nam_sinh, String(buyer.year))
    draft.set(L.dia_chi_chu, buyer.address)
    certify(draft, cadastre, dice)
    draft.become('owner:1', buyer.entity, 'person')
    if (shown.length > 1) draft.become('owner:2', '', 'person')
    return true
  }),
  change(30, 'correction', (draft, _, dice) => draft.correct(dice)),
  change(10, 'new-certificate', (draft, _, dice) => {
    certify(draft, cadastre, dice)
    return true
  }),
  change(6, 'mortgage', (draft) => {
    if (draft.cells[L.trang_thai] !== PARCEL_STATUS.issued) return false
    draft.set(L.trang_thai, PARCEL_STATUS.mortgaged)
    draft.set(L.the_chap, MORTGAGE.yes)
    return true
  }),
  change(4, 'removed', (draft) => {
    draft.remove()
    return true
  }),
]

function certify(draft: Draft, cadastre: Cadastre, dice: Dice): void {
  const issued = dayOf(draft.date)
  const [serial, registerNumber] = cadastre.renewal(dice)
  draft.set(L.so_phat_hanh, serial)
  draft.set(L.so_vao_so, registerNumber)
  draft.set(L.ngay_cap, slashed(issued))
  draft.set(L.trang_thai, PARCEL_STATUS.issued)
  draft.set(L.the_chap, MORTGAGE.no)
}
