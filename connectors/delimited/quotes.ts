/** What the quotes of a stretch of text do, read strictly (RFC 4180) until they break a rule, and as plain letters after that. */
export interface Quotes {
  /** Stands inside a quoted cell at its end. */
  readonly isOpen: boolean
  /** Holds a quote in the middle of an unquoted cell, or text after a closing quote. */
  readonly isBroken: boolean
  /** Where the last quoted cell was opened; -1 when none was in this stretch. */
  readonly openedAt: number
}

export function quotesOf(text: string, delimiter: string, startsOpen = false): Quotes {
  let isOpen = startsOpen
  let isBroken = false
  let openedAt = -1
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    if (!isOpen) {
      const before = at === 0 ? delimiter : text[at - 1]!
      if (before === delimiter) {
        isOpen = true
        openedAt = at
      } else isBroken = true
    } else if (text[at + 1] === '"') at++
    else {
      isOpen = false
      const after = text[at + 1]
      if (after !== undefined && after !== delimiter) isBroken = true
    }
  }
  return { isOpen, isBroken, openedAt }
}

/** The cells of a line whose quoted cells hold no quote, which is all but the odd line; null for the parser to decide. */
export function simpleCells(line: string, delimiter: string): string[] | null {
  const cells: string[] = []
  for (let at = 0; ; ) {
    let end: number
    if (line.charCodeAt(at) === 34) {
      const close = line.indexOf('"', at + 1)
      end = close + 1
      if (close < 0 || (end < line.length && line[end] !== delimiter)) return null
      cells.push(line.slice(at + 1, close))
    } else {
      end = line.indexOf(delimiter, at)
      if (end < 0) end = line.length
      const cell = line.slice(at, end)
      if (cell.includes('"')) return null
      cells.push(cell)
    }
    if (end >= line.length) return cells
    at = end + 1
  }
}
