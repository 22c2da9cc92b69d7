import { COMMUNES } from '../communes.ts'
import type { Resident } from '../faults/residence.ts'
import type { Household } from '../household.ts'
import { phoneNumber } from '../identifiers.ts'
import { type Fate, MOST_NIGHTS } from '../nights.ts'
import { Dice } from '../random.ts'
import { type Change, change } from '../register.ts'
import { R } from './columns.ts'

export const DEAD = 'Đã chết'

/** Of all changes of a night: single persons, whole houses moving, births. */
export const RESIDENCE_CHANGES = { single: 0.8, move: 0.1, birth: 0.1 } as const

const marry: Change<Resident>['make'] = (draft, { person, today, previous }) => {
  const age = today.year - person.birth.year
  if (previous.entity === '' || age < 20 || age > 40 || !person.relation.startsWith('Con')) return false
  draft.set(R.so_ho_so, previous.fileNumber)
  draft.set(R.quan_he_chu_ho, person.female ? 'Con dâu' : 'Con rể')
  draft.set(R.dia_chi, previous.address)
  draft.set(R.ma_xa, previous.code)
  draft.set(R.ten_xa, previous.name)
  draft.set(R.ngay_dang_ky, draft.date)
  draft.become('', previous.entity, 'household')
  return true
}

/** What happens to single persons overnight. Weights assumed. */
export const SINGLE_CHANGES: readonly Change<Resident>[] = [
  change(34, 'phone', (draft, _, dice) => {
    draft.set(R.dien_thoai, phoneNumber(dice))
    return true
  }),
  change(34, 'correction', (draft, _, dice) => draft.correct(dice)),
  change(10, 'death', (draft, { person, today }) => {
    if (today.year - person.birth.year < 55) return false
    draft.set(R.tinh_trang, DEAD)
    return true
  }),
  change(16, 'marriage', marry),
  change(6, 'removed', (draft) => {
    draft.remove()
    return true
  }),
]

/** The whole house moves: every member's address changes in the same night. */
function moveTo(commune: (typeof COMMUNES)[number], address: string): Change<Resident> {
  return change(1, 'move', (draft) => {
    draft.set(R.dia_chi, address)
    draft.set(R.ma_xa, commune.newCode)
    draft.set(R.ten_xa, commune.newName)
    draft.set(R.ngay_dang_ky, draft.date)
    return true
  })
}

/** Draws which houses move on which night; most move on none. */
export function moves(
  seed: number,
  nights: number,
  changeRate: number,
): (home: Household) => Fate<Resident> | undefined {
  const dice = new Dice(seed, 'moves')
  return (home) => {
    for (let night = 1; night < nights; night++) {
      dice.at(home.number * MOST_NIGHTS + night)
      if (!dice.chance(changeRate * RESIDENCE_CHANGES.move)) continue
      const target = moveTo(dice.pick(COMMUNES), `Tổ ${1 + dice.below(60)}, ${1 + dice.below(300)} Lê Lợi`)
      return (at) => (at === night ? target : null)
    }
    return undefined
  }
}
