import iconv from 'iconv-lite'

/** How bytes become characters before any cell is looked at. Legacy encodings are read as Latin-1 and decoded cell by cell. */
export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1'

/** Bytes go in as they come, whole characters come out; a byte order mark is dropped. */
export interface Decoder {
  write(bytes: Buffer): string
  end(): string | undefined
}

export function decoderOf(charset: Charset): Decoder {
  return iconv.getDecoder(charset === 'latin1' ? 'binary' : charset)
}

/**
 * The charset that the first bytes of a file prove by a mark, or by NULs in every other place, as Latin letters and digits
 * have them in UTF-16; null when they do not.
 */
export function markedCharset(head: Buffer): Exclude<Charset, 'latin1'> | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const nuls = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) nuls[i & 1]!++
  const [even, odd] = nuls.map((count) => (2 * count) / head.length) as [number, number]
  if (odd > 0.5 && even < 0.05) return 'utf-16le'
  return even > 0.5 && odd < 0.05 ? 'utf-16be' : null
}
