import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COMMUNES } from '../../../bench/province/communes.ts'
import { DEGREE, geohash, pointIn } from '../../../bench/province/ground.ts'
import { Dice } from '../../../bench/province/random.ts'
import { MERIDIAN, toVn2000 } from '../../../bench/province/vn2000.ts'

const at = (longitude: number, latitude: number) => ({
  longitude: Math.round(longitude * DEGREE),
  latitude: Math.round(latitude * DEGREE),
})

describe('geohash', () => {
  test.each([
    [10.40744, 57.64911, 'u4pruydqqvj8'],
    [-5.6, 42.6, 'ezs42e44yx96'],
    [108.2, 16.05, 'w6ugq1uf48ze'],
  ])('of %f, %f is %s', (longitude, latitude, hash) => {
    expect(geohash(at(longitude, latitude))).toBe(hash)
  })

  test('its cell holds the point', () => {
    const letters = '0123456789bcdefghjkmnpqrstuvwxyz'
    const anywhere = fc.record({
      longitude: fc.integer({ min: -180 * DEGREE, max: 180 * DEGREE - 1 }),
      latitude: fc.integer({ min: -90 * DEGREE, max: 90 * DEGREE - 1 }),
    })
    fc.assert(
      fc.property(anywhere, (point) => {
        const [east, north] = [
          [-180, 180],
          [-90, 90],
        ] as [number[], number[]]
        let isEast = true
        for (const letter of geohash(point)) {
          for (let bit = 4; bit >= 0; bit--) {
            const range = isEast ? east : north
            range[(letters.indexOf(letter) >> bit) & 1 ? 0 : 1] = (range[0]! + range[1]!) / 2
            isEast = !isEast
          }
        }
        expect(point.longitude / DEGREE).toBeGreaterThanOrEqual(east[0]!)
        expect(point.longitude / DEGREE).toBeLessThan(east[1]!)
        expect(point.latitude / DEGREE).toBeGreaterThanOrEqual(north[0]!)
        expect(point.latitude / DEGREE).toBeLessThan(north[1]!)
      }),
    )
  })
})

describe('VN-2000', () => {
  // Values of PROJ (proj4 2.x) with the parameters of domain reference 3.4.
  test.each([
    [108.2, 16.05, 1_775_163.9492, 547_954.5843],
    [107.45, 15.9, 1_758_537.6399, 467_682.4796],
    [108.66, 15.4, 1_703_398.6575, 597_485.8493],
    [107.75, 15, 1_658_936.8754, 499_805.5689],
  ])('of %f, %f is what PROJ says', (longitude, latitude, x, y) => {
    const grid = toVn2000(at(longitude, latitude), MERIDIAN)
    expect(grid.x).toBeCloseTo(x, 3)
    expect(grid.y).toBeCloseTo(y, 3)
  })

  test('a meridian half a degree off moves the easting by about 53 km and hardly the northing', () => {
    const [right, wrong] = [toVn2000(at(108.2, 16), MERIDIAN), toVn2000(at(108.2, 16), MERIDIAN + 0.5)]
    expect(right.y - wrong.y).toBeGreaterThan(53_000)
    expect(right.y - wrong.y).toBeLessThan(54_000)
    expect(Math.abs(right.x - wrong.x)).toBeLessThan(300)
  })
})

test('points lie in the province, those of one commune close together', () => {
  const dice = new Dice(7, 'points')
  COMMUNES.forEach((_, group) => {
    const points = Array.from({ length: 50 }, () => pointIn(group, dice))
    const east = points.map(({ longitude }) => longitude / DEGREE)
    const north = points.map(({ latitude }) => latitude / DEGREE)
    expect(Math.min(...east)).toBeGreaterThan(107.3)
    expect(Math.max(...east)).toBeLessThan(108.8)
    expect(Math.min(...north)).toBeGreaterThan(14.9)
    expect(Math.max(...north)).toBeLessThan(16.3)
    expect(Math.max(...east) - Math.min(...east)).toBeLessThan(0.07)
  })
})
