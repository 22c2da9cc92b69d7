import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { STAFF_BLIGHTS } from '../../../bench/province/faults/home-affairs.ts'
import { LAND_BLIGHTS } from '../../../bench/province/faults/land.ts'
import { generateProvince } from '../../../bench/province/generate.ts'
import { geohash } from '../../../bench/province/ground.ts'
import { SOURCES, type SourceName } from '../../../bench/province/truth.ts'
import { toVn2000 } from '../../../bench/province/vn2000.ts'
import { folder, KEY, pathOf, type Row, rowsOf, tableOf } from '../../support/extracts.ts'

const [FIRST, SECOND] = ['2026-11-21', '2026-11-22'] as const
let out = ''
const night: Record<string, Map<string, Row>> = {}
const on = (source: SourceName, date: string): ReadonlyMap<string, Row> => night[source + date]!

beforeAll(async () => {
  out = folder()
  await generateProvince({ persons: 10_000, civilServants: 1500, parcels: 6000, seed: 7, out, nights: 2 })
  for (const source of SOURCES) {
    for (const date of [FIRST, SECOND]) {
      night[source + date] = new Map(rowsOf(pathOf(out, source, date), source).map((row) => [row[KEY[source]]!, row]))
    }
  }
})

describe('what stands in the later columns', () => {
  const faulty = (source: SourceName): ReadonlySet<string> =>
    new Set(
      tableOf(out, 'errors')
        .filter((fault) => fault.source === source)
        .map(({ key, column }) => `${key} ${column}`),
    )
  const isoOf = (slashed: string): string => slashed.split('/').reverse().join('-')

  test('without a fault the coordinates, the parcel ID and the areas are those of the truth', () => {
    const parcels = new Map(tableOf(out, 'parcels').map((row) => [row.entity, row]))
    const spoilt = faulty('land')
    for (const { key, entity, domain, from } of tableOf(out, 'entities-land')) {
      if (domain !== 'land-parcel' || from !== '') continue
      const row = on('land', FIRST).get(key!)!
      const { longitude, latitude, parcel_id, map_area } = parcels.get(entity!)!
      const point = { longitude: Number(longitude!.replace('.', '')), latitude: Number(latitude!.replace('.', '')) }
      if (!spoilt.has(`${key} toa_do_x`)) {
        expect(Number(row.toa_do_x)).toBeCloseTo(toVn2000(point, 107.75).x, 1)
        expect(Number(row.toa_do_y)).toBeCloseTo(toVn2000(point, 107.75).y, 1)
      }
      if (!spoilt.has(`${key} ma_dinh_danh`)) expect(row.ma_dinh_danh).toBe(parcel_id)
      if (parcel_id !== '') expect(parcel_id).toBe(geohash(point))
      if (!spoilt.has(`${key} dien_tich_ban_do`)) expect(row.dien_tich_ban_do!.replace(',', '.')).toBe(map_area)
      if (spoilt.has(`${key} dien_tich_ban_do`) || spoilt.has(`${key} dien_tich`)) continue
      const area = Number(row.dien_tich!.replace(',', '.'))
      expect(Math.abs(area - Number(map_area))).toBeLessThanOrEqual(area * 0.01 + 1e-9)
    }
  })

  test('without a fault nothing was last touched before it came to be, nor after the night', () => {
    const since = { 'home-affairs': 'ngay_huong', residence: 'ngay_dang_ky', land: 'ngay_cap' } as const
    for (const source of SOURCES) {
      const spoilt = faulty(source)
      const day = source === 'residence' ? (text: string) => text : isoOf
      for (const [key, row] of on(source, FIRST)) {
        if (spoilt.has(`${key} ngay_cap_nhat`)) continue
        expect(day(row.ngay_cap_nhat!) < FIRST, `${source} ${key}`).toBe(true)
        if (row[since[source]] === '' || spoilt.has(`${key} ${since[source]}`)) continue
        expect(day(row.ngay_cap_nhat!) >= day(row[since[source]]!), `${source} ${key}`).toBe(true)
      }
    }
  })

  test('a row that changes overnight carries the date of that night', () => {
    for (const { source, key, event } of tableOf(out, `events-${SECOND}`)) {
      if (event === 'removed') continue
      const { ngay_cap_nhat } = on(source as SourceName, SECOND).get(key!)!
      expect(source === 'residence' ? ngay_cap_nhat : isoOf(ngay_cap_nhat!)).toBe(SECOND)
    }
  })

  test('insurance numbers are unique and old tax codes carry their check digit', () => {
    const spoilt = faulty('home-affairs')
    const dossiers = tableOf(out, 'entities-home-affairs').filter(
      ({ domain, from }) => domain === 'person' && from === '',
    )
    const holders = new Map<string, string>()
    for (const { key, entity } of dossiers) {
      const { so_bhxh, ma_so_thue } = on('home-affairs', FIRST).get(key!)!
      if (!spoilt.has(`${key} so_bhxh`)) {
        expect(so_bhxh).toMatch(/^4[89]\d{8}$/)
        expect(holders.get(so_bhxh!) ?? entity).toBe(entity)
        holders.set(so_bhxh!, entity!)
      }
      if (spoilt.has(`${key} ma_so_thue`) || ma_so_thue!.length === 12) continue
      const sum = [31, 29, 23, 19, 17, 13, 7, 5, 3].reduce(
        (total, weight, i) => total + weight * Number(ma_so_thue![i]),
        0,
      )
      expect(10 - (sum % 11)).toBe(Number(ma_so_thue![9]))
    }
  })

  test('every kind of fault that the registers know is planted where its family is frequent', async () => {
    const path = folder()
    const rates = { E1: 50, E4: 50, E6: 50, E10: 80, E11: 30, E12: 60, E14: 20 }
    const none = { E2: 0, E3: 0, E5: 0, E7: 0, E8: 0, E9: 0 }
    await generateProvince({
      persons: 9000,
      civilServants: 3000,
      parcels: 9000,
      seed: 5,
      out: path,
      rates: { 'home-affairs': { ...none, ...rates }, land: { ...none, ...rates }, residence: {} },
    })
    const planted = new Set(tableOf(path, 'errors').map(({ source, family, kind }) => `${source} ${family} ${kind}`))
    const known = [
      ...STAFF_BLIGHTS.map((blight) => ['home-affairs', blight] as const),
      ...LAND_BLIGHTS.map((blight) => ['land', blight] as const),
    ].filter(([, { family }]) => family in rates)
    const names = known.flatMap(([source, { family, kinds }]) => kinds.map(({ name }) => `${source} ${family} ${name}`))
    expect(names.filter((name) => !planted.has(name))).toEqual([])
  })
})

describe('the organisation tree', () => {
  const tree = (): ReadonlyMap<string, Row> =>
    new Map(
      (parse(readFileSync(join(out, 'reference', 'organisation-tree.csv')), { columns: true }) as readonly Row[]).map(
        (unit) => [unit.ma_dinh_danh!, unit],
      ),
    )

  test('holds every agency in force under a unit in force', () => {
    const units = tree()
    for (const { code } of tableOf(out, 'organisations').filter(({ kind }) => kind === 'agency')) {
      const unit = units.get(code!)!
      expect(unit.hieu_luc_den).toBe('')
      expect(units.get(unit.ma_cha!)!.hieu_luc_den).toBe('')
    }
  })

  test('gives dissolved units their end, and does not know those not entered yet', () => {
    const units = tree()
    const codes = tableOf(out, 'errors').filter(({ column }) => column === 'ma_don_vi')
    expect(codes.length).toBeGreaterThan(5)
    for (const { kind, planted } of codes) {
      if (kind === 'dissolved') expect(units.get(planted!)!.hieu_luc_den! < FIRST).toBe(true)
      else expect(units.has(planted!)).toBe(false)
    }
  })
})
