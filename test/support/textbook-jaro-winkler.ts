/** Jaro–Winkler as Winkler (1990) has it, a loop in a loop: what the kernel must equal to the last bit. */
export function textbookJaroWinkler(a: Uint16Array, b: Uint16Array): number {
  if (a.length === 0 && b.length === 0) return 1
  const [left, right] = matchesOf(a, b)
  if (left.length === 0) return 0
  const swapped = left.filter((symbol, n) => symbol !== right[n]).length
  const jaro =
    (left.length / a.length + left.length / b.length + (left.length - Math.floor(swapped / 2)) / left.length) / 3
  if (jaro <= 0.7) return jaro
  let prefix = 0
  while (prefix < Math.min(4, a.length, b.length) && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** The symbols that find a partner within the window, greedy from the left, in the order of either side. */
function matchesOf(a: Uint16Array, b: Uint16Array): readonly [left: readonly number[], right: readonly number[]] {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const left: number[] = []
  const partners = new Set<number>()
  a.forEach((symbol, i) => {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j++) {
      if (partners.has(j) || b[j] !== symbol) continue
      partners.add(j)
      left.push(symbol)
      return
    }
  })
  return [left, [...partners].sort((x, y) => x - y).map((j) => b[j]!)]
}
