import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateProvince, type Province } from '../../bench/province/generate.ts'
import { DEFAULT_RATES } from '../../bench/province/rates.ts'
import { tcvn3 } from '../../bench/province/tcvn3.ts'
import { SOURCES, type SourceName } from '../../bench/province/truth.ts'
import { folder, groupedBy, hashOf, KEY, pathOf, type Row, rowsOf, tableOf, written } from '../support/extracts.ts'

const PERSONS = 20_000
const [FIRST, SECOND] = ['2026-11-21', '2026-11-22'] as const
let out = ''
let province: Province
const night: Record<string, Map<string, Row>> = {}
const on = (source: SourceName, date: string): ReadonlyMap<string, Row> => night[source + date]!

beforeAll(async () => {
  out = folder()
  province = await generateProvince({ persons: PERSONS, civilServants: 3000, parcels: 12_000, seed: 7, out, nights: 2 })
  for (const source of SOURCES) {
    for (const date of [FIRST, SECOND]) {
      night[source + date] = new Map(rowsOf(pathOf(out, source, date), source).map((row) => [row[KEY[source]]!, row]))
    }
  }
})

describe('size and form', () => {
  test('the province has the persons, servants and parcels asked for, and over 6,000 households', () => {
    expect(province).toMatchObject({ persons: PERSONS, civilServants: 3000, parcels: 12_000 })
    expect(province.households).toBeGreaterThan(6000)
    const values = tableOf(out, 'values')
    const newborn = tableOf(out, `events-${SECOND}`).filter(
      ({ event, entity_after }) => event === 'added' && entity_after!.startsWith('P'),
    )
    expect(values.filter(({ entity }) => entity!.startsWith('P'))).toHaveLength(PERSONS + newborn.length)
    expect(tableOf(out, 'households')).toHaveLength(province.households)
    expect(tableOf(out, 'parcels')).toHaveLength(12_000)
    const dossiers = tableOf(out, 'entities-home-affairs').filter(({ domain }) => domain === 'civil-servant')
    expect(new Set(dossiers.map(({ entity }) => entity)).size).toBe(3000)
  })

  test('each file is told whole by its manifest', () => {
    for (const { files } of province.nights) {
      for (const { path, rows, source } of files) {
        const manifest = JSON.parse(readFileSync(`${path}.manifest.json`, 'utf8'))
        const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
        expect(manifest).toEqual({ rows, sha256, complete: true })
        expect(rowsOf(path, source)).toHaveLength(rows)
      }
    }
  })

  test('keys are unique, and parcel numbers in a commune too', () => {
    for (const source of SOURCES)
      expect(on(source, FIRST).size).toBe(province.nights[0]!.files.find((file) => file.source === source)!.rows)
    const numbers = tableOf(out, 'parcels').map(
      ({ commune_2025_06_30, sheet, number }) => `${commune_2025_06_30}/${sheet}/${number}`,
    )
    expect(new Set(numbers).size).toBe(numbers.length)
    const serials = tableOf(out, 'parcels')
      .map(({ serial }) => serial)
      .filter((serial) => serial !== '')
    expect(new Set(serials).size).toBe(serials.length)
  })
})

