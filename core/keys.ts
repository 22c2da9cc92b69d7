/**
 * Hashes of the keys by which records meet: in a block of the matching, in a group of a quality rule. A key keeps its rule
 * in the low bits and 47 bits of hash above: two different keys that collide only cost a comparison. So many rules there may be.
 */
export const RULES = 64

/** A key as stored: a non-negative integer below 2^53. Two rows share it when rule (0 to 63) and parts are equal. */
export function keyOf(rule: number, parts: readonly (string | number)[]): number {
  let high = 0xdeadbeef ^ rule
  let low = 0x41c6ce57 ^ rule
  for (const part of parts) {
    const text = String(part)
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      high = Math.imul(high ^ unit, 0x9e3779b1)
      low = Math.imul(low ^ unit, 0x5f356495)
    }
    // A separator, so that ('ab', 'c') and ('a', 'bc') differ.
    high = Math.imul(high ^ 0x1f, 0x9e3779b1)
    low = Math.imul(low ^ 0x1f, 0x5f356495)
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  return ((high & 0x7fff) * 2 ** 32 + (low >>> 0)) * RULES + rule
}

/** The rule of a key. */
export const ruleOf = (key: number): number => key % RULES

/** Parts of which none is missing, else null: a record without them does not stand in the group. */
export const completeParts = (parts: readonly (string | number | null)[]): readonly (string | number)[] | null =>
  parts.length > 0 && parts.every((part) => part !== null && part !== '')
    ? (parts as readonly (string | number)[])
    : null
