import type { Comparison } from '../../../core/comparison.ts'
import { AREAS_2017, PREFIXES_2018 } from '../../../core/phone-prefixes.ts'
import { oneSlipApart } from '../similarity/edits.ts'

const SUBSCRIBER = 7
const LONGEST = 40

const NATIONAL_MOST = 11

/** Today's number with its leading 0, or null where there is no number. */
function read(value: string): string | null {
  const digits = value.slice(0, LONGEST).replace(/\D/g, '')
  const national = `0${digits.replace(/^(?:00)?84(?=\d{9,10}$)|^0/, '')}`
  if (national.length < SUBSCRIBER + 1 || national.length > NATIONAL_MOST || /^0(\d)\1+$/.test(national)) return null
  const mobile = national.length === NATIONAL_MOST ? PREFIXES_2018[national.slice(0, 4)] : undefined
  if (mobile !== undefined) return mobile + national.slice(4)
  const area = AREAS_2017.find(([old]) => national.startsWith(old) && national.length === old.length + SUBSCRIBER)
  return area === undefined ? national : area[1] + national.slice(area[0].length)
}

/**
 * Phone numbers however typed: `+84`, dots and blanks, a lost leading 0, prefixes of before 2017 and 2018. People change
 * numbers and families share them, so disagreement says little and agreement less than a document.
 */
export function phones({ name = 'phone' }: { readonly name?: string } = {}): Comparison<string, string> {
  return {
    name,
    prepare: read,
    terms: (number) => [number],
    hasPersonalTerms: true,
    levels: [
      {
        code: 'same',
        label: 'trùng số',
        m: 0.9,
        u: 1e-4,
        test: (a, b) => a === b,
        // the number of an office stands in many dossiers
        tf: { k: 1, floor: 1e-6, shared: (a) => [a] },
      },
      { code: 'slip', label: 'lệch một chữ số', m: 0.01, u: 1e-5, test: oneSlipApart },
    ],
    otherwise: { m: 0.09, u: 0.99989 },
  }
}
