import type { Comparison, Level, TermFrequency } from '../../../core/comparison.ts'
import { nearness, oncePerPair, type Word, wordsOf } from './words.ts'

/** A person's name as an ordered bag of words, titles set aside. */
export interface NameWords {
  readonly words: readonly Word[]
  readonly first: Word | null
  readonly last: Word | null
  readonly text: string
}

export interface NamesOptions {
  readonly name?: string
  /** Words that are no part of a name (sir, baron, ông): left out unless nothing else remains. */
  readonly titles?: readonly string[]
  /** Jaro–Winkler from which two words are one word misspelt. */
  readonly near?: number
  /** Smallest share of a word that term frequency believes in. */
  readonly floor?: number
}

interface NameFacts {
  readonly shared: readonly string[]
  /** 2 equal, 1 near, 0 different, for the first and the last words; -1 where a side has one word only. */
  readonly first: number
  readonly last: number
  readonly near: boolean
}

/**
 * Names of any order and completeness: first and last word, words shared anywhere, words nearly shared. Term frequency
 * weighs the shared words, so that `chudleigh` says more than `william`.
 */
export function names({ name = 'names', titles = [], near = 0.88, floor = 1e-5 }: NamesOptions = {}): Comparison<string, NameWords> {
  const ignored = new Set(titles)
  const facts = oncePerPair((a: NameWords, b: NameWords) => factsOf(a, b, near))
  const tf: TermFrequency<NameWords> = { k: 1, floor, shared: (a, b) => facts(a, b).shared.slice(0, 3) }
  const level = (code: string, label: string, m: number, u: number, holds: (f: NameFacts) => boolean, weigh = true): Level<NameWords> => ({
    code, label, m, u, test: (a, b) => holds(facts(a, b)), ...(weigh ? { tf } : {}),
  })
  return {
    name,
    prepare: (value) => nameWords(value, ignored),
    terms: (prepared) => [...new Set(prepared.words.map(({ text }) => text))],
    levels: [
      { code: 'same', label: 'trùng', m: 0.2, u: 1e-4, test: (a, b) => a.words.length > 1 && a.text === b.text, tf },
      level('ends', 'trùng từ đầu và cuối', 0.1, 1e-4, (f) => f.first === 2 && f.last === 2),
      level('last-near-first', 'trùng từ cuối, từ đầu gần giống', 0.15, 1e-4, (f) => f.last === 2 && f.first === 1),
      level('first-near-last', 'trùng từ đầu, từ cuối gần giống', 0.1, 1e-4, (f) => f.first === 2 && f.last === 1),
      level('two', 'hai từ chung', 0.05, 1e-4, (f) => f.shared.length >= 2),
      level('last', 'trùng từ cuối', 0.2, 3e-4, (f) => f.last === 2),
      level('ends-near', 'từ đầu và cuối gần giống', 0.03, 1e-4, (f) => f.first === 1 && f.last === 1, false),
      level('only', 'một bên chỉ có một từ, từ ấy chung', 0.1, 1e-3, (f) => f.last === -1 && f.shared.length > 0),
      level('one', 'một từ chung', 0.03, 0.02, (f) => f.shared.length > 0),
      level('last-near', 'từ cuối gần giống', 0.02, 6e-4, (f) => f.last === 1, false),
      level('near', 'một từ gần giống', 0.02, 0.01, (f) => f.near, false),
    ],
    otherwise: { m: 0.05, u: 0.95 },
  }
}

function nameWords(value: string, ignored: ReadonlySet<string>): NameWords | null {
  const all = wordsOf(value, 2)
  if (all.length === 0) return null
  const words = all.filter(({ text }) => !ignored.has(text))
  const text = all.map((word) => word.text).join(' ')
  return { words, first: words[0] ?? null, last: words.length > 1 ? words.at(-1)! : null, text }
}

function grade(a: Word | null, b: Word | null, near: number): number {
  if (!a || !b) return -1
  if (a === b) return 2
  return nearness(a, b) >= near ? 1 : 0
}

function factsOf(a: NameWords, b: NameWords, near: number): NameFacts {
  const shared: string[] = []
  let close = false
  for (const word of a.words) {
    if (b.words.includes(word)) {
      if (!shared.includes(word.text)) shared.push(word.text)
    } else if (!close && word.text.length > 3) {
      close = b.words.some((other) => other.text.length > 3 && nearness(word, other) >= near)
    }
  }
  return { shared, first: grade(a.first, b.first, near), last: grade(a.last, b.last, near), near: close }
}
