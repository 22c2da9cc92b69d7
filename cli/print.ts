/** What an unforeseen error tells a person: its message and first cause; the stack only where it is our own fault. */
export function printed(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : ''
  const own = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return own ? (error.stack ?? error.message) : `${error.message}${cause}`
}

/** A table with aligned columns; numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell)))
  const widths = header.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)))
  const numeric = header.map((_, at) => rows.length > 0 && rows.every((row) => typeof row[at] === 'number'))
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  const [head = [], ...body] = cells
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}

/** 1234567 -> 1.234.567, as Vietnamese readers write it; decimals keep two digits behind a comma. */
export function grouped(n: number): string {
  const [whole = '0', decimals] = (Number.isInteger(n) ? String(n) : n.toFixed(2)).split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, '.')
  return decimals ? `${spaced},${decimals}` : spaced
}

/** Progress and talk go to stderr, so that stdout stays clean for figures. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`)
/** Figures go to stdout. */
export const put = (text: string): void => void process.stdout.write(`${text}\n`)
