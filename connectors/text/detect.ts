import type { TextEncoding } from './encoding.ts'
import { textEncodings } from './encodings.ts'
import { type Evidence, explains, judge, readsWell, touchedWords } from './evidence.ts'
import { utf8Twice } from './utf-8-twice.ts'

/**
 * Limits by measurement on synthetic names, addresses and Central Highlands names in every encoding (test/connectors/text):
 * the right encoding reads 0.42 to 1.00 of the words as syllables, the best wrong one 0.63 of the right one's share, and
 * English with Latin-1 letters 0.20.
 */
const FIT = 0.35
const FEW_FIT = 0.8
const RIVAL = 0.75
const GAIN = 0.25
const DECODABLE = 0.9
/**
 * Two encodings in one file: the words that the best one cannot read are read by one other (or as they stand), nearly all of
 * them. A wrong encoding reads 0.4 of such words by chance. Below these shares of all words they stay faults of their rows.
 */
const EXPLAINED = 0.6
const EXPLAINED_AT_LEAST = 4
const MIXED_FILE = 0.02
const MIXED_COLUMN = 0.1

/** Few words must fit almost all; with more of them, names of other languages may be in between. */
const isEnough = (legal: number, after: number) => (legal >= 2 && after >= FEW_FIT) || (legal >= 4 && after >= FIT)

export interface Verdict {
  /** Null when nothing fits, or when two fit about equally well and read differently. */
  readonly encoding: TextEncoding | null
  /** Share of legal syllables, 0 to 1. */
  readonly confidence: number
  /** All that were tried, best first. */
  readonly tried: readonly Evidence[]
}

/** The encoding of a file that is not Unicode. `excluded` says which encodings cannot be: a byte in the file means nothing to them. */
export function encodingOfFile(texts: readonly string[], isExcluded: (encoding: TextEncoding) => boolean): Verdict {
  const candidates = textEncodings.filter((encoding) => encoding.ofFiles && !isExcluded(encoding))
  const tried = ranked(candidates.map((encoding) => judge(encoding, texts)))
  const best = tried[0]
  if (best === undefined || !isEnough(best.legal, best.after)) return { encoding: null, confidence: 0, tried }
  // Text that was decoded as Latin-1 and is UTF-8 after all looks like UTF-8 encoded twice.
  const others = [utf8Twice, ...textEncodings.filter((encoding) => encoding.ofFiles)]
  const isMixed = others.some((other) => explainsRest(best, (word) => explains(other, word), MIXED_FILE))
  const isAmbiguous = isMixed || tried.some((other) => isRival(best, other, texts))
  return { encoding: isAmbiguous ? null : best.encoding, confidence: best.after, tried }
}

/**
 * What was pasted into one column of a Unicode file, or null where the column reads best as it stands. `trusted` are
 * encodings that other columns of the same file are known to hold: for these a single word is evidence.
 */
export function encodingOfColumn(
  cells: readonly string[],
  trusted: ReadonlySet<TextEncoding> = new Set(),
): Verdict | null {
  const candidates = textEncodings.filter((encoding) => encoding.ofColumns)
  const tried = ranked(candidates.map((encoding) => judge(encoding, cells)))
  const best = tried.find((evidence) => fits(evidence, trusted.has(evidence.encoding)) || isMixed(evidence, cells))
  if (best === undefined) return null
  const rivals = tried.filter((other) => fits(other, trusted.has(other.encoding)))
  const isAmbiguous = isMixed(best, cells) || rivals.some((other) => isRival(best, other, cells))
  return { encoding: isAmbiguous ? null : best.encoding, confidence: best.after, tried }
}

/**
 * Some cells were pasted in this encoding, and some are clean or were pasted in another one. Cells are counted, not only
 * distinct words: in a long column of clean names one pasted cell in a hundred brings as many new words as all the others.
 */
function isMixed(evidence: Evidence, cells: readonly string[]): boolean {
  if (evidence.gained < EXPLAINED_AT_LEAST || evidence.gained < MIXED_COLUMN * evidence.words) return false
  if (pastedCells(evidence.encoding, cells) < MIXED_COLUMN * cells.length) return false
  const others = textEncodings.filter(({ ofColumns, family }) => ofColumns && family !== evidence.encoding.family)
  const ways = [readsWell, ...others.map((other) => (word: string) => explains(other, word))]
  return ways.some((reads) => explainsRest(evidence, reads, MIXED_COLUMN))
}

/** Cells that hold a word which only this encoding makes legal. */
function pastedCells(encoding: TextEncoding, cells: readonly string[]): number {
  const pasted = (word: string) => encoding.touches.test(word) && !readsWell(word) && explains(encoding, word)
  return cells.filter((cell) => encoding.touches.test(cell) && cell.split(encoding.between).some(pasted)).length
}

function explainsRest({ unread, words }: Evidence, reads: (word: string) => boolean, share: number): boolean {
  const explained = unread.filter(reads).length
  return explained >= EXPLAINED_AT_LEAST && explained >= EXPLAINED * unread.length && explained >= share * words
}

function fits({ gained, after, before, decodable, legal }: Evidence, isTrusted: boolean): boolean {
  if (decodable < DECODABLE) return false
  if (isTrusted) return gained >= 1 && after > before
  return gained >= 2 && isEnough(legal, after) && after - before >= GAIN
}

function isRival(best: Evidence, other: Evidence, texts: readonly string[]): boolean {
  if (other.encoding.family === best.encoding.family || other.after < best.after * RIVAL) return false
  const reads = (word: string) => [best.encoding, other.encoding].map((encoding) => encoding.decode(word))
  for (const word of touchedWords(best.encoding, texts)) {
    const [ours, theirs] = reads(word)
    if (ours !== theirs) return true
  }
  return false
}

/** Best share first; within a family a guessing variant stays behind the plain one until it wins by its margin. */
function ranked(evidence: readonly Evidence[]): readonly Evidence[] {
  const earned = evidence.filter(
    (one, i) =>
      !evidence
        .slice(0, i)
        .some(
          (plain) => plain.encoding.family === one.encoding.family && one.legal < plain.legal + one.encoding.margin,
        ),
  )
  return earned.toSorted((a, b) => b.after - a.after)
}
