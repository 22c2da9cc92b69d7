import type { Comparison } from '../../../core/comparison.ts'
import { withinOneEdit } from '../similarity/edits.ts'

const LONGEST = 60
const SERIAL = /^([A-Z]{1,2})(\d{6,8})$/

/** Letters and digits, Đ as the D that it is typed as; null where it is not of the form of a serial. */
function read(value: string): string | null {
  const folded = value
    .slice(0, LONGEST)
    .normalize('NFC')
    .toUpperCase()
    .replace(/[ĐÐƉ]/g, 'D')
    .replace(/[^A-Z0-9]+/g, '')
  const [, letters, digits] = SERIAL.exec(folded) ?? []
  return letters === undefined || digits === undefined || /^0+$/.test(digits) ? null : folded
}

/**
 * Serials of land certificates (two letters and eight digits since TT 10/2024/TT-BTNMT, six digits before). Đ is a legal
 * letter and is typed as D. A register number in the cell (`CS 05494`) is no serial.
 */
export function certificates({
  name = 'certificateSerial',
}: {
  readonly name?: string
} = {}): Comparison<string, string> {
  return {
    name,
    prepare: read,
    levels: [
      { code: 'same', label: 'trùng số phát hành', m: 0.95, u: 1e-7, test: (a, b) => a === b },
      { code: 'slip', label: 'lệch một ký tự', m: 0.02, u: 1e-5, test: withinOneEdit },
    ],
    otherwise: { m: 0.03, u: 0.99999 },
  }
}
