/** How a delimited file is written: found over the start of the file, outside quotes. */
export interface Dialect {
  readonly delimiter: string
  /** `\n` also stands for files with `\r\n`; `\r` only for those of old Macintoshes. */
  readonly newline: '\n' | '\r'
}

/** In the order in which they win when they fit equally well. */
export const delimiters = [',', ';', '\t', '|'] as const

const LOOKED_AT = 65_536
const declared = /^sep=(.)(?:\r\n|\n|\r|$)/

/** Excel's `sep=;` first line: the delimiter, and how many characters the line takes. */
export function separatorLine(text: string): { readonly delimiter: string; readonly length: number } | null {
  const found = declared.exec(text)
  return found === null ? null : { delimiter: found[1]!, length: found[0].length }
}

interface Tally {
  /** Per record, how often each delimiter stands outside quotes. */
  readonly records: readonly (readonly number[])[]
  readonly newline: '\n' | '\r'
}

function tally(text: string): Tally {
  const records: number[][] = []
  let counts: number[] = delimiters.map(() => 0)
  let isQuoted = false
  let hasText = false
  let feeds = 0
  let returns = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (character === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if (character === '\n' || character === '\r') {
      if (character === '\n') feeds++
      else if (text[i + 1] !== '\n') returns++
      if (hasText) records.push(counts)
      counts = delimiters.map(() => 0)
      hasText = false
      continue
    }
    hasText = true
    const which = delimiters.indexOf(character as ',')
    if (which >= 0) counts[which]!++
  }
  // The last record may be cut off; it counts only where it is the only one.
  if (hasText && records.length === 0) records.push(counts)
  return { records, newline: returns > feeds ? '\r' : '\n' }
}

/** The delimiter of the header that most records agree with; a file in which none fits has one column, and `,` stands for it. */
export function dialectOf(text: string, delimiter?: string): Dialect {
  const { records, newline } = tally(text.slice(0, LOOKED_AT))
  if (delimiter !== undefined) return { delimiter, newline }
  const [header = [], ...rows] = records
  const fits = delimiters.map((candidate, which) => {
    const columns = header[which] ?? 0
    const share = (holds: (count: number) => boolean) =>
      rows.length === 0 ? 1 : rows.filter((row) => holds(row[which]!)).length / rows.length
    return {
      candidate,
      columns,
      isThere: columns > 0 && share((count) => count > 0) >= 0.5,
      agree: share((count) => count === columns),
    }
  })
  const best = fits.filter((fit) => fit.isThere).sort((a, b) => b.agree - a.agree || b.columns - a.columns)[0]
  return { delimiter: best?.candidate ?? ',', newline }
}
