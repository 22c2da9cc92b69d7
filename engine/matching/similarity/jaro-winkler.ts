/** Position masks of one side's symbols: filled and emptied by each call, so that no call allocates. */
const masks = new Uint32Array(65_536)
const matchedRight = new Uint8Array(256)
const matchedLeft = new Uint8Array(256)

/** Share of the way from Jaro to 1 that each symbol of a common prefix earns, up to four, above a Jaro of 0.7. */
const PREFIX_SCALE = 0.1
const PREFIX_LENGTH = 4
const PREFIX_FLOOR = 0.7

/**
 * Jaro–Winkler similarity of two symbol sequences, 0 to 1 (Winkler 1990: matching window `max/2 - 1`, greedy from the
 * left, prefix bonus above 0.7). Two empty sequences are equal. Bit-parallel up to 32 symbols, two-pass above.
 */
export function jaroWinkler(a: Uint16Array, b: Uint16Array): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0
  const jaro = a.length <= 32 && b.length <= 32 ? jaroBits(a, b) : jaroTwoPass(a, b)
  return winkler(a, b, jaro)
}

function winkler(a: Uint16Array, b: Uint16Array, jaro: number): number {
  if (jaro <= PREFIX_FLOOR) return jaro
  const end = Math.min(PREFIX_LENGTH, a.length, b.length)
  let prefix = 0
  while (prefix < end && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * PREFIX_SCALE * (1 - jaro)
}

function jaroOf(matches: number, swapped: number, a: number, b: number): number {
  if (matches === 0) return 0
  return (matches / a + matches / b + (matches - (swapped >> 1)) / matches) / 3
}

function jaroBits(a: Uint16Array, b: Uint16Array): number {
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1)
  for (let j = 0; j < b.length; j++) masks[b[j]!]! |= 1 << j
  let left = 0
  let right = 0
  let matches = 0
  for (let i = 0; i < a.length; i++) {
    const from = i - reach
    // a shift by 32 is a shift by 0 in JavaScript, hence the two tests
    const above = i + reach >= 31 ? -1 : (1 << (i + reach + 1)) - 1
    const window = from > 0 ? (from > 31 ? 0 : above & (-1 << from)) : above
    const open = masks[a[i]!]! & window & ~right
    if (open === 0) continue
    right |= open & -open
    left |= 1 << i
    matches++
  }
  for (let j = 0; j < b.length; j++) masks[b[j]!] = 0
  let swapped = 0
  for (let l = left, r = right; l !== 0; l &= l - 1, r &= r - 1) {
    if (a[31 - Math.clz32(l & -l)] !== b[31 - Math.clz32(r & -r)]) swapped++
  }
  return jaroOf(matches, swapped, a.length, b.length)
}

/** The textbook form, for long texts. */
function jaroTwoPass(a: Uint16Array, b: Uint16Array): number {
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1)
  matchedLeft.fill(0, 0, a.length)
  matchedRight.fill(0, 0, b.length)
  let matches = 0
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (matchedRight[j] || a[i] !== b[j]) continue
      matchedRight[j] = matchedLeft[i] = 1
      matches++
      break
    }
  }
  let swapped = 0
  for (let i = 0, j = 0; i < a.length; i++) {
    if (!matchedLeft[i]) continue
    while (!matchedRight[j]) j++
    if (a[i] !== b[j++]) swapped++
  }
  return jaroOf(matches, swapped, a.length, b.length)
}