describe('repeatability', () => {
  const small = async (options: Partial<Parameters<typeof generateProvince>[0]>): Promise<string> => {
    const path = folder()
    await generateProvince({ persons: 1500, seed: 1, out: path, nights: 3, ...options })
    return path
  }

  test('the same seed gives the same bytes, another seed others', async () => {
    const [a, b, c] = await Promise.all([small({}), small({}), small({ seed: 2 })])
    expect(hashOf(a)).toBe(hashOf(b))
    expect(hashOf(a)).not.toBe(hashOf(c))
  })

  test('any number of threads gives the same bytes', async () => {
    const large = { persons: 42_000, civilServants: 500, parcels: 2000, nights: 2 }
    const [one, three] = [await small({ ...large, threads: 1 }), await small({ ...large, threads: 3 })]
    expect(hashOf(one)).toBe(hashOf(three))
  })

  test('the first night does not depend on how many follow', async () => {
    const [one, three] = await Promise.all([small({ nights: 1 }), small({ changeRate: 0.2 })])
    expect(hashOf(join(one, FIRST))).toBe(hashOf(join(three, FIRST)))
  })

  test('the people do not depend on the error rates', async () => {
    const clean = { E1: 0, E2: 0, E3: 0, E4: 0, E5: 0, E6: 0, E7: 0, E9: 0, E10: 0, E11: 0, E12: 0, E14: 0 }
    const [dirty, tidy] = await Promise.all([
      small({}),
      small({ rates: { residence: clean, land: clean, 'home-affairs': clean } }),
    ])
    // Whether a death is recorded is an error itself, and so are owners (Q…) who live in no house.
    const residents = (path: string): readonly Row[] =>
      tableOf(path, 'values')
        .filter(({ entity }) => entity!.startsWith('P'))
        .map((row) => ({ ...row, death_date: '' }))
    expect(residents(tidy)).toEqual(residents(dirty))
    for (const name of ['households', 'hard-cases']) expect(tableOf(tidy, name)).toEqual(tableOf(dirty, name))
    expect(tableOf(tidy, 'errors').map(({ family }) => family)).not.toContain('E1')
  })
})

describe('truth', () => {
  test('true personal ids are unique, former ones included', () => {
    const pids = tableOf(out, 'values')
      .flatMap(({ pid, former_pid }) => [pid!, former_pid!])
      .filter((pid) => pid !== '')
    expect(new Set(pids).size).toBe(pids.length)
    expect(pids.every((pid) => /^\d{12}$/.test(pid))).toBe(true)
  })

  test('it answers for every row of every night and for no other', () => {
    for (const source of SOURCES) {
      const claims = tableOf(out, `entities-${source}`)
      const first = claims.filter(({ from }) => from === '').map(({ key }) => key)
      const second = claims.filter(({ until }) => until === '').map(({ key }) => key)
      expect(new Set(first)).toEqual(new Set(on(source, FIRST).keys()))
      expect(new Set(second)).toEqual(new Set(on(source, SECOND).keys()))
    }
  })

  test('every entity it names is described', () => {
    const known = new Set(
      ['values', 'organisations', 'parcels'].flatMap((name) => tableOf(out, name)).map(({ entity }) => entity),
    )
    for (const source of SOURCES) {
      const claims = tableOf(out, `entities-${source}`).filter(
        ({ domain }) => domain !== 'household' && domain !== 'civil-servant',
      )
      expect(claims.filter(({ entity }) => !known.has(entity))).toEqual([])
    }
  })

  test('a cell without a planted fault holds the true value', () => {
    const values = new Map(tableOf(out, 'values').map((row) => [row.entity, row]))
    const faulty = new Set(tableOf(out, 'errors').map(({ source, key, column }) => `${source} ${key} ${column}`))
    const rows = on('residence', FIRST)
    let compared = 0
    for (const { key, entity, domain, from } of tableOf(out, 'entities-residence')) {
      if (domain !== 'person' || from !== '') continue
      const [row, value] = [rows.get(key!)!, values.get(entity!)!]
      const pairs = { ho_ten: 'full_name', so_dinh_danh: 'pid', ngay_sinh: 'birth_date', gioi_tinh: 'sex' }
      for (const [column, attribute] of Object.entries(pairs)) {
        if (faulty.has(`residence ${key} ${column}`)) continue
        compared++
        if (row[column] !== value[attribute])
          expect({ key, [column]: row[column] }).toEqual({ key, [column]: value[attribute] })
      }
    }
    expect(compared).toBeGreaterThan(PERSONS * 3)
  })

  test('every planted fault stands in the extract of the first night', () => {
    // Two faults in one cell stand in order: the last one shows.
    const last = new Map(tableOf(out, 'errors').map((fault) => [`${fault.source} ${fault.key} ${fault.column}`, fault]))
    for (const { source, key, column, planted } of last.values()) {
      const row = on(source as SourceName, FIRST).get(key!)!
      expect(row[column!]).toBe(written(source as SourceName, planted!))
    }
  })

  test('there are twins, namesakes next door, shared old cards and changed ids', () => {
    const kinds = groupedBy(tableOf(out, 'hard-cases'), ({ kind }) => kind!)
    for (const kind of ['twins', 'namesakes', 'shared-cmnd9', 'changed-pid'])
      expect(kinds.get(kind)!.length).toBeGreaterThan(10)
  })

  test('children are at least thirteen years younger than the head of their house', () => {
    const values = new Map(tableOf(out, 'values').map((row) => [row.entity, row]))
    const head = new Map(tableOf(out, 'households').map((home) => [home.entity, values.get(home.head!)!]))
    const relation = on('residence', FIRST)
    for (const { key, entity, domain, from } of tableOf(out, 'entities-residence')) {
      if (domain !== 'person' || from !== '' || !/^(Con|Con đẻ)$/.test(relation.get(key!)!.quan_he_chu_ho!)) continue
      const child = values.get(entity!)!
      if (head.get(child.household!) === child) continue
      const years = Number(child.birth_date!.slice(0, 4)) - Number(head.get(child.household!)!.birth_date!.slice(0, 4))
      expect(years).toBeGreaterThanOrEqual(13)
    }
  })
})

