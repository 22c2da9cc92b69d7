import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldMeta } from '../../../core/field.ts'
import { Distinct } from '../../../engine/quality/distinct.ts'
import { ExtractProfile, patternOf } from '../../../engine/quality/profile.ts'
import { sex } from '../../../schemas/fields/code.ts'
import { partialDate } from '../../../schemas/fields/date.ts'
import { personalId } from '../../../schemas/fields/identity.ts'
import { personName } from '../../../schemas/fields/person-name.ts'

const specs = [sex, partialDate, personalId, personName].map((schema) => fieldMeta(schema).spec)
const profiled = (columns: readonly string[], rows: readonly (readonly string[])[]) => {
  const profile = new ExtractProfile(columns)
  for (const row of rows) profile.add(row)
  return profile.columns(specs, '2026-11-22')
}

test('a shape keeps digits, letters and signs apart', () => {
  const shapes: readonly (readonly [string, string])[] = [
    ['048080000011', '999999999999'],
    ['Trần Văn Anh', 'Aaaa Aaa Aaa'],
    ['Trần Văn Anh'.normalize('NFD'), 'Aaaa Aaa Aaa'],
    ['01/02/1980', '99/99/9999'],
    ['BĐ 123456', 'AA 999999'],
    ['x'.repeat(60), `${'a'.repeat(40)}…`],
  ]
  for (const [text, shape] of shapes) expect(patternOf(text)).toBe(shape)
})

test('a column tells its fill, lengths, shapes and likely types', () => {
  const rows = Array.from({ length: 20 }, (_, i) => [i < 15 ? `0480800000${10 + i}` : ' ', i % 2 ? 'Nam' : 'Nữ'])
  const [id, ofSex] = profiled(['so', 'gioi'], rows)
  expect(id).toMatchObject({ filled: 15, fill: 0.75, distinct: 15, isExact: true, minLength: 12, maxLength: 12 })
  expect(id!.types[0]).toMatchObject({ type: 'personal-id', share: 1 })
  expect(id!.patterns).toEqual([{ pattern: '999999999999', count: 15 }])
  expect(id!.values).toEqual([])
  expect(ofSex!.types[0]!.type).toBe('sex')
  expect(ofSex!.values).toEqual([
    { value: 'Nam', count: 10 },
    { value: 'Nữ', count: 10 },
  ])
})

test('names and numbers of persons are never shown, however often they repeat', () => {
  const rows = Array.from({ length: 40 }, (_, i) => [
    i % 2 ? 'Nguyễn Văn An' : 'Trần Thị Bích',
    '048080000011',
    '01/02/1980',
  ])
  for (const column of profiled(['ten', 'so', 'sinh'], rows)) expect(column.values).toEqual([])
})

test('many births on 1 January are a spike, a few are not', () => {
  const dates = (filled: number) =>
    Array.from({ length: 100 }, (_, i) => [i < filled ? '01/01/1960' : `02/0${1 + (i % 9)}/1960`])
  expect(profiled(['sinh'], dates(20))[0]!.newYear).toEqual({ dates: 100, count: 20, isSpike: true })
  expect(profiled(['sinh'], dates(2))[0]!.newYear).toMatchObject({ isSpike: false })
  expect(profiled(['ten'], [['An']])[0]!.newYear).toBeNull()
})

test('an extract without rows and a row without cells have a profile', () => {
  expect(profiled(['a'], [])[0]).toMatchObject({
    filled: 0,
    fill: 0,
    distinct: 0,
    minLength: 0,
    maxLength: 0,
    types: [],
  })
  expect(profiled(['a', 'b'], [['1']])[1]).toMatchObject({ filled: 0 })
})

test('different values are counted exactly while few, and within five percent beyond', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 300 }), (texts) => {
      const distinct = new Distinct()
      for (const text of texts) distinct.add(text)
      expect(distinct.count()).toEqual({ count: new Set(texts).size, isExact: true })
    }),
  )
  for (const size of [3_000, 12_000, 200_000]) {
    const distinct = new Distinct()
    for (let i = 0; i < 2 * size; i++) distinct.add(`NK${i % size}`)
    const { count, isExact } = distinct.count()
    expect(isExact).toBe(false)
    expect(Math.abs(count - size) / size).toBeLessThan(0.05)
  }
})
