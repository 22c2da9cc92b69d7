import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyCounts } from '../../../engine/quality/key-counts.ts'

test('keys are counted as a map would', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(20), fc.maxSafeNat()), { maxLength: 3000 }), (keys) => {
      const counts = new KeyCounts()
      const expected = new Map<number, number>()
      for (const key of keys) {
        counts.add(key)
        expected.set(key, (expected.get(key) ?? 0) + 1)
      }
      for (const [key, count] of expected) expect(counts.of(key)).toBe(count)
      for (let key = 0; key <= 21; key++) expect(counts.of(key)).toBe(expected.get(key) ?? 0)
    }),
  )
})
