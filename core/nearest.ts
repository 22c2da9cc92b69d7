import { compareTwoStrings } from 'string-similarity'

/**
 * Share of letter pairs in common from which a name is worth proposing. Measured over the column names in
 * test/core/nearest.test.ts: slips of the hand score 0.60 and more; two columns of one register score 0.55 and less,
 * unless they share a word.
 */
const NEAR = 0.58
/** A beginning of so many letters is worth proposing too (`vni` for `vni-windows`). */
const BEGINNING = 3

/** Letters and digits without marks, case and separators: `Họ tên` and `HO_TEN` are both `hoten`. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/đ/g, 'd')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function likeness(a: string, b: string): number {
  const [bareA, bareB] = [bare(a), bare(b)]
  const isBeginning = bareA.length >= BEGINNING && bareB.startsWith(bareA)
  const written = (text: string) => text.toLowerCase().normalize('NFC')
  const asWritten = compareTwoStrings(written(a), written(b))
  // Marks decide between names that are the same without them.
  return Math.max(asWritten, compareTwoStrings(bareA, bareB), isBeginning ? NEAR : 0) + asWritten / 1_000
}

/** The known name that the word is most likely meant to be; null when none is near. Of equals the first. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let score = 0
  for (const name of known) {
    const like = likeness(word, name)
    if (like < NEAR || like <= score) continue
    best = name
    score = like
  }
  return best
}
