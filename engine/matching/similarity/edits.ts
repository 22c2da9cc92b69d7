const masks = new Uint32Array(65_536)

/**
 * Levenshtein distance of two symbol sequences in edits. Up to 32 symbols on the shorter side by Myers (1999) in the
 * formulation of Hyyrö (2003); above that the two-row table.
 */
export function levenshtein(a: Uint16Array, b: Uint16Array): number {
  if (a.length > b.length) [a, b] = [b, a]
  if (a.length === 0) return b.length
  return a.length <= 32 ? myers(a, b) : twoRows(a, b)
}

function myers(short: Uint16Array, long: Uint16Array): number {
  for (let i = 0; i < short.length; i++) masks[short[i]!]! |= 1 << i
  const last = 1 << (short.length - 1)
  let plus = -1
  let minus = 0
  let distance = short.length
  for (let j = 0; j < long.length; j++) {
    const equal = masks[long[j]!]!
    const vertical = equal | minus
    const horizontal = ((((equal & plus) + plus) | 0) ^ plus) | equal
    let up = minus | ~(horizontal | plus)
    let down = plus & horizontal
    if (up & last) distance++
    if (down & last) distance--
    up = (up << 1) | 1
    down <<= 1
    plus = down | ~(vertical | up)
    minus = up & vertical
  }
  for (let i = 0; i < short.length; i++) masks[short[i]!] = 0
  return distance
}

/** The textbook table, two rows at a time: the path for long texts, and the oracle of the bit-parallel one. */
export function twoRows(a: Uint16Array, b: Uint16Array): number {
  let row = Uint16Array.from({ length: b.length + 1 }, (_, j) => j)
  let next = new Uint16Array(b.length + 1)
  for (let i = 1; i <= a.length; i++) {
    next[0] = i
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(change, row[j]! + 1, next[j - 1]! + 1)
    }
    const spare = row
    row = next
    next = spare
  }
  return row[b.length]!
}

/** True where one insertion, deletion, change or swap of neighbours (Damerau 1964) turns one into the other, or none. */
export function withinOneEdit(a: string, b: string): boolean {
  if (a.length - b.length > 1 || b.length - a.length > 1) return false
  const shorter = Math.min(a.length, b.length)
  let from = 0
  while (from < shorter && a.charCodeAt(from) === b.charCodeAt(from)) from++
  // what is left beside the common start and the common end, on the longer side
  let left = a.length - from
  let right = b.length - from
  while (left > 0 && right > 0 && a.charCodeAt(from + left - 1) === b.charCodeAt(from + right - 1)) {
    left--
    right--
  }
  if (left < 2 && right < 2) return true
  return (
    left === 2 &&
    right === 2 &&
    a.charCodeAt(from) === b.charCodeAt(from + 1) &&
    a.charCodeAt(from + 1) === b.charCodeAt(from)
  )
}

/** The same with at most two such edits. */
export const withinTwoEdits = (a: string, b: string): boolean => within(a, 0, b, 0, 2)

/** UTF-16 units: what is compared here are digits and letters of the basic plane. */
function within(a: string, i: number, b: string, j: number, edits: number): boolean {
  const left = a.length - i
  const right = b.length - j
  if (left - right > edits || right - left > edits) return false
  while (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j)) {
    i++
    j++
  }
  if (i === a.length || j === b.length) return a.length - i + b.length - j <= edits
  if (edits === 0) return false
  if (within(a, i + 1, b, j + 1, edits - 1)) return true
  if (within(a, i + 1, b, j, edits - 1) || within(a, i, b, j + 1, edits - 1)) return true
  const swap =
    i + 1 < a.length &&
    j + 1 < b.length &&
    a.charCodeAt(i) === b.charCodeAt(j + 1) &&
    a.charCodeAt(i + 1) === b.charCodeAt(j)
  return swap && within(a, i + 2, b, j + 2, edits - 1)
}

/** True where exactly one changed character, or one swap of unequal neighbours, lies between two texts of one length. */
export function oneSlipApart(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let from = 0
  while (from < a.length && a.charCodeAt(from) === b.charCodeAt(from)) from++
  if (from === a.length) return false
  let to = a.length - 1
  while (a.charCodeAt(to) === b.charCodeAt(to)) to--
  if (from === to) return true
  return to === from + 1 && a.charCodeAt(from) === b.charCodeAt(to) && a.charCodeAt(to) === b.charCodeAt(from)
}
