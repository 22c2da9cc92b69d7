import { expect, test } from 'vitest'
import { jaroWinkler } from '../../../../engine/matching/simple/jaro-winkler.ts'

test.each([
  ['MARTHA', 'MARHTA', 0.9611],
  ['DIXON', 'DICKSONX', 0.8133],
  ['DWAYNE', 'DUANE', 0.84],
  ['JERALDINE', 'GERALDINE', 0.9259],
  ['ABCVWXYZ', 'CABVWXYZ', 0.9583],
  ['AB', 'BA', 0],
  ['', 'A', 0],
  ['NGUYEN', 'NGUYEN', 1],
])('Jaro–Winkler of %s and %s is %f', (a, b, expected) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(expected, 4)
  expect(jaroWinkler(b, a)).toBeCloseTo(expected, 4)
})
