/** The letters a to z and the blank that a text holds, one bit each; all other characters share one bit. */
export function letterSet(text: string): number {
  let set = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    set |= code >= 97 && code <= 122 ? 1 << (code - 97) : code === 32 ? BLANK : OTHER
  }
  return set
}
/** What joins two words. */
export const BLANK = 1 << 26
const OTHER = 1 << 27

/** Number of bits that are set. */
export function bitsOf(set: number): number {
  let count = set - ((set >>> 1) & 0x55555555)
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333)
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * Whether Jaro–Winkler of two texts may reach `bound` at all, by their lengths, common prefix and letters alone; a letter
 * that the other text lacks has no match. False is certain, and texts with other characters are never refused. Saves most
 * of the kernel's calls: pairs that meet are mostly of different names.
 */
export function mayReach(bound: number, a: string, aLetters: number, b: string, bLetters: number): boolean {
  if (a.length === 0 || b.length === 0) return a.length === b.length
  if ((aLetters | bLetters) & OTHER) return true
  const most = Math.min(a.length - bitsOf(aLetters & ~bLetters), b.length - bitsOf(bLetters & ~aLetters))
  const jaro = (most / a.length + most / b.length + 1) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && prefix < b.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro) >= bound - ROUNDING
}
/** The kernel sums in another order. */
const ROUNDING = 1e-9
