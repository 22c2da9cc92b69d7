import type { Comparison, TermFrequency } from '../../../core/comparison.ts'
import { identifierDigits } from '../similarity/digit-kernels.ts'
import { withinOneEdit, withinTwoEdits } from '../similarity/edits.ts'
import { caseFold } from '../similarity/fold.ts'
import { mayBeNear, sketch } from '../similarity/sketch.ts'
import { equal, FOLDED, IDENTIFIER, near as nearSql, over, SAME, withinEdits, wordList } from './sql.ts'
import { isNear, type Word, wordOf, wordsOf } from './words.ts'

const WHOLE = (floor: number): TermFrequency<Word> => ({ k: 1, floor, shared: (a) => [a.text] })
const folded = (value: string): Word | null => {
  const text = value.normalize('NFC').trim().toLowerCase()
  return text === '' ? null : wordOf(text)
}
const termsOf = (word: Word): readonly string[] => [word.text]

export interface PlainOptions {
  readonly name?: string
  /** Smallest share of a value that term frequency believes in; 0 switches term frequency off. */
  readonly floor?: number
}

/** Equal or not. */
export function exact({ name = 'exact', floor = 1e-4 }: PlainOptions = {}): Comparison<string, Word> {
  const weigh = floor > 0 ? { tf: WHOLE(floor) } : {}
  return {
    name,
    prepare: folded,
    fold: caseFold(1),
    sql: FOLDED,
    ...(floor > 0 ? { terms: termsOf } : {}),
    levels: [{ code: 'same', label: 'trùng', m: 0.8, u: 0.05, test: (a, b) => a === b, sql: SAME, ...weigh }],
    otherwise: { m: 0.2, u: 0.95 },
  }
}

/** Short texts by Jaro–Winkler: one word or a few that are typed as one (a street, a suburb). */
export function texts({
  name = 'texts',
  floor = 1e-5,
  near = [0.92, 0.8],
}: PlainOptions & { readonly near?: readonly number[] } = {}): Comparison<string, Word> {
  const loosest = Math.min(1, ...near)
  return {
    name,
    prepare: folded,
    sql: FOLDED,
    terms: termsOf,
    sketch: {
      of: sketch,
      level: (a, aNext, b, bNext) => (mayBeNear(loosest, a, aNext, b, bNext) ? 0 : near.length + 2),
    },
    levels: [
      { code: 'same', label: 'trùng', m: 0.75, u: 0.01, test: (a, b) => a === b, sql: SAME, tf: WHOLE(floor) },
      ...near.map((bound) => ({
        code: `near-${bound}`,
        label: `giống từ ${bound}`,
        m: 0.1,
        u: 0.01,
        test: (a: Word, b: Word) => isNear(a, b, bound),
        sql: nearSql(bound),
      })),
    ],
    otherwise: { m: 0.1, u: 0.9 },
  }
}

/** Numbers that name one thing (identity, phone, serial): equal, one slip, two slips. Fillers are missing, so no value is common. */
export function identifiers({ name = 'identifiers' }: { readonly name?: string } = {}): Comparison<string, string> {
  return {
    name,
    prepare: identifier,
    sql: IDENTIFIER,
    digits: identifierDigits,
    levels: [
      { code: 'same', label: 'trùng', m: 0.85, u: 1e-5, test: (a, b) => a === b, sql: SAME },
      { code: 'one-slip', label: 'lệch một ký tự', m: 0.08, u: 1e-5, test: withinOneEdit, sql: withinEdits(1) },
      { code: 'two-slips', label: 'lệch hai ký tự', m: 0.02, u: 1e-3, test: withinTwoEdits, sql: withinEdits(2) },
    ],
    otherwise: { m: 0.05, u: 0.99 },
  }
}

/** Letters and digits, upper case. All one character, or a run like 123456789, is filler, hence missing. */
function identifier(value: string): string | null {
  const text = /^[0-9A-Z]+$/.test(value)
    ? value
    : value
        .normalize('NFC')
        .toUpperCase()
        .replace(/[^\p{L}\p{N}]+/gu, '')
  if (text.length === 0 || (text.length > 4 && '01234567890123456789'.includes(text))) return null
  return text.length > 1 && sameLetters(text) ? null : text.slice(0, IDENTIFIER_LIMIT)
}

