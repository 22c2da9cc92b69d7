import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KeyLevel, nameKey } from '../../../schemas/fields/name-keys.ts'

const LEVELS: readonly KeyLevel[] = [1, 2, 3, 4, 5, 6]
const firstAgreement = (a: string, b: string): KeyLevel | null =>
  LEVELS.find((level) => nameKey(a, level) === nameKey(b, level)) ?? null

test('each pair of spellings first agrees at its level', () => {
  const pairs: readonly (readonly [string, string, KeyLevel | null])[] = [
    ['NGUYỄN  VĂN A', 'Nguyễn Văn A', 1],
    ['Nguyễn Văn A'.normalize('NFD'), 'Nguyễn Văn A', 1],
    ['H’Hen', "H'Hen", 1],
    ['Lê Thị Hòa', 'Lê Thị Hoà', 2],
    ['Lê Thúy', 'Lê Thuý', 2],
    ["H' Hen", 'H Hen', 2],
    ['Lý', 'Lí', 3],
    ['Mỹ', 'Mĩ', 3],
    ['Kỳ', 'Kì', 3],
    ['Quý', 'Quí', 3],
    ['Hải Sỹ', 'Hải Sĩ', 3],
    ['Lê Hải', 'Lê Hãi', 4],
    ['Mỹ', 'Mỷ', 4],
    ['Mỹ', 'Mỉ', 4],
    ['Hoàng', 'Huỳnh', 5],
    ['Vũ', 'Võ', 5],
    ['Phúc', 'Phước', 5],
    ['Cảnh', 'Kiểng', 5],
    ['Chu', 'Châu', 5],
    ['Tính', 'Tánh', 5],
    ['Nguyễn Văn Đức', 'NGUYEN VAN DUC', 6],
    ['Huỳnh', 'HOANG', 6],
    ['Vũ', 'VO', 6],
    ['Ea H’Leo', 'EA HLEO', null],
    ['Thúy', 'Thúi', null],
    ['Lan', 'Lam', null],
    ['Yên', 'Iên', null],
    ['Hồng', 'Hùng', null],
  ]
  for (const [a, b, level] of pairs) expect([a, b, firstAgreement(a, b)]).toEqual([a, b, level])
})

const syllable = fc.constantFrom(
  'Nguyễn',
  'Huỳnh',
  'Hoàng',
  'Võ',
  'Vũ',
  'Lý',
  'Lí',
  'Hòa',
  'Hoà',
  'Hải',
  'Hãi',
  'Phước',
  'Phúc',
  "H'",
  'K’',
  'Đức',
  'Duc',
  'Châu',
  'Chu',
  'y',
  'Quý',
  'é',
  'ü',
)
const name = fc.oneof(
  fc.array(syllable, { maxLength: 3 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

test('a level never parts what the one before joined', () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      for (const level of LEVELS.slice(0, -1)) {
        if (nameKey(a, level) === nameKey(b, level))
          expect(nameKey(a, (level + 1) as KeyLevel)).toBe(nameKey(b, (level + 1) as KeyLevel))
      }
    }),
    { numRuns: 5000 },
  )
})
