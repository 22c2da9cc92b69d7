import { DEGREE, type Point } from './ground.ts'
import { seven, six, two } from './notation.ts'

// From WGS84 to VN-2000 in a zone of three degrees, as a cadastral map has it. Written here on its own, after Snyder's
// series: sharing it with the reader would hide a common fault.

/** WGS84, which VN-2000 uses as well. */
const A = 6_378_137
const F = 1 / 298.257223563
const E2 = F * (2 - F)
const SECOND_E2 = E2 / (1 - E2)

/** Shift from VN-2000 to WGS84: metres, arc seconds (position vector), parts per million. Source: domain reference 3.4. */
const [DX, DY, DZ] = [-191.904, -39.303, -111.45] as const
const ARC_SECOND = Math.PI / 648_000
const [RX, RY, RZ] = [-0.00928836 * ARC_SECOND, 0.01975479 * ARC_SECOND, -0.00427372 * ARC_SECOND] as const
const SCALE = 1 + 0.252906278e-6

const RADIAN = Math.PI / 180
const K = 0.9999
const FALSE_EASTING = 500_000

/** Central meridian of the old Đà Nẵng and Quảng Nam, degrees. Source: domain reference 3.4. */
export const MERIDIAN = 107.75
/** Those of provinces around, which are taken by mistake. */
export const OTHER_MERIDIANS: readonly number[] = [107, 107.25, 108, 108.25]

/** Northing (X in Vietnamese maps) and easting (Y), metres. */
export interface GridPoint {
  readonly x: number
  readonly y: number
}

/** Metres with two decimals and a point. */
export function gridText(metres: number): string {
  const hundredths = Math.round(metres * 100)
  const whole = (hundredths / 100) | 0
  return `${whole < 1e6 ? six(whole) : seven(whole)}.${two(hundredths % 100)}`
}

/** Longitude and latitude in radians on VN-2000's datum. Heights are taken as nought. */
function onVn2000({ longitude, latitude }: Point): readonly [number, number] {
  const [lambda, phi] = [(longitude / DEGREE) * RADIAN, (latitude / DEGREE) * RADIAN]
  const sin = Math.sin(phi)
  const n = A / Math.sqrt(1 - E2 * sin * sin)
  const across = n * Math.cos(phi)
  const x = (across * Math.cos(lambda) - DX) / SCALE
  const y = (across * Math.sin(lambda) - DY) / SCALE
  const z = (n * (1 - E2) * sin - DZ) / SCALE
  // The inverse of a turn so small is its transpose, to a millionth of a millimetre.
  const [xv, yv, zv] = [x + RZ * y - RY * z, y - RZ * x + RX * z, z + RY * x - RX * y]
  const p = Math.hypot(xv, yv)
  let back = Math.atan2(zv, p * (1 - E2))
  for (let i = 0; i < 2; i++) {
    const s = Math.sin(back)
    back = Math.atan2(zv + (E2 * A * s) / Math.sqrt(1 - E2 * s * s), p)
  }
  return [Math.atan2(yv, xv), back]
}

const M0 = A * (1 - E2 / 4 - (3 * E2 ** 2) / 64 - (5 * E2 ** 3) / 256)
const M2 = A * ((3 * E2) / 8 + (3 * E2 ** 2) / 32 + (45 * E2 ** 3) / 1024)
const M4 = A * ((15 * E2 ** 2) / 256 + (45 * E2 ** 3) / 1024)
const M6 = A * ((35 * E2 ** 3) / 3072)
/** Length of the meridian from the equator, metres. Source: Snyder 3-21. */
const meridianTo = (phi: number): number =>
  M0 * phi - M2 * Math.sin(2 * phi) + M4 * Math.sin(4 * phi) - M6 * Math.sin(6 * phi)

/** Transverse Mercator about the meridian (degrees). Source of the series: Snyder, Map Projections, 1987, 8-9 to 8-10. */
export function toVn2000(point: Point, meridian: number): GridPoint {
  const [lambda, phi] = onVn2000(point)
  const [sin, cos] = [Math.sin(phi), Math.cos(phi)]
  const n = A / Math.sqrt(1 - E2 * sin * sin)
  const t = (sin / cos) ** 2
  const c = SECOND_E2 * cos * cos
  const a = (lambda - meridian * RADIAN) * cos
  const a2 = a * a
  const east = a * (1 + (a2 / 6) * (1 - t + c + (a2 / 20) * (5 - 18 * t + t * t + 72 * c - 58 * SECOND_E2)))
  const inner = (a2 / 30) * (61 - 58 * t + t * t + 600 * c - 330 * SECOND_E2)
  const north = (a2 / 2) * (1 + (a2 / 12) * (5 - t + 9 * c + 4 * c * c + inner))
  return { x: K * (meridianTo(phi) + (n * sin * north) / cos), y: FALSE_EASTING + K * n * east }
}
