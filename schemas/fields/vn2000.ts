/** A point on the earth in degrees, WGS84. */
export interface Point {
  readonly latitude: number
  readonly longitude: number
}

const RADIAN = Math.PI / 180
/** Ellipsoid of VN-2000 and of WGS84 alike. */
const AXIS = 6_378_137
const FLATTENING = 1 / 298.257223563
const ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING)

/** TM-3 projection: scale on the central meridian and false easting in metres. */
const SCALE = 0.9999
const FALSE_EASTING = 500_000

const N = FLATTENING / (2 - FLATTENING)
const RECTIFYING = (AXIS / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64)
/** Coefficients of Krüger's series to the third order of `N`: under a millimetre inside a zone of three degrees. */
const INVERSE = [N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3, N ** 2 / 48 + N ** 3 / 15, (17 / 480) * N ** 3]
const LATITUDE = [2 * N - (2 / 3) * N ** 2 - 2 * N ** 3, (7 / 3) * N ** 2 - (8 / 5) * N ** 3, (56 / 15) * N ** 3]

/** Shift from VN-2000 to WGS84: metres, arc seconds (position vector), parts per million. Source: QĐ 05/2007/QĐ-BTNMT. */
const SHIFT = { x: -191.904, y: -39.303, z: -111.45 }
const ROTATION = { x: -0.00928836, y: 0.01975479, z: -0.00427372 }
const PPM = 0.252906278

/** Latitude and longitude on the ellipsoid, in radians, of a TM-3 point. */
function unprojected(northing: number, easting: number, meridian: number): readonly [number, number] {
  const xi = northing / (SCALE * RECTIFYING)
  const eta = (easting - FALSE_EASTING) / (SCALE * RECTIFYING)
  let up = xi
  let across = eta
  INVERSE.forEach((term, i) => {
    const twice = 2 * (i + 1)
    up -= term * Math.sin(twice * xi) * Math.cosh(twice * eta)
    across -= term * Math.cos(twice * xi) * Math.sinh(twice * eta)
  })
  const conformal = Math.asin(Math.sin(up) / Math.cosh(across))
  const latitude = LATITUDE.reduce((sum, term, i) => sum + term * Math.sin(2 * (i + 1) * conformal), conformal)
  return [latitude, meridian * RADIAN + Math.atan2(Math.sinh(across), Math.cos(up))]
}

/** VN-2000 coordinates (metres, TM-3 of the central meridian in degrees) as a point of WGS84. */
export function fromVn2000(northing: number, easting: number, meridian: number): Point {
  const [latitude, longitude] = unprojected(northing, easting, meridian)
  const normal = AXIS / Math.sqrt(1 - ECCENTRICITY_2 * Math.sin(latitude) ** 2)
  const x = normal * Math.cos(latitude) * Math.cos(longitude)
  const y = normal * Math.cos(latitude) * Math.sin(longitude)
  const z = normal * (1 - ECCENTRICITY_2) * Math.sin(latitude)
  const [rx, ry, rz] = [ROTATION.x, ROTATION.y, ROTATION.z].map((seconds) => (seconds / 3600) * RADIAN) as [
    number,
    number,
    number,
  ]
  const stretch = 1 + PPM / 1e6
  return onEllipsoid(
    SHIFT.x + stretch * (x - rz * y + ry * z),
    SHIFT.y + stretch * (rz * x + y - rx * z),
    SHIFT.z + stretch * (rx * y - ry * x + z),
  )
}

/** Geographic from geocentric coordinates; four rounds leave less than a micrometre near the ground. */
function onEllipsoid(x: number, y: number, z: number): Point {
  const fromAxis = Math.hypot(x, y)
  let latitude = Math.atan2(z, fromAxis * (1 - ECCENTRICITY_2))
  for (let round = 0; round < 4; round++) {
    const sine = Math.sin(latitude)
    const normal = AXIS / Math.sqrt(1 - ECCENTRICITY_2 * sine ** 2)
    latitude = Math.atan2(z + ECCENTRICITY_2 * normal * sine, fromAxis)
  }
  return { latitude: latitude / RADIAN, longitude: Math.atan2(y, x) / RADIAN }
}

/** Metres between two points that lie near each other. */
export function metresBetween(a: Point, b: Point): number {
  const north = (a.latitude - b.latitude) * RADIAN * AXIS
  const east = (a.longitude - b.longitude) * RADIAN * AXIS * Math.cos(a.latitude * RADIAN)
  return Math.hypot(north, east)
}

const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz'

/** Centre of the cell of a GeoHash (lower case, only letters of its alphabet). */
export function fromGeohash(hash: string): Point {
  const range = { latitude: [-90, 90] as [number, number], longitude: [-180, 180] as [number, number] }
  let isEast = true
  for (const letter of hash) {
    const bits = ALPHABET.indexOf(letter)
    for (let bit = 4; bit >= 0; bit--) {
      const side = range[isEast ? 'longitude' : 'latitude']
      side[(bits >> bit) & 1 ? 0 : 1] = (side[0] + side[1]) / 2
      isEast = !isEast
    }
  }
  const middle = ([low, high]: readonly [number, number]): number => (low + high) / 2
  return { latitude: middle(range.latitude), longitude: middle(range.longitude) }
}