/** No register number is longer. */
const IDENTIFIER_LIMIT = 64

function sameLetters(text: string): boolean {
  for (let i = 1; i < text.length; i++) if (text[i] !== text[0]) return false
  return true
}

/** Codes that narrow from left to right, as `prefixes` reads them. */
interface Narrowing {
  readonly word: Word
  /** Leading parts, longest first. */
  readonly parts: readonly string[]
}

const leading = (text: string, lengths: readonly number[]): string[] =>
  lengths.length
    ? lengths.map((length) => text.slice(0, length))
    : [text.split(' ')[0] ?? text, /^\p{L}+/u.exec(text)?.[0] ?? text]

/** A leading part in SQL: so many characters, or a part of a postcode. */
const leadingSql = (text: string, part: number | string): string =>
  typeof part === 'number'
    ? `left(${text}, ${part})`
    : part === 'outward'
      ? `split_part(${text}, ' ', 1)`
      : `coalesce(nullif(regexp_extract(${text}, '^\\p{L}+'), ''), ${text})`

/**
 * Codes that narrow from left to right: equal, one slip, same leading part. Without `lengths` the parts are those of a
 * postcode: the outward code before the blank, and its leading letters.
 */
export function prefixes({
  name = 'prefixes',
  floor = 1e-5,
  lengths = [],
}: PlainOptions & { readonly lengths?: readonly number[] } = {}): Comparison<string, Narrowing> {
  const longest = [...lengths].sort((a, b) => b - a)
  const codes = lengths.length ? longest.map((length) => `first-${length}`) : ['outward', 'area']
  return {
    name,
    prepare: (value) => {
      const word = folded(value)
      return word && { word, parts: leading(word.text, longest) }
    },
    sql: FOLDED,
    terms: ({ word }) => [word.text],
    levels: [
      {
        code: 'same',
        label: 'trùng',
        m: 0.6,
        u: 1e-3,
        test: (a, b) => a.word === b.word,
        sql: SAME,
        tf: { k: 1, floor, shared: (a) => [a.word.text] },
      },
      {
        code: 'one-slip',
        label: 'lệch một ký tự',
        m: 0.1,
        u: 1e-3,
        test: (a, b) => withinOneEdit(a.word.text, b.word.text),
        sql: withinEdits(1),
      },
      ...codes.map((code, part) => ({
        code,
        label: `trùng phần đầu (${code})`,
        m: 0.1,
        u: 0.01,
        test: (a: Narrowing, b: Narrowing) => a.parts[part] === b.parts[part],
        sql: over('text', (a, b) => equal(leadingSql(a, longest[part] ?? code), leadingSql(b, longest[part] ?? code))),
      })),
    ],
    otherwise: { m: 0.1, u: 0.95 },
  }
}

interface Place {
  readonly word: Word
  readonly parts: readonly Word[]
}

/** Place names: equal, nearly, or sharing a word that is not among the `common` ones. */
export function places({
  name = 'places',
  floor = 1e-5,
  common = [],
}: PlainOptions & { readonly common?: readonly string[] } = {}): Comparison<string, Place> {
  const ignored = new Set(common)
  return {
    name,
    prepare: (value) => {
      const word = folded(value)
      return word && { word, parts: wordsOf(word.text, 4).filter(({ text }) => !ignored.has(text)) }
    },
    sql: FOLDED,
    terms: ({ word }) => [word.text],
    levels: [
      {
        code: 'same',
        label: 'trùng',
        m: 0.75,
        u: 0.01,
        test: (a, b) => a.word === b.word,
        sql: SAME,
        tf: { k: 1, floor, shared: (a) => [a.word.text] },
      },
      {
        code: 'near',
        label: 'gần giống',
        m: 0.03,
        u: 1e-3,
        test: (a, b) => isNear(a.word, b.word, 0.92),
        sql: nearSql(0.92),
      },
      {
        code: 'word',
        label: 'có từ chung',
        m: 0.02,
        u: 1e-3,
        test: (a, b) => a.parts.some((part) => b.parts.includes(part)),
        sql: over('text', (a, b) => `list_has_any(${wordList(a, 4, common)}, ${wordList(b, 4, common)})`),
      },
    ],
    otherwise: { m: 0.2, u: 0.98 },
  }
}
