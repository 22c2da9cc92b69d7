import { compareTwoStrings } from 'string-similarity'

/**
 * Share of letter pairs in common from which a name is worth proposing. Measured over the column names in
 * test/core/nearest.test.ts: slips of the hand score 0.55 and more, other columns of the same register 0.45 and less.
 */
const NEAR = 0.5

/** Letters and digits without marks, case and separators: `Họ tên` and `HO_TEN` are both `hoten`. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/đ/g, 'd')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function likeness(a: string, b: string): number {
  return Math.max(
    compareTwoStrings(a.toLowerCase().normalize('NFC'), b.toLowerCase().normalize('NFC')),
    compareTwoStrings(bare(a), bare(b)),
  )
}

/** The known name that the word is most likely meant to be; null when none is near. Of equals the first. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let score = NEAR
  for (const name of known) {
    const like = likeness(word, name)
    if (like > score || (best === null && like === score)) {
      best = name
      score = like
    }
  }
  return best
}
