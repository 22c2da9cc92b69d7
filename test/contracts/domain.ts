import { describe, expect, test } from 'vitest'
import { type AnyDomain, mappingsOf, type RowRule, type Values } from '../../core/domain.ts'
import { fieldMeta } from '../../core/field.ts'
import { FAMILIES } from '../../core/finding.ts'
import { blockKeysOf } from '../../engine/matching/simple/blocking.ts'
import { scorer } from '../../engine/matching/simple/score.ts'
import { compileRowPlan } from '../../engine/quality/plan.ts'
import { ruleBook } from '../../engine/quality/rules.ts'

const NASTY = [
  '',
  ' ',
  '\u0000',
  '0',
  '-1',
  "'; drop table person; --",
  'Nguyễn Văn A',
  '1.23E+11',
  '31/02/2020',
  '𝔘𝔫𝔦',
  'x'.repeat(20_000),
]

/** What every domain file must keep, whatever it declares. */
export function describeDomain(domain: AnyDomain): void {
  describe(`domain ${domain.name}`, () => {
    const fields = Object.keys(domain.fields)

    test('labels everything that people see, in Vietnamese', () => {
      expect(domain.label).not.toBe('')
      for (const field of fields) expect(fieldMeta(domain.fields[field]).spec.label, field).toMatch(/\p{L}/u)
      for (const line of ruleBook(domain)) {
        expect(
          FAMILIES.includes(line.family) && [line.vi, line.en, line.fix].every((text) => text.length > 5),
          line.code,
        ).toBe(true)
      }
    })

    test('has one stable code per finding', () => {
      const codes = ruleBook(domain).map(({ code }) => code)
      expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([])
      for (const code of codes) expect(code).toMatch(/^[a-z-]+\.([a-zA-Z]+\.)?[a-z0-9-]+$/)
    })

    test('has at least one rule over several fields', () => {
      expect((domain.quality as readonly RowRule<Values>[]).length).toBeGreaterThan(0)
    })

    test('picks a survivor for every field, from sources that map it', () => {
      expect(Object.keys(domain.survivorship).sort()).toEqual([...fields].sort())
    })

    test('sends only fields that it has', () => {
      for (const target of Object.values(domain.targets) as readonly { columns: Record<string, string> }[]) {
        for (const field of Object.values(target.columns)) expect(fields).toContain(field)
      }
    })

    test.each(mappingsOf(domain).map(([source]) => source))('judges any row of %s without throwing', (source) => {
      const mapping = mappingsOf(domain).find(([name]) => name === source)?.[1]
      const columns = mapping?.from.columns ?? []
      const plan = compileRowPlan(domain, source, columns, '2026-06-14')
      for (const nasty of NASTY) {
        for (const record of plan(
          'K1',
          columns.map(() => nasty),
        )) {
          expect(record.accepted).toBe(!record.findings.some(({ severity }) => severity === 'error'))
          if (record.accepted) expect(blockKeysOf(domain)(record.values).every(Number.isSafeInteger)).toBe(true)
        }
      }
    })

    test('scores a record against itself over the review weight unless it says nothing', () => {
      const score = scorer(domain)
      const blank = Object.fromEntries(fields.map((field) => [field, null]))
      expect(score(blank, blank).weight).toBe(Math.round(domain.matching.prior * 1000))
      expect(domain.matching.review).toBeLessThanOrEqual(domain.matching.link)
    })
  })
}
