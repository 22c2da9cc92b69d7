import { closeSync, openSync, writeSync } from 'node:fs'
import { constants, crc32, deflateRawSync } from 'node:zlib'

/** What a zip says of one file in it. */
interface Entry {
  readonly name: Buffer
  /** Where its header stands in the archive. */
  readonly at: number
  crc: number
  packed: number
  size: number
}

/** An archive to which files are added one after another, each in parts, so that none need be held in memory. */
export interface Zip {
  /** Starts a file; what is put goes there. */
  readonly file: (name: string) => void
  readonly put: (bytes: Buffer) => void
  readonly close: () => void
}

const HEADER = 30
const DIRECTORY_LINE = 46
const END = 22
const VERSION = 20
const DEFLATED = 8
const UTF8_NAMES = 0x800
/** 1 January 1980, the first day that a zip knows: the same bytes whenever it is made. */
const FIRST_DAY = 0x21
/** Good enough for text, and twice as fast as the next level. */
const LEVEL = 1

/** Fields that the header of a file and its line in the directory have in common. */
function describe({ crc, packed, size, name }: Entry, into: Buffer, at: number): void {
  into.writeUInt16LE(VERSION, at)
  into.writeUInt16LE(UTF8_NAMES, at + 2)
  into.writeUInt16LE(DEFLATED, at + 4)
  into.writeUInt16LE(0, at + 6)
  into.writeUInt16LE(FIRST_DAY, at + 8)
  into.writeUInt32LE(crc, at + 10)
  into.writeUInt32LE(packed, at + 14)
  into.writeUInt32LE(size, at + 18)
  into.writeUInt16LE(name.length, at + 22)
}

function headerOf(entry: Entry): Buffer {
  const header = Buffer.alloc(HEADER)
  header.writeUInt32LE(0x04034b50, 0)
  describe(entry, header, 4)
  return Buffer.concat([header, entry.name])
}

function directoryLine(entry: Entry): Buffer {
  const line = Buffer.alloc(DIRECTORY_LINE)
  line.writeUInt32LE(0x02014b50, 0)
  line.writeUInt16LE(VERSION, 4)
  describe(entry, line, 6)
  line.writeUInt32LE(entry.at, 42)
  return Buffer.concat([line, entry.name])
}

/** Parts below 4 GB. Format: PKWARE APPNOTE 6.3.3. */
export function openZip(path: string): Zip {
  const archive = openSync(path, 'w')
  const entries: Entry[] = []
  let at = 0
  const write = (bytes: Buffer): void => void (at += writeSync(archive, bytes, 0, bytes.length, at))
  /** Ends the deflated stream of the file with an empty last block, and says in its header what it came to. */
  const finish = (): void => {
    const entry = entries.at(-1)
    if (!entry) return
    const last = Buffer.from([3, 0])
    write(last)
    entry.packed += last.length
    const header = headerOf(entry)
    writeSync(archive, header, 0, header.length, entry.at)
  }
  return {
    file(name) {
      finish()
      entries.push({ name: Buffer.from(name), at, crc: 0, packed: 0, size: 0 })
      write(headerOf(entries.at(-1)!))
    },
    put(bytes) {
      const entry = entries.at(-1)!
      // Each part ends on a byte, so that the parts together are one stream.
      const packed = deflateRawSync(bytes, { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH })
      write(packed)
      entry.crc = crc32(bytes, entry.crc)
      entry.packed += packed.length
      entry.size += bytes.length
    },
    close() {
      finish()
      const begin = at
      for (const entry of entries) write(directoryLine(entry))
      const end = Buffer.alloc(END)
      end.writeUInt32LE(0x06054b50, 0)
      end.writeUInt16LE(entries.length, 8)
      end.writeUInt16LE(entries.length, 10)
      end.writeUInt32LE(at - begin, 12)
      end.writeUInt32LE(begin, 16)
      write(end)
      closeSync(archive)
    },
  }
}
