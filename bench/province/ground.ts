import { COMMUNES, type Land } from './communes.ts'
import type { Dice } from './random.ts'

/** A point on WGS84 in ten-millionths of a degree: whole numbers, so that the truth can be written exactly. */
export interface Point {
  readonly longitude: number
  readonly latitude: number
}

/** Ten-millionths of a degree in a degree. */
export const DEGREE = 1e7

/** Seats of the old districts, degrees north and east, rounded. [assumed] */
const SEATS: Readonly<Record<string, readonly [number, number]>> = {
  'Quận Liên Chiểu': [16.09, 108.13],
  'Quận Thanh Khê': [16.063, 108.19],
  'Quận Hải Châu': [16.052, 108.215],
  'Quận Ngũ Hành Sơn': [16.01, 108.25],
  'Huyện Hòa Vang': [16.01, 108.08],
  'Thành phố Tam Kỳ': [15.57, 108.48],
  'Thành phố Hội An': [15.88, 108.33],
  'Thị xã Điện Bàn': [15.89, 108.24],
  'Huyện Đại Lộc': [15.88, 108.1],
  'Huyện Thăng Bình': [15.73, 108.37],
  'Huyện Núi Thành': [15.44, 108.64],
  'Huyện Tây Giang': [15.87, 107.5],
  'Huyện Đông Giang': [15.94, 107.76],
  'Huyện Nam Giang': [15.67, 107.6],
  'Huyện Phước Sơn': [15.42, 107.8],
  'Huyện Bắc Trà My': [15.32, 108.2],
  'Huyện Nam Trà My': [15.12, 108.1],
}
/** How far communes lie from the seat, and how wide they are, in degrees. [assumed] */
const REACH: Readonly<Record<Land, { readonly ring: number; readonly radius: number }>> = {
  city: { ring: 0.012, radius: 0.005 },
  plain: { ring: 0.035, radius: 0.014 },
  katu: { ring: 0.07, radius: 0.03 },
  highland: { ring: 0.07, radius: 0.03 },
}

interface Disc extends Point {
  readonly radius: number
}

/** A rough disc for each commune of 30 June 2025, the communes of a district around its seat. */
const DISCS: readonly Disc[] = COMMUNES.map(({ district, land }, group) => {
  const [latitude, longitude] = SEATS[district]!
  const { ring, radius } = REACH[land]
  const among = COMMUNES.filter((commune) => commune.district === district)
  const angle = (2 * Math.PI * among.indexOf(COMMUNES[group]!)) / among.length
  return {
    longitude: Math.round((longitude + ring * Math.cos(angle)) * DEGREE),
    latitude: Math.round((latitude + ring * Math.sin(angle)) * DEGREE),
    radius: radius * DEGREE,
  }
})

/** A point inside the commune. */
export function pointIn(group: number, dice: Dice): Point {
  const { longitude, latitude, radius } = DISCS[group]!
  const away = radius * Math.sqrt(dice.unit())
  const angle = 2 * Math.PI * dice.unit()
  return {
    longitude: Math.round(longitude + away * Math.cos(angle)),
    latitude: Math.round(latitude + away * Math.sin(angle)),
  }
}

/** Letters of a geohash by five bits: no a, i, l, o. */
const LETTERS = '0123456789bcdefghjkmnpqrstuvwxyz'
const PAIRS: readonly string[] = Array.from({ length: 1024 }, (_, n) => LETTERS[n >> 5]! + LETTERS[n & 31]!)
const BITS = 2 ** 30
/** Five bits with a nought between each two: bits of one axis among those of the other. */
const APART = Uint16Array.from({ length: 32 }, (_, n) =>
  [0, 1, 2, 3, 4].reduce((spread, bit) => spread | (((n >> bit) & 1) << (2 * bit)), 0),
)

/** Twelve letters: sixty halvings by turns of longitude and latitude. Source: domain reference 3.4. */
export function geohash({ longitude, latitude }: Point): string {
  const east = Math.floor(((longitude / DEGREE + 180) / 360) * BITS)
  const north = Math.floor(((latitude / DEGREE + 90) / 180) * BITS)
  let hash = ''
  for (let shift = 25; shift >= 0; shift -= 5)
    hash += PAIRS[(APART[(east >> shift) & 31]! << 1) | APART[(north >> shift) & 31]!]!
  return hash
}
