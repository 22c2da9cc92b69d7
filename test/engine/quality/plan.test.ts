import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AnyDomain, type Mapping, mappingsOf } from '../../../core/domain.ts'
import { fieldMeta } from '../../../core/field.ts'
import { compileRowPlan, type Judged } from '../../../engine/quality/plan.ts'
import { ruleBook } from '../../../engine/quality/rules.ts'
import { loadSchemas } from '../../support/chain.ts'

const { domains } = await loadSchemas()
const AS_OF = '2026-11-21'
const pairs = [...domains.values()].flatMap((domain) =>
  mappingsOf(domain).map(([source, mapping]) => ({ domain, source, mapping })),
)

const PLAUSIBLE = [
  'Nguyễn Văn A',
  'Ông Trần Bình và bà Lê Thị X',
  'Hộ ông Đoàn Công Minh (đã chết)',
  'NGUYEN VAN TAM VA BA TRUONG THI LAN',
  'Công ty TNHH Dệt may Hòa Khánh',
  "H' Hen Niê",
  '048090001234',
  '048090001234; 201234567',
  '201234567',
  '17/05/1960',
  '1992-09-03',
  '1960; 1962',
  '20335',
  '1.234,5 m2',
  'BĐ 123456',
  '01.003',
  'H17.07.20',
  '2,34',
  '0905 123 456',
  'ten@danang.gov.vn',
  'Kinh',
  'Nam',
  'ODT',
  'Chủ hộ',
  'Con đẻ',
  'Đã chết',
  'CT20242-0000001',
]
const cell = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 6, arbitrary: fc.constantFrom(...PLAUSIBLE) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...PLAUSIBLE), fc.nat(20), fc.string({ unit: 'binary', maxLength: 2 }), fc.nat(2))
      .map(([text, at, extra, cut]) => text.slice(0, at) + extra + text.slice(at + cut)),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 999_999_999_999 }).map(String) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('\u0000', '\n', '\u0301', '\ud800', ' ', '-'), maxLength: 9 }),
  },
)
const rowsOf = (columns: readonly string[]) =>
  fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { minLength: 1, maxLength: 12 })

const compiled = (domain: AnyDomain, source: string, columns: readonly string[]) =>
  compileRowPlan(domain, source, columns, AS_OF)

/** What zod and the field types say against one judged record. */
function faultsOf(domain: AnyDomain, { values, findings, accepted }: Judged): readonly string[] {
  const faults: string[] = []
  for (const name of Object.keys(domain.fields)) {
    const { spec, required, reference } = fieldMeta(domain.fields[name])
    const value = values[name] ?? null
    if (value === null) {
      if (accepted && required) faults.push(`${name} is required, missing and accepted`)
      continue
    }
    if (!spec.schema.safeParse(value).success) faults.push(`${name}: ${JSON.stringify(value)} is not clean`)
    if (!reference && spec.read(String(value), () => {}, AS_OF) !== value) faults.push(`${name} reads back otherwise`)
  }
  if (accepted === findings.some(({ severity }) => severity === 'error'))
    faults.push('accepted with an error, or refused without')
  return faults
}

/** Fields mapped to one column of their own, with its position: what was delivered is known without the plan. */
function plainFields(domain: AnyDomain, mapping: Mapping): readonly (readonly [name: string, at: number])[] {
  if (mapping.each) return []
  return mapping.names.flatMap((name) => {
    const column = mapping.columns[name]
    return typeof column === 'string' && !fieldMeta(domain.fields[name]).reference
      ? [[name, mapping.from.columns.indexOf(column)] as const]
      : []
  })
}

describe.each(pairs)('$domain.name from $source', ({ domain, source, mapping }) => {
  const { columns } = mapping.from
  const codes = new Set(ruleBook(domain).map(({ code }) => code))

  test('yields only values that zod takes, and findings of the rule book', () => {
    const plan = compiled(domain, source, columns)
    fc.assert(
      fc.property(rowsOf(columns), (rows) => {
        for (const record of rows.flatMap((cells, i) => plan(`K${i}`, cells))) {
          expect(faultsOf(domain, record)).toEqual([])
          expect(Object.keys(record.values)).toEqual(Object.keys(domain.fields))
          for (const { code } of record.findings) expect(codes).toContain(code)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('reads each mapped cell as its field type does, and says why where nothing was kept', () => {
    const plan = compiled(domain, source, columns)
    const plain = plainFields(domain, mapping)
    fc.assert(
      fc.property(rowsOf(columns), (rows) => {
        for (const cells of rows) {
          for (const { values, findings } of plan('K', cells)) {
            for (const [name, at] of plain) {
              const said: string[] = []
              const value = fieldMeta(domain.fields[name]).spec.read(cells[at]!, (code) => said.push(code), AS_OF)
              expect(values[name]).toBe(value)
              const own = findings.map(({ code }) => code).filter((code) => code.startsWith(`${domain.name}.${name}.`))
              expect(own.filter((code) => !code.endsWith('.required'))).toEqual(
                said.map((code) => `${domain.name}.${name}.${code}`),
              )
            }
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  test('judges a row alike whatever it judged before', () => {
    const old = compiled(domain, source, columns)
    fc.assert(
      fc.property(rowsOf(columns), fc.array(fc.nat(), { maxLength: 30 }), (rows, order) => {
        for (const at of [...rows.keys(), ...order]) {
          const cells = rows[at % rows.length]!
          expect(old('K', cells)).toEqual(compiled(domain, source, columns)('K', cells))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('finds columns in any order, and reads those that are missing as blank', () => {
    const turned = [...columns].reverse()
    const first = compiled(domain, source, columns)
    const second = compiled(domain, source, turned)
    const few = compiled(domain, source, columns.slice(0, 5))
    fc.assert(
      fc.property(rowsOf(columns), (rows) => {
        for (const cells of rows) {
          expect(second('K', [...cells].reverse())).toEqual(first('K', cells))
          const cut = cells.map((own, at) => (at < 5 ? own : ''))
          expect(few('K', cells.slice(0, 5))).toEqual(first('K', cut))
        }
      }),
      { numRuns: 50 },
    )
  })

  test('outlives cells of a megabyte', () => {
    const plan = compiled(domain, source, columns)
    for (const piece of ['a', '(', '0', ' ', '\u0301', 'ông và ', 'CÔNG TY '])
      for (const record of plan(
        'K',
        columns.map(() => piece.repeat(1_000_000 / piece.length)),
      ))
        expect(faultsOf(domain, record)).toEqual([])
  })
})

test('a source that the domain does not map is a fault of the caller', () => {
  expect(() => compiled([...domains.values()][0]!, 'nowhere', [])).toThrow(/does not map source nowhere/)
})
