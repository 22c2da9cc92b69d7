/** Longest sequence that is compared, as `TEXT_LIMIT` cuts texts; the table has a border of two. */
const WIDTH = 258
const table = new Uint16Array(WIDTH * WIDTH)
/** Last row in which each symbol of one side was seen: filled and emptied by each call. */
const rowOf = new Uint16Array(65_536)

/**
 * Distance of Damerau (1964) in edits: insertion, deletion, change, and swap of neighbours, between which further edits may
 * fall (Lowrance and Wagner 1975), so that CA and ABC are 2 apart. This is what DuckDB computes. Up to 256 symbols a side.
 */
export function damerauLevenshtein(a: Uint16Array, b: Uint16Array): number {
  const most = a.length + b.length
  table[0] = most
  for (let i = 0; i <= a.length; i++) {
    table[(i + 1) * WIDTH] = most
    table[(i + 1) * WIDTH + 1] = i
  }
  for (let j = 0; j <= b.length; j++) {
    table[j + 1] = most
    table[WIDTH + j + 1] = j
  }
  for (let i = 1; i <= a.length; i++) {
    let column = 0
    for (let j = 1; j <= b.length; j++) {
      const row = rowOf[b[j - 1]!]!
      const before = column
      const equal = a[i - 1] === b[j - 1]
      if (equal) column = j
      const at = (i + 1) * WIDTH + j + 1
      table[at] = Math.min(
        table[at - WIDTH - 1]! + (equal ? 0 : 1),
        table[at - 1]! + 1,
        table[at - WIDTH]! + 1,
        table[row * WIDTH + before]! + (i - row - 1) + 1 + (j - before - 1),
      )
    }
    rowOf[a[i - 1]!] = i
  }
  for (let i = 0; i < a.length; i++) rowOf[a[i]!] = 0
  return table[(a.length + 1) * WIDTH + b.length + 1]!
}
