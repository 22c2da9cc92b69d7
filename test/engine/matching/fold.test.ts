import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KINDS } from '../../../engine/matching/kinds.ts'
import { levelOf } from '../../../engine/matching/lane.ts'

const units = (text: string): Uint16Array => Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
const letter = fc.constantFrom(
  ...'aAăÂđĐeệỆ oỗ.-ưỨ́̀ΣςσİßÅ\u212b',
  'hoà',
  'hòa',
  'Nguyễn',
  'NGUYEN',
  'Ông ',
  'Bà ',
  ' Lý',
  ' Lí',
  'ðoàn',
  'Nguyeexn',
  'Tra62n',
  ' Dungx',
  "H'",
  '|',
  'Hộ ông ',
  'Quý',
  'Quí',
)
const sign = fc.constantFrom(...'+#’‘ʼ´`_ª\u00a0\u200b\u2003\u3000\u00ad')
const text = fc.array(letter, { maxLength: 6 }).map((parts) => parts.join(''))
const variant = fc
  .tuple(text, fc.constantFrom('same', 'upper', 'nfd', 'nfc', 'address', 'telex', 'sign', 'long', 'other'), text, sign)
  .map(([one, how, other, between]) => {
    if (how === 'upper') return [one, one.toUpperCase()] as const
    if (how === 'nfd') return [one, one.normalize('NFD')] as const
    if (how === 'sign') return [`An ${one} Ba`, `An${between}${one.replaceAll(' ', between)} ${between}Ba`] as const
    if (how === 'long') return [one.padEnd(205, ' An') + other, one.padEnd(205, ' An')] as const
    if (how === 'nfc') return [one, one.normalize('NFC')] as const
    if (how === 'address') return [one, `Ông ${one}`] as const
    if (how === 'telex') return [`Nguyễn Văn Dũng ${one}`, `Nguyeexn Vawn Dungx ${one}`] as const
    return [one, how === 'same' ? ` ${one}.` : other] as const
  })

test.each(Object.entries(KINDS).filter(([kind]) => kind !== 'levels'))(
  'a fold never hides what a comparison would find: %s',
  (_, { make }) => {
    const comparison = make('field', {})
    const { fold } = comparison
    if (!fold) return
    fc.assert(
      fc.property(variant, ([a, b]) => {
        const [x, y] = [fold.hash(units(a), 0, a.length), fold.hash(units(b), 0, b.length)]
        if (x === 0 || y === 0 || x === y) return
        const [left, right] = [comparison.prepare(a), comparison.prepare(b)]
        if (left !== null && right !== null) expect(levelOf(comparison, left, right)).toBeGreaterThan(fold.levels)
      }),
      { numRuns: 5_000 },
    )
  },
)

const plain = fc.stringMatching(/^[ A-Za-z0-9.'-]{0,12}$/)
const slipped = fc
  .tuple(plain, fc.nat(12), fc.constantFrom('', 'x', 'ab', ' '))
  .map(([one, at, put]): [string, string] => [one, one.slice(0, at) + put + one.slice(at + 1)])
const two = (most: number) => fc.nat(most).map((n) => String(n).padStart(2, '0'))
const date = fc
  .tuple(
    fc.constantFrom('1960', '1961', '1906', '2060'),
    fc.constantFrom('-', '-', '-', ''),
    two(12),
    two(31),
    fc.constantFrom(4, 7, 10, 10),
  )
  .map(([year, dash, month, day, length]) => `${year}${dash}${month}${dash}${day}`.slice(0, length))
const anyPair = fc.oneof(
  fc.tuple(date, date),
  fc
    .tuple(date, fc.nat(9), fc.nat(9))
    .map(([one, at, digit]): [string, string] => [one, one.slice(0, at) + digit + one.slice(at + 1)]),
  slipped,
  fc.tuple(plain, plain),
  variant.map(([a, b]): [string, string] => [a, b]),
)

test.each(Object.entries(KINDS).filter(([kind, { make }]) => kind !== 'levels' && make('field', {}).sketch))(
  'sketches say what a comparison would find: %s',
  (_, { make }) => {
    const comparison = make('field', {})
    const words = new Int32Array(4)
    let certain = 0
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        comparison.sketch?.of(units(a), 0, a.length, words, 0)
        comparison.sketch?.of(units(b), 0, b.length, words, 2)
        if (words[0] === 0 || words[2] === 0) return
        const level = comparison.sketch?.level(words[0]!, words[1]!, words[2]!, words[3]!) ?? 0
        if (level === 0) return
        certain++
        const [left, right] = [comparison.prepare(a), comparison.prepare(b)]
        if (left !== null && right !== null) expect(level).toBe(levelOf(comparison, left, right))
      }),
      { numRuns: 20_000 },
    )
    expect(certain).toBeGreaterThan(1_000)
  },
)
