/** Writes the text into the buffer from `at` on and returns the number of bytes. */
export type Encode = (text: string, into: Buffer, at: number) => number

export const utf8: Encode = (text, into, at) => into.write(text, at, 'utf8')

/**
 * Characters gathered before they are encoded at once. Lines are put together lazily and joined by the runtime when they
 * are encoded, which is four times as fast as encoding cell by cell; few at a time, so that little lives through a
 * collection.
 */
const CHUNK = 1 << 12
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const WIDEST = 3
const FIRST_SIZE = 1 << 18

const spare: ArrayBuffer[] = []
/** Takes back stores whose bytes are written: fresh memory for every block costs a tenth of all time. */
export const recycle = (stores: readonly ArrayBuffer[]): void => void spare.push(...stores)

const blank = (): Buffer<ArrayBuffer> => Buffer.from(spare.pop() ?? new ArrayBuffer(FIRST_SIZE))

/** The bytes of one file, block by block. */
interface Gathering {
  readonly write: (line: string) => void
  /** Bytes gathered so far. */
  readonly length: () => number
  /** The bytes since the last time, in a store of their own that another thread can be given. */
  readonly take: () => Uint8Array<ArrayBuffer>
}

function gathering(encode: Encode): Gathering {
  let bytes = blank()
  let used = 0
  let text = ''
  const gather = (): void => {
    const needed = used + WIDEST * text.length
    if (needed > bytes.length) {
      const wider = Buffer.from(new ArrayBuffer(2 * needed))
      bytes.copy(wider, 0, 0, used)
      bytes = wider
    }
    used += encode(text, bytes, used)
    text = ''
  }
  return {
    write(line) {
      text += line
      if (text.length > CHUNK) gather()
    },
    length() {
      gather()
      return used
    },
    take() {
      gather()
      const taken = bytes.subarray(0, used)
      bytes = blank()
      used = 0
      return taken
    },
  }
}

/** Lines of one plain UTF-8 file. */
export interface Table {
  /** One line, ended. */
  readonly write: (line: string) => void
  readonly take: () => Uint8Array<ArrayBuffer>
}
export const openTable = (): Table => gathering(utf8)

/**
 * One block of an extract on all nights: what the nights have in common once, and what each has of its own. `seams` tells
 * how to put them together: by turns the bytes of `shared` up to which to go, and those of each night's `own`.
 */
export interface NightlyBytes {
  readonly shared: Uint8Array<ArrayBuffer>
  readonly own: readonly Uint8Array<ArrayBuffer>[]
  readonly seams: Float64Array<ArrayBuffer>
  /** Data rows of each night. */
  readonly rows: readonly number[]
}

/** The same extract on several nights. Rows that do not change are encoded once. */
export interface Nightly {
  /** One line, ended, for every night. */
  readonly same: (line: string) => void
  /** A line per night; null where the night has no such row. */
  readonly each: (lines: readonly (string | null)[]) => void
  readonly take: () => NightlyBytes
}

export function openNightly(nights: number, encode: Encode): Nightly {
  const shared = gathering(encode)
  const own = Array.from({ length: nights }, () => gathering(encode))
  const rows = new Float64Array(nights)
  const seams: number[] = []
  let sharedRows = 0
  return {
    same(line) {
      shared.write(line)
      sharedRows++
    },
    each(lines) {
      const at = shared.length()
      lines.forEach((line, night) => {
        if (line === null) return
        own[night]!.write(line)
        rows[night]!++
      })
      // Rows that change one after another share a seam.
      if (seams.length > 0 && seams[seams.length - nights - 1] === at) seams.length -= nights + 1
      seams.push(at)
      for (const night of own) seams.push(night.length())
    },
    take() {
      const taken = {
        shared: shared.take(),
        own: own.map((night) => night.take()),
        seams: Float64Array.from(seams),
        rows: Array.from(rows, (count) => count + sharedRows),
      }
      rows.fill(0)
      seams.length = 0
      sharedRows = 0
      return taken
    },
  }
}

/** A cell as CSV wants it: quoted where it holds the delimiter. No text of the province begins with a quotation mark. */
export function csvCell(cell: string, delimiter: string): string {
  if (!cell.includes(delimiter)) return cell
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`
}
