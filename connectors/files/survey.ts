import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import iconv from 'iconv-lite'
import { type ReadFault, SourceRefused } from '../../core/source.ts'
import { type Charset, markedCharset } from '../text/charset.ts'
import { type BadByte, emptyFile, fileMissing, fileUnreadable, notAFile } from './faults.ts'
import { binaryFault } from './magic.ts'

/** What one pass over the bytes of a file tells, before any of them is given a meaning. */
export interface Survey {
  readonly bytes: number
  readonly sha256: string
  readonly modifiedMs: number
  /** Proved by a mark, by its NULs, or by every byte being valid UTF-8; otherwise `latin1`, which proves nothing. */
  readonly charset: Charset
  readonly isAscii: boolean
  /** First byte that its Unicode charset does not allow; for `latin1` the first that is not UTF-8. */
  readonly bad: BadByte | null
}

const HEAD = 4_096
export const BLOCK = 262_144

/** Throws SourceRefused for what is no readable text file: folder, missing, no permission, empty, binary. */
export async function survey(path: string): Promise<Survey> {
  const refuse = (fault: ReadFault) => new SourceRefused(basename(path), [fault])
  let handle: FileHandle | undefined
  try {
    const { size, mtimeMs } = await regularFile(path, refuse)
    handle = await open(path)
    const head = Buffer.alloc(Math.min(HEAD, size))
    await handle.read(head, 0, head.length, 0)
    const binary = binaryFault(head)
    if (binary !== null) throw refuse(binary)
    return { ...(await readThrough(path, markedCharset(head))), modifiedMs: mtimeMs }
  } catch (error) {
    throw refusedBy(path, error)
  } finally {
    await handle?.close()
  }
}

/** What went wrong between us and the file as a refusal of it; anything else as it is. */
export function refusedBy(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) return error
  const fault = code === 'ENOENT' || code === 'ENOTDIR' ? fileMissing() : fileUnreadable(code)
  return new SourceRefused(basename(path), [fault])
}

async function regularFile(path: string, refuse: (fault: ReadFault) => SourceRefused) {
  const found = await stat(path)
  // Asked before the file is opened: opening a pipe would wait for ever.
  if (!found.isFile()) throw refuse(notAFile())
  if (found.size === 0) throw refuse(emptyFile())
  return found
}

async function readThrough(path: string, marked: Exclude<Charset, 'latin1'> | null) {
  const hash = createHash('sha256')
  const isWide = marked === 'utf-16le' || marked === 'utf-16be'
  const check = isWide ? wideCheck(marked) : utf8Check()
  let allAscii = !isWide
  let bad: number | null = null
  let bytes = 0
  for await (const block of createReadStream(path, { highWaterMark: 4 * BLOCK }) as AsyncIterable<Buffer>) {
    hash.update(block)
    bytes += block.length
    allAscii &&= isAscii(block)
    bad ??= check(block, false)
  }
  bad ??= check(Buffer.alloc(0), true)
  if (isWide && bytes % 2 === 1) bad ??= bytes - 1
  const charset: Charset = marked ?? (bad === null ? 'utf-8' : 'latin1')
  return {
    bytes,
    sha256: hash.digest('hex'),
    charset,
    isAscii: allAscii,
    bad: bad === null ? null : await badByte(path, bad),
  }
}

/** Takes a file block by block and gives the offset of the first byte that does not fit, or null so far. */
type Check = (block: Buffer, isLast: boolean) => number | null

function utf8Check(): Check {
  let rest = Buffer.alloc(0)
  let offset = 0
  return (block, isLast) => {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block])
    const end = isLast ? bytes.length : wholeCharacters(bytes)
    const whole = bytes.subarray(0, end)
    if (!isUtf8(whole)) return offset + firstInvalid(whole)
    rest = Buffer.from(bytes.subarray(end))
    offset += end
    return null
  }
}

/** Bytes up to a character that the next block may complete. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
    if (byte < 0x80) return bytes.length
  }
  return bytes.length
}

/** isUtf8 says only that a block is wrong; the replacement character says where, unless the file itself holds one. */
function firstInvalid(bytes: Buffer): number {
  const text = bytes.toString('utf8')
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    const offset = Buffer.byteLength(text.slice(0, at))
    if (bytes.readUIntBE(offset, Math.min(3, bytes.length - offset)) !== 0xefbfbd) return offset
  }
  return bytes.length
}

function wideCheck(charset: Charset): Check {
  const decoder = iconv.getDecoder(charset, { stripBOM: false })
  let rest = ''
  let offset = 0
  return (block, isLast) => {
    const text = rest + (isLast ? (decoder.end() ?? '') : decoder.write(block))
    const isCut = !isLast && /[\ud800-\udbff]$/.test(text)
    const whole = isCut ? text.slice(0, -1) : text
    const lone = whole.search(/\p{Surrogate}/u)
    if (lone >= 0) return offset + 2 * lone
    rest = isCut ? text.slice(-1) : ''
    offset += 2 * whole.length
    return null
  }
}

async function badByte(path: string, offset: number): Promise<BadByte> {
  let line = 1
  let byte = 0
  let at = 0
  for await (const block of createReadStream(path, { end: offset, highWaterMark: BLOCK }) as AsyncIterable<Buffer>) {
    for (let feed = block.indexOf(10); feed >= 0 && at + feed < offset; feed = block.indexOf(10, feed + 1)) line++
    at += block.length
    byte = block[block.length - 1]!
  }
  return { offset, line, byte }
}

/** Offset and line of the first byte that is not in the set; null when all are. */
export async function firstOutside(path: string, allowed: ReadonlySet<number>): Promise<BadByte | null> {
  const isAllowed = Array.from({ length: 256 }, (_, byte) => allowed.has(byte) || isPlain(byte))
  let at = 0
  for await (const block of createReadStream(path, { highWaterMark: 4 * BLOCK }) as AsyncIterable<Buffer>) {
    for (let i = 0; i < block.length; i++) if (!isAllowed[block[i]!]) return badByte(path, at + i)
    at += block.length
  }
  return null
}

/** Which byte values occur at all. */
export async function bytesUsed(path: string): Promise<ReadonlySet<number>> {
  const seen = new Uint8Array(256)
  for await (const block of createReadStream(path, { highWaterMark: 4 * BLOCK }) as AsyncIterable<Buffer>) {
    for (let i = 0; i < block.length; i++) seen[block[i]!] = 1
  }
  return new Set(Array.from(seen.keys()).filter((byte) => seen[byte] === 1 && !isPlain(byte)))
}

/** ASCII with its control characters: every encoding leaves these alone, and a fault of a row deals with NUL. */
const isPlain = (byte: number) => byte < 128
