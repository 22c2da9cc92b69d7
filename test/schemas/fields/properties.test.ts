import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { fieldMeta, type Scalar } from '../../../core/field.ts'
import { communeRefAsOf } from '../../../schemas/fields/place.ts'
import { AS_OF } from './reading.ts'

const FOLDER = new URL('../../../schemas/fields/', import.meta.url)
const HANGS_MS = 200
const MEGABYTE = 1_000_000

function isField(value: unknown): value is z.ZodType<Scalar> {
  try {
    return typeof value === 'object' && value !== null && fieldMeta(value as z.ZodType) !== undefined
  } catch {
    return false
  }
}

const modules = await Promise.all(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => import(new URL(file, FOLDER).href)),
)
const exported = modules
  .flatMap((module) => Object.entries(module as Record<string, unknown>))
  .filter(([, value]) => isField(value))
const fields = [...exported, ['communeRefAsOf', communeRefAsOf({ asOf: '2025-07-01' })]] as [
  string,
  z.ZodType<Scalar>,
][]

/** Reads and checks everything that holds for every cell; the faults, named. */
function faultsOf(schema: z.ZodType<Scalar>, raw: string): readonly string[] {
  const { spec } = fieldMeta(schema)
  const faults: string[] = []
  const said: string[] = []
  const value = spec.read(raw, (code) => said.push(code), AS_OF)
  for (const code of said) if (!(code in spec.findings)) faults.push(`says undeclared ${code}`)
  if (value === null) return faults
  const judged = spec.schema.safeParse(value)
  if (!judged.success) faults.push(`${JSON.stringify(value)} is not clean`)
  const again: string[] = []
  const second = spec.read(String(value), (code) => again.push(code), AS_OF)
  if (second !== value) faults.push(`${JSON.stringify(value)} reads back as ${JSON.stringify(second)}`)
  for (const code of again)
    if (spec.findings[code]?.severity === 'error') faults.push(`${JSON.stringify(value)} reads back with ${code}`)
  if (typeof value === 'string' && /[\u0000\p{Cs}]/u.test(value)) faults.push('keeps what PostgreSQL refuses')
  return faults
}

const samples = [
  'Nguyễn Văn A',
  'ông Trần Bình và bà Lê Thị X',
  "H' Hen Niê",
  '048090001234',
  '201234567',
  '17/05/1960',
  '00/00/1950',
  '05/1950',
  '22052',
  '20335@2025-07-01',
  '1.234,5 m2',
  '2 sào',
  'BĐ 123456',
  'CS 05494',
  '5/BĐ 2003',
  '123+124',
  'V.07.04.30',
  '2,34',
  '000.12.07.H47',
  '0100109106-001',
  '+84 905 123 456',
  'ten@danang.gov.vn',
  'Kinh',
  'ODT',
  'con đẻ',
  'không',
  '1.23E+11',
  'UBND xã',
  'Ông Ích Khiêm',
  'NGUYỄN VĂN A',
]
const cell = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 3,
    arbitrary: fc.string({
      unit: fc.constantFrom(...'0123456789.,-/ @+:() ABĐdđnăờửàuxvVaoeOIl\u00a0\u200b\u0301\ud800\u0000\n’'),
      maxLength: 24,
    }),
  },
  { weight: 2, arbitrary: fc.oneof(fc.double(), fc.integer(), fc.bigInt()).map(String) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 999_999_999_999 }).map((n) => String(n).padStart(12, '0')) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...samples), fc.nat(30), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(2))
      .map(([text, at, extra, cut]) => text.slice(0, at) + extra + text.slice(at + cut)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...samples),
        fc.constantFrom(...samples),
        fc.constantFrom(' ', ', ', ' và ', ' - ', '\n', '(', ' ('),
      )
      .map(([a, b, sign]) => a + sign + b),
  },
  { weight: 1, arbitrary: fc.constantFrom(...samples).map((text) => text.normalize('NFD')) },
)

test('the folder exports fields', () => {
  expect(fields.length).toBeGreaterThanOrEqual(30)
  expect(new Set(fields.map(([name]) => name)).size).toBe(fields.length)
})

test.each(fields)('%s: total, idempotent, clean, and says only what it declares', (_, schema) => {
  fc.assert(
    fc.property(cell, (raw) => {
      expect(faultsOf(schema, raw)).toEqual([])
    }),
    { numRuns: 1500 },
  )
})

test.each(fields)('%s: says nothing of a blank', (_, schema) => {
  const said: string[] = []
  for (const raw of ['', ' ', '\t\r\n', '\u00a0\u200b\ufeff', '-', '.', 'null', 'NULL', 'N/A', ' '.repeat(1000)]) {
    expect(fieldMeta(schema).spec.read(raw, (code) => said.push(code), AS_OF)).toBeNull()
  }
  expect(said).toEqual([])
})

const megabyte = (piece: string): string => piece.repeat(Math.ceil(MEGABYTE / piece.length))
const NASTY = [
  'a',
  '0',
  '9',
  ' ',
  '.',
  ',',
  '-',
  '(',
  ')',
  "'",
  'ông ',
  'và ',
  ' và a',
  'Nguyễn Văn A, ',
  '1.',
  '1,234.',
  'a@',
  'a.',
  '\u0301',
  'ê\u0323',
  '\u200b',
  '\n',
  '\ud83d',
  '1 ',
  'BĐ 1',
  'A-',
  '.00',
  ' /',
].map(megabyte)
const HEADS = ['', 'a', '0', 'tháng ', 'a@', 'H47.', 'hộ ', '1']

function millisecondsOf(schema: z.ZodType<Scalar>, raw: string): number {
  const start = performance.now()
  expect(faultsOf(schema, raw)).toEqual([])
  return performance.now() - start
}

test.each(fields)('%s: does not hang on a megabyte', (_, schema) => {
  const slow = NASTY.flatMap((body) => HEADS.map((head) => head + body)).filter(
    // The machine may pause once; a text that hangs does so every time.
    (raw) => millisecondsOf(schema, raw) > HANGS_MS && millisecondsOf(schema, raw) > HANGS_MS,
  )
  expect(slow.map((raw) => raw.slice(0, 12))).toEqual([])
})

test.each(fields)('%s: explains every finding in Vietnamese and English', (_, schema) => {
  for (const [code, text] of Object.entries(fieldMeta(schema).spec.findings)) {
    expect(code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    for (const sentence of [text.vi, text.en, text.fix, text.expected]) expect(sentence.length, code).toBeGreaterThan(3)
  }
})
