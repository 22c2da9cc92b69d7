import { describe, expect, test } from 'vitest'
import { encodingOfColumn, encodingOfFile } from '../../../connectors/text/detect.ts'
import type { TextEncoding } from '../../../connectors/text/encoding.ts'
import { textEncodings } from '../../../connectors/text/encodings.ts'
import {
  addresses,
  english,
  fullNames,
  highlandNames,
  plainNames,
  to1258,
  toTcvn3,
  toUtf8Twice,
  toViqr,
  toViscii,
  toVni,
} from './samples.ts'

const lost = (text: string) => toTcvn3(text).replaceAll('\xad', '')
/** ŭ and ĕ are in no Vietnamese encoding. */
const inVietnamese = highlandNames.map((name) => name.replaceAll('ŭ', 'u').replaceAll('ĕ', 'e'))
const none = () => false
const fileVerdict = (texts: readonly string[]) => encodingOfFile(texts, none).encoding?.name ?? null
const columnVerdict = (cells: readonly string[], trusted?: ReadonlySet<TextEncoding>) => {
  const verdict = encodingOfColumn(cells, trusted)
  return verdict === null ? 'as it stands' : (verdict.encoding?.name ?? null)
}

const columns: readonly (readonly [string, readonly string[]])[] = [
  ['full names', fullNames],
  ['names in capitals', fullNames.map((name) => name.toUpperCase())],
  ['addresses', addresses],
  ['three names', fullNames.slice(3, 6)],
  ['names of the Central Highlands', inVietnamese],
  ['names of all kinds', [...fullNames, ...inVietnamese, ...plainNames]],
]

describe.each(columns)('%s', (_, cells) => {
  test.each([
    ['windows-1258', to1258],
    ['tcvn3', toTcvn3],
    ['vni-windows', toVni],
    ['viscii', toViscii],
  ])('as a file in %s', (name, write) => {
    expect(fileVerdict(cells.map(write))).toBe(name)
  })

  test.each([
    ['tcvn3', toTcvn3],
    ['vni-windows', toVni],
    ['viqr', toViqr],
    ['utf-8-twice', toUtf8Twice],
  ])('as a column in %s', (name, write) => {
    expect(columnVerdict(cells.map(write))).toBe(name)
  })

  test('as a column of clean Unicode', () => {
    expect(columnVerdict(cells)).toBe('as it stands')
    expect(columnVerdict(cells, new Set(textEncodings))).toBe('as it stands')
  })
})

test('a lost soft hyphen is seen only where it explains more than chance', () => {
  expect(columnVerdict([...fullNames, ...addresses].map(lost))).toBe('tcvn3-lost-hyphen')
  expect(columnVerdict([...fullNames, ...addresses].map(toTcvn3))).toBe('tcvn3')
  expect(columnVerdict(['Lê Văn Hoà', 'Đỗ Thị Hậu', 'Bùi Cảnh Toàn'].map(lost))).toBe('tcvn3')
})

describe('text of other languages', () => {
  test.each([
    ['English with Latin-1 letters', english],
    ['French', ['à la carte', 'où est la Mairie', 'très près', 'déjà vu', 'élève', 'garçon', 'Noël', 'château']],
    ['German', ['Müller', 'Straße', 'Köln', 'Bär', 'für', 'Öl']],
    ['units and signs', ['µm', 'm²', '°C', '© 2024', '£5', 'Ø60', '½']],
  ])('%s is not repaired', (_, cells) => {
    expect(columnVerdict(cells)).toBe('as it stands')
    expect(fileVerdict(cells)).toBe(null)
  })

  test('plain text with marks of VIQR in it is not VIQR', () => {
    const cells = [
      'Tp. HCM, Q. 1',
      'so. 5 (khu A)',
      'who? me.',
      "it's",
      'C++',
      'a~b',
      'x^2',
      'Nguyen Van A.',
      'Ha Noi?',
    ]
    expect(columnVerdict(cells)).toBe('as it stands')
  })
})

describe('two encodings at once', () => {
  const half = (a: (text: string) => string, b: (text: string) => string) =>
    [...fullNames, ...addresses].map((text, i) => (i % 2 ? a(text) : b(text)))

  test.each([
    ['tcvn3 and VNI', toTcvn3, toVni],
    ['tcvn3 and UTF-8', toTcvn3, (text: string) => Buffer.from(text).toString('latin1')],
    ['windows-1258 and VISCII', to1258, toViscii],
  ])('a file of %s has none', (_, a, b) => {
    expect(fileVerdict(half(a, b))).toBe(null)
  })

  test('a column of clean and pasted cells has none', () => {
    expect(columnVerdict(half(toTcvn3, (text) => text))).toBe(null)
    expect(columnVerdict(half(toUtf8Twice, (text) => text))).toBe(null)
    expect(columnVerdict(half(toTcvn3, toVni))).toBe(null)
  })
})

test('the candidates of a refusal come with their scores, best first', () => {
  const { tried } = encodingOfFile(english, none)
  expect(tried.length).toBeGreaterThan(3)
  expect(tried.map(({ after }) => after)).toEqual(tried.map(({ after }) => after).toSorted((a, b) => b - a))
})
