/**
 * Jaro–Winkler similarity of two strings by UTF-16 unit, 0 to 1 (Winkler 1990): prefix bonus 0.1 per leading equal unit,
 * at most four, only where Jaro passes 0.7. Give it bare letters: it knows nothing of marks.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const jaro = jaroSimilarity(a, b)
  if (jaro <= 0.7) return jaro
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroSimilarity(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return 0
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Uint8Array(b.length)
  const matched: string[] = []
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (taken[j] === 0 && a[i] === b[j]) {
        taken[j] = 1
        matched.push(a[i] as string)
        break
      }
    }
  }
  if (matched.length === 0) return 0
  let transposed = 0
  let k = 0
  for (let j = 0; j < b.length; j++) if (taken[j] === 1 && b[j] !== matched[k++]) transposed++
  const m = matched.length
  return (m / a.length + m / b.length + (m - Math.floor(transposed / 2)) / m) / 3
}
