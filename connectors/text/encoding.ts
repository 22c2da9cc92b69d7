/**
 * A way in which Vietnamese was written before Unicode won. The text that goes in stands for bytes: U+0000 to U+00FF are the
 * bytes of a file read as Latin-1, or the characters that somebody pasted into a Unicode file. So one decoder serves both.
 */
export interface TextEncoding {
  readonly name: string
  /** Variants of one encoding share a family; they never make each other ambiguous. */
  readonly family: string
  /** May be the encoding of a whole file. */
  readonly ofFiles: boolean
  /** May be found pasted in single columns of a Unicode file. */
  readonly ofColumns: boolean
  /** Matches text that reads differently in this encoding; everything else is left alone, which is what makes it fast. */
  readonly touches: RegExp
  /** Cuts text into the words that are judged. */
  readonly between: RegExp
  /** Bytes above 0x7F, and control bytes, that mean something. */
  readonly bytes: ReadonlySet<number>
  /** It guesses, so it must make this many more words legal than the variants of its family before it. */
  readonly margin: number
  /**
   * NFC text, or null when it is not text of this encoding. NUL stands between cells that are decoded together, and stays:
   * one call for a page of short cells is several times faster than one for each.
   */
  decode(text: string): string | null
}

export const notAscii = /[^\t\n\r -~]/
export const betweenWords = /[\t\n\r -@[-`{-~]+/

/** 256 entries: what each byte means, null where it means nothing. */
export type ByteTable = readonly (string | null)[]

/** Decoder of an encoding with one character per byte. Characters above U+00FF pass when `stays` allows them. */
export function decodeBytes(table: ByteTable, stays: ReadonlySet<string> = new Set()): (text: string) => string | null {
  const NOTHING = 0xffff
  const codes = Uint16Array.from(table, (character) => character?.charCodeAt(0) ?? NOTHING)
  return (text) => {
    const out = new Uint16Array(text.length)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      const to = code < 256 ? codes[code]! : stays.has(text[i]!) ? code : NOTHING
      if (to === NOTHING) return null
      out[i] = to
    }
    return fromCodes(out, text.length)
  }
}

/** UTF-16 code units as a string; a whole page of cells at once. */
export function fromCodes(codes: Uint16Array, length: number): string {
  return Buffer.from(codes.buffer, 0, 2 * length).toString('utf16le')
}

/** The bytes of a table that are not plain ASCII text. */
export function meaningful(table: ByteTable): ReadonlySet<number> {
  return new Set(table.flatMap((character, byte) => (character === null || (byte >= 32 && byte < 127) ? [] : [byte])))
}