describe('error rates', () => {
  const spoilt = (path: string, source: SourceName, family: string): number =>
    new Set(
      tableOf(path, 'errors')
        .filter((row) => row.source === source && row.family === family)
        .map(({ key }) => key),
    ).size

  test.each(SOURCES)('%s comes close to the published rates', (source) => {
    const rows = on(source, FIRST).size
    for (const [family, rate] of Object.entries(DEFAULT_RATES[source])) {
      const expected = (rate / 100) * rows
      // Four standard errors of a count, and a tenth because places are not visited in exact proportion.
      expect(Math.abs(spoilt(out, source, family) - expected), `${source} ${family}`).toBeLessThan(
        4 * Math.sqrt(expected) + 0.1 * expected,
      )
    }
  })

  test('they differ between communes: some nearly clean, some mostly spoilt', () => {
    const bad = new Set(
      tableOf(out, 'errors')
        .filter(({ source, family }) => source === 'land' && family === 'E1')
        .map(({ key }) => key),
    )
    const places = [...groupedBy([...on('land', FIRST).values()], ({ ten_xa }) => ten_xa!).values()].filter(
      (rows) => rows.length >= 50,
    )
    const shares = places.map((rows) => rows.filter(({ ma_thua }) => bad.has(ma_thua!)).length / rows.length)
    expect(Math.min(...shares)).toBeLessThan(0.12)
    expect(Math.max(...shares)).toBeGreaterThan(0.6)
  })

  test('the profile of a late campaign leaves a tenth of land E1 to E4', async () => {
    const late = folder()
    await generateProvince({ persons: 8000, seed: 3, out: late, profile: 'late' })
    const { rows } = (await generateProvince({ persons: 8000, seed: 3, out: folder() })).nights[0]!.files.find(
      ({ source }) => source === 'land',
    )!
    expect(spoilt(late, 'land', 'E1') / rows).toBeLessThan(0.05)
    expect(spoilt(late, 'land', 'E4') / rows).toBeLessThan(0.025)
    expect(spoilt(late, 'land', 'E5') / rows).toBeGreaterThan(0.07)
  })

  test('rates of one’s own replace the published ones', async () => {
    const path = folder()
    const zero = Object.fromEntries(Object.keys(DEFAULT_RATES.residence).map((family) => [family, 0]))
    await generateProvince({ persons: 3000, seed: 3, out: path, rates: { residence: { ...zero, E3: 50 } } })
    expect(spoilt(path, 'residence', 'E3') / 3000).toBeCloseTo(0.5, 1)
    expect(spoilt(path, 'residence', 'E4')).toBe(0)
  })
})

