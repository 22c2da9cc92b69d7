import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AnyComparison } from '../../../core/comparison.ts'
import { partialDates } from '../../../engine/matching/comparisons/dates.ts'
import { oldCardNumbers, personalIds } from '../../../engine/matching/comparisons/personal-ids.ts'
import { identifiers } from '../../../engine/matching/comparisons/plain.ts'
import { levelOf } from '../../../engine/matching/lane.ts'
import { packDigits } from '../../../engine/matching/similarity/digits.ts'

const low = new Int32Array(2)
const high = new Int32Array(2)
const packed = (text: string, at: number): boolean =>
  packDigits(
    Uint16Array.from(text, (letter) => letter.charCodeAt(0)),
    0,
    text.length,
    low,
    high,
    at,
  )

/** The level by text, 0 where a side is missing. */
function byText(comparison: AnyComparison, a: string, b: string): number {
  const [left, right] = [comparison.prepare(a), comparison.prepare(b)]
  const isSaid = left !== null && right !== null && comparison.comparable?.(left, right) !== false
  return isSaid ? levelOf(comparison, left, right) : 0
}

function byDigits({ digits }: AnyComparison, a: string, b: string): number | undefined {
  if (!packed(a, 0) || !packed(b, 1)) return undefined
  if (!digits?.holds(low[0]!, high[0]!) || !digits.holds(low[1]!, high[1]!)) return 0
  return digits.level(low[0]!, high[0]!, low[1]!, high[1]!)
}

const digit = fc.constantFrom(...'0123456789')
/** A number and the same after some edits: what comparisons must tell apart. */
const edited = (least: number, most: number) =>
  fc
    .tuple(
      fc.string({ unit: digit, minLength: least, maxLength: most }),
      fc.array(fc.tuple(fc.constantFrom('change', 'lose', 'gain', 'swap'), fc.nat(), digit), { maxLength: 3 }),
    )
    .map(([text, edits]) => {
      let other = text
      for (const [kind, place, with_] of edits) {
        const at = place % Math.max(1, other.length)
        if (kind === 'change') other = other.slice(0, at) + with_ + other.slice(at + 1)
        if (kind === 'lose') other = other.slice(0, at) + other.slice(at + 1)
        if (kind === 'gain') other = other.slice(0, at) + with_ + other.slice(at)
        if (kind === 'swap')
          other = other.slice(0, at) + (other[at + 1] ?? '') + (other[at] ?? '') + other.slice(at + 2)
      }
      return [text, other.slice(0, 14)] as const
    })

test.each([
  ['identifiers', identifiers(), 1, 14],
  ['short identifiers of few digits', identifiers(), 1, 5],
  ['dates', partialDates(), 4, 8],
  ['personal IDs', personalIds(), 12, 12],
  ['personal IDs beside cards', personalIds(), 9, 12],
  ['cards', oldCardNumbers(), 9, 9],
] as const)('packed digits are judged as their texts: %s', (_, comparison, least, most) => {
  fc.assert(
    fc.property(edited(least, most), ([a, b]) => {
      const level = byDigits(comparison, a, b)
      fc.pre(level !== undefined)
      expect(level).toBe(byText(comparison, a, b))
    }),
    { numRuns: 20_000 },
  )
})

test('a filler is nobody’s number, packed or not', () => {
  const comparison = identifiers()
  for (const filler of ['000000000', '111111111111', '123456789', '0123456789'])
    expect(byDigits(comparison, filler, '048085123456')).toBe(0)
})
