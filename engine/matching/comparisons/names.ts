import type { Comparison, TermFrequency } from '../../../core/comparison.ts'
import { nameConditions, nameWordsSql } from './name-sql.ts'
import { isNear, type Word, wordsOf } from './words.ts'

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

/**
 * Names of any order and completeness: first and last word, words shared anywhere, words nearly shared. Term frequency
 * weighs the shared words, so that `chudleigh` says more than `william`.
 */
export function names({
  name = 'names',
  titles = [],
  near = 0.88,
  floor = 1e-5,
}: NamesOptions = {}): Comparison<string, NameWords> {
  const ignored = new Set(titles)
  const tf: TermFrequency<NameWords> = { k: 1, floor, most: 3, shared: sharedTerms }
  const alike = (a: Word | null, b: Word | null): boolean => a !== null && b !== null && isNear(a, b, near)
  const first = (a: NameWords, b: NameWords): boolean => a.first === b.first && a.first !== null
  const last = (a: NameWords, b: NameWords): boolean => a.last === b.last && a.last !== null
  const lone = (a: NameWords, b: NameWords): boolean => a.last === null || b.last === null
  const sql = nameConditions(near)
  // levels that share a word come first: most pairs that a rule on words makes end before any similarity is computed
  return {
    name,
    prepare: (value) => nameWords(value, ignored),
    sql: nameWordsSql(titles),
    terms: ({ words }) => [...new Set(words.map(({ text }) => text))],
    levels: [
      {
        code: 'same',
        label: 'trùng',
        m: 0.2,
        u: 1e-4,
        test: (a, b) => a.last !== null && a.text === b.text,
        sql: sql.same,
        tf,
      },
      {
        code: 'ends',
        label: 'trùng từ đầu và cuối',
        m: 0.1,
        u: 1e-4,
        test: (a, b) => last(a, b) && first(a, b),
        sql: sql.ends,
        tf,
      },
      {
        code: 'last-near-first',
        label: 'trùng từ cuối, từ đầu gần giống',
        m: 0.15,
        u: 1e-4,
        test: (a, b) => last(a, b) && alike(a.first, b.first),
        sql: sql['last-near-first'],
        tf,
      },
      {
        code: 'first-near-last',
        label: 'trùng từ đầu, từ cuối gần giống',
        m: 0.1,
        u: 1e-4,
        test: (a, b) => first(a, b) && alike(a.last, b.last),
        sql: sql['first-near-last'],
        tf,
      },
      {
        code: 'two',
        label: 'hai từ chung',
        m: 0.05,
        u: 1e-4,
        test: (a, b) => countShared(a, b) >= 2,
        sql: sql.two,
        tf,
      },
      { code: 'last', label: 'trùng từ cuối', m: 0.2, u: 3e-4, test: last, sql: sql.last, tf },
      {
        code: 'only',
        label: 'một bên chỉ có một từ, từ ấy chung',
        m: 0.1,
        u: 1e-3,
        test: (a, b) => lone(a, b) && countShared(a, b) > 0,
        sql: sql.only,
        tf,
      },
      { code: 'one', label: 'một từ chung', m: 0.03, u: 0.02, test: (a, b) => countShared(a, b) > 0, sql: sql.one, tf },
      {
        code: 'ends-near',
        label: 'từ đầu và cuối gần giống',
        m: 0.03,
        u: 1e-4,
        test: (a, b) => alike(a.last, b.last) && alike(a.first, b.first),
        sql: sql['ends-near'],
      },
      {
        code: 'last-near',
        label: 'từ cuối gần giống',
        m: 0.02,
        u: 6e-4,
        test: (a, b) => alike(a.last, b.last),
        sql: sql['last-near'],
      },
      { code: 'near', label: 'một từ gần giống', m: 0.02, u: 0.01, test: (a, b) => anyNear(a, b, near), sql: sql.near },
    ],
    otherwise: { m: 0.05, u: 0.95 },
  }
}

function nameWords(value: string, ignored: ReadonlySet<string>): NameWords | null {
  const all = wordsOf(value, 2)
  if (all.length === 0) return null
  const words = [...new Set(all.filter(({ text }) => !ignored.has(text)))]
  const text = all.map((word) => word.text).join(' ')
  return { words, first: words[0] ?? null, last: words.length > 1 ? words.at(-1)! : null, text }
}

function countShared({ words }: NameWords, { words: others }: NameWords): number {
  let count = 0
  for (let i = 0; i < words.length; i++) for (let j = 0; j < others.length; j++) if (words[i] === others[j]) count++
  return count
}

/** Shared words, at most three: what a fourth adds is no longer independent. */
function sharedTerms({ words }: NameWords, { words: others }: NameWords): readonly string[] {
  const terms: string[] = []
  for (const word of words) if (terms.length < 3 && others.includes(word)) terms.push(word.text)
  return terms.length === 3 ? threeOf(words, others) : terms
}

/** Chosen by text where there are more than three, so that the order of the sides never shows. */
const threeOf = (words: readonly Word[], others: readonly Word[]): readonly string[] =>
  words
    .filter((word) => others.includes(word))
    .map(({ text }) => text)
    .sort()
    .slice(0, 3)

const anyNear = (a: NameWords, b: NameWords, near: number): boolean =>
  a.words.some(
    (word) => word.text.length > 3 && b.words.some((other) => other.text.length > 3 && isNear(word, other, near)),
  )