describe('the second night', () => {
  test.each(SOURCES)('of %s about one row in a hundred changes, each with its event, and nothing else', (source) => {
    const [before, after] = [on(source, FIRST), on(source, SECOND)]
    const differing = [...before.keys(), ...after.keys()].filter(
      (key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)),
    )
    const events = tableOf(out, `events-${SECOND}`).filter((event) => event.source === source)
    expect(new Set(differing)).toEqual(new Set(events.map(({ key }) => key)))
    const share = new Set(differing).size / before.size
    expect(share).toBeGreaterThan(0.006)
    expect(share).toBeLessThan(0.014)
  })

  test('the events lead from the first night to the second, cell by cell', () => {
    for (const { source: name, key, event, column, before, after } of tableOf(out, `events-${SECOND}`)) {
      const source = name as SourceName
      if (event === 'added') expect(on(source, FIRST).has(key!)).toBe(false)
      else if (event === 'removed') expect(on(source, SECOND).has(key!)).toBe(false)
      else if (column !== '') {
        expect(on(source, FIRST).get(key!)![column!]).toBe(written(source, before!))
        expect(on(source, SECOND).get(key!)![column!]).toBe(written(source, after!))
      }
    }
  })

  test('there are births, deaths, transfers, corrections and pay steps', () => {
    const kinds = new Set(tableOf(out, `events-${SECOND}`).map(({ event }) => event))
    expect([...kinds]).toEqual(
      expect.arrayContaining(['added', 'removed', 'correction', 'transfer', 'pay-step', 'move', 'phone']),
    )
  })
})

describe('TCVN3', () => {
  const iconv = (bytes: Buffer): string =>
    execFileSync('iconv', ['-f', 'TCVN5712-1', '-t', 'UTF-8'], { input: bytes, maxBuffer: 1 << 28 }).toString()
  const hasIconv = spawnSync('iconv', ['--version']).status === 0

  test.skipIf(!hasIconv)('every letter decodes to itself, toned capitals to small letters', () => {
    const letters = 'aàáảãạăằắẳẵặâầấẩẫậđeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ'
    const bytes = Buffer.alloc(1000)
    expect(iconv(bytes.subarray(0, tcvn3(letters, bytes, 0)))).toBe(letters)
    expect(iconv(bytes.subarray(0, tcvn3('ĂÂÊÔƠƯĐ ABC', bytes, 0)))).toBe('ĂÂÊÔƠƯĐ ABC')
    expect(iconv(bytes.subarray(0, tcvn3('ÁNH ỷ Ộ', bytes, 0)))).toBe('áNH ỷ ộ')
  })

  test.skipIf(!hasIconv)('the owners of clean rows decode to their true names', () => {
    const values = new Map(tableOf(out, 'values').map((row) => [row.entity, row]))
    const faulty = new Set(
      tableOf(out, 'errors')
        .filter(({ source, column }) => source === 'land' && column === 'chu_su_dung')
        .map(({ key }) => key),
    )
    const text = iconv(readFileSync(pathOf(out, 'land', FIRST)))
    const rows: readonly Row[] = parse(text, { columns: true, delimiter: '\t', quote: null })
    const owners = groupedBy(
      tableOf(out, 'entities-land').filter(
        ({ role, from, domain }) => role !== '' && from === '' && domain === 'person',
      ),
      ({ key }) => key!,
    )
    let compared = 0
    for (const { ma_thua: key, chu_su_dung: owner } of rows) {
      if (faulty.has(key!) || !owners.has(key!)) continue
      for (const { entity } of owners.get(key!)!)
        expect(owner!.toLowerCase()).toContain(values.get(entity!)!.full_name!.toLowerCase())
      compared++
    }
    expect(compared).toBeGreaterThan(8000)
  })
})

test('a wrong request is refused before anything is written', async () => {
  const path = join(folder(), 'none')
  await expect(generateProvince({ persons: 0, seed: 1, out: path })).rejects.toMatchObject({ code: 'InvalidInput' })
  await expect(generateProvince({ persons: 10, seed: 1, out: path, firstDate: '21/11/2026' })).rejects.toMatchObject({
    code: 'InvalidInput',
  })
  expect(existsSync(path)).toBe(false)
})
