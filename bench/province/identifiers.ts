import { type Blockwise, inTurns, NO_BLOCK } from './blocks.ts'
import { seven, six, two } from './notation.ts'
import { type Dice, mix, weighted } from './random.ts'

/** Provinces of birth registration in the list of 63, which stays valid for ever. Source: domain reference 3.1, 4.7. */
const BIRTH_PROVINCES = {
  48: weighted('048 78, 049 12, 046 3, 051 2, 045 1, 001 1, 079 1, 040 1, 042 0.5, 038 0.5'),
  49: weighted('049 88, 048 5, 051 3, 046 1, 079 1, 064 1, 052 1'),
} as const
export const birthProvince = (province: '48' | '49', dice: Dice): string => dice.pick(BIRTH_PROVINCES[province])

/** Numbers below a million in an order that does not show the counter: the factor shares no divisor with 10^6. */
const FACTOR = 382_337
const SPACE = 1_000_000
const scattered = (counter: number, offset: number): number => (counter * FACTOR + offset) % SPACE

const FAR_END = SPACE - 1

/**
 * Issues numbers that no one else has, the blocks taking turns. A counter per leading part is all the state, so memory
 * does not grow with the province. People outside the first night's houses count from the far end and leave the
 * residents' numbers alone.
 */
export interface Registry extends Blockwise {
  /** `PPP G YY RRRRRR`, 12 digits. Source: domain reference 3.1. */
  readonly personalId: (province: string, female: boolean, year: number, outside?: boolean) => string
  /** Nine digits, leading with the issuing police: 201 Đà Nẵng, 205 and 206 Quảng Nam. Unique up to a million a prefix. */
  readonly oldCard: (prefix: string) => string
}

/** Three digits of the province, four kinds of century and sex, a hundred years. */
const CELLS = 1000 * 400
const POLICE = 1000

export function createRegistry(seed: number): Registry {
  let block = NO_BLOCK
  const issued = new Uint16Array(CELLS)
  const far = new Uint16Array(CELLS)
  const cards = new Uint16Array(POLICE)
  const offset = (cell: number): number => mix(mix(seed) ^ (cell + 1)) % SPACE
  return {
    enter(next) {
      block = next
      for (const counters of [issued, far, cards]) counters.fill(0)
    },
    personalId(province, female, year, outside = false) {
      const kind = (year < 2000 ? 0 : 2) + (female ? 1 : 0)
      const cell = Number(province) * 400 + kind * 100 + (year % 100)
      const counter = outside ? FAR_END - inTurns(block, far[cell]!++) : inTurns(block, issued[cell]!++)
      return province + kind + two(year % 100) + six(scattered(counter, offset(cell)))
    },
    oldCard(prefix) {
      const cell = Number(prefix)
      return prefix + six(scattered(inTurns(block, cards[cell]!++), offset(CELLS + cell)))
    },
  }
}

const MOBILE = weighted(
  '090 12, 091 10, 093 6, 094 6, 096 7, 097 8, 098 9, 032 3, 033 4, 034 4, 035 6, 036 5, 037 5, 038 5, 039 4, 070 2, 076 2, 077 2, 079 3, 081 2, 082 3, 083 3, 084 2, 085 2',
)
export const phoneNumber = (dice: Dice): string => dice.pick(MOBILE) + seven(dice.below(1e7))

/** How offices type one and the same number: notation, not an error. */
export function phoneAsTyped(phone: string, dice: Dice): string {
  const roll = dice.below(20)
  if (roll < 15) return phone
  if (roll < 17) return `${phone.slice(0, 4)} ${phone.slice(4, 7)} ${phone.slice(7)}`
  if (roll < 19) return `${phone.slice(0, 4)}.${phone.slice(4, 7)}.${phone.slice(7)}`
  return `+84${phone.slice(1)}`
}

/** Shares no divisor with 10^8. */
const INSURANCE_FACTOR = 38_233_709
/** Ten digits, leading with the province that issued it: every person's own, up to a hundred million. Source: domain reference 3.1. */
export const insuranceNumber = ({ entity }: { readonly entity: string }, province: '48' | '49'): string => {
  const scattered = (Number(entity.slice(1)) * INSURANCE_FACTOR) % 1e8
  return province + two((scattered / 1e6) | 0) + six(scattered % 1e6)
}

const TAX_WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3] as const
/** Tax code of ten digits with its check digit; the numbers whose digit would be 10 are never issued (domain reference 3.2). */
export function taxCode(start: number): string {
  for (let n = start; ; n++) {
    const digits = String(n).padStart(9, '0')
    const sum = TAX_WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
    const check = 10 - (sum % 11)
    if (check < 10) return digits + check
  }
}
