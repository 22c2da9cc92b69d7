import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { crc32, inflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateProvince, type Province } from '../../../bench/province/generate.ts'
import { folder, KEY, pathOf, type Row, rowsOf, tableOf } from '../../support/extracts.ts'

const FIRST = '2026-11-21'
const DAY_MS = 86_400_000

/** The files of an archive by name, from its directory; each must have the length and checksum that it says. */
function unzipped(path: string): ReadonlyMap<string, string> {
  const bytes = readFileSync(path)
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [crc, packed, size, nameLength] = [16, 20, 24]
      .map((field) => bytes.readUInt32LE(at + field))
      .concat(bytes.readUInt16LE(at + 28))
    const header = bytes.readUInt32LE(at + 42)
    const from = header + 30 + bytes.readUInt16LE(header + 26)
    expect(bytes.subarray(header + 14, header + 26)).toEqual(bytes.subarray(at + 16, at + 28))
    const content = inflateRawSync(bytes.subarray(from, from + packed!))
    expect([content.length, crc32(content)]).toEqual([size, crc])
    files.set(bytes.toString('utf8', at + 46, at + 46 + nameLength!), content.toString())
    at += 46 + nameLength!
  }
  return files
}

interface Cell {
  readonly text: string
  readonly kind: 'text' | 'number' | 'date'
}
const unescaped = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
const CELL =
  /<c r="([A-Z])\d+"(?: s="(1)")?(?: t="inlineStr")?>(?:<is><t xml:space="preserve">([^<]*)<\/t><\/is>|<v>(\d+)<\/v>)<\/c>/g
const rowsIn = (xml: string): readonly ReadonlyMap<string, Cell>[] =>
  xml
    .split('<row ')
    .slice(1)
    .map(
      (row) =>
        new Map(
          [...row.matchAll(CELL)].map(([, letter, date, text, value]) => [
            letter!,
            value === undefined
              ? { text: unescaped(text!), kind: 'text' as const }
              : { text: value, kind: date ? ('date' as const) : ('number' as const) },
          ]),
        ),
    )

const slashedOf = (serial: string): string =>
  new Date(Date.UTC(1899, 11, 30) + Number(serial) * DAY_MS).toISOString().slice(0, 10).split('-').reverse().join('/')

let out = ''
let province: Province
beforeAll(async () => {
  out = folder()
  const rates = { 'home-affairs': { E1: 20, E4: 20, E6: 20 } }
  province = await generateProvince({
    persons: 4000,
    civilServants: 2000,
    parcels: 10,
    seed: 3,
    out,
    xlsx: true,
    rates,
  })
})

describe('the workbook of the staff software', () => {
  const cells = (): readonly (readonly [Row, ReadonlyMap<string, Cell>, readonly string[]])[] => {
    const sheet = rowsIn(
      unzipped(pathOf(out, 'home-affairs', FIRST).replace(/csv$/, 'xlsx')).get('xl/worksheets/sheet1.xml')!,
    )
    const csv = rowsOf(pathOf(out, 'home-affairs', FIRST), 'home-affairs')
    expect(sheet).toHaveLength(csv.length + 1)
    const columns = Object.keys(csv[0]!)
    return csv.map((row, i) => [row, sheet[i + 1]!, columns])
  }
  const letterOf = (column: number): string => String.fromCharCode(65 + column)

  test('holds the rows and values of the extract', () => {
    for (const [row, sheet, columns] of cells()) {
      const shown = columns.map((_, i) => {
        const cell = sheet.get(letterOf(i))
        return cell?.kind === 'date' ? slashedOf(cell.text) : (cell?.text ?? '')
      })
      expect(shown).toEqual(Object.values(row))
    }
  })

  test('has dates of its own in a third of the rows', () => {
    const dated = cells().filter(([, sheet]) => [...sheet.values()].some(({ kind }) => kind === 'date'))
    expect(dated.length / 2000).toBeCloseTo(1 / 3, 1)
  })

  test('has plain numbers exactly where a nought was eaten or a date lost its format', () => {
    const eaten = /^(leading-zero-eaten|tax-code-zero-eaten|phone-zero-eaten|serial|hired-serial)$/
    const planted = new Set(
      tableOf(out, 'errors')
        .filter(({ source, kind, planted }) => source === 'home-affairs' && eaten.test(kind!) && planted !== '')
        .map(({ key, column }) => `${key} ${column}`),
    )
    const numbers = cells().flatMap(([row, sheet, columns]) =>
      columns
        .filter((_, i) => sheet.get(letterOf(i))?.kind === 'number')
        .map((column) => `${row[KEY['home-affairs']]} ${column}`),
    )
    expect(planted.size).toBeGreaterThan(50)
    expect(new Set(numbers)).toEqual(planted)
  })

  test('is told whole by its manifest and listed with the night', () => {
    const { path, rows } = province.nights[0]!.files.find((file) => file.path.endsWith('.xlsx'))!
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
    expect(JSON.parse(readFileSync(`${path}.manifest.json`, 'utf8'))).toEqual({ rows, sha256, complete: true })
  })
})

test('no workbook is written unless asked for, nor where a sheet would not hold the rows', async () => {
  const path = folder()
  const { nights } = await generateProvince({ persons: 100, seed: 1, out: path })
  expect(nights[0]!.files).toHaveLength(3)
  expect(existsSync(pathOf(path, 'home-affairs', FIRST).replace(/csv$/, 'xlsx'))).toBe(false)
  await expect(generateProvince({ persons: 8_000_000, seed: 1, out: path, xlsx: true })).rejects.toMatchObject({
    code: 'InvalidInput',
  })
})
