import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import type { ReadFault } from '../../core/source.ts'
import { notAWorkbook, tooLarge } from './faults.ts'

/** One file inside an archive (APPNOTE 6.3.10, section 4.3.12). */
interface Entry {
  readonly method: number
  readonly compressed: number
  readonly size: number
  readonly offset: number
}

/** An archive by its central directory. */
export interface Archive {
  readonly names: readonly string[]
  /** The bytes of a file, block by block; throws `Unusable` where they are not what the directory says. */
  read(name: string): AsyncGenerator<Buffer>
  has(name: string): boolean
}

/** Carries the fault out of a stream. */
export class Unusable extends Error {
  readonly fault: ReadFault
  constructor(fault: ReadFault) {
    super(fault.got)
    this.fault = fault
  }
}

const END = 0x06054b50
const LISTED = 0x02014b50
const LOCAL = 0x04034b50
const END_LENGTH = 22
const MOST_ENTRIES = 20_000
const MOST_LISTING = 16_000_000
/** A sheet of a million rows of 30 columns is about 1.5 GB of XML. */
const MOST_BYTES = 2 ** 31
/** XML of a sheet shrinks to a tenth or a thirtieth; a thousandth is made to fill a disk. */
const MOST_RATIO = 1_000
const SMALL = 50_000_000
const STORED = 0
const DEFLATED = 8

/** Reads the directory of an archive and judges it before anything is unpacked. Throws `Unusable`. */
export async function openArchive(path: string): Promise<Archive> {
  const handle = await open(path)
  try {
    const entries = await listing(handle)
    return {
      names: [...entries.keys()],
      has: (name) => entries.has(name),
      read: (name) => contents(path, entries.get(name)!, name),
    }
  } finally {
    await handle.close()
  }
}

async function listing(handle: FileHandle): Promise<ReadonlyMap<string, Entry>> {
  const { size } = await handle.stat()
  const tail = await bytesAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557))
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + END_LENGTH > tail.length || tail.readUInt32LE(end) !== END)
    throw new Unusable(notAWorkbook('tệp bị cắt cụt hoặc hỏng'))
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (count > MOST_ENTRIES || length > MOST_LISTING) throw new Unusable(tooLarge('mục lục của tệp', '20.000 mục'))
  if (offset + length > size) throw new Unusable(notAWorkbook('mục lục của tệp nằm ngoài tệp'))
  return entriesOf(await bytesAt(handle, offset, length), count)
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function entriesOf(bytes: Buffer, count: number): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== LISTED)
      throw new Unusable(notAWorkbook('mục lục của tệp bị hỏng'))
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const entry = {
      method: bytes.readUInt16LE(at + 10),
      compressed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    }
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw new Unusable(notAWorkbook(`${name} bị mã hóa`))
    if (entry.size > MOST_BYTES || (entry.size > SMALL && entry.size > MOST_RATIO * entry.compressed))
      throw new Unusable(tooLarge(name, '2 GB'))
    entries.set(name, entry)
    at += 46 + nameLength + extra + comment
  }
  return entries
}

async function* contents(path: string, entry: Entry, name: string): AsyncGenerator<Buffer> {
  if (entry.method !== STORED && entry.method !== DEFLATED) throw new Unusable(notAWorkbook(`${name} nén theo cách lạ`))
  if (entry.compressed === 0) return
  const handle = await open(path)
  let start: number
  try {
    const head = await bytesAt(handle, entry.offset, 30)
    if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) throw new Unusable(notAWorkbook(`${name} bị hỏng`))
    start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  } finally {
    await handle.close()
  }
  const raw = createReadStream(path, { start, end: start + entry.compressed - 1, highWaterMark: 262_144 })
  const stream = entry.method === STORED ? raw : raw.pipe(createInflateRaw({ chunkSize: 262_144 }))
  if (stream !== raw) raw.on('error', (error) => stream.destroy(error))
  let bytes = 0
  try {
    for await (const block of stream as AsyncIterable<Buffer>) {
      bytes += block.length
      if (bytes > entry.size) throw new Unusable(tooLarge(name, `${entry.size} byte như mục lục khai`))
      yield block
    }
  } catch (error) {
    if (/^Z_/.test((error as NodeJS.ErrnoException).code ?? '')) throw new Unusable(notAWorkbook(`${name} bị hỏng`))
    throw error
  } finally {
    raw.destroy()
  }
  if (bytes < entry.size) throw new Unusable(notAWorkbook(`${name} bị cắt cụt`))
}
