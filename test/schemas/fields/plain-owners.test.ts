import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownersNamed } from '../../../schemas/fields/owner-names.ts'
import { ownersOf } from '../../../schemas/fields/owners.ts'

const WORDS =
  'ông bà Ông Bà và VÀ Và va cùng hộ Hộ gia đình Gia Nguyễn Trần Trương Đoàn Công công ty cổ phần Văn Hai Ba ba Năm năm sinh Anh anh Chú thôn Chi chi cục nhánh Lâm trường Trung trung tâm hợp tác xã Hợp Minh Thị X A ong Ong ho Ích Khiêm Do Đỗ chủ Chủ đại diện thanh niên Sở Từ tức là Là'.split(
    ' ',
  )

test('the short way of a plain cell leads where the long way does', () => {
  const cell = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9 }).map((words) => words.join(' '))
  // A space at the end means nothing, and sends a cell the long way.
  fc.assert(
    fc.property(cell, (text) => {
      expect(ownersNamed(text)).toEqual(ownersNamed(`${text} `))
    }),
    { numRuns: 20_000 },
  )
})

test('papers in a list of digits stand where those with signs stand', () => {
  const number = fc.constantFrom('048090001234', '201234567', '12', '')
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 4 }), (numbers) => {
      const names = numbers.map((_, i) => `Nguyễn Văn ${'ABCD'[i]}`).join(' và ')
      const years = numbers.map((_, i) => `196${i}`)
      expect(ownersOf(names, numbers.join('; '), years.join(';'))).toEqual(
        ownersOf(names, numbers.join(' , '), years.join('+')),
      )
    }),
  )
})
