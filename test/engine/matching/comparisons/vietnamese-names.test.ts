import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLegalSyllable } from '../../../../engine/matching/comparisons/legal-syllables.ts'
import { vietnameseNames } from '../../../../engine/matching/comparisons/vietnamese-names.ts'
import { levelOf } from '../../../support/level.ts'

const names = vietnameseNames()

test.each([
  // spelling habits are no difference
  ['Nguyễn Thị Hòa', 'Nguyễn Thị Hoà', 'same'],
  ['Trần Văn Lý', 'TRẦN VĂN LÍ', 'same'],
  ['Lê Quý Đôn', 'Lê Quí Đôn', 'same'],
  ['Phan Thúy Kiều', 'Phan Thuý Kiều'.normalize('NFD'), 'same'],
  ['Bà Nguyễn Thị Lan', 'Nguyễn Thị Lan', 'same'],
  ['Hộ ông Trần Văn Ba', 'Trần Văn Ba', 'same'],
  ['HO BA TRAN THI BA', 'TRAN THI BA', 'same'],
  ['Ông Bnước Hùng', 'Bnước Hùng', 'same'],
  ['Ðặng Văn An', 'Đặng Văn An', 'same'],
  ['Nguyễn   Văn-An', 'nguyễn văn an', 'same'],
  // Ông, Hồ and Bá are names too
  ['Ông Ích Khiêm', 'Ích Khiêm', 'dropped'],
  ['HO THI THU HA', 'Hồ Thị Thu Hà', 'unmarked'],
  ['Alăng Nhơi', 'Alăng Nhơi', 'same'],
  ["H' Yên", 'H’Yên', 'same'],
  ['Arất Ksor', 'ARAT KSOR', 'unmarked'],
  ['A Viết', 'A Viết', 'same'],
  // marks that are missing, and marks that differ
  ['Nguyễn Thị Hòa', 'NGUYEN THI HOA', 'unmarked'],
  ['Nguyễn Văn Dũng', 'Nguyeexn Vawn Dungx', 'unmarked'],
  ['Trần Văn Dũng', 'Tra62n Va8n Du4ng', 'unmarked'],
  ['Nguyễn Thị Hòa', 'Nguyễn Thị Hoa', 'lost-marks'],
  ['Nguyễn Đình Trung', 'Nguyên Đinh Trung', 'lost-marks'],
  ['Đặng Thị Mười', 'Đặng Thị Muoi', 'lost-marks'],
  ['Nguyễn Quang Dũng', 'Nguyển Quang Dủng', 'hook-tilde'],
  ['Nguyễn Thị Hòa', 'Nguyễn Thị Hóa', 'marks'],
  ['Phạm Văn Tân', 'Phạm Văn Tấn', 'lost-marks'],
  ['Phạm Văn Tần', 'Phạm Văn Tấn', 'marks'],
  // two regions
  ['Hoàng Văn Phúc', 'Huỳnh Văn Phước', 'regional'],
  ['Vũ Thị Cảnh', 'Võ Thị Kiểng', 'regional'],
  ['Chu Văn Tính', 'Châu Văn Tánh', 'regional'],
  ['VO THI MAI', 'Vũ Thị Mai', 'regional'],
  // parts turned, shortened, left out
  ['Nguyễn Văn An', 'An Nguyễn Văn', 'reordered'],
  ['Ng. V. An', 'Nguyễn Văn An', 'initials'],
  ['N.V.An', 'Nguyễn Văn An', 'initials'],
  ['Nguyễn Thị Thu Hòa', 'Nguyễn Hòa', 'dropped'],
  // what is no syllable was misspelt; two syllables are two names
  ['Nguyễn Văn Phước', 'Nguyễn Văn Phớc', 'misspelt'],
  ['Huỳnh Đức Vương', 'Huỳnh Đức Vơng', 'misspelt'],
  ['Nguyễn Thị Lan', 'Nguyễn Thị Lam', 'near-.92'],
  ['Nguyễn Thị Lan', 'Nguyễn Thị Hoa', 'else'],
  ['Nguyễn Văn Năm', 'Nguyễn Văn Sơn', 'else'],
  ['Nguyễn Văn An', 'Nguyễn Thị An', 'near-.88'],
  ['Lê Quang Thịnh', 'Lê Hữu Đức Bảo Thịnh', 'ends'],
  ['Trần Văn An', 'Bùi Quốc An', 'given'],
  ['Trần Văn An', 'Lê Thị Bình', 'else'],
])('%s and %s: %s', (a, b, level) => expect(levelOf(names, a, b)).toBe(level))

test.each([
  ['An', 'On'],
  ['Tín', 'Tân'],
  ['Hạnh', 'Hồng'],
  ['Nhân', 'Nhơn'],
  ['Nhật', 'Nhựt'],
  ['Thi', 'Thời'],
])('%s and %s are no regional doublet of the reference', (a, b) => {
  expect(levelOf(names, `Nguyễn Văn ${a}`, `Nguyễn Văn ${b}`)).not.toBe('regional')
})

const syllable = fc.constantFrom(
  ...'Nguyễn Trần Lê Huỳnh Vũ Thị Văn Đức Hòa Hoà Thúy Thuý Lý Lí Phước Ánh An Alăng Bhling Quý Dũng Ng. V. H'.split(
    ' ',
  ),
)
const fullName = fc.array(syllable, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '))

test('any two names are judged alike from either side, and a name is itself in capitals, decomposed or with other blanks', () => {
  fc.assert(
    fc.property(fullName, fullName, (a, b) => {
      levelOf(names, a, b)
      expect(levelOf(names, a, a.toUpperCase())).toBe('same')
      expect(levelOf(names, a, ` ${a.normalize('NFD').replaceAll(' ', '\u00a0  ')}`)).toBe('same')
    }),
    { numRuns: 1000 },
  )
})

test('any text is read without throwing, a megabyte as fast as a line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const form = names.prepare(text)
      if (form !== null) expect(names.levels[0]?.test(form, form)).toBe(true)
    }),
  )
  expect(names.prepare('Nguyễn Văn '.repeat(100_000))?.syllables.length).toBeLessThanOrEqual(16)
})

test('a name in common is counted by its letters, whatever its marks', () => {
  const form = names.prepare('Nguyễn Thị Hòa')
  expect(form && names.terms?.(form)).toEqual(['nguyen thi hoa'])
  for (const { code, tf } of names.levels)
    expect(tf === undefined).toBe(!['same', 'unmarked', 'lost-marks', 'hook-tilde', 'marks'].includes(code))
})

test.each([
  ['nguyên', true],
  ['huynh', true],
  ['quynh', true],
  ['phươc', true],
  ['giêng', true],
  ['y', true],
  ['nghi', true],
  ['phơc', false],
  ['vơng', false],
  ['bhling', false],
  ['coor', false],
  ['lª', false],
])('%s can be a Vietnamese syllable: %s', (letters, isLegal) => expect(isLegalSyllable(letters)).toBe(isLegal))
