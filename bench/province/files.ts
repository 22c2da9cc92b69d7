import { createHash } from 'node:crypto'
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'

/** Writes the text into the buffer from `at` on and returns the number of bytes. */
export type Encode = (text: string, into: Buffer, at: number) => number

export const utf8: Encode = (text, into, at) => into.write(text, at, 'utf8')

/**
 * Characters gathered before they are encoded at once. Lines are put together lazily and joined by the runtime when they
 * are encoded, which is four times as fast as encoding cell by cell; few at a time, so that little lives through a
 * collection.
 */
const CHUNK = 1 << 12
/** More than the longest row. */
const SLACK = 1 << 13
const BUFFER = 1 << 18
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const FULL = BUFFER - 3 * (CHUNK + SLACK)
const scratch = Buffer.alloc(BUFFER)

interface Sink {
  readonly write: (bytes: Buffer, length: number) => void
  /** Closes the file and returns the SHA-256 of all bytes. */
  readonly close: () => string
}

function openSink(path: string): Sink {
  const file = openSync(path, 'w')
  const hash = createHash('sha256')
  return {
    write(bytes, length) {
      hash.update(bytes.subarray(0, length))
      for (let from = 0; from < length; ) from += writeSync(file, bytes, from, length - from)
    },
    close() {
      closeSync(file)
      return hash.digest('hex')
    },
  }
}

export interface WrittenFile {
  readonly path: string
  /** Data rows, without the header. */
  readonly rows: number
}

/** The same extract on several nights. Rows that do not change are encoded once. */
export interface Nightly {
  /** One line, ended, for every night. */
  readonly same: (line: string) => void
  /** A line per night; null where the night has no such row. */
  readonly each: (lines: readonly (string | null)[]) => void
  /** Ends the files and writes `<file>.manifest.json` beside each, last. */
  readonly close: () => readonly WrittenFile[]
}

export function openNightly(paths: readonly string[], header: string, encode: Encode): Nightly {
  // A manifest says that its file is whole: an older one must not speak for the file to come.
  for (const path of paths) rmSync(`${path}.manifest.json`, { force: true })
  const sinks = paths.map(openSink)
  const rows = new Float64Array(paths.length)
  const bytes = Buffer.alloc(BUFFER)
  let shared = header
  let sharedRows = 0
  let used = 0
  const gather = (): void => {
    used += encode(shared, bytes, used)
    shared = ''
    if (used > FULL) flush()
  }
  const flush = (): void => {
    for (let night = 0; night < sinks.length; night++) {
      sinks[night]!.write(bytes, used)
      rows[night]! += sharedRows
    }
    used = 0
    sharedRows = 0
  }
  return {
    same(line) {
      shared += line
      sharedRows++
      if (shared.length > CHUNK) gather()
    },
    each(lines) {
      gather()
      flush()
      lines.forEach((line, night) => {
        if (line === null) return
        sinks[night]!.write(scratch, encode(line, scratch, 0))
        rows[night]!++
      })
    },
    close() {
      gather()
      flush()
      return paths.map((path, night) => {
        const sha256 = sinks[night]!.close()
        writeFileSync(`${path}.manifest.json`, `${JSON.stringify({ rows: rows[night], sha256, complete: true })}\n`)
        return { path, rows: rows[night]! }
      })
    },
  }
}

/** A plain UTF-8 file. */
export interface Table {
  /** One line, ended. */
  readonly write: (line: string) => void
  readonly close: () => void
}

export function openTable(path: string, header: string): Table {
  const file = openSync(path, 'w')
  const bytes = Buffer.alloc(BUFFER)
  let text = header
  let used = 0
  const gather = (): void => {
    used += utf8(text, bytes, used)
    text = ''
    if (used > FULL) flush()
  }
  const flush = (): void => {
    for (let from = 0; from < used; ) from += writeSync(file, bytes, from, used - from)
    used = 0
  }
  return {
    write(line) {
      text += line
      if (text.length > CHUNK) gather()
    },
    close() {
      gather()
      flush()
      closeSync(file)
    },
  }
}

/** A cell as CSV wants it: quoted where it holds the delimiter. No text of the province begins with a quotation mark. */
export function csvCell(cell: string, delimiter: string): string {
  if (!cell.includes(delimiter)) return cell
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`
}
