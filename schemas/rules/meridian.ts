import type { UnitRef } from '../../core/values.ts'
import { loadPlaces } from '../places/dataset.ts'
import { REFORM } from '../places/period.ts'
import { OLD_PROVINCES } from '../places/provinces.ts'

/** Central meridians in degrees of the 63 provinces (TT 25/2014/TT-BTNMT), by their codes. */
const TABLE = `
103 12 11; 104 14; 104.5 91 96; 104.75 10 15 25 40 89; 105 01 26 35 37 38 87 92 93 95; 105.5 02 27 30 33 36 34 42 72 86 84 94;
105.75 04 31 74 80 82 83 79; 106 08 17 44; 106.25 45 70; 106.5 06 19; 107 24 46; 107.25 20; 107.5 62; 107.75 22 48 49 75 77 68;
108 51; 108.25 52 56 58; 108.5 64 66 67 54 60`
const meridianOf = new Map(
  TABLE.split(';').flatMap((group) => {
    const [degrees = '', ...provinces] = group.trim().split(' ')
    return provinces.map((province) => [province, Number(degrees)] as const)
  }),
)

const known = new Map<UnitRef, readonly number[]>()

/** Meridians that a parcel of the commune may be mapped on: one by the old list, those of all merged provinces by the new. */
export function meridiansFor(commune: UnitRef): readonly number[] {
  const before = known.get(commune)
  if (before) return before
  const found = meridiansOf(commune)
  // References name communes and lists: some ten thousand at most.
  known.set(commune, found)
  return found
}

function meridiansOf(commune: UnitRef): readonly number[] {
  const [code = '', catalogue = ''] = commune.split('@')
  const places = loadPlaces()
  if (catalogue < REFORM) {
    const own = meridianOf.get(places.old.get(code)?.province ?? '')
    return own === undefined ? [] : [own]
  }
  const province = places.now.get(code)?.province
  return OLD_PROVINCES.filter(({ now }) => now === province).flatMap(({ code: old }) => meridianOf.get(old) ?? [])
}
