import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Names } from '../../../engine/matching/names.ts'

const names = fc.array(fc.string({ unit: 'grapheme', maxLength: 6 }), { maxLength: 40 })

test('names come back as they were, and stand to each other as texts do', () => {
  fc.assert(
    fc.property(names, (given) => {
      const kept = Names.of(given)
      expect([...kept]).toEqual(given)
      for (let a = 0; a < given.length; a++)
        for (let b = 0; b < given.length; b++)
          expect(Math.sign(kept.compare(a, b))).toBe(given[a]! < given[b]! ? -1 : given[a]! > given[b]! ? 1 : 0)
    }),
  )
})

test('every name is found where it stands once they ascend, and no other is', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 6 })), fc.string(), (given, other) => {
      const order = Names.of(given).order()
      const sorted = order ? Array.from(order, (at) => given[at]!) : given
      expect(sorted).toEqual([...given].sort((a, b) => (a < b ? -1 : 1)))
      const kept = Names.of(sorted)
      expect(kept.order()).toBe(null)
      expect(sorted.map((name) => kept.search(name))).toEqual(sorted.map((_, at) => at))
      expect(kept.search(other)).toBe(sorted.indexOf(other))
    }),
  )
})
