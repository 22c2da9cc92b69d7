import type { NumberStyle } from './parts.ts'

const DAY_MS = 86_400_000
const two = (n: number): string => String(n).padStart(2, '0')

/** A number of a sheet as a person sees it, under its style. */
export function numberText(value: string, style: NumberStyle, from1904: boolean): string {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  if (style === 'date') return dateText(number, from1904) ?? plainNumber(number)
  if (style === 'time' && number >= 0 && number < 1) return clock(Math.round(number * 86_400))
  if (typeof style === 'number' && Number.isInteger(number) && number >= 0) return String(number).padStart(style, '0')
  return plainNumber(number)
}

/** Never in powers of ten, as spreadsheets show long numbers: 48080000011, not 4.808E+10. */
function plainNumber(number: number): string {
  const text = String(number)
  return Number.isInteger(number) && text.includes('e') ? BigInt(number).toString() : text
}

/**
 * Day number -> `dd/MM/yyyy`, with the time where there is one. Before March 1900 the 1900 system is a day behind, since it
 * has a 29 February 1900 (ECMA-376 part 1, 18.17.4.1). Null outside 1900 to 9999.
 */
export function dateText(serial: number, from1904: boolean): string | null {
  const whole = Math.floor(serial)
  const seconds = Math.round((serial - whole) * 86_400)
  const days = from1904 ? whole + 1462 : whole
  if (days < 1 || days > 2_958_465 || (!from1904 && days === 60)) return null
  const date = new Date(Date.UTC(1899, 11, !from1904 && days < 60 ? 31 : 30) + days * DAY_MS)
  const day = `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`
  return seconds > 0 && seconds < 86_400 ? `${day} ${clock(seconds)}` : day
}

const clock = (seconds: number): string =>
  [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')

/** 'BC12' -> 54, from 0; null where it is no reference. */
export function columnOf(reference: string): number | null {
  let column = 0
  let at = 0
  for (; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & 0xdf
    if (code < 65 || code > 90) break
    column = 26 * column + code - 64
  }
  return at === 0 || at > 3 ? null : column - 1
}
