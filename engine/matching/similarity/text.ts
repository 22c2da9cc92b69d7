/** Longest text that is compared, in code points: a 1 MB cell costs no more than a paragraph. */
export const TEXT_LIMIT = 256

const symbols = new Map<number, number>()

/**
 * A text as symbol numbers, one per code point of its NFC form, so that kernels index tables by symbol. Numbers differ
 * from thread to thread and never leave one: only equality of symbols is ever used.
 */
export function codesOf(text: string): Uint16Array {
  const out: number[] = []
  for (const letter of text.normalize('NFC')) {
    const point = letter.codePointAt(0) as number
    let symbol = symbols.get(point)
    // 65,535 different symbols cannot be told apart beyond that; the last one stands for all further ones
    if (symbol === undefined) symbols.set(point, (symbol = Math.min(symbols.size, 65_535)))
    out.push(symbol)
    if (out.length === TEXT_LIMIT) break
  }
  return Uint16Array.from(out)
}
