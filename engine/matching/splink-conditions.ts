import type { Step } from './splink-levels.ts'

/** What a level of Splink is here; `why` where it has no counterpart. */
export type Condition =
  | { readonly kind: 'null'; readonly column: string; readonly date?: string }
  | { readonly kind: 'else' }
  | { readonly kind: 'step'; readonly column: string; readonly step: Step }
  | { readonly kind: 'unknown'; readonly why: string }

const DAY = 86_400

/** Reads the SQL condition of a level, in the forms that Splink's comparison library writes (versions 3 to 5, DuckDB). */
export function readCondition(sql: string): Condition {
  const text = unwrapped(sql.trim())
  if (/^else$/i.test(text)) return { kind: 'else' }
  return nullCondition(text) ?? spans(text) ?? distance(text) ?? equality(text) ?? unknown(text)
}

const unknown = (text: string): Condition => ({
  kind: 'unknown',
  why: text.length > 90 ? `${text.slice(0, 90)}…` : text,
})

/** Takes brackets off that stand around the whole. */
export function unwrapped(text: string): string {
  if (!text.startsWith('(') || closing(text, 0) !== text.length - 1) return text
  return unwrapped(text.slice(1, -1).trim())
}

/** Where the bracket at a position closes; texts and names in quotes are passed over. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    const letter = text[i]!
    if (letter === "'" || letter === '"') {
      i = text.indexOf(letter, i + 1)
      if (i < 0) return -1
    } else if (letter === '(') depth++
    else if (letter === ')' && --depth === 0) return i
  }
  return -1
}

/** Cuts at a separator outside of brackets and quotes. */
export function parted(text: string, separator: RegExp): string[] {
  const parts: string[] = []
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!
    if (letter === "'" || letter === '"') i = Math.max(i, text.indexOf(letter, i + 1))
    else if (letter === '(') i = Math.max(i, closing(text, i))
    else {
      const found = separator.exec(text.slice(i))
      if (found?.index !== 0) continue
      parts.push(text.slice(from, i).trim())
      i += found[0].length - 1
      from = i + 1
    }
  }
  return [...parts, text.slice(from).trim()]
}

/** One side of a comparison: a column, with what is made of it. */
interface Side {
  readonly column: string
  readonly part?: string
  readonly date?: string
}

const COLUMN = /^(?:"((?:[^"]|"")+)_([lr])"|([\p{L}_][\p{L}\p{N}_]*)_([lr]))$/u
const TEXT = /^'((?:[^']|'')*)'$/

/** The column of one side, bare or in a cast to text. */
function columnOf(text: string, side: 'l' | 'r'): string | null {
  const inner = /^cast\((.+) as (?:text|varchar|string)\)$/i.exec(text)?.[1] ?? text
  const found = COLUMN.exec(inner.trim())
  if (!found || (found[2] ?? found[4]) !== side) return null
  return found[1]?.replace(/""/g, '"') ?? found[3]!
}

const literal = (text: string | undefined): string | null => TEXT.exec(text ?? '')?.[1]?.replace(/''/g, "'") ?? null

/** Name and arguments of a function call that is the whole text. */
function call(text: string): readonly [string, readonly string[]] | null {
  const found = /^(\w+)\s*\(/.exec(text)
  if (!found || closing(text, found[0].length - 1) !== text.length - 1) return null
  return [found[1]!.toLowerCase(), parted(text.slice(found[0].length, -1), /^,/)]
}

function sideOf(text: string, side: 'l' | 'r'): Side | null {
  const column = columnOf(text, side)
  if (column !== null) return { column }
  const [name, args] = call(text) ?? ['', []]
  if (name === 'nullif' && literal(args[1]) === '') return sideOf(args[0]!, side)
  if (name === 'regexp_extract') {
    const of = columnOf(args[0] ?? '', side)
    const pattern = literal(args[1])
    const whole = args.length < 3 || args[2] === '0'
    return of !== null && pattern !== null && whole ? { column: of, part: pattern } : null
  }
  if (name === 'try_strptime' || name === 'strptime') {
    const of = columnOf(args[0] ?? '', side)
    const date = literal(args[1])
    return of !== null && date !== null ? { column: of, date } : null
  }
  return null
}

/** Both sides, where they are the same thing of the two records. */
function pairOf(left: string, right: string): Side | null {
  const a = sideOf(unwrapped(left), 'l')
  const b = sideOf(unwrapped(right), 'r')
  return a && b && a.column === b.column && a.part === b.part && a.date === b.date ? a : null
}

function nullCondition(text: string): Condition | null {
  const sides = parted(text, /^\s+or\s+/i).map((one) => /^(.+) is null$/is.exec(unwrapped(one))?.[1])
  if (sides.length !== 2 || !sides[0] || !sides[1]) return null
  const side = pairOf(sides[0], sides[1])
  if (!side || side.part !== undefined) return null
  return { kind: 'null', column: side.column, ...(side.date ? { date: side.date } : {}) }
}

const step = ({ column }: Side, own: Step): Condition => ({ kind: 'step', column, step: own })
const partly = ({ part }: Side): { part?: string } => (part === undefined ? {} : { part })

function equality(text: string): Condition | null {
  const [left, right, more] = parted(text, /^=/)
  const side = left && right && more === undefined ? pairOf(left, right) : null
  return side && side.date === undefined ? step(side, { by: 'same', ...partly(side) }) : null
}

/** Levels by likeness: `function(left, right)` against a number. */
function distance(text: string): Condition | null {
  const found = /^(.+?)\s*(>=|<=)\s*([\d.]+)$/s.exec(text)
  const [name, args] = found ? (call(found[1]!.trim()) ?? ['', []]) : ['', []]
  const side = args.length === 2 ? pairOf(args[0]!, args[1]!) : null
  if (!found || !side || side.date !== undefined) return null
  const at = Number(found[3])
  const atLeast = found[2] === '>='
  if ((name === 'jaro_winkler_similarity' || name === 'jaro_winkler') && atLeast && at > 0 && at <= 1)
    return step(side, { by: 'jaro-winkler', at, ...partly(side) })
  if (atLeast || !Number.isInteger(at) || at < 1) return null
  if (name === 'levenshtein') return step(side, { by: 'levenshtein', at, ...partly(side) })
  if (name === 'damerau_levenshtein') return step(side, { by: 'damerau', at, ...partly(side) })
  return null
}

/** Dates so many seconds apart. A column of type DATE is read as text of the form that DuckDB writes. */
function spans(text: string): Condition | null {
  const found = /^abs\((.+)\)\s*<=\s*([\d.]+)$/is.exec(text)
  const [left, right, more] = found ? parted(found[1]!, /^-/) : []
  if (!found || !left || !right || more !== undefined) return null
  const [nameA, [a]] = call(left) ?? ['', []]
  const [nameB, [b]] = call(right) ?? ['', []]
  const side = nameA === 'epoch' && nameB === 'epoch' && a && b ? pairOf(a, b) : null
  if (!side || side.part !== undefined) return null
  return step(side, { by: 'days', at: Number(found[2]) / DAY, date: side.date ?? '%Y-%m-%d' })
}
