import type { Comparison } from '../../core/comparison.ts'
import type { UnitRef } from '../../core/values.ts'
import { type PlaceForm, type PlaceRelation, placeForm, placeRelation } from './comparison.ts'
import { type NamedCommune, statedCommune } from './home.ts'

/** What names a parcel: commune, sheet and number, and the 12-character geohash that is its identifier since 2024. */
export interface ParcelNumbers extends NamedCommune {
  readonly mapSheet: string
  readonly parcelNo: string
  readonly parcelId: string | null
}

/** What of a record the comparison of parcels reads. */
export const parcelText = (row: ParcelNumbers): string =>
  [statedCommune(row) ?? '', row.mapSheet, row.parcelNo, row.parcelId ?? ''].join('\t')

/** Today's commune of a parcel where it is certain: what rows of all lists can be keyed by. */
export function parcelCommune(row: NamedCommune): UnitRef | null {
  const ref = statedCommune(row)
  return ref === null ? null : (placeForm(ref, 'parcel')?.today ?? null)
}

/** The same sheet and number in one commune as of one list: two parcels cannot have it. */
export function shareNumber(a: ParcelNumbers, b: ParcelNumbers): boolean {
  if (a.mapSheet !== b.mapSheet || a.parcelNo !== b.parcelNo) return false
  const [here, there] = [read(parcelText(a)).place, read(parcelText(b)).place]
  return here !== null && there !== null && placeRelation(here, there) === 'same'
}

interface Parcel {
  readonly place: PlaceForm | null
  readonly sheet: string
  readonly number: string
  readonly id: string
}

function read(text: string): Parcel {
  const [ref = '', sheet = '', number = '', id = ''] = text.split('\t')
  return { place: ref === '' ? null : placeForm(ref as UnitRef, 'parcel'), sheet, number, id }
}

/** The cell of about 150 m that the leading characters of an identifier name: what comes from another point of the parcel agrees in no more. */
export const cellOf = (parcelId: string): string => parcelId.slice(0, 7)

const sameCell = (a: Parcel, b: Parcel): boolean => a.id !== '' && b.id !== '' && cellOf(a.id) === cellOf(b.id)
const otherCell = (a: Parcel, b: Parcel): boolean => a.id !== '' && b.id !== '' && !sameCell(a, b)

/** Two communes of before in one of today may each have the sheet and the number: those are two parcels. */
const HOLDS: ReadonlySet<PlaceRelation> = new Set(['same', 'mapped', 'candidate'])
const sameCommune = (a: Parcel, b: Parcel): boolean =>
  a.place !== null && b.place !== null && HOLDS.has(placeRelation(a.place, b.place))
const sameNumber = (a: Parcel, b: Parcel): boolean => a.number === b.number && a.sheet === b.sheet && sameCommune(a, b)

/**
 * Parcels by commune as of its list, sheet and number, beside the cell of their identifier. Numbers repeat after communes
 * merge, sheets are renumbered, identifiers are copied: each alone says much less than both together. Texts as `parcelText`
 * makes them.
 */
export function parcels({ name = 'parcel' }: { readonly name?: string } = {}): Comparison<string, Parcel> {
  return {
    name,
    prepare: read,
    comparable: (a, b) => (a.place !== null && b.place !== null) || (a.id !== '' && b.id !== ''),
    levels: [
      {
        code: 'number-cell',
        label: 'cùng xã, tờ, thửa và vị trí',
        m: 0.67,
        u: 1e-8,
        test: (a, b) => sameNumber(a, b) && sameCell(a, b),
      },
      {
        code: 'number',
        label: 'cùng xã, tờ, thửa',
        m: 0.22,
        u: 1.2e-7,
        test: (a, b) => sameNumber(a, b) && !otherCell(a, b),
      },
      { code: 'id', label: 'trùng mã định danh thửa', m: 0.09, u: 1e-8, test: (a, b) => a.id !== '' && a.id === b.id },
      {
        code: 'renumbered',
        label: 'cùng số thửa và vị trí, khác số tờ',
        m: 0.005,
        u: 1e-7,
        test: (a, b) => a.number === b.number && sameCell(a, b),
      },
      { code: 'number-elsewhere', label: 'cùng xã, tờ, thửa, khác vị trí', m: 0.005, u: 2e-7, test: sameNumber },
      { code: 'cell', label: 'cùng vị trí, khác số', m: 0.003, u: 1e-5, test: sameCell },
    ],
    otherwise: { m: 0.007, u: 0.99999 },
  }
}
